//! The input line: its keys, earlier lines, and what accepting or cancelling it does.

use crate::app::input::command::Motion;
use crate::app::input::history::HistoryKind;
use crate::app::input::prompt::Purpose;
use crate::app::page::last_search::LastSearch;
use crate::app::page::page_search::PageSearch;
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::reading::waiting::Waiting;
use crate::keys::{Code, Key};
use crate::locale::Msg;

impl Model {
    pub(super) fn prompt_key(&mut self, key: Key, out: &mut Outbox) {
        let Some(prompt) = &mut self.prompt else { return };
        if prompt.purpose == Purpose::Confirm {
            self.prompt = None;
            if matches!(key.code, Code::Char('y' | 'Y' | 'ｙ') | Code::Enter) {
                self.mark_all_read(out);
            }
            return;
        }
        match key.code {
            Code::Enter => self.accept_prompt(out),
            Code::Esc => self.cancel_prompt(),
            Code::Backspace if prompt.input().value().is_empty() => self.cancel_prompt(),
            Code::Up | Code::Down | Code::Char('p' | 'n') if key.mods.ctrl || !matches!(key.code, Code::Char(_)) => {
                self.recall_line(matches!(key.code, Code::Up | Code::Char('p')), false);
            }
            Code::Char('r') if key.mods.ctrl => self.recall_line(true, true),
            Code::Char('s') if key.mods.ctrl => self.name_search(out),
            Code::Tab | Code::BackTab => self.complete_term(key.code == Code::Tab),
            Code::PageUp | Code::PageDown => self.move_while_typing(key.code == Code::PageDown, true, out),
            Code::Char('g' | 't') if key.mods.ctrl => self.move_while_typing(key.code == Code::Char('g'), false, out),
            _ => {
                if prompt.edit(key) {
                    self.typed();
                }
            }
        }
    }

    /// Shows an earlier line, one that begins with what is typed, or contains it `anywhere`.
    fn recall_line(&mut self, older: bool, anywhere: bool) {
        let Some(prompt) = &mut self.prompt else { return };
        let Some(kind) = prompt.purpose.history() else { return };
        if prompt.recall(older, anywhere, self.history.lines(kind)) {
            self.typed();
        }
    }

    /// Goes to another match while the line is typed, or to another page of the list.
    fn move_while_typing(&mut self, forward: bool, by_page: bool, out: &mut Outbox) {
        match self.prompt.as_ref().map(|prompt| prompt.purpose) {
            Some(Purpose::Narrow) => {
                let motion = match (forward, by_page) {
                    (true, false) => Motion::Down,
                    (false, false) => Motion::Up,
                    (true, true) => Motion::PageDown,
                    (false, true) => Motion::PageUp,
                };
                self.move_list(motion, None, out);
            }
            Some(Purpose::Find) if !by_page => {
                self.search_typed();
                if let Some(at) = self.reader.found.as_ref().and_then(|found| found.stepped(forward, 1)) {
                    self.step_to(at);
                }
            }
            Some(Purpose::Find | Purpose::Pipe | Purpose::Save | Purpose::Name | Purpose::Tag | Purpose::Confirm)
            | None => {}
        }
    }

    /// Remembers a line that was accepted.
    pub(in crate::app) fn remember_line(&mut self, kind: HistoryKind, line: &str, out: &mut Outbox) {
        self.history.add(kind, line);
        if self.history.lines(kind).last().is_some_and(|last| last == line) {
            out.push(Effect::SaveLine(kind, line.to_owned()));
        }
    }

    /// The input line has changed.
    pub(super) fn typed(&mut self) {
        let Some(prompt) = &mut self.prompt else { return };
        match prompt.purpose {
            Purpose::Narrow => {
                let line = prompt.input().value().to_owned();
                self.narrow_list(&line);
            }
            // A search in a long article takes longer than a key: keys that are typed meanwhile share the next one.
            Purpose::Find => prompt.unsearched = true,
            Purpose::Pipe | Purpose::Save | Purpose::Name | Purpose::Tag | Purpose::Confirm => {}
        }
    }

    /// Searches the page for the line, if it has changed since.
    pub(in crate::app) fn search_typed(&mut self) {
        let Some(prompt) = self.prompt.as_mut().filter(|prompt| prompt.unsearched) else { return };
        prompt.unsearched = false;
        let line = prompt.input().value().to_owned();
        self.find_in_page(&line);
    }

    pub(in crate::app) fn accept_prompt(&mut self, out: &mut Outbox) {
        self.search_typed();
        let Some(prompt) = self.prompt.take() else { return };
        let line = prompt.input().value().to_owned();
        if let Some(kind) = prompt.purpose.history() {
            self.remember_line(kind, &line, out);
        }
        match prompt.purpose {
            // As in vim and less, nothing stands for the last search.
            Purpose::Find if line.is_empty() => {
                self.cancel_find();
                if let Some(last) = &mut self.last_search {
                    last.backward = prompt.backward;
                }
                self.repeat_search(true, 1, out);
            }
            // Nothing can be found yet: goes there when the article is opened.
            Purpose::Find if self.awaits_article() => {
                self.last_search = Some(LastSearch { backward: prompt.backward, ..LastSearch::of_text(&line) });
                self.reader.found = None;
                self.reader.waiting.push(Waiting::Find(line));
            }
            Purpose::Find => {
                let none = self.reader.found.as_ref().is_some_and(|found| found.matches().is_empty());
                if let Some(found) = &mut self.reader.found {
                    found.confirm();
                }
                self.last_search = Some(LastSearch { backward: prompt.backward, ..LastSearch::of_text(&line) });
                self.jumped_to_match(none);
            }
            Purpose::Pipe if has_operator(&line) => {
                self.notice = Some(Notice::Failed(self.catalog.say(Msg::NoticeNoShell).to_owned()));
            }
            Purpose::Pipe if !line.trim().is_empty() => self.pipe(line, out),
            Purpose::Name => self.save_search(&prompt, out),
            Purpose::Tag => self.tag_articles(&line, out),
            Purpose::Save if !line.trim().is_empty() => self.save_viewed(line.trim(), out),
            Purpose::Narrow if !line.trim().is_empty() => {
                self.last_search = Some(LastSearch::of_query(&line, self.query_words()));
                // The words of an older search in the article are not what `n` looks for there now.
                self.reader.found = None;
                self.list.mark_jump(prompt.cursor.and_then(|path| self.library.find(&path)));
                self.notify_skipped_term(&line);
            }
            // A query that was there before is taken away instead.
            Purpose::Narrow if prompt.before.trim().is_empty() => self.repeat_search(true, 1, out),
            Purpose::Pipe | Purpose::Save | Purpose::Narrow | Purpose::Confirm => {}
        }
    }

    /// A search in the article was typed to its end.
    fn jumped_to_match(&mut self, none: bool) {
        if none {
            return self.notify_no_match();
        }
        if let (Some(from), None) = (self.reader.found.as_ref().map(PageSearch::from), &self.table) {
            self.reader.mark_jump_from(from);
        }
        self.select_to_match();
    }

    /// A click elsewhere accepts a search, but does not run a command or confirm anything.
    pub(super) fn leave_prompt(&mut self, out: &mut Outbox) {
        match self.prompt.as_ref().map(|prompt| prompt.purpose) {
            Some(Purpose::Narrow | Purpose::Find) => self.accept_prompt(out),
            Some(Purpose::Pipe | Purpose::Save | Purpose::Name | Purpose::Tag | Purpose::Confirm) => self.prompt = None,
            None => {}
        }
    }

    fn cancel_prompt(&mut self) {
        let Some(prompt) = self.prompt.take() else { return };
        match prompt.purpose {
            Purpose::Narrow => {
                self.narrow_list(&prompt.before);
                self.list.want(prompt.cursor);
            }
            Purpose::Find => self.cancel_find(),
            Purpose::Pipe | Purpose::Save | Purpose::Name | Purpose::Tag | Purpose::Confirm => {}
        }
    }

    /// Goes back to the search and the place before the line was opened.
    fn cancel_find(&mut self) {
        if let Some(found) = self.reader.found.take() {
            self.scroll_back(found.from());
            self.reader.found = found.into_before();
            self.refind();
        }
    }
}

/// Whether a command line has an operator of the shell outside of quotation marks. Commands run without a shell, and
/// would get it as an argument.
fn has_operator(line: &str) -> bool {
    let mut quote = None;
    let mut escaped = false;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', None | Some('"')) => escaped = true,
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            ('|' | '>' | '<' | '`', None) => return true,
            // Addresses contain these between letters.
            (';' | '&', None) if rest.peek().is_none_or(|next| next.is_whitespace() || *next == '&') => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_of_the_shell_are_found() {
        for line in ["cat > x", "wc -l>x", "sort | uniq", "a && b", "a; b", "a < b", "echo `a`", "echo \"a\" >\"b\""] {
            assert!(has_operator(line), "{line}");
        }
        for line in [
            "",
            "wc -l",
            "open https://a.cn/?b=1&c;d",
            "sh -c 'cat > x'",
            "grep \"a|b\"",
            "grep a\\|b",
            "sh -c \"a \\\" > b\"",
            "grep 'a",
        ] {
            assert!(!has_operator(line), "{line}");
        }
    }
}
