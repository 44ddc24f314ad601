//! Formulas in TeX between delimiters in the text of HTML, which MathJax and KaTeX draw in a browser: each becomes an
//! element of its own.

mod delimiters;
mod evidence;
mod mark;
mod run;
mod signs;

pub(in crate::document) use mark::mark_formulas;
