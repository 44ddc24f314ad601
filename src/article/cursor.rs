//! A cursor over the text of a date.

/// A position in a text that only moves forward.
#[derive(Clone, Copy, Debug)]
pub(in crate::article) struct Cursor<'a>(&'a str);

/// Full-width ASCII and typographic dashes as plain ASCII.
pub(in crate::article) fn fold_width(text: &str) -> String {
    let fold = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '–' | '—' | '−' => '-',
        c => c,
    };
    text.chars().map(fold).collect()
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self(text)
    }

    pub fn rest(&self) -> &'a str {
        self.0
    }

    pub fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }

    pub fn skip_blanks(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// Skips characters for which `is` holds; with `signs`, stops before a minus sign.
    pub fn skip(&mut self, is: impl Fn(char) -> bool, signs: bool) {
        self.0 = self.0.trim_start_matches(|c| is(c) && !(signs && c == '-'));
    }

    pub fn eat<const N: usize>(&mut self, any: [char; N]) -> bool {
        let rest = self.0.strip_prefix(any);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Consumes the first of these words that comes next, in any letter case.
    pub fn eat_word(&mut self, words: &[&str]) -> bool {
        let found =
            words.iter().find(|word| self.0.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)));
        self.0 = found.and_then(|word| self.0.get(word.len()..)).unwrap_or(self.0);
        found.is_some()
    }

    /// Consumes digits: the number and how many digits it has; `None` where it does not fit a `u64`.
    pub fn number(&mut self) -> Option<(u64, usize)> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let number = self.0.get(..digits)?.parse().ok()?;
        self.0 = self.0.get(digits..)?;
        Some((number, digits))
    }

    /// Consumes letters.
    pub fn word(&mut self) -> &'a str {
        let end = self.0.find(|c: char| !c.is_alphabetic()).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word
    }

    /// Whether the name of a month may come next: `7 Jan`, `7-Jan`.
    pub fn is_before_word(&self) -> bool {
        let rest = self.0.trim_start_matches([' ', '-', '/', '.', ',']);
        rest.len() < self.0.len() && rest.starts_with(|c: char| c.is_ascii_alphabetic())
    }

    /// Consumes a separator of year, month and day and the number after it; consumes nothing if either is missing.
    pub fn part(&mut self) -> Option<(u64, usize)> {
        let start = *self;
        self.skip_blanks();
        let separated = self.eat(['-', '/', '.', '年', '月', '년', '월']);
        self.skip_blanks();
        let number = self.number().filter(|(_, digits)| separated && (*digits <= 2 || *digits == 4));
        if number.is_none() {
            *self = start;
        }
        number
    }

    /// Consumes hour, minute and optional second; consumes nothing if there is no valid time.
    pub fn time(&mut self) -> Option<(u8, u8, Option<u8>)> {
        let mut ahead = *self;
        let (hour, digits) = ahead.number()?;
        if digits > 2 || hour > 23 || !(ahead.eat([':', '.', '时', '時', '点', '點'])) {
            return None;
        }
        let (minute, digits) = ahead.number()?;
        if digits > 2 || minute > 59 {
            return None;
        }
        let mut time = (hour as u8, minute as u8, None);
        let mut further = ahead;
        if further.eat([':', '分'])
            && let Some((second, 1 | 2)) = further.number()
            && second <= 60
        {
            time.2 = Some(second as u8);
            ahead = further;
            if ahead.eat(['.', ',']) {
                ahead.number();
            }
        }
        ahead.eat(['分', '秒']);
        *self = ahead;
        Some(time)
    }

    /// Consumes a word for afternoon (`true`) or morning (`false`).
    pub fn meridiem(&mut self) -> Option<bool> {
        self.skip_blanks();
        let afternoon = ["pm", "p.m.", "下午", "晚上", "午後", "오후"];
        let morning = ["am", "a.m.", "上午", "早上", "凌晨", "午前", "오전"];
        let found = if self.eat_word(&afternoon) { Some(true) } else { None };
        let found = found.or_else(|| self.eat_word(&morning).then_some(false));
        self.skip_blanks();
        found
    }

    /// Consumes an offset from UTC, in minutes: `Z`, `UTC`, `GMT+0800`, `+0800`, `+08:00`, `-7`, `EST`; consumes
    /// nothing if there is none. `CST` is not accepted: it is six hours west in RFC 2822 and eight hours east in China.
    pub fn offset(&mut self) -> Option<i16> {
        let mut ahead = *self;
        let named = ahead.eat_word(&["GMT", "UTC"]) && ahead.peek().is_some_and(|c| matches!(c, '+' | '-'));
        if !named {
            ahead = *self;
        }
        let minutes = if ahead.peek().is_some_and(char::is_alphabetic) {
            match ahead.word().to_ascii_uppercase().as_str() {
                "Z" | "UTC" | "GMT" | "UT" => 0,
                "EST" | "CDT" => -5 * 60,
                "EDT" => -4 * 60,
                "MDT" => -6 * 60,
                "MST" | "PDT" => -7 * 60,
                "PST" => -8 * 60,
                "JST" | "KST" => 9 * 60,
                _ => return None,
            }
        } else {
            let sign = match ahead.peek()? {
                '+' => 1,
                '-' => -1,
                _ => return None,
            };
            ahead.eat(['+', '-']);
            let (number, digits) = ahead.number()?;
            let (hours, minutes) = match digits {
                1 | 2 if ahead.eat([':']) => (number, ahead.number()?.0),
                1 | 2 => (number, 0),
                3 | 4 => (number / 100, number % 100),
                _ => return None,
            };
            if hours > 25 || minutes > 59 {
                return None;
            }
            sign * (hours * 60 + minutes) as i16
        };
        *self = ahead;
        Some(minutes)
    }
}
