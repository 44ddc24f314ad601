//! The symbols of TeX, the classes of characters, and the letters of mathematical alphabets.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::formula::tree::Class;

type Rows = FxHashMap<&'static str, (Class, &'static str)>;

/// The symbols by the name of the command.
pub(in crate::formula) static SYMBOLS: LazyLock<Rows> = LazyLock::new(|| {
    let rows = include_str!("../../assets/tex/symbols.txt").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut words = line.splitn(3, ' ');
        let class = match words.next()? {
            "pre" => Class::Prefix,
            "rel" => Class::Relation,
            "bin" => Class::Binary,
            "fun" => Class::Function,
            "big" => Class::Large,
            "open" => Class::Open,
            "close" => Class::Close,
            "bar" => Class::Bar,
            "post" => Class::Postfix,
            _ => Class::Letter,
        };
        Some((words.next()?, (class, words.next()?)))
    };
    rows.filter_map(row).collect()
});

/// Characters that no command shows, and those whose class is not that of their command.
const OTHERS: &[(Class, &str)] = &[
    (Class::Relation, "= < > := ≦ ≧ ≕ ≝ ≟ ⊥"),
    (Class::Binary, "+ −"),
    (Class::Division, "/ ∕ ⁄ : ∶"),
    (Class::Tight, "*"),
    (Class::Open, "( [ {"),
    (Class::Close, ") ] }"),
    (Class::Bar, "| ‖"),
    (Class::Punctuation, ", ;"),
    (Class::Postfix, "! !! ′ ″ ‴ ⁗ ° % ‰"),
    (Class::Large, "∰ ∱ ∲ ∳"),
    (Class::Prefix, "√ ¬"),
    (Class::Letter, "△ ▽"),
    (Class::Apply, "\u{2061}"),
    (Class::Times, "\u{2062}"),
    (Class::Separator, "\u{2063}"),
    (Class::Plus, "\u{2064}"),
];

/// The classes of the texts that the symbols show.
static CLASSES: LazyLock<FxHashMap<&'static str, Class>> = LazyLock::new(|| {
    let mut classes: FxHashMap<_, _> = SYMBOLS.values().map(|(class, shown)| (*shown, *class)).collect();
    for (class, texts) in OTHERS {
        classes.extend(texts.split(' ').map(|text| (text, *class)));
    }
    classes
});

/// The class of a character or of the text of an operator.
pub fn class_of(text: &str) -> Class {
    if let Some(class) = CLASSES.get(text) {
        return *class;
    }
    let is_number = text.chars().next().is_some_and(|c| c.is_ascii_digit());
    if is_number { Class::Number } else { Class::Letter }
}

/// An operator as it is shown: a hyphen is a minus, a middle dot a multiplication dot, an apostrophe a prime.
pub fn shown(operator: &str) -> &str {
    match operator {
        "-" | "\u{2010}" | "\u{2013}" => "−",
        "·" | "∙" => "⋅",
        "'" | "’" => "′",
        "''" | "′′" => "″",
        "'''" | "′′′" => "‴",
        other => other,
    }
}
