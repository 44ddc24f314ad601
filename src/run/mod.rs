//! The loop: one thread owns the model; events in, effects out, at most one frame between.

mod outside;

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use crossbeam_channel::{Receiver, Select, after, never};

use crate::app::{Alarm, Effect, Event, HitMap, Model, Outbox, Pointer, Ticket};
use crate::article::Reading;
use crate::files::Source;
use crate::store::State;
use crate::term;
use crate::term::{Input, Raw, Session, Signal};
use crate::view;
use crate::work::{Pool, WorkerContext};

/// Events of one kind folded in before a frame is drawn.
const DRAIN: usize = 1024;

/// The doors of the running program.
struct Runtime {
    session: Session,
    input: Input,
    signals: Receiver<Signal>,
    pool: Pool,
    answers: Receiver<Event>,
    state: State,
    source: Arc<Source>,
    reading: Arc<Reading>,
    /// What is to ring, and when; one for each alarm.
    timers: Vec<(Instant, Alarm, Ticket)>,
    hits: HitMap,
}

/// What becomes of the program after an effect.
enum Next {
    Go,
    Quit,
}

/// Seconds since 1970.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs() as i64)
}

/// Runs the program until it ends.
pub fn run(mut model: Model, context: WorkerContext, state: State) -> anyhow::Result<()> {
    let (source, reading) = (context.source.clone(), context.reading.clone());
    let signals = term::watch_signals().context("signals")?;
    let mut session = Session::start(model.config.mouse, model.orders()).context("terminal")?;
    let probe = session.ask().context("terminal")?;
    // The first frame waits for no thread: what is known of the collection is there already.
    model.size = session.size();
    let mut first = model.start();
    model.settle(&mut first);
    let hits = frame(&mut session, &model)?;
    let input = Input::start(probe).context("input")?;
    let (mut pool, answers) = Pool::start(context).context("threads")?;
    if model.config.watch {
        pool.watch();
    }
    let timers = Vec::new();
    let mut doors = Runtime { session, input, signals, pool, answers, state, source, reading, timers, hits };
    let ended = doors.run(&mut model, first);
    // What the terminal still answers is not for the shell.
    doors.input.pause();
    ended
}

/// Draws a frame; what can be pointed at in it comes back.
fn frame(session: &mut Session, model: &Model) -> anyhow::Result<HitMap> {
    let mut drawn = view::Drawn::default();
    session
        .frame(|frame| {
            drawn = view::draw(model, frame.buffer_mut());
            if let Some(caret) = drawn.caret {
                frame.set_cursor_position(caret);
            }
        })
        .context("terminal")?;
    Ok(drawn.hits)
}

impl Runtime {
    fn run(&mut self, model: &mut Model, first: Outbox) -> anyhow::Result<()> {
        if let Next::Quit = self.perform(model, first.effects)? {
            return Ok(());
        }
        while let Some(out) = self.wait(model) {
            if let Next::Quit = self.perform(model, out.effects)? {
                break;
            }
            if out.dirty {
                self.draw(model)?;
            }
        }
        Ok(())
    }

    /// Waits for something to happen, then folds in all that has: keys first, then signals, timer and answers.
    /// `None` when the terminal is gone.
    fn wait(&mut self, model: &mut Model) -> Option<Outbox> {
        let timer = match self.timers.iter().map(|(at, ..)| *at).min() {
            Some(at) => after(at.saturating_duration_since(Instant::now())),
            None => never(),
        };
        let mut select = Select::new();
        select.recv(self.input.events());
        select.recv(&self.signals);
        select.recv(&self.answers);
        select.recv(&timer);
        select.ready();
        let mut out = Outbox::default();
        let mut keys = 0;
        loop {
            match self.input.events().try_recv() {
                Ok(raw) => self.fold(model, raw, &mut out),
                Err(crossbeam_channel::TryRecvError::Empty) => break,
                Err(crossbeam_channel::TryRecvError::Disconnected) => {
                    merge(&mut out, model.update(Event::Terminate, now()));
                    return Some(out);
                }
            }
            keys += 1;
            if keys >= DRAIN || out.effects.iter().any(is_boundary) {
                break;
            }
        }
        if keys > 0 {
            // A frame for the keys first; answers come after it.
            return Some(out);
        }
        let signals: Vec<Signal> = self.signals.try_iter().collect();
        for signal in signals {
            self.signal(model, signal, &mut out);
        }
        let now_is = Instant::now();
        for (_, alarm, ticket) in self.timers.extract_if(.., |(at, ..)| *at <= now_is) {
            merge(&mut out, model.update(Event::Wake(alarm, ticket), now()));
        }
        let answers: Vec<Event> = self.answers.try_iter().take(64).collect();
        for event in answers {
            merge(&mut out, model.update(event, now()));
        }
        Some(out)
    }

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
            Raw::Widths(profile) => {
                // What a terminal says that cannot be believed holds for this run, but is not kept.
                if let (Some(profile), Some(name)) = (profile, term::terminal_name()) {
                    self.keep(model, &name, profile);
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
                if signal == Signal::Continued {
                    out.effects.push(Effect::Redraw);
                }
            }
        }
    }

    fn draw(&mut self, model: &mut Model) -> anyhow::Result<()> {
        let mut out = Outbox::default();
        model.settle(&mut out);
        // The frame first: what other threads are asked now would contend with it for the cores.
        self.hits = frame(&mut self.session, model)?;
        self.perform(model, out.effects)?;
        Ok(())
    }

    fn perform(&mut self, model: &mut Model, effects: Vec<Effect>) -> anyhow::Result<Next> {
        for effect in effects {
            match effect {
                Effect::Scan(ticket) => self.pool.scan(ticket),
                Effect::Work(ticket, job) => self.pool.work(ticket, job),
                Effect::Prepare => self.pool.prepare(),
                Effect::Discard(opened) => self.pool.discard(opened),
                Effect::Wake(delay, alarm, ticket) => {
                    self.timers.retain(|(_, other, _)| *other != alarm);
                    self.timers.push((Instant::now() + delay, alarm, ticket));
                }
                Effect::Move(old, new) => self.move_mark(model, &old, &new),
                Effect::Save(paths, edit) => self.save(model, &paths, &edit),
                Effect::Remember(key, value) => self.remember(model, key, &value),
                Effect::Redraw => self.session.regain(&self.input).context("terminal")?,
                Effect::Suspend => {
                    self.session.suspend(&self.input).context("terminal")?;
                    let (columns, rows) = self.session.size();
                    let out = model.update(Event::Resize(columns, rows), now());
                    self.perform(model, out.effects)?;
                    self.draw(model)?;
                }
                Effect::Quit => return Ok(Next::Quit),
                Effect::Copy(text) => {
                    let notice = self.copy(model, &text);
                    self.show_notice(model, notice)?;
                }
                Effect::CopyAddress(path) => {
                    let notice = self.copy_address(model, &path);
                    self.show_notice(model, notice)?;
                }
                Effect::Browse(place) => {
                    let notice = self.browse(model, &place);
                    self.show_notice(model, notice)?;
                }
                Effect::Edit(path) => {
                    let notice = self.edit(model, &path)?;
                    self.show_notice(model, notice)?;
                }
                Effect::Pipe(command, text) => {
                    let notice = self.pipe(model, &command, &text)?;
                    self.show_notice(model, notice)?;
                }
            }
        }
        Ok(Next::Go)
    }
}

/// Whether keys typed after this effect belong to what it starts.
fn is_boundary(effect: &Effect) -> bool {
    matches!(effect, Effect::Edit(_) | Effect::Pipe(..) | Effect::Suspend | Effect::Quit)
}

fn merge(out: &mut Outbox, more: Outbox) {
    out.dirty |= more.dirty;
    out.effects.extend(more.effects);
}
