//! Quotation marks by region: “ ” ‘ ’ of mainland China, or 「 」 『 』 of Taiwan, Hong Kong and Japan.

use crate::typeset::inline::draft::{Class, Draft};
use crate::typeset::text::substitution::Quotes;

/// Whether a text has quotation marks of the other kind.
pub(in crate::typeset) fn may_need(text: &str, quotes: Quotes) -> bool {
    match quotes {
        Quotes::AsWritten => false,
        Quotes::Corner => text.contains(['“', '”', '‘', '’']),
        Quotes::Curly => text.contains(['「', '」', '『', '』']),
    }
}

/// A quotation mark that opened and was not closed yet.
struct Open {
    index: usize,
    shape: char,
}

/// Shows the quotation marks of a text in the forms of a region. The outermost pair is “ ” or 「 」, one within it ‘ ’ or
/// 『 』, and so on in turn. A pair around other text within other text stays as it is, as an apostrophe does.
pub(in crate::typeset) fn show(draft: &mut Draft, quotes: Quotes) {
    let (outer, inner) = match quotes {
        Quotes::AsWritten => return,
        Quotes::Corner => (['「', '」'], ['『', '』']),
        Quotes::Curly => (['“', '”'], ['‘', '’']),
    };
    let han = ideographs(draft);
    let mut open: Vec<Open> = Vec::new();
    for index in 0..draft.glyphs.len() {
        let Some(mark) = draft.free(index) else { continue };
        if matches!(mark, '“' | '‘' | '「' | '『') && !is_apostrophe(draft, index) {
            open.push(Open { index, shape: mark });
        }
        let Some(opens) = opening(mark) else { continue };
        // A mark that closes nothing, such as an apostrophe, is none.
        let Some(start) = open.pop_if(|last| last.shape == opens) else { continue };
        let [left, right] = if open.len().is_multiple_of(2) { outer } else { inner };
        let is_other = if quotes == Quotes::Corner { "“‘" } else { "「『" }.contains(start.shape);
        let is_within = han.get(index) > han.get(start.index);
        let around = [draft.class(draft.before(start.index)), draft.class(draft.after(index))];
        if is_other && (is_within || around.iter().any(|class| class.is_cjk())) {
            draft.show(start.index, left);
            draft.show(index, right);
        }
    }
    // A quotation of several paragraphs is opened in each of them and closed in the last.
    for Open { index, shape } in open {
        match (quotes, shape) {
            (Quotes::Corner, '“') if draft.class(draft.after(index)).is_cjk() => draft.show(index, '「'),
            (Quotes::Curly, '「') => draft.show(index, '“'),
            _ => {}
        }
    }
}

/// The mark that a closing one belongs to.
fn opening(mark: char) -> Option<char> {
    match mark {
        '”' => Some('“'),
        '’' => Some('‘'),
        '」' => Some('「'),
        '』' => Some('『'),
        _ => None,
    }
}

/// Whether ‘ or ’ stands within a word.
fn is_apostrophe(draft: &Draft, index: usize) -> bool {
    let is_latin = |at: Option<usize>| draft.class(at).is_latin();
    is_latin(draft.touching_before(index)) && is_latin(draft.touching_after(index))
}

/// The number of ideographs up to each glyph, inclusive.
fn ideographs(draft: &Draft) -> Vec<u32> {
    let mut count = 0;
    let up_to = (0..draft.glyphs.len()).map(|index| {
        count += u32::from(draft.class(Some(index)) == Class::Han);
        count
    });
    up_to.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, quotes: Quotes) -> String {
        let mut draft = Draft::of(text, &[], 0);
        show(&mut draft, quotes);
        draft.glyphs.iter().map(|glyph| glyph.shown).collect()
    }

    #[test]
    fn pairs_by_depth() {
        for (curly, corner) in [
            ("他说“你好”。", "他说「你好」。"),
            ("“他说‘走吧’，就走了”", "「他说『走吧』，就走了」"),
            ("“甲‘乙“丙”乙’甲”", "「甲『乙「丙」乙』甲」"),
            ("“一”和“二”", "「一」和「二」"),
            ("“Hello”他说", "「Hello」他说"),
            ("读“The End”这一章", "读「The End」这一章"),
            // Unbalanced: the opening mark of a quotation of several paragraphs.
            ("“第一段", "「第一段"),
        ] {
            assert_eq!(shown(curly, Quotes::Corner), corner);
            assert_eq!(shown(corner, Quotes::Curly), curly);
            assert_eq!(shown(curly, Quotes::AsWritten), curly);
        }
    }

    #[test]
    fn other_text_keeps_its_marks() {
        for text in ["He said “hello” to me.", "It’s his", "rock ’n’ roll", "Let’s Encrypt 证书", "二段”", "’90 年代"]
        {
            assert_eq!(shown(text, Quotes::Corner), text);
        }
        // Single marks outermost.
        assert_eq!(shown("‘一’", Quotes::Corner), "「一」");
        assert_eq!(shown("『一』", Quotes::Curly), "“一”");
        assert_eq!(shown("说“It’s 好”", Quotes::Corner), "说「It’s 好」");
    }
}
