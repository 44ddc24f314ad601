//! The symbols of TeX and the letters of mathematical alphabets.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset::inline::formula) enum Class {
    Ordinary,
    Relation,
    Binary,
    Function,
}

pub(in crate::typeset::inline::formula) static SYMBOLS: LazyLock<FxHashMap<&'static str, (Class, &'static str)>> =
    LazyLock::new(|| {
        let rows = include_str!("../../../../assets/tex/symbols.txt").lines().filter(|line| !line.starts_with('#'));
        let row = |line: &'static str| {
            let mut words = line.splitn(3, ' ');
            let class = match words.next()? {
                "rel" => Class::Relation,
                "bin" => Class::Binary,
                "fun" => Class::Function,
                _ => Class::Ordinary,
            };
            Some((words.next()?, (class, words.next()?)))
        };
        rows.filter_map(row).collect()
    });

/// A letter or digit of a mathematical alphabet (Unicode, Mathematical Alphanumeric Symbols).
pub(in crate::typeset::inline::formula) fn letter(c: char, alphabet: &str) -> Option<char> {
    const DOUBLE: &str = "CℂHℍNℕPℙQℚRℝZℤ";
    const SCRIPT: &str = "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ";
    const BLACK: &str = "CℭHℌIℑRℜZℨ";
    let (known, upper, lower, digit) = match alphabet {
        "mathbb" => (DOUBLE, 0x1d538, 0x1d552, 0x1d7d8),
        "mathcal" | "mathscr" => (SCRIPT, 0x1d49c, 0x1d4b6, 0),
        "mathfrak" => (BLACK, 0x1d504, 0x1d51e, 0),
        _ => ("", 0x1d400, 0x1d41a, 0x1d7ce),
    };
    let mut pairs = known.chars();
    while let (Some(plain), Some(form)) = (pairs.next(), pairs.next()) {
        if plain == c {
            return Some(form);
        }
    }
    let (base, first) = match c {
        'A'..='Z' => (upper, 'A'),
        'a'..='z' => (lower, 'a'),
        '0'..='9' if digit > 0 => (digit, '0'),
        _ => return None,
    };
    char::from_u32(base + (c as u32 - first as u32))
}
