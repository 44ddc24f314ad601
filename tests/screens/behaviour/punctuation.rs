//! Punctuation that is put right: shown mended, searched and copied as it is written.

use inkstone::locale::Lang;
use inkstone::typeset::Quotes;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

const WRITTEN: &str = "他说 \" 你好 \" , 然后走了 .";

fn opened(body: &str, quotes: Quotes) -> (Home, Program) {
    let home = Home::empty();
    home.write("a.md", &article("题 ( 一 )", 14, "x", body));
    let mut begun = start((60, 12), Lang::English);
    begun.config.typography.quotes = quotes;
    let mut program = Program::new(home.source(), begun);
    program.keys("<CR>");
    (home, program)
}

fn line(program: &mut Program, with: &str) -> String {
    program.rows_with(with).first().map(|row| row.trim().to_owned()).unwrap_or_default()
}

#[test]
fn shown_mended_and_copied_as_written() {
    let (_home, mut program) = opened(WRITTEN, Quotes::AsWritten);
    assert_eq!(line(&mut program, "你好"), "他说“你好”，然后走了。");
    assert_eq!(line(&mut program, "一"), "题（一）");
    program.keys("/你好<CR>");
    assert_eq!(program.model.reader().found().map(|found| found.matches().len()), Some(1));
    program.keys("Y");
    assert_eq!(program.copied().trim(), WRITTEN);
    program.keys("zp");
    assert_eq!(line(&mut program, "你好"), WRITTEN);
    program.keys("zp");
    assert_eq!(line(&mut program, "你好"), "他说“你好”，然后走了。");
}

#[test]
fn what_is_selected_is_copied_as_written() {
    let (_home, mut program) = opened(WRITTEN, Quotes::Corner);
    assert_eq!(line(&mut program, "你好"), "他说「你好」，然后走了。");
    program.keys("/你好<CR>Vy");
    assert_eq!(program.copied().trim(), WRITTEN);
}

#[test]
fn an_article_whose_marks_are_right_keeps_the_exception() {
    let body = format!("也有 \"这个\" 例外。{}", "这一句的标点都对，没有错。".repeat(30));
    let (_home, mut program) = opened(&body, Quotes::AsWritten);
    assert_eq!(program.rows_with("\"这个\"").len(), 1);
    let (_home, mut program) = opened("也有 \"这个\" 例外。", Quotes::AsWritten);
    assert_eq!(line(&mut program, "例外"), "也有“这个”例外。");
}
