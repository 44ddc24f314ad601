//! Numbers in attributes (HTML §2.3.4).

/// An integer by the rules for parsing integers: white space before it and anything after it is ignored. `None` if
/// there is none or if it does not fit into 32 bits, which is what browsers take.
pub(in crate::document) fn integer(value: &str) -> Option<i64> {
    let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let (sign, digits) = match value.as_bytes().first() {
        Some(b'-') => (-1, value.get(1..)?),
        Some(b'+') => (1, value.get(1..)?),
        _ => (1, value),
    };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number = sign * digits.get(..length)?.parse::<i64>().ok()?;
    i32::try_from(number).ok().map(i64::from)
}

/// An integer that is not negative, at most `most`. `None` if there is none.
pub(in crate::document) fn clamped(value: &str, most: u16) -> Option<u16> {
    let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let digits = value.strip_prefix('+').unwrap_or(value);
    // -0 is not negative.
    let digits = digits.strip_prefix('-').filter(|digits| integer(digits) == Some(0)).unwrap_or(digits);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let digits = digits.get(..length).filter(|digits| !digits.is_empty())?;
    Some(digits.parse::<u16>().unwrap_or(u16::MAX).min(most))
}

/// A finite number by the rules for parsing floating-point number values.
pub(in crate::document) fn float(value: &str) -> Option<f64> {
    let value = value.trim_start_matches(|c: char| c.is_ascii_whitespace());
    let bytes = value.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    let mut end = sign + digits(sign);
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if end > sign && matches!(bytes.get(end), Some(b'e' | b'E')) {
        let exponent = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        if digits(exponent) > 0 {
            end = exponent + digits(exponent);
        }
    }
    value.get(..end)?.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_those_of_browsers() {
        let rows = [
            ("3", Some(3)),
            (" 3 ", Some(3)),
            ("\u{a0}3", None),
            ("+2", Some(2)),
            ("-2", Some(-2)),
            ("- 2", None),
            ("--2", None),
            ("3abc", Some(3)),
            ("2.5", Some(2)),
            (".5", None),
            ("1e3", Some(1)),
            ("007", Some(7)),
            ("", None),
            ("+", None),
            ("三", None),
            ("３", None),
            ("2147483647", Some(2_147_483_647)),
            ("2147483648", None),
            ("99999999999999999999", None),
        ];
        for (value, number) in rows {
            assert_eq!(integer(value), number, "{value:?}");
        }
    }

    #[test]
    fn spans_are_clamped() {
        let rows = [
            ("0", Some(0)),
            ("-0", Some(0)),
            (" 3 ", Some(3)),
            ("+2", Some(2)),
            ("2.5", Some(2)),
            ("3abc", Some(3)),
            ("-1", None),
            ("", None),
            ("abc", None),
            ("1001", Some(1000)),
            ("99999999999999999999", Some(1000)),
        ];
        for (value, number) in rows {
            assert_eq!(clamped(value, 1000), number, "{value:?}");
        }
    }

    #[test]
    fn floats_are_those_of_browsers() {
        let rows = [
            ("0.7", Some(0.7)),
            (" .5x", Some(0.5)),
            ("5.", Some(5.0)),
            ("-1e2", Some(-100.0)),
            ("1e", Some(1.0)),
            ("1e999", None),
            ("inf", None),
            ("nan", None),
            ("", None),
            ("+", None),
        ];
        for (value, number) in rows {
            assert_eq!(float(value), number, "{value:?}");
        }
    }
}
