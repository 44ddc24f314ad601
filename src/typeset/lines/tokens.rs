//! Applies the tokens of a code block to its lines. Only the roles of runs change.

use std::ops::Range;

use crate::highlight::Token;
use crate::text::{Profile, clusters};
use crate::typeset::lines::line::{Lines, Role, Run};

/// Gives the runs of code the roles of their tokens.
pub(in crate::typeset) fn paint(lines: &mut Lines, tokens: &[(Range<u32>, Token)], profile: Profile) {
    if tokens.is_empty() {
        return;
    }
    let mut runs = Vec::with_capacity(lines.runs.len() + tokens.len());
    for line in &mut lines.lines {
        let old = lines.runs.get(line.runs.start as usize..line.runs.end as usize).unwrap_or_default();
        let first = runs.len() as u32;
        for run in old {
            let shown = lines.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default();
            if run.face.role != Role::Code || shown.len() != run.source.len() {
                runs.push(run.clone());
                continue;
            }
            cut(run, shown, tokens, profile, &mut runs);
        }
        line.runs = first..runs.len() as u32;
    }
    lines.runs = runs;
}

/// Splits a run where tokens begin and end, between clusters.
fn cut(run: &Run, shown: &str, tokens: &[(Range<u32>, Token)], profile: Profile, out: &mut Vec<Run>) {
    let mut next = tokens.partition_point(|(range, _)| range.end <= run.source.start);
    let mut piece: Option<Run> = None;
    for (at, cluster) in clusters(shown) {
        let byte = run.source.start + at as u32;
        while tokens.get(next).is_some_and(|(range, _)| range.end <= byte) {
            next += 1;
        }
        let token = tokens.get(next).filter(|(range, _)| range.start <= byte).map(|(_, token)| *token);
        let role = token.map_or(Role::Code, Role::Token);
        let (length, cells) = (cluster.len() as u32, u16::from(profile.cluster(cluster)));
        match &mut piece {
            Some(piece) if piece.face.role == role => {
                piece.text.end += length;
                piece.source.end += length;
                piece.cells += cells;
            }
            _ => {
                let column = piece.as_ref().map_or(run.column, |before| before.column + before.cells);
                out.extend(piece.take());
                let text = run.text.start + at as u32;
                let mut fresh =
                    Run { text: text..text + length, source: byte..byte + length, column, cells, ..run.clone() };
                fresh.face.role = role;
                piece = Some(fresh);
            }
        }
    }
    out.extend(piece);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::{Block, BlockKind, Document, Inline};
    use crate::text::{Clean, Language};
    use crate::typeset::blocks::compose::{compose_block, prepare};
    use crate::typeset::text::options::Options;
    use crate::typeset::text::setting::Setting;

    #[test]
    fn only_roles_change() {
        let text = "let a = 1; // 注e\u{301}\n\tb";
        let block = Block::new(BlockKind::Code(None), Inline::plain(Clean::text(text)));
        let document = Document { blocks: vec![block], ..Document::default() };
        let setting = Setting {
            width: 9,
            options: Options::default(),
            profile: Profile::default(),
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        };
        let plain = prepare(&document, 0, &setting.options, setting.profile, Language::Other);
        let tokens = vec![(0..3, Token::Keyword), (8..9, Token::Number), (11..18, Token::Comment)];
        let painted = plain.clone().highlighted(Arc::from(tokens));
        let (plain, painted) = (compose_block(&plain, &setting), compose_block(&painted, &setting));
        assert_eq!(plain.text, painted.text);
        let cells = |lines: &Lines| lines.runs.iter().map(|run| usize::from(run.cells)).sum::<usize>();
        assert_eq!(cells(&plain), cells(&painted));
        let of = |role| {
            let runs = painted.runs.iter().filter(|run| run.face.role == role);
            runs.map(|run| &painted.text[run.text.start as usize..run.text.end as usize]).collect::<String>()
        };
        assert_eq!(of(Role::Token(Token::Keyword)), "let");
        assert_eq!(of(Role::Token(Token::Comment)), "// 注e\u{301}");
    }
}
