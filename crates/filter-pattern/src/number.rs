//! Numbers as filter patterns compare and print them.
//!
//! A pattern's number is exact. A log event's number is exact when it is written without point and exponent; otherwise
//! it is a 64-bit double that counts as the shortest decimal that reads back as it. So both are decimals, and comparing
//! them needs no arithmetic. Source: recorded answers of TestMetricFilter.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

/// A number is printed without exponent as long as that takes no more zeros than this.
const PLAIN_ZEROS_MAX: i64 = 6;

/// An exact decimal number: `0.DIGITS` times ten to the power of `point`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Significant digits, without zeros at either end; none for zero.
    digits: String,
    /// How many digits stand before the decimal point; negative for zeros behind it. 0 for zero.
    point: i64,
}

/// Why a text is no number of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoNumber {
    /// It does not read as one.
    Text,
    /// It does, but its exponent does not fit into 32 bits.
    ExponentTooLarge,
}

impl Decimal {
    /// Reads `[+|-] digits [. [digits]] [e [+|-] digits]`, where digits may be missing on one side of the point.
    pub(crate) fn parse(text: &str) -> Result<Self, NoNumber> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
            return Err(NoNumber::Text);
        }
        let exponent: i32 = match exponent {
            None => 0,
            Some(exponent) => {
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                if digits.is_empty() || !all_digits(digits) {
                    return Err(NoNumber::Text);
                }
                exponent.parse().map_err(|_| NoNumber::ExponentTooLarge)?
            }
        };
        Ok(Self::new(text.starts_with('-'), whole, fraction, exponent))
    }

    fn new(negative: bool, whole: &str, fraction: &str, exponent: i32) -> Self {
        let written = [whole, fraction].concat();
        let significant = written.trim_start_matches('0');
        let leading_zeros = written.len() - significant.len();
        let digits = significant.trim_end_matches('0');
        if digits.is_empty() {
            return Self { negative: false, digits: String::new(), point: 0 };
        }
        // A text is shorter than 2^62 bytes, so this is far from the ends of i64.
        let point = whole.len() as i64 - leading_zeros as i64 + i64::from(exponent);
        Self { negative, digits: digits.to_owned(), point }
    }

    /// What a log event's JSON number counts as; `None` beyond the doubles, which compares with nothing.
    pub(crate) fn of_event(number: &str) -> Option<Self> {
        if is_integer(number) {
            return Self::parse(number).ok();
        }
        let double = double(number);
        // Rust prints the shortest digits that read back, as the comparison asks for.
        double.is_finite().then(|| Self::parse(&format!("{double:e}")).ok()).flatten()
    }
}

impl fmt::Display for Decimal {
    /// A text that reads back as the same number: plain where that is short, otherwise with an exponent that fits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        let exponent = if self.digits.is_empty() { 0 } else { self.point - digits.len() as i64 };
        let zeros = if exponent < 0 { -self.point } else { exponent };
        // An exponent beyond 32 bits is refused, so zeros take what is too much.
        let written = if zeros <= PLAIN_ZEROS_MAX { 0 } else { exponent.clamp(i32::MIN.into(), i32::MAX.into()) };
        let shift = exponent - written;
        let places = usize::try_from(shift.unsigned_abs()).unwrap_or(0);
        f.write_str(if self.negative { "-" } else { "" })?;
        if shift < 0 {
            let padded = format!("{digits:0>width$}", width = places + 1);
            let (whole, fraction) = padded.split_at(padded.len() - places);
            write!(f, "{whole}.{fraction}")?;
        } else {
            write!(f, "{digits}{}", "0".repeat(places))?;
        }
        if written == 0 { Ok(()) } else { write!(f, "e{written}") }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        // Without zeros at the ends, digits in the order of texts are digits in the order of fractions.
        let size = || self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        sign(self).cmp(&sign(other)).then_with(|| if self.negative { size().reverse() } else { size() })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The form of a log event's JSON number that quoted and wildcard operands see: the digits of an integer, and for a
/// number with point or exponent the normal form of its double.
pub(crate) fn written_form_of_event(number: &str) -> Cow<'_, str> {
    match number {
        // Open: the service may as well keep the sign. An integer without one is what Java makes of it.
        "-0" => Cow::Borrowed("0"),
        integer if is_integer(integer) => Cow::Borrowed(integer),
        number => Cow::Owned(written_form(double(number))),
    }
}

fn is_integer(number: &str) -> bool {
    !number.contains(['.', 'e', 'E'])
}

/// The nearest double of a JSON number. Rust reads every JSON number, so the alternative is never taken.
fn double(number: &str) -> f64 {
    number.parse().unwrap_or(f64::NAN)
}

/// The normal form of a double, as Java's `Double.toString` writes it: `12.0`, `1000.0`, `1.0E7`, `0.001`, `1.0E-4`,
/// `-0.0`, `Infinity`.
///
/// The digits are the fewest that read back as the same double, but at least two: one on either side of the point.
/// That CloudWatch Logs uses this form is an inference from recorded answers of TestMetricFilter.
#[must_use]
pub fn written_form(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number < 0.0 { "-Infinity" } else { "Infinity" }.to_owned();
    }
    let size = number.abs();
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{number:?}");
    }
    let shortest = format!("{number:e}");
    // Of the doubles with only one significant digit Java takes the nearest decimal of two: 4.9E-324, not 5.0E-324.
    let at_least_two = if shortest.contains('.') { shortest } else { format!("{number:.1e}") };
    at_least_two.replace('e', "E")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn doubles_are_written_as_java_writes_them() {
        for (number, written) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (12.0, "12.0"),
            (-12.34, "-12.34"),
            (1e3, "1000.0"),
            (0.1, "0.1"),
            (1e-3, "0.001"),
            (9.99e-4, "9.99E-4"),
            (1e-4, "1.0E-4"),
            (9_999_999.0, "9999999.0"),
            (9_999_999.999_999_998, "9999999.999999998"),
            (1e7, "1.0E7"),
            (12_345_678.9, "1.23456789E7"),
            (1e23, "1.0E23"),
            (-1.5e300, "-1.5E300"),
            (f64::MAX, "1.7976931348623157E308"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
            (5e-324, "4.9E-324"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(written_form(number), written);
        }
    }

    #[test]
    fn texts_read_as_numbers_or_not() {
        for text in ["1", "+1", "-1", "1.", ".5", "-.5", "1e3", "1.E3", ".5e-3", "1e2147483647", "1e-2147483648", "007"]
        {
            assert!(Decimal::parse(text).is_ok(), "{text}");
        }
        for text in ["", "-", ".", "e3", "1e", "1e+", "1.2.3", "1e3.5", "--1", "1e+-3", "0x1", "1_0", "Infinity", "١"]
        {
            assert_eq!(Decimal::parse(text), Err(NoNumber::Text), "{text}");
        }
        for text in ["1e2147483648", "0e-2147483649", "1e99999999999999999999"] {
            assert_eq!(Decimal::parse(text), Err(NoNumber::ExponentTooLarge), "{text}");
        }
    }

    #[test]
    fn decimals_are_ordered_by_value() {
        let ascending = [
            "-1e309",
            "-10",
            "-9.5",
            "-1",
            "-1e-9",
            "0",
            "1e-2147483648",
            "1e-999",
            "0.001",
            "0.0010001",
            "1",
            "1.01",
            "9",
            "10",
            "9007199254740992",
            "9007199254740993",
            "1e308",
            "1e309",
            "1e2147483647",
        ];
        let number = |text: &str| Decimal::parse(text).unwrap();
        for (i, smaller) in ascending.iter().enumerate() {
            for (j, larger) in ascending.iter().enumerate() {
                assert_eq!(number(smaller).cmp(&number(larger)), i.cmp(&j), "{smaller} {larger}");
            }
        }
        for (a, b) in [("1", "+1.000"), ("1e3", "1000"), ("-0.0", "0"), ("00.10", ".1"), ("123", "12300e-2")] {
            assert_eq!(number(a), number(b));
        }
    }

    #[test]
    fn an_event_has_exact_integers_and_shortest_doubles() {
        let is = |event: &str, pattern: &str| Decimal::of_event(event) == Decimal::parse(pattern).ok();
        assert!(is("9007199254740993", "9007199254740993") && !is("9007199254740993", "9007199254740992"));
        assert!(is("9007199254740993.0", "9007199254740992"), "a double is not exact");
        assert!(is("0.1", "0.1") && is("1e308", "1e308") && is("12.0", "12") && is("-0.0", "0") && is("1e-999", "0"));
        assert!(is("5e-324", "5e-324"));
        assert_eq!(Decimal::of_event("1e309"), None);
        assert_eq!(Decimal::of_event("-1e309"), None);
    }

    #[test]
    fn an_event_is_written_with_its_digits_or_in_normal_form() {
        for (number, written) in [
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("-0", "0"),
            ("1e0", "1.0"),
            ("12.00", "12.0"),
            ("1e7", "1.0E7"),
            ("1e309", "Infinity"),
            ("1e-999", "0.0"),
        ] {
            assert_eq!(written_form_of_event(number), written, "{number}");
        }
    }

    #[test]
    fn a_decimal_is_printed_plain_or_with_an_exponent_that_fits() {
        for (text, printed) in [
            ("-0.0", "0"),
            ("+1.50", "1.5"),
            ("-1000000", "-1000000"),
            ("1e7", "1e7"),
            ("12.3e7", "123000000"),
            ("12.3e8", "123e7"),
            (".0000001", "0.0000001"),
            (".00000001", "1e-8"),
            ("1.00000000000000000001", "1.00000000000000000001"),
            ("10e2147483647", "10e2147483647"),
            ("1.23e-2147483648", "1.23e-2147483648"),
            ("0.00012e-2147483648", "0.00012e-2147483648"),
        ] {
            let number = Decimal::parse(text).unwrap();
            assert_eq!(number.to_string(), printed);
            assert_eq!(Decimal::parse(printed), Ok(number), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_decimal_reads_back(text in "[+-]?[0-9]{0,9}\\.[0-9]{1,9}(e[+-]?(2147483647|[0-9]{1,2}))?") {
            let number = Decimal::parse(&text).unwrap();
            prop_assert_eq!(Decimal::parse(&number.to_string()), Ok(number));
        }

        #[test]
        fn a_written_form_reads_back(bits: u64) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            prop_assert_eq!(written_form(number).parse::<f64>().unwrap().to_bits(), bits);
        }

        #[test]
        fn small_numbers_are_compared_as_integers_would_be(a in -2000i64..2000, b in -2000i64..2000, scale in 0i64..5) {
            let hundredths = |n: i64| format!("{n}e-2");
            let scaled = |n: i64| format!("{}e{}", n * 10i64.pow(scale as u32), -2 - scale);
            let order = Decimal::parse(&hundredths(a)).unwrap().cmp(&Decimal::parse(&scaled(b)).unwrap());
            prop_assert_eq!(order, a.cmp(&b));
        }
    }
}
