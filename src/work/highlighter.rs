//! The thread that finds the tokens in code, after the first screen; only the newest question is answered.

use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app::Event;
use crate::document::{BlockKind, Document};
use crate::highlight::Grammars;
use crate::typeset::{PreparedBlock, Tokens};
use crate::work::context::guarded;

/// Of a document so many bytes of code are looked at: grammars read about 200 kB a second.
const MOST: usize = 256 << 10;

/// A document and its blocks as they are prepared without tokens.
pub(super) type Job = (Arc<Document>, Arc<[PreparedBlock]>);

/// Starts the thread; it ends with its queue.
pub(super) fn start(events: Sender<Event>) -> std::io::Result<Sender<Job>> {
    let (jobs, queue) = unbounded();
    thread::Builder::new().name("highlighter".into()).spawn(move || run(&queue, &events))?;
    Ok(jobs)
}

fn run(queue: &Receiver<Job>, events: &Sender<Event>) {
    while let Ok(job) = queue.recv() {
        let (document, plain) = queue.try_iter().last().unwrap_or(job);
        // A grammar that fails leaves the code plain.
        let Ok(Some(body)) = guarded(|| highlighted(&document, &plain, &|| queue.is_empty())) else { continue };
        if events.send(Event::Highlighted(plain, body)).is_err() {
            return;
        }
    }
}

/// The blocks of a document with the tokens of their code; none where there are no tokens or something newer is asked for.
pub fn highlighted(
    document: &Document,
    plain: &Arc<[PreparedBlock]>,
    goes_on: &dyn Fn() -> bool,
) -> Option<Arc<[PreparedBlock]>> {
    let mut grammars = None;
    let mut left = MOST;
    let mut body = plain.to_vec();
    let mut any = false;
    for (block, prepared) in document.blocks.iter().zip(&mut body) {
        let BlockKind::Code(Some(language)) = &block.kind else { continue };
        if !goes_on() {
            return None;
        }
        let Some(rest) = left.checked_sub(block.text().len()) else { continue };
        let grammars = grammars.get_or_insert_with(Grammars::load);
        let tokens = Tokens::from(grammars.tokens(language, block.text(), goes_on));
        if !tokens.is_empty() {
            left = rest;
            any = true;
            *prepared = std::mem::take(prepared).highlighted(tokens);
        }
    }
    (any && goes_on()).then(|| body.into())
}
