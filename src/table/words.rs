//! Closed sets that tables hold as text: an enum each of whose variants has one text.
//!
//! [`words!`](crate::table::words) is the only place where that text stands: what is written, read
//! and shown comes from it. Knows no set by name.

/// Makes enums of which each variant has one text. What stands behind the name says what they
/// are, for messages.
///
/// ```
/// caspian::table::words! {
///     /// Where a ship is.
///     pub enum Place: "place of a ship" {
///         /// Under way.
///         Sea = "at sea",
///         /// Alongside.
///         Berth = "at berth",
///     }
/// }
/// assert_eq!(Place::Sea.name(), "at sea");
/// assert_eq!(Place::from_name("at berth"), Some(Place::Berth));
/// assert_eq!(Place::ALL.len(), 2);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! table_words {
    ($(
        $(#[$meta:meta])*
        $visible:vis enum $words:ident : $what:literal {
            $( $(#[$about:meta])* $word:ident = $text:literal ),+ $(,)?
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visible enum $words {
            $( $(#[$about])* $word ),+
        }

        #[allow(dead_code, reason = "not every set is used in every way")]
        impl $words {
            /// All of them, in order.
            $visible const ALL: [Self; [$($text),+].len()] = [$(Self::$word),+];

            /// Its text in tables.
            $visible const fn name(self) -> &'static str {
                match self {
                    $(Self::$word => $text),+
                }
            }

            /// The one of a text.
            $visible fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$word),)+
                    _ => None,
                }
            }
        }

        $crate::table::text!($words: $what);
    )+};
}

/// Has a type with `name` and `from_name` shown, written and read by that text.
#[macro_export]
#[doc(hidden)]
macro_rules! table_text {
    ($of:ty: $what:literal) => {
        impl std::fmt::Display for $of {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl serde::Serialize for $of {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $of {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                Self::from_name(&text).ok_or_else(|| {
                    serde::de::Error::custom(format!(concat!("`{}` is no ", $what), text))
                })
            }
        }

        impl $crate::table::Value for $of {
            const TYPE: $crate::table::Type = $crate::table::Type::Text;

            fn cell(&self) -> $crate::table::Cell<'_> {
                $crate::table::Cell::Text(self.name())
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::table::{Cell, Value, read};
    use serde::Deserialize;

    crate::table::words! {
        /// Where a ship is.
        enum Place: "place of a ship" {
            /// Under way.
            Sea = "at sea",
            /// Alongside.
            Berth = "at berth",
        }
    }

    #[derive(Debug, Deserialize)]
    struct Line {
        place: Place,
    }

    #[test]
    fn a_text_is_written_shown_and_read() {
        for place in Place::ALL {
            assert_eq!(Place::from_name(place.name()), Some(place));
            assert_eq!(place.cell(), Cell::Text(place.name()));
            assert_eq!(format!("{place:>9}"), format!("{:>9}", place.name()));
            assert_eq!(serde_json::to_string(&place).unwrap(), format!("{:?}", place.name()));
            let line = read::<Line>(format!("place\n{place}\n").as_bytes()).unwrap();
            assert_eq!(line[0].place, place);
        }
        let refused = read::<Line>(b"place\nat home\n").unwrap_err();
        assert!(refused.contains("`at home` is no place of a ship"), "{refused}");
    }
}
