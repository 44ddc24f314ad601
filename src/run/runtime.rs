//! The main loop: one thread owns the model. Events go in, effects come out, and at most one frame is drawn between.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use crossbeam_channel::{Receiver, Select, TryRecvError, after, never};

use crate::app::{Alarm, Effect, Event, HitMap, Model, Notice, Outbox, Pointer, Ticket};
use crate::article::Reading;
use crate::files::Source;
use crate::problem::{Code, Problem};
use crate::run::configuration::{ConfigFile, Configuration};
use crate::run::printer::Printer;
use crate::store::State;
use crate::term;
use crate::term::{Input, Programs, Raw, Reported, Session, Signal};
use crate::view;
use crate::work::{FetchedPictures, Pool, WorkerContext};

/// Most keys handled before a frame is drawn.
const MAX_KEYS: usize = 1024;

/// Most answers handled before a frame is drawn.
const MAX_ANSWERS: usize = 64;

/// What the running program talks to: the terminal, the signals, the worker threads and the state database.
pub(super) struct Runtime {
    pub(super) session: Session,
    pub(super) input: Input,
    signals: Receiver<Signal>,
    pub(super) pool: Pool,
    answers: Receiver<Event>,
    pub(super) programs: Programs,
    pub(super) state: State,
    pub(super) source: Arc<Source>,
    pub(super) reading: Arc<Reading>,
    /// The pictures of the web in the cache.
    pub(super) fetched: FetchedPictures,
    /// The pending timers, at most one for each alarm.
    timers: Vec<(Instant, Alarm, Ticket)>,
    pub(super) configuration: Configuration,
    /// Prints articles into files.
    pub(super) printer: Printer,
    /// The targets of the pointer in the last frame.
    hits: HitMap,
    /// What the terminal has reported about pictures.
    reported: Reported,
}

/// Whether the program goes on after an effect.
pub(super) enum Next {
    Continue,
    Quit,
}

/// Seconds since 1970.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs() as i64)
}

/// Runs the program until it quits or the terminal is gone.
///
/// # Errors
/// If the terminal fails, or a thread cannot be started.
pub fn run(
    mut model: Model,
    context: WorkerContext,
    state: State,
    configuration: Option<ConfigFile>,
    printer: Printer,
) -> anyhow::Result<()> {
    let (source, reading) = (context.source.clone(), context.reading.clone());
    let fetched = FetchedPictures::new(context.pictures.as_deref());
    let signals = term::watch_signals().context("signals")?;
    let mut session = Session::start(model.config().mouse, model.orders()).context("terminal")?;
    let probe = session.ask().context("terminal")?;
    // Draw the first frame without waiting for a worker thread: what is known of the collection is in the model already.
    model.set_size(session.size());
    let reported = Reported::default();
    let _ = model.update(Event::Displays(term::display(reported)), now());
    let mut first = model.start();
    model.settle(&mut first);
    let hits = frame(&mut session, &model)?;
    let input = Input::start(probe).context("input")?;
    let (mut pool, answers) = Pool::start(context).context("threads")?;
    if model.config().watch {
        pool.watch();
    }
    let (timers, programs) = (Vec::new(), Programs::default());
    let configuration = Configuration::new(configuration, model.config().watch);
    let mut runtime = Runtime {
        session,
        input,
        signals,
        pool,
        answers,
        programs,
        state,
        source,
        reading,
        fetched,
        timers,
        configuration,
        printer,
        hits,
        reported,
    };
    let ended = runtime.run(&mut model, first);
    runtime.finish_copying();
    // Pausing reads late replies of the terminal, so that the shell does not take them for input.
    runtime.input.pause();
    ended
}

/// Draws a frame and returns the targets of the pointer in it.
fn frame(session: &mut Session, model: &Model) -> anyhow::Result<HitMap> {
    let mut drawn = view::Drawn::default();
    session.color_cursor(model.theme().cursor()).context("terminal")?;
    session
        .frame(|buffer| {
            drawn = view::draw(model, buffer);
            (drawn.caret, std::mem::take(&mut drawn.pictures))
        })
        .context("terminal")?;
    Ok(drawn.hits)
}

impl Runtime {
    /// Runs the effects of the start, then the loop.
    fn run(&mut self, model: &mut Model, first: Outbox) -> anyhow::Result<()> {
        if let Next::Quit = self.perform(model, first.effects)? {
            return Ok(());
        }
        loop {
            let out = self.wait(model);
            if let Next::Quit = self.perform(model, out.effects)? {
                return Ok(());
            }
            if out.dirty {
                self.draw(model)?;
            }
        }
    }

    /// Waits for an event, then handles all that are pending: only keys if there are any, else signals, timers and
    /// answers.
    fn wait(&mut self, model: &mut Model) -> Outbox {
        self.block();
        let mut out = Outbox::default();
        // If there are keys, draw a frame for them before the answers.
        if !self.take_keys(model, &mut out) {
            self.take_others(model, &mut out);
        }
        out
    }

    /// Blocks until there is an event or a timer is due.
    fn block(&self) {
        let timer = match self.timers.iter().map(|(at, ..)| *at).chain(self.configuration.due()).min() {
            Some(at) => after(at.saturating_duration_since(Instant::now())),
            None => never(),
        };
        let mut select = Select::new();
        select.recv(self.input.events());
        select.recv(&self.signals);
        select.recv(&self.answers);
        select.recv(self.programs.reports());
        select.recv(self.configuration.changes());
        select.recv(&timer);
        select.ready();
    }

    /// Handles the pending input, up to an effect that hands the terminal over. Returns whether there was any.
    fn take_keys(&mut self, model: &mut Model, out: &mut Outbox) -> bool {
        for keys in 0..MAX_KEYS {
            match self.input.events().try_recv() {
                Ok(raw) => self.fold(model, raw, out),
                Err(TryRecvError::Empty) => return keys > 0,
                Err(TryRecvError::Disconnected) => {
                    merge(out, model.update(Event::Terminate, now()));
                    return true;
                }
            }
            if out.effects.iter().any(is_boundary) {
                break;
            }
        }
        true
    }

    /// Handles pending signals, timers, answers and reports on other programs.
    fn take_others(&mut self, model: &mut Model, out: &mut Outbox) {
        let signals: Vec<Signal> = self.signals.try_iter().collect();
        for signal in signals {
            self.signal(model, signal, out);
        }
        let current = Instant::now();
        for (_, alarm, ticket) in self.timers.extract_if(.., |(at, ..)| *at <= current) {
            merge(out, model.update(Event::Wake(alarm, ticket), now()));
        }
        merge(out, self.configuration.check(model));
        let answers: Vec<Event> = self.answers.try_iter().take(MAX_ANSWERS).collect();
        for event in answers {
            merge(out, model.update(event, now()));
        }
        let reports: Vec<_> = self.programs.reports().try_iter().collect();
        for report in reports {
            if let Some(notice) = self.reported(model, report) {
                merge(out, model.update(Event::Notify(notice), now()));
            }
            out.dirty = true;
            // The program may have drawn over the screen.
            out.effects.push(Effect::Redraw);
        }
    }

    /// Passes one input event to the model.
    fn fold(&mut self, model: &mut Model, raw: Raw, out: &mut Outbox) {
        let event = match raw {
            Raw::Key(key) => Event::Key(key),
            Raw::Paste(text) => Event::Paste(text),
            Raw::Pointer(kind, column, row) => {
                let at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_millis() as i64);
                Event::Pointer(Pointer { kind, target: self.hits.at(column, row), column, row, at })
            }
            Raw::Focus if self.pool.must_walk() => Event::Unseen,
            Raw::Focus => return,
            Raw::Resized => return self.signal(model, Signal::Resized, out),
            Raw::Keyboard => {
                // If the terminal cannot be written to, the next frame fails too.
                let _ = self.session.use_keyboard();
                return;
            }
            Raw::Shade(shade) => {
                if let Some(name) = term::background_name() {
                    self.keep(model, &name, shade.name());
                }
                Event::Background(shade)
            }
            Raw::Graphics(reported) => {
                self.reported = reported;
                Event::Displays(term::display(reported))
            }
            Raw::Widths(profile) => {
                // A terminal that has measured characters knows them; tmux does, but its own terminal may not.
                if (profile.is_none() || term::is_tmux())
                    && let Some(locale) = term::other_charset()
                {
                    let problem = Problem::new(Code::LocaleNotUtf8).with(locale);
                    let notice = Notice::Failed(model.catalog().problem(&problem).what);
                    merge(out, model.update(Event::Notify(notice), now()));
                }
                // An implausible answer means the default for this run, and is not saved.
                if let (Some(profile), Some(name)) = (profile, term::terminal_name()) {
                    self.keep(model, &name, &profile.to_string());
                }
                Event::Widths(profile.unwrap_or_default())
            }
        };
        merge(out, model.update(event, now()));
    }

    fn signal(&mut self, model: &mut Model, signal: Signal, out: &mut Outbox) {
        match signal {
            Signal::Terminate => merge(out, model.update(Event::Terminate, now())),
            Signal::Resized | Signal::Continued => {
                let (columns, rows) = self.session.size();
                merge(out, model.update(Event::Resize(columns, rows), now()));
                // The size of a cell changes with that of the font.
                merge(out, model.update(Event::Displays(term::display(self.reported)), now()));
                if signal == Signal::Continued {
                    out.effects.push(Effect::Redraw);
                }
            }
        }
    }

    /// Draws a frame, then runs the effects that settling the model gave.
    pub(super) fn draw(&mut self, model: &mut Model) -> anyhow::Result<()> {
        let mut out = Outbox::default();
        model.settle(&mut out);
        // Draw first: jobs sent to other threads would compete with drawing for the cores.
        self.hits = frame(&mut self.session, model)?;
        self.perform(model, out.effects)?;
        Ok(())
    }

    /// Runs effects in order.
    pub(super) fn perform(&mut self, model: &mut Model, effects: Vec<Effect>) -> anyhow::Result<Next> {
        for effect in effects {
            match effect {
                Effect::Scan(ticket) => self.pool.scan(ticket),
                Effect::Work(ticket, job) => self.pool.work(ticket, job),
                Effect::Prepare => self.pool.prepare(),
                Effect::Discard(opened) => self.pool.discard(opened),
                Effect::Wake(delay, alarm, ticket) => self.set_timer(delay, alarm, ticket),
                Effect::Move(old, new) => self.move_mark(model, &old, &new),
                Effect::Save(paths, edit) => self.save(model, &paths, &edit),
                Effect::Bookmark(name, bookmark) => self.save_bookmark(model, name, bookmark.as_ref()),
                Effect::Remember(key, value) => self.remember(model, key, &value),
                Effect::SaveLine(kind, line) => self.save_line(model, kind, &line),
                Effect::Consent(host) => self.save_consent(model, &host),
                Effect::Redraw => self.session.regain(&self.input).context("terminal")?,
                Effect::Suspend => self.suspend(model)?,
                Effect::Quit => return Ok(Next::Quit),
                Effect::Copy(text) => {
                    let notice = self.copy(model, &text);
                    self.show_notice(model, notice)?;
                }
                Effect::CopyAddresses(paths) => {
                    let notice = self.copy_addresses(model, &paths);
                    self.show_notice(model, notice)?;
                }
                Effect::Browse(place) => {
                    let notice = self.browse(model, &place)?;
                    self.show_notice(model, notice)?;
                }
                Effect::ReadConfiguration => {
                    let out = self.configuration.read(model);
                    self.perform(model, out.effects)?;
                }
                Effect::WriteSetting(key, value) => {
                    let (notice, out) = self.configuration.write(model, &key, &value);
                    self.perform(model, out.effects)?;
                    self.show_notice(model, Some(notice))?;
                }
                Effect::View(path, addresses) => {
                    let notice = self.view_picture(model, &path, &addresses)?;
                    self.show_notice(model, notice)?;
                }
                Effect::SavePicture(article, addresses, name) => {
                    let notice = self.save_picture(model, &article, &addresses, &name);
                    self.show_notice(model, Some(notice))?;
                }
                Effect::Write(written, name, replaces) => self.write(model, &written, &name, replaces)?,
                Effect::OpenLinked(article, target) => self.open_linked(model, &article, &target)?,
                Effect::OpenFile(name) => self.open_named(model, &name)?,
                Effect::Edit(path) => self.edit(model, &path)?,
                Effect::Pipe(command, text) => self.pipe(model, &command, &text)?,
                Effect::PipeArticles(command, paths) => {
                    let text = self.texts(model, &paths);
                    self.pipe(model, &command, &text)?;
                }
            }
        }
        Ok(Next::Continue)
    }

    /// Sets a timer. Replaces the pending one for the same alarm.
    fn set_timer(&mut self, delay: Duration, alarm: Alarm, ticket: Ticket) {
        self.timers.retain(|(_, other, _)| *other != alarm);
        self.timers.push((Instant::now() + delay, alarm, ticket));
    }

    /// Stops the program for the shell. Returns when it is continued.
    fn suspend(&mut self, model: &mut Model) -> anyhow::Result<()> {
        self.session.suspend(&self.input).context("terminal")?;
        self.resized(model)?;
        self.draw(model)
    }

    /// Updates the model to the size of the terminal, which may have changed while another program had it.
    pub(super) fn resized(&mut self, model: &mut Model) -> anyhow::Result<()> {
        let (columns, rows) = self.session.size();
        let mut out = model.update(Event::Resize(columns, rows), now());
        merge(&mut out, model.update(Event::Displays(term::display(self.reported)), now()));
        self.perform(model, out.effects).map(drop)
    }
}

/// Whether keys typed after this effect are for the program that it starts, if that has the terminal, or for the shell.
fn is_boundary(effect: &Effect) -> bool {
    let opens = matches!(effect, Effect::Browse(_) | Effect::View(..) | Effect::OpenLinked(..) | Effect::OpenFile(_));
    opens
        || matches!(
            effect,
            Effect::Edit(_) | Effect::Pipe(..) | Effect::PipeArticles(..) | Effect::Suspend | Effect::Quit
        )
}

fn merge(out: &mut Outbox, more: Outbox) {
    out.dirty |= more.dirty;
    out.effects.extend(more.effects);
}
