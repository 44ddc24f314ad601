//! What all lines of a block share: the width, the margins and the setting.

use crate::typeset::lines::balance::balanced;
use crate::typeset::lines::code;
use crate::typeset::lines::fill::{LineRange, Measure, fill_by};
use crate::typeset::lines::frames::Margins;
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::{Code, Hang};
use crate::typeset::text::setting::Setting;

/// What all lines of a block share.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct LineContext<'a> {
    /// The measure in cells, including the margins.
    pub(in crate::typeset) width: usize,
    pub(in crate::typeset) margins: &'a Margins<'a>,
    pub(in crate::typeset) setting: &'a Setting,
    /// Whether the language allows hanging punctuation.
    pub(in crate::typeset) may_hang: bool,
}

impl LineContext<'_> {
    /// The measure of a flow whose first line is indented by `indent` cells.
    pub(in crate::typeset) fn measure(&self, indent: usize, may_hang: bool) -> Measure {
        Measure {
            first: self.width.saturating_sub(self.margins.first + indent).max(1),
            rest: self.width.saturating_sub(self.margins.rest).max(1),
            hang: may_hang && self.setting.options.hang == Hang::On,
            short: false,
        }
    }

    /// The measure of code. If code is not wrapped, it is far beyond any screen but still fits a column number.
    pub(in crate::typeset) fn code_measure(&self) -> Measure {
        const FAR: usize = 30_000;
        match self.setting.options.code {
            Code::Wrap => self.measure(0, false),
            Code::Scroll => Measure { first: FAR, rest: FAR, hang: false, short: false },
        }
    }

    /// The sign before continued lines of code, if the page has no margin for it.
    pub(in crate::typeset) fn code_sign(&self) -> Option<&'static str> {
        let options = &self.setting.options;
        let cells = self.width.saturating_sub(self.margins.rest);
        let is_set = options.continuation && options.code == Code::Wrap;
        if is_set { code::sign(self.setting.profile, cells) } else { None }
    }

    /// Fills the lines of a text of this many bytes, of nearly equal length if it is to be balanced.
    pub(in crate::typeset) fn fill(&self, flow: &Flow, bytes: usize, indent: usize, balance: bool) -> Vec<LineRange> {
        let fill = if balance { balanced } else { fill_by };
        fill(flow, bytes, self.measure(indent, self.may_hang), self.setting.options.fill)
    }
}
