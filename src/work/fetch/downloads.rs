//! The threads that fetch pictures for the screen. They start with the first picture that is asked for, and end when
//! none was for a while.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::Sender;

use crate::app::{Answer, Event, Ticket};
use crate::remote::{Cancel, FetchError, FetchRequest, Fetched};
use crate::work::context::guarded;
use crate::work::fetch::Fetcher;

/// The most threads, as many as there are connections.
const THREADS: usize = 4;

/// How long a thread waits for the next picture before it ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// The threads, and what they have to do.
pub(in crate::work) struct Downloads {
    cache: Option<PathBuf>,
    events: Sender<Event>,
    shared: Option<Arc<Shared>>,
}

struct Shared {
    fetcher: Fetcher,
    events: Sender<Event>,
    queue: Mutex<Queue>,
    added: Condvar,
}

#[derive(Default)]
struct Queue {
    tasks: VecDeque<Task>,
    /// The threads, and how many of them wait.
    threads: usize,
    waiting: usize,
}

struct Task {
    ticket: Ticket,
    request: Box<FetchRequest>,
    cancel: Cancel,
}

impl Downloads {
    /// Nothing runs yet. `cache`: the cache directory.
    pub(in crate::work) fn new(cache: Option<PathBuf>, events: Sender<Event>) -> Self {
        Self { cache, events, shared: None }
    }

    /// Fetches a picture; the answer comes as [`Event::Done`], also if the job is cancelled.
    pub(in crate::work) fn ask(&mut self, ticket: Ticket, request: Box<FetchRequest>, cancel: Cancel) {
        let shared = self.shared.get_or_insert_with(|| {
            let fetcher = Fetcher::new(self.cache.as_deref());
            let (queue, added) = (Mutex::default(), Condvar::new());
            Arc::new(Shared { fetcher, events: self.events.clone(), queue, added })
        });
        let mut queue = shared.queue();
        queue.tasks.push_back(Task { ticket, request, cancel });
        if queue.tasks.len() > queue.waiting && queue.threads < THREADS {
            let own = shared.clone();
            if thread::Builder::new().name("fetch".into()).spawn(move || own.run()).is_ok() {
                queue.threads += 1;
            }
        }
        let stranded = if queue.threads == 0 { queue.tasks.pop_back() } else { None };
        drop(queue);
        shared.added.notify_one();
        if let Some(task) = stranded {
            shared.answer(&task, Err(FetchError::Cancelled));
        }
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One thread.
    fn run(&self) {
        while let Some(task) = self.next() {
            let result = if task.cancel.is_cancelled() {
                Err(FetchError::Cancelled)
            } else {
                let fetched = guarded(|| self.fetcher.fetch(&task.request, &task.cancel));
                fetched.unwrap_or(Err(FetchError::Protocol))
            };
            if !self.answer(&task, result) {
                break;
            }
        }
        // While other threads work, what is idle may only be between two of their requests.
        if self.queue().threads == 0 {
            self.fetcher.rest();
        }
    }

    /// Waits for the next task; `None` if the thread is to end.
    fn next(&self) -> Option<Task> {
        let mut queue = self.queue();
        loop {
            if let Some(task) = queue.tasks.pop_front() {
                return Some(task);
            }
            queue.waiting += 1;
            let (woken, waited) = self.added.wait_timeout(queue, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            queue = woken;
            queue.waiting -= 1;
            if waited.timed_out() && queue.tasks.is_empty() {
                queue.threads -= 1;
                return None;
            }
        }
    }

    /// Sends an answer; `false` if nobody takes it any more.
    fn answer(&self, task: &Task, result: Result<Fetched, FetchError>) -> bool {
        let picture = task.request.candidates.first().cloned().unwrap_or_default();
        self.events.send(Event::Done(task.ticket, Answer::Fetched { picture, result })).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::unbounded;

    use super::*;
    use crate::store::PictureCache;

    fn request(address: &str) -> Box<FetchRequest> {
        Box::new(FetchRequest { candidates: vec![address.to_owned()], ..FetchRequest::default() })
    }

    #[test]
    fn threads_start_with_the_first_picture_and_answer_all() {
        let dir = tempfile::tempdir().unwrap();
        let (events, answers) = unbounded();
        let mut downloads = Downloads::new(Some(dir.path().to_path_buf()), events);
        assert!(downloads.shared.is_none());
        let cache = PictureCache::new(dir.path());
        for number in 0..20 {
            let address = format!("https://a.cn/{number}.png");
            cache.keep(&address, b"GIF89a", 1000).unwrap();
            downloads.ask(Ticket::default(), request(&address), Cancel::default());
        }
        let cancel = Cancel::default();
        cancel.cancel();
        downloads.ask(Ticket::default(), request("https://a.cn/x.png"), cancel);
        downloads.ask(Ticket::default(), request("file:///etc/passwd"), Cancel::default());
        let mut seen: Vec<(String, Option<FetchError>)> = (0..22)
            .map(|_| match answers.recv_timeout(Duration::from_secs(10)).unwrap() {
                Event::Done(_, Answer::Fetched { picture, result }) => (picture, result.err()),
                other => panic!("{other:?}"),
            })
            .collect();
        seen.sort_by(|one, other| one.0.cmp(&other.0));
        seen.retain(|(_, error)| error.is_some());
        let expected = [("file:///etc/passwd", FetchError::Address), ("https://a.cn/x.png", FetchError::Cancelled)];
        assert_eq!(seen, expected.map(|(picture, error)| (picture.to_owned(), Some(error))));
        let shared = downloads.shared.as_ref().unwrap();
        assert!((1..=THREADS).contains(&shared.queue().threads));
    }
}
