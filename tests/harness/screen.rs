//! The program in memory: keys go into the model, its effects are answered at once, the screen comes out as text.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use inkstone::app::{
    self, Alarm, Answer, Arrived, ArticleView, Collection, Effect, Event, FileLines, History, HitMap, Job, Layout,
    Model, OpenRequest, Opened, Outbox, Pointer, PointerKind, SearchScope, Shown, Start, Target, Ticket,
};
use inkstone::article::{Article, Reading};
use inkstone::config::Config;
use inkstone::files::{Found, Linked, Loaded, Source};
use inkstone::keys::{Chord, Key};
use inkstone::library::{CatalogueRecord, Library, Order};
use inkstone::locale::{Catalog, Lang};
use inkstone::problem::Problem;
use inkstone::remote::FetchRequest;
use inkstone::search::{Hits, Needle, opening, snippet};
use inkstone::text::{Language, Profile};
use inkstone::theme::{ColorDepth, Theme};
use inkstone::typeset::compose_blocks;
use inkstone::{view, work};
use proptest::prelude::ProptestConfig;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// 2021-03-20 12:00:00 UTC.
pub const NOW: i64 = 1_616_241_600;

/// A model whose effects are answered at once.
pub struct Program {
    pub model: Model,
    pub source: Source,
    /// The effects so far, except jobs for the worker threads.
    pub asked: Vec<Effect>,
    /// The pictures of the web that were asked for.
    pub fetches: Vec<FetchRequest>,
    /// Answers not delivered yet.
    pub coming: VecDeque<Event>,
    /// The timer that was set last, but for that of the hints of keys.
    pub timer: Option<(Alarm, Ticket)>,
    /// The timer of the hints of keys.
    pub hint_timer: Option<Ticket>,
    /// The targets of the pointer in the last frame.
    pub hits: HitMap,
    /// Whether answers are held back until [`Program::release`].
    pub held: bool,
    /// The clock of the pointer, in milliseconds.
    pub clock: i64,
    pub reading: Reading,
    pub now: i64,
    /// The addresses of the pictures asked for last, in order.
    pub wanted: Vec<String>,
    loader: work::PictureLoader,
    catalog: Arc<Catalog>,
}

/// The default start, for tests to change.
pub fn start(size: (u16, u16), lang: Lang) -> Start {
    Start {
        size,
        now: NOW,
        config: Config::default(),
        catalog: Arc::new(Catalog::new(lang)),
        theme: Theme::default(),
        colors: ColorDepth::True,
        profile: Profile::default(),
        order: Order::default(),
        measure: 80,
        layout: Layout::default(),
        collection: Collection { name: "文集".into(), on_disk: true, ..Collection::default() },
        library: Library::new(),
        open: None,
        last: None,
        first: None,
        word: None,
        line: None,
        history: History::default(),
        problems: Vec::new(),
    }
}

impl Program {
    /// The program before it has read anything.
    pub fn waiting(source: Source, start: Start) -> Self {
        let (now, catalog) = (start.now, start.catalog.clone());
        let mut model = Model::new(start);
        let first = model.start();
        let mut program = Self {
            model,
            source,
            asked: Vec::new(),
            fetches: Vec::new(),
            coming: VecDeque::new(),
            timer: None,
            hint_timer: None,
            hits: HitMap::default(),
            held: true,
            clock: 0,
            reading: Reading { timezone: Some("UTC".into()), ..Reading::default() },
            now,
            wanted: Vec::new(),
            loader: work::PictureLoader::default(),
            catalog,
        };
        program.take(first);
        program
    }

    /// The program with its collection read.
    pub fn new(source: Source, start: Start) -> Self {
        let mut program = Self::waiting(source, start);
        program.release();
        program
    }

    /// Runs the effects of something done to the model directly.
    pub fn apply(&mut self, out: Outbox) {
        self.take(out);
        self.deliver();
    }

    /// Delivers the held answers, and from now on all others at once.
    pub fn release(&mut self) {
        self.held = false;
        self.deliver();
        self.rest();
    }

    /// Delivers all pending answers, and those that follow from them.
    pub fn deliver(&mut self) {
        self.settle();
        while let Some(event) = self.coming.pop_front() {
            self.send(event);
        }
    }

    /// Sends one event, then draws a frame.
    pub fn send(&mut self, event: Event) {
        let out = self.model.update(event, self.now);
        self.take(out);
        self.settle();
        if !self.held {
            while let Some(event) = self.coming.pop_front() {
                self.send(event);
            }
        }
    }

    fn settle(&mut self) {
        let mut out = Outbox::default();
        self.model.settle(&mut out);
        self.take(out);
    }

    fn take(&mut self, out: Outbox) {
        for effect in out.effects {
            match effect {
                Effect::Scan(ticket) => self.scan(ticket),
                Effect::Work(ticket, Job::Pictures { era, article, wanted, graphics }) => {
                    self.wanted = wanted.iter().map(|wanted| wanted.key.address.to_string()).collect();
                    for wanted in wanted {
                        let picture = self.loader.load(&self.source, &article, &wanted, graphics);
                        self.coming.push_back(Event::Done(ticket, Answer::Pictured(era, wanted.key, picture)));
                    }
                    self.coming.push_back(Event::Done(ticket, Answer::AllPictured));
                }
                // There is no network here: a test answers by itself.
                Effect::Work(_, Job::Fetch { request, .. }) => self.fetches.push(*request),
                Effect::Work(ticket, job) => {
                    if let Some(answer) = self.answer(job) {
                        self.coming.push_back(Event::Done(ticket, answer));
                    }
                }
                Effect::Prepare => {}
                Effect::OpenLinked(article, target) => match self.source.linked(&article, &target) {
                    Some(Linked::Text(path)) => {
                        let out = self.model.open_file(path, &target);
                        self.take(out);
                    }
                    _ => self.asked.push(Effect::OpenLinked(article, target)),
                },
                Effect::Wake(_, Alarm::Hints, ticket) => self.hint_timer = Some(ticket),
                Effect::Wake(_, alarm, ticket) => self.timer = Some((alarm, ticket)),
                other => self.asked.push(other),
            }
        }
    }

    fn answer(&self, job: Job) -> Option<Answer> {
        Some(match job {
            Job::Open(wanted) => Answer::Opened(self.open(*wanted).map(Box::new)),
            Job::Compose { head, body, setting, anchor } => {
                Answer::Composed(Ok(ArticleView::compose(&head, &body, setting, anchor)))
            }
            Job::Fill { body, setting, blocks } => Answer::Filled(compose_blocks(&body, &setting, blocks)),
            Job::Highlight { document, body } => {
                Answer::Highlighted(inkstone::work::highlighted(&document, &body, &|| true)?)
            }
            Job::Find { words, scope: SearchScope::Files(files) } => {
                let files: Vec<_> = files.iter().map(|(id, path)| (*id, path.as_path())).collect();
                let stop = AtomicBool::new(false);
                let ids = work::find_in_files(&self.source, &self.reading, &files, &words, &stop);
                Answer::Found { hits: Hits::Ids(ids), complete: true }
            }
            // There is no index here: a test with an index answers by itself.
            Job::Find { scope: SearchScope::Rows(_), .. } | Job::Pictures { .. } | Job::Fetch { .. } => return None,
            Job::CompletePath(typed) => Answer::Paths(self.source.path_completions(&typed)),
            Job::CountLeftOut => Answer::LeftOut(self.source.left_out()),
            Job::Cut { articles, words, cells } => {
                let words: Vec<&Needle> = words.iter().collect();
                let cut = articles.into_iter().map(|(id, path)| {
                    let (_, document) = self.source.load_whole(&path, &self.reading);
                    let text = document.text();
                    let found = snippet(&text, &words, cells);
                    (id, found.or_else(|| opening(&text, cells).filter(|_| words.is_empty())))
                });
                Answer::Cut(cut.collect())
            }
        })
    }

    fn scan(&mut self, ticket: Ticket) {
        let mut paths = Vec::new();
        self.source.walk(&mut |found| {
            if let Found::File(path) = found {
                paths.push(path);
            }
            std::ops::ControlFlow::Continue(())
        });
        paths.sort();
        self.coming.push_back(Event::Found(ticket, paths.len(), true));
        let articles: Vec<Arrived> = paths
            .into_iter()
            .map(|path| {
                let (loaded, _) = self.source.load_whole(&path, &self.reading);
                (path, loaded.article, CatalogueRecord::default())
            })
            .collect();
        for batch in articles.chunks(5) {
            self.coming.push_back(Event::Loaded(ticket, batch.to_vec()));
        }
    }

    fn open(&self, wanted: OpenRequest) -> Result<Opened, Problem> {
        if let Shown::Output(output) = &wanted.shown {
            let document = app::source_document(&output.text);
            let lines = FileLines::of(&output.text, &output.text, &document);
            let shown = (document, lines);
            return Ok(app::open(wanted, Article::default(), shown, Language::default(), &self.catalog));
        }
        let text = self.source.read(&wanted.path)?;
        let mut loaded = Loaded::new(text, &wanted.path, &self.reading);
        let document =
            if wanted.shown == Shown::Source { app::source_document(&loaded.text) } else { loaded.measure() };
        let mut wanted = wanted;
        wanted.goal = wanted.goal.resolved(&loaded.text, loaded.body(), &document, &loaded.article.title);
        let space = &mut wanted.setting.pictures;
        let shown = (wanted.path.as_path(), &loaded.article, &document);
        work::measure_pictures(&self.source, shown, &work::FetchedPictures::default(), &wanted.web, space);
        let language = app::language(None, &loaded.article, &document);
        let body = if wanted.shown == Shown::Source { &loaded.text } else { loaded.body() };
        let lines = FileLines::of(&loaded.text, body, &document);
        Ok(app::open(wanted, loaded.article, (document, lines), language, &self.catalog))
    }

    /// Types keys, written in vim notation.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.send(Event::Key(key));
        }
        self
    }

    /// Fires the timer, as when no key comes for a while.
    pub fn rest(&mut self) -> &mut Self {
        if let Some((alarm, ticket)) = self.timer.take() {
            self.send(Event::Wake(alarm, ticket));
        }
        self
    }

    /// Lets the time pass after which hints of keys are shown.
    pub fn hesitate(&mut self) -> &mut Self {
        if let Some(ticket) = self.hint_timer.take() {
            self.send(Event::Wake(Alarm::Hints, ticket));
        }
        self
    }

    /// Sends a pointer event at a cell of the last frame.
    pub fn point(&mut self, kind: PointerKind, column: u16, row: u16) -> Option<Target> {
        let target = self.hits.at(column, row);
        self.send(Event::Pointer(Pointer { kind, target, column, row, at: self.clock }));
        target
    }

    /// Clicks a cell of the screen, a second after the event before.
    pub fn click(&mut self, column: u16, row: u16) -> Option<Target> {
        self.screen();
        self.clock += 1000;
        let target = self.point(PointerKind::Press, column, row);
        self.point(PointerKind::Release, column, row);
        target
    }

    /// The text copied last.
    pub fn copied(&self) -> String {
        let copied = self.asked.iter().rev().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text.clone()),
            _ => None,
        });
        copied.unwrap_or_default()
    }

    /// Resizes the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.send(Event::Resize(columns, rows));
        self
    }

    /// The title at the cursor of the list.
    pub fn cursor(&self) -> String {
        let id = self.model.list().cursor();
        id.map(|id| self.model.library().title(id).to_owned()).unwrap_or_default()
    }

    /// The titles of the list.
    pub fn titles(&self) -> Vec<String> {
        let rows = self.model.list().rows().iter();
        rows.map(|id| self.model.library().title(id).to_owned()).collect()
    }

    /// The title of the article in the reader.
    pub fn reading(&self) -> String {
        self.model.reader().opened().map(|opened| opened.article().title.to_string()).unwrap_or_default()
    }

    /// The text of the reader's first row.
    pub fn top_row(&self) -> String {
        let article_view = self.model.reader().view().unwrap();
        match article_view.row(self.model.reader().top()) {
            Some(app::ViewRow::Head(view) | app::ViewRow::Body(view)) => {
                view.runs.iter().map(|run| view.shown(run)).collect::<String>().trim().to_owned()
            }
            _ => String::new(),
        }
    }

    fn frame(&mut self) -> (Buffer, view::Drawn) {
        self.settle();
        let (columns, rows) = self.model.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let drawn = view::draw(&self.model, &mut buffer);
        self.hits = drawn.hits.clone();
        (buffer, drawn)
    }

    /// Whether the program has asked to end.
    pub fn has_quit(&self) -> bool {
        self.asked.iter().any(|effect| matches!(effect, Effect::Quit))
    }

    /// Column and row of the caret.
    pub fn caret(&mut self) -> Option<(u16, u16)> {
        self.frame().1.caret.map(|caret| (caret.x, caret.y))
    }

    /// The cells of the screen.
    pub fn buffer(&mut self) -> Buffer {
        self.frame().0
    }

    /// The rows of the screen, without trailing blanks.
    pub fn rows(&mut self) -> Vec<String> {
        let buffer = self.buffer();
        (0..buffer.area.height).map(|y| row(&buffer, y).trim_end().to_owned()).collect()
    }

    /// The rows of the screen that contain a text.
    pub fn rows_with(&mut self, text: &str) -> Vec<String> {
        self.rows().into_iter().filter(|row| row.contains(text)).collect()
    }

    /// The last row: a notice, a prompt, or the position of the reader.
    pub fn status(&mut self) -> String {
        self.rows().pop().unwrap_or_default()
    }

    /// The screen as text: its size, every row between bars, and the position of the caret.
    pub fn screen(&mut self) -> String {
        let (columns, rows) = self.model.size();
        let (buffer, drawn) = self.frame();
        let mut out = format!("{columns}×{rows}\n");
        for y in 0..rows {
            out.push_str(&format!("{}\n", row(&buffer, y).trim_end()));
        }
        if let Some(caret) = drawn.caret {
            out.push_str(&format!("caret at {},{}\n", caret.x, caret.y));
        }
        out
    }

    /// The screen, followed by a letter for the style of every cell.
    pub fn styled(&mut self) -> String {
        let (columns, rows) = self.model.size();
        let (buffer, _) = self.frame();
        let mut styles: Vec<Style> = vec![Style::reset()];
        let mut out = self.screen();
        for y in 0..rows {
            let mut line = String::new();
            for x in 0..columns {
                let style = buffer[(x, y)].style();
                let at = styles.iter().position(|known| *known == style).unwrap_or_else(|| {
                    styles.push(style);
                    styles.len() - 1
                });
                line.push(if at == 0 { ' ' } else { char::from(b'a' + (at as u8 - 1) % 26) });
            }
            out.push_str(&format!("{}\n", line.trim_end()));
        }
        for (at, style) in styles.iter().enumerate().skip(1) {
            let mut said = vec![];
            said.extend(style.fg.map(|color| format!("{color}")));
            said.extend(style.bg.filter(|color| *color != ratatui::style::Color::Reset).map(|c| format!("on {c}")));
            said.extend(style.add_modifier.iter_names().map(|(name, _)| name.to_lowercase()));
            out.push_str(&format!("{} {}\n", char::from(b'a' + (at as u8 - 1) % 26), said.join(" ")));
        }
        out
    }
}

/// A row of cells as text, with each wide glyph once.
fn row(buffer: &Buffer, y: u16) -> String {
    let mut out = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        out.push_str(cell.symbol());
        x += cell.cell_width().max(1);
    }
    out
}

/// A configuration that runs a property so many times, or as often as `PROPTEST_CASES` says.
pub fn cases(count: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(count);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Parses keys in vim notation.
pub fn parse(keys: &str) -> Vec<Key> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let end = match rest.find('>') {
            Some(end) if first == '<' => end + 1,
            _ => first.len_utf8(),
        };
        out.extend(Chord::parse(&rest[..end]).unwrap().0);
        rest = &rest[end..];
    }
    out
}
