//! Numbers for people: no more digits than are known.

/// Tonnes.
pub(super) const MEGATONNE: f64 = 1e6;

/// Decimals at which a number is written: the last digit is about its standard error, and
/// there are three digits at most (two decimals below ten).
///
/// `error` is NaN or 0 where nothing is known of it, or nothing is uncertain.
fn decimals(value: f64, error: f64) -> i32 {
    let most = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 10.0 {
        1
    } else {
        2
    };
    if error > 0.0 { most.min(-error.log10().floor() as i32) } else { most }
}

/// A number rounded to its standard error.
pub fn rounded(value: f64, error: f64) -> String {
    if value == 0.0 && (error.is_nan() || error <= 0.0) {
        return "0".to_owned();
    }
    let decimals = decimals(value, error);
    let text = fixed(value, decimals);
    if value > 0.0 && is_zero(&text) {
        return format!("< {}", fixed(10f64.powi(-decimals), decimals));
    }
    text
}

/// A difference in percent, with its sign.
pub(super) fn difference(percent: f64) -> String {
    let text = format!("{percent:+.1} %");
    if is_zero(&text) { "0.0 %".to_owned() } else { text }
}

/// Two numbers as a range, rounded alike to the error of the mean between them.
pub(super) fn range(low: f64, high: f64, error: f64) -> String {
    let decimals = decimals(high, error);
    format!("{}-{}", fixed(low, decimals), fixed(high, decimals))
}

/// A number at so many decimals; negative: tens, hundreds …
fn fixed(value: f64, decimals: i32) -> String {
    let places = decimals.max(0) as usize;
    let unit = 10f64.powi(-decimals.min(0));
    let text =
        format!("{:.places$}", if decimals < 0 { (value / unit).round() * unit } else { value });
    // A value that rounds to zero has no sign.
    if is_zero(&text) { text.trim_start_matches('-').to_owned() } else { text }
}

fn is_zero(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// A share as a percentage of two digits; `-` for nothing at all.
pub(super) fn share(value: f64) -> String {
    let percent = 100.0 * value;
    if value.is_nan() || value == 0.0 {
        "-".to_owned()
    } else if percent < 0.01 {
        "< 0.01 %".to_owned()
    } else {
        format!("{} %", two_digits(percent))
    }
}

/// A probability with what its interval allows to be said: never 0, never 100 %.
pub(super) fn probability(value: f64, low: f64, high: f64) -> String {
    let percent = 100.0 * value;
    if value <= 0.0 {
        format!("< {} %", bound(100.0 * high))
    } else if value >= 1.0 {
        format!("> {} %", 100.0 - bound(100.0 * (1.0 - low)).parse::<f64>().unwrap_or(0.0))
    } else {
        format!("{} %", rounded(percent, 25.0 * (high - low)))
    }
}

/// A range of shares as percentages; empty where both are nothing.
pub(super) fn shares(low: f64, high: f64) -> String {
    if high <= 0.0 {
        return String::new();
    }
    format!("{}-{} %", two_digits(100.0 * low), two_digits(100.0 * high))
}

/// An upper bound at one digit, rounded up.
fn bound(percent: f64) -> String {
    let decimals = -percent.log10().floor() as i32;
    let unit = 10f64.powi(-decimals);
    // A bound that is a whole number of units up to rounding stays as it is.
    fixed((percent / unit - 1e-9).ceil() * unit, decimals)
}

fn two_digits(percent: f64) -> String {
    match percent {
        0.0 => "0".to_owned(),
        x if x >= 9.95 => format!("{x:.0}"),
        x if x >= 0.995 => format!("{x:.1}"),
        x => format!("{x:.2}"),
    }
}

/// A count with its thousands divided.
pub(super) fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 thing`, `2 things`.
pub(super) fn plural(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(value), if value == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stop_at_the_standard_error() {
        assert_eq!(rounded(66.123, 0.03), "66.1");
        assert_eq!(rounded(66.123, 0.9), "66.1");
        assert_eq!(rounded(66.123, 2.0), "66");
        assert_eq!(rounded(66.123, 20.0), "70");
        assert_eq!(rounded(0.8534, 0.0004), "0.85");
        assert_eq!(rounded(0.8534, 0.04), "0.85");
        assert_eq!(rounded(0.8534, 0.4), "0.9");
        assert_eq!(rounded(-0.001, f64::NAN), "0.00");
        assert_eq!(rounded(0.003, 0.0001), "< 0.01");
        assert_eq!(difference(-0.04), "0.0 %");
        assert_eq!(difference(-0.94), "-0.9 %");
        assert_eq!(range(8.2, 10.07, 0.03), "8.2-10.1");
    }

    #[test]
    fn no_hit_is_a_bound_and_never_zero() {
        assert_eq!(probability(0.0, 0.0, 0.000384), "< 0.04 %");
        assert_eq!(probability(0.0, 0.0, 0.0004), "< 0.04 %");
        assert_eq!(probability(0.0, 0.0, 0.036), "< 4 %");
        assert_eq!(probability(0.0, 0.0, 0.28), "< 30 %");
        assert_eq!(probability(1.0, 0.999616, 1.0), "> 99.96 %");
        assert_eq!(probability(0.41, 0.38, 0.44), "41 %");
        assert_eq!(probability(0.0031, 0.0022, 0.0044), "0.31 %");
    }

    #[test]
    fn shares_have_two_digits() {
        assert_eq!(share(0.0813), "8.1 %");
        assert_eq!(share(0.998), "100 %");
        assert_eq!(share(0.00001), "< 0.01 %");
        assert_eq!(share(0.0), "-");
        assert_eq!(shares(0.0, 0.0191), "0-1.9 %");
        assert_eq!(shares(0.0, 0.0), "");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
