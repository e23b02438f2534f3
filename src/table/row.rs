//! Typed rows: one struct a table, which writes it, reads it and says what its columns are.
//!
//! [`rows!`](crate::table::rows) makes the struct, its columns and its cells from one list, so
//! that writer, reader, manifest and manual cannot disagree. Knows no table by name.

use super::{Cell, Column, Type};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// A row of a table whose columns are known when the program is built.
pub trait Row: DeserializeOwned {
    /// Name of the file.
    const FILE: &'static str;
    /// What a row is, in a sentence or two.
    const ABOUT: &'static str;

    /// The columns, in the order of the file.
    fn columns() -> Vec<Column>;

    /// Hands out the cells of the row, as many as there are columns and in their order.
    ///
    /// # Errors
    /// The first that `put` says.
    fn cells<E>(&self, put: impl FnMut(Cell<'_>) -> Result<(), E>) -> Result<(), E>;
}

/// What a field of a row can hold.
pub trait Value {
    /// Type of the column.
    const TYPE: Type;

    /// What is written.
    fn cell(&self) -> Cell<'_>;
}

macro_rules! values {
    ($($of:ty, $kind:ident, |$value:ident| $cell:expr;)*) => {
        $(impl Value for $of {
            const TYPE: Type = Type::$kind;

            fn cell(&self) -> Cell<'_> {
                let $value = self;
                $cell
            }
        })*
    };
}

values! {
    String, Text, |text| Cell::Text(text);
    Cow<'static, str>, Text, |text| Cell::Text(text);
    u8, Integer, |value| Cell::Integer((*value).into());
    i16, Integer, |value| Cell::Integer((*value).into());
    u32, Integer, |value| Cell::Integer((*value).into());
    i64, Integer, |value| Cell::Integer(*value);
    // No count here comes near 2^63.
    u64, Integer, |value| Cell::Integer(*value as i64);
    f64, Number, |value| Cell::Number(*value);
    bool, Boolean, |value| Cell::Boolean(*value);
    Date, Date, |value| Cell::Date(*value);
}

impl<T: Value> Value for Option<T> {
    const TYPE: Type = T::TYPE;

    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Empty, T::cell)
    }
}

/// Makes row structs. A field is a column of the same name, or of the one behind `as`; its first
/// lines of documentation are the meaning of the column, and `=>` leads to its unit: a
/// text for every row, or a column where each row has its own.
///
/// ```
/// caspian::table::rows! {
///     /// Cargoes by day.
///     pub struct Cargo in "cargoes.csv" {
///         /// Day of the call.
///         day: jiff::civil::Date,
///         /// What the ship loaded.
///         loaded: Option<f64> => unit,
///         /// Unit of the amount.
///         unit: String,
///         /// Share of the ship that is full.
///         full as "share-full": f64 => "share",
///     }
/// }
/// use caspian::table::Row;
/// assert_eq!(Cargo::columns()[3].name, "share-full");
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! table_rows {
    ($(
        $(#[doc = $about:literal])+
        $visible:vis struct $row:ident in $file:literal {
            $(
                $(#[doc = $meaning:literal])+
                $field:ident $(as $name:literal)? : $kind:ty $(=> $unit:tt)?
            ),+ $(,)?
        }
    )+) => {
        $(
            $(#[doc = $about])+
            #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
            $visible struct $row {
                $(
                    $(#[doc = $meaning])+
                    $(#[serde(rename = $name)])?
                    pub $field: $kind,
                )+
            }

            impl $crate::table::Row for $row {
                const FILE: &'static str = $file;
                const ABOUT: &'static str = concat!($($about),+).trim_ascii();

                fn columns() -> Vec<$crate::table::Column> {
                    vec![$($crate::table::Column {
                        name: $crate::table_rows!(@name $field $($name)?).into(),
                        kind: <$kind as $crate::table::Value>::TYPE,
                        unit: $crate::table_rows!(@unit $($unit)?),
                        meaning: concat!($($meaning),+).trim_ascii().into(),
                        of: None,
                    }),+]
                }

                fn cells<E>(
                    &self,
                    mut put: impl FnMut($crate::table::Cell<'_>) -> Result<(), E>,
                ) -> Result<(), E> {
                    $(put($crate::table::Value::cell(&self.$field))?;)+
                    Ok(())
                }
            }
        )+
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@unit) => { $crate::table::Unit::None };
    (@unit $unit:literal) => { $crate::table::Unit::Is($unit) };
    (@unit $column:ident) => { $crate::table::Unit::In(stringify!($column)) };
}

#[cfg(test)]
mod tests {
    use super::super::{Style, Unit, Writer, read};
    use super::*;

    crate::table::rows! {
        /// Cargoes
        /// by day.
        struct Cargo in "cargoes.csv" {
            /// Day of the call.
            day: Date,
            /// What the ship loaded,
            /// ballast apart.
            loaded: Option<f64> => unit,
            /// Unit of the amount.
            unit: Cow<'static, str>,
            /// Whether it was full.
            full as "is-full": bool,
            /// Share of its berth.
            share: f64 => "share",
        }
    }

    fn cargo(loaded: Option<f64>) -> Cargo {
        let day = Date::new(2029, 2, 3).unwrap();
        Cargo { day, loaded, unit: "tonnes".into(), full: loaded.is_some(), share: 0.5 }
    }

    #[test]
    fn columns_have_name_type_unit_and_meaning() {
        let columns = Cargo::columns();
        let of = |at: usize| (columns[at].name.as_ref(), columns[at].kind, columns[at].unit);
        assert_eq!(of(0), ("day", Type::Date, Unit::None));
        assert_eq!(of(1), ("loaded", Type::Number, Unit::In("unit")));
        assert_eq!(of(3), ("is-full", Type::Boolean, Unit::None));
        assert_eq!(of(4), ("share", Type::Number, Unit::Is("share")));
        assert_eq!(columns[1].meaning, "What the ship loaded, ballast apart.");
        assert_eq!((Cargo::FILE, Cargo::ABOUT), ("cargoes.csv", "Cargoes by day."));
    }

    #[test]
    fn what_a_row_writes_it_reads() {
        let cargoes = [cargo(Some(12_000.0)), cargo(None)];
        for style in [Style::Plain, Style::ExcelRu] {
            let mut table = Writer::new(Vec::new(), &Cargo::columns(), style).unwrap();
            cargoes.iter().for_each(|cargo| table.add(cargo).unwrap());
            assert_eq!(read::<Cargo>(&table.finish().unwrap()).unwrap(), cargoes);
        }
    }
}
