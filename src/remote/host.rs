//! Names of hosts in ASCII.

use std::net::Ipv6Addr;

use unicode_normalization::UnicodeNormalization;

use crate::text::percent_decoded_text;

/// The most bytes of a name (RFC 1035 §2.3.4), and of one of its labels.
const NAME: usize = 253;
const LABEL: usize = 63;

/// A host as it is sent and looked up: in lower case, international names in Punycode, an IPv6 address in brackets.
/// `None` if it can be no host.
pub(super) fn ascii(host: &str) -> Option<String> {
    if let Some(rest) = host.strip_prefix('[') {
        let address: Ipv6Addr = rest.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    if host.len() > NAME * 3 {
        return None;
    }
    let host = percent_decoded_text(host);
    let folded: String = host.nfkc().flat_map(char::to_lowercase).nfc().collect();
    let folded = folded.replace('\u{3002}', ".");
    let labels: Vec<String> =
        folded.strip_suffix('.').unwrap_or(&folded).split('.').map(label).collect::<Option<_>>()?;
    Some(labels.join(".")).filter(|name| name.len() <= NAME)
}

/// One label of a name.
fn label(label: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !label.chars().all(|c| is_plain(c) || !c.is_ascii() && c.is_alphanumeric() || is_mark(c)) {
        return None;
    }
    let ascii = if label.is_ascii() { label.to_owned() } else { format!("xn--{}", punycode(label)?) };
    Some(ascii).filter(|ascii| (1..=LABEL).contains(&ascii.len()))
}

/// Characters of international names that are neither letters nor digits: combining marks, the katakana middle dot.
fn is_mark(c: char) -> bool {
    c == '\u{30fb}' || unicode_normalization::char::is_combining_mark(c)
}

/// A label in Punycode (RFC 3492 §6.3), without its prefix.
fn punycode(label: &str) -> Option<String> {
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    let all = u32::try_from(label.chars().count()).ok()?;
    // What could not fit into a label need not be encoded; the loop below is quadratic.
    if all > LABEL as u32 {
        return None;
    }
    if basic > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias, mut done) = (128_u32, 0_u32, 72_u32, basic);
    while done < all {
        let next = label.chars().map(u32::from).filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for c in label.chars().map(u32::from) {
            if c < code {
                delta = delta.checked_add(1)?;
            } else if c == code {
                push_number(delta, bias, &mut out);
                bias = adapted(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        code += 1;
    }
    Some(out)
}

/// Appends a variable-length integer (RFC 3492 §3.3).
fn push_number(number: u32, bias: u32, out: &mut String) {
    let digit =
        |value: u32| char::from_u32(if value < 26 { u32::from('a') + value } else { u32::from('0') + value - 26 });
    let (mut rest, mut base) = (number, 36_u32);
    loop {
        let threshold = base.saturating_sub(bias).clamp(1, 26);
        if rest < threshold {
            break;
        }
        out.extend(digit(threshold + (rest - threshold) % (36 - threshold)));
        rest = (rest - threshold) / (36 - threshold);
        base += 36;
    }
    out.extend(digit(rest));
}

/// The bias for the next integer (RFC 3492 §6.1).
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii() {
        for (host, expected) in [
            ("A.cn", Some("a.cn")),
            ("Ａ。cn", Some("a.cn")),
            ("bücher.example", Some("xn--bcher-kva.example")),
            ("他们为什么不说中文", Some("xn--ihqwcrb4cv8a8dqg056pqjye")),
            ("なぜみんな日本語を話してくれないのか", Some("xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa")),
            ("почемужеонинеговорятпорусски", Some("xn--b1abfaaepdrnnbgefbadotcwatmq2g4l")),
            ("3年b組金八先生", Some("xn--3b-ww4c5e180e575a65lsy2b")),
            ("ナイキ・x", Some("xn--x-ieu1a0irk")),
            ("my_host", Some("my_host")),
            ("a..b", None),
            ("a b", None),
            ("", None),
            (".", None),
            ("a\u{202e}b", None),
            ("a/b", None),
            ("a:b", None),
        ] {
            assert_eq!(ascii(host).as_deref(), expected, "{host}");
        }
    }
}
