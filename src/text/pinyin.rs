//! Mandarin readings of Han: their syllables, and dictionary order.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use ib_matcher::pinyin::{PinyinData, PinyinNotation};
use rustc_hash::FxHashMap;

/// The Han that make up nearly all text: CJK Unified Ideographs and Extension A, in one table.
const COMMON: RangeInclusive<u32> = Readings::FIRST as u32..=0x9fff;
/// The lead bytes of GB/T 2312 level 1, which lists the 3,755 most frequent Han by their usual reading.
const LEVEL_ONE: RangeInclusive<u8> = 0xb0..=0xd7;

/// The number of a set of syllables; 0 is the empty set.
pub type ReadingsId = u16;

/// The readings of Han, without tones: `zhong` and `chong` for 重.
///
/// Many Han share the same readings, so work per reading can be done once per set.
#[derive(Debug)]
pub struct Readings {
    /// All syllables, in alphabetical order.
    syllables: Vec<String>,
    sets: Vec<Box<[u16]>>,
    /// The set of each Han of [`COMMON`].
    common: Vec<ReadingsId>,
    /// The sets of other Han.
    rare: FxHashMap<char, ReadingsId>,
}

impl Readings {
    /// The table, built on first use.
    pub fn table() -> &'static Self {
        static TABLE: OnceLock<Readings> = OnceLock::new();
        TABLE.get_or_init(Self::new)
    }

    fn new() -> Self {
        let data = PinyinData::new(PinyinNotation::Ascii);
        let of = |pinyin: &ib_matcher::pinyin::Pinyin<'_>| pinyin.notation(PinyinNotation::Ascii).map(str::to_owned);
        let mut syllables: Vec<String> = data.iter().filter_map(|pinyin| of(&pinyin)).collect();
        syllables.sort_unstable();
        syllables.dedup();
        let mut table = Self { syllables, sets: vec![Box::default()], common: Vec::new(), rare: FxHashMap::default() };
        let mut known: FxHashMap<Vec<u16>, ReadingsId> = FxHashMap::default();
        let mut readings = |c: char, table: &mut Self| {
            let mut set: Vec<u16> = Vec::new();
            data.get_pinyins_and_for_each(c, |pinyin| {
                let at = of(&pinyin).and_then(|syllable| table.syllables.binary_search(&syllable).ok());
                set.extend(at.map(|at| at as u16));
            });
            set.sort_unstable();
            set.dedup();
            if set.is_empty() {
                return 0;
            }
            *known.entry(set).or_insert_with_key(|set| {
                table.sets.push(set.as_slice().into());
                (table.sets.len() - 1) as ReadingsId
            })
        };
        for c in COMMON {
            let id = char::from_u32(c).map_or(0, |c| readings(c, &mut table));
            table.common.push(id);
        }
        for c in ('\u{3007}'..='\u{3007}').chain('\u{20000}'..='\u{30fff}') {
            let id = readings(c, &mut table);
            if id != 0 {
                table.rare.insert(c, id);
            }
        }
        table
    }

    /// The set of readings of a character; 0 if it is not a Han or has no known reading.
    pub fn of(&self, c: char) -> ReadingsId {
        match (c as u32).checked_sub(*COMMON.start()) {
            Some(at) if COMMON.contains(&(c as u32)) => self.common.get(at as usize).copied().unwrap_or(0),
            _ if c < '\u{3007}' => 0,
            _ => self.rare.get(&c).copied().unwrap_or(0),
        }
    }

    /// The first character of [`Readings::common`].
    pub const FIRST: char = '\u{3400}';

    /// The sets of the most common Han, from [`Readings::FIRST`] on.
    pub fn common(&self) -> &[ReadingsId] {
        &self.common
    }

    /// The number of sets; their ids are below it.
    pub fn sets(&self) -> usize {
        self.sets.len()
    }

    /// The syllables of a set, in lower case without tones, in alphabetical order.
    pub fn syllables(&self, id: ReadingsId) -> impl Iterator<Item = &str> {
        let set = self.sets.get(usize::from(id)).map(AsRef::as_ref).unwrap_or_default();
        set.iter().filter_map(|at| self.syllables.get(usize::from(*at))).map(String::as_str)
    }
}

/// The collation key of a character, for sorting titles. Han are ordered by their usual Mandarin reading, those with
/// the same reading by tone and then as in GB/T 2312. Everything else comes before them by code point, so digits, Latin
/// letters and kana first. Only equal characters have equal keys.
pub fn collation(c: char) -> u32 {
    static PLACES: OnceLock<Vec<u16>> = OnceLock::new();
    let code = c as u32;
    if !COMMON.contains(&code) {
        // Hangul and the supplementary planes come after the Han, as in Unicode.
        return if code < *COMMON.start() { code } else { code + (1 << 16) };
    }
    let places = PLACES.get_or_init(places);
    let at = places.get((code - COMMON.start()) as usize).copied().unwrap_or(0);
    COMMON.start() + u32::from(at)
}

/// The rank of each Han of [`COMMON`].
fn places() -> Vec<u16> {
    let usual = usual_syllables();
    let data = PinyinData::new(PinyinNotation::AsciiTone);
    let mut keyed: Vec<(String, usize, char)> = COMMON
        .filter_map(char::from_u32)
        .map(|c| {
            let mut readings: Vec<String> = Vec::new();
            data.get_pinyins_and_for_each(c, |pinyin| {
                readings.extend(pinyin.notation(PinyinNotation::AsciiTone).map(str::to_owned));
            });
            readings.sort_unstable();
            let listed = usual.get(&c);
            let usual = listed.and_then(|(_, syllable)| readings.iter().find(|reading| bare(reading) == *syllable));
            let reading = usual.or(readings.first()).cloned();
            // Han without a reading come last.
            (reading.unwrap_or_else(|| "~".to_owned()), listed.map_or(usize::MAX, |(at, _)| *at), c)
        })
        .collect();
    keyed.sort_unstable();
    let mut places = vec![0; COMMON.count()];
    for (place, (.., c)) in keyed.into_iter().enumerate() {
        if let Some(slot) = places.get_mut((c as u32 - COMMON.start()) as usize) {
            *slot = place as u16;
        }
    }
    places
}

/// A syllable without its tone.
fn bare(reading: &str) -> &str {
    reading.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The Han of GB/T 2312 level 1 with their index and usual reading. The standard lists them by reading, so of several
/// readings the usual one is that between the readings of the neighbours.
fn usual_syllables() -> FxHashMap<char, (usize, String)> {
    let pairs = LEVEL_ONE.flat_map(|row| (0xa1..=0xfe).map(move |cell| [row, cell]));
    let han = |pair: [u8; 2]| {
        let text = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&pair)?;
        text.chars().next()
    };
    let listed: Vec<char> = pairs.filter_map(han).collect();
    let table = Readings::table();
    let readings: Vec<Vec<&str>> = listed.iter().map(|c| table.syllables(table.of(*c)).collect()).collect();
    let mut out = FxHashMap::default();
    let mut least = "";
    for (at, (c, own)) in listed.iter().zip(&readings).enumerate() {
        let mut after = readings.get(at + 1..).unwrap_or_default().iter();
        let most = after.find_map(|readings| match readings.as_slice() {
            [only] if *only >= least => Some(*only),
            _ => None,
        });
        let fits = |reading: &&&str| **reading >= least && most.is_none_or(|most| **reading <= most);
        if let Some(usual) = own.iter().find(fits) {
            least = usual;
            out.insert(*c, (at, (*usual).to_owned()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_of_a_character() {
        let table = Readings::table();
        for (c, expected) in [('重', &["chong", "zhong"][..]), ('媒', &["mei"]), ('a', &[]), ('，', &[]), ('한', &[])]
        {
            assert_eq!(table.syllables(table.of(c)).collect::<Vec<_>>(), expected, "{c}");
        }
        assert_ne!(table.of('\u{20000}'), 0, "Extension B");
    }

    #[test]
    fn han_stand_by_their_usual_reading() {
        for ordered in
            ["09azかア阿艾八班长大都个和乐了马没内你平七去人上他王为我下心行学一与在曾张中重着做한", "妈麻马骂"]
        {
            let mut sorted: Vec<char> = ordered.chars().collect();
            sorted.sort_by_key(|c| collation(*c));
            assert_eq!(String::from_iter(sorted), ordered);
        }
        let mut seen: Vec<u32> = COMMON.filter_map(char::from_u32).map(collation).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), COMMON.count(), "no two Han have one place");
    }
}
