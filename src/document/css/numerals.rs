//! Numbers in Chinese, Japanese and Korean (CSS Counter Styles 3 §7).

/// A way to write numbers from -9999 to 9999.
#[derive(Debug, PartialEq)]
pub(super) struct Numerals {
    /// The digits from 0.
    digits: &'static str,
    /// Ten, hundred, thousand.
    places: &'static str,
    negative: &'static str,
    one: One,
    /// Whether a zero is written between digits for the places left out.
    zeros: bool,
}

/// Where a digit 1 before a place is written.
#[derive(Debug, PartialEq)]
enum One {
    Always,
    /// Not in numbers from 10 to 19.
    NotInTeens,
    Never,
}

impl Numerals {
    pub(super) const SIMPLIFIED: Self =
        Self {
            digits: "零一二三四五六七八九", places: "十百千", negative: "负", one: One::NotInTeens, zeros: true
        };
    pub(super) const SIMPLIFIED_FORMAL: Self =
        Self { digits: "零壹贰叁肆伍陆柒捌玖", places: "拾佰仟", one: One::Always, ..Self::SIMPLIFIED };
    pub(super) const TRADITIONAL: Self = Self { negative: "負", ..Self::SIMPLIFIED };
    pub(super) const TRADITIONAL_FORMAL: Self =
        Self { digits: "零壹貳參肆伍陸柒捌玖", places: "拾佰仟", one: One::Always, ..Self::TRADITIONAL };
    pub(super) const JAPANESE: Self =
        Self {
            digits: "〇一二三四五六七八九", places: "十百千", negative: "マイナス", one: One::Never, zeros: false
        };
    pub(super) const JAPANESE_FORMAL: Self =
        Self { digits: "零壱弐参四五六七八九", places: "拾百阡", one: One::Always, ..Self::JAPANESE };
    pub(super) const KOREAN: Self = Self {
        digits: "영일이삼사오육칠팔구",
        places: "십백천",
        negative: "마이너스 ",
        one: One::Always,
        zeros: false,
    };
    pub(super) const KOREAN_HANJA: Self =
        Self { digits: "零一二三四五六七八九", places: "十百千", one: One::Never, ..Self::KOREAN };
    pub(super) const KOREAN_HANJA_FORMAL: Self =
        Self { digits: "零壹貳參四五六七八九", places: "拾百仟", ..Self::KOREAN };

    /// The number; `None` beyond 9999.
    pub(super) fn write(&self, number: i64) -> Option<String> {
        let value = number.unsigned_abs();
        if value > 9999 {
            return None;
        }
        let digit = |digit: u64| self.digits.chars().nth(digit as usize);
        let mut out = String::from(if number < 0 { self.negative } else { "" });
        if value == 0 {
            out.extend(digit(0));
            return Some(out);
        }
        let mut skipped = false;
        let mut started = false;
        for (power, place) in [(1000, 3_usize), (100, 2), (10, 1), (1, 0)] {
            let here = value / power % 10;
            if here == 0 {
                skipped = started;
                continue;
            }
            if skipped && self.zeros {
                out.extend(digit(0));
            }
            (skipped, started) = (false, true);
            let silent = match self.one {
                One::Always => false,
                One::NotInTeens => (10..20).contains(&value),
                One::Never => true,
            };
            if here != 1 || place == 0 || !silent {
                out.extend(digit(here));
            }
            out.extend(place.checked_sub(1).and_then(|at| self.places.chars().nth(at)));
        }
        Some(out)
    }
}
