//! The pictures of the open article: how the terminal shows them, which of them are loaded, and which are asked for.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::state::slot::{Slot, Ticket};
use crate::config::ShowPictures;
use crate::document::Image;
use crate::picture::{Cells, Encoded, Graphics, PictureError, Pixels, Region, header};
use crate::remote::{Cancel, FetchError};
use crate::text::Clean;

/// The memory that loaded pictures may take, in bytes. Visible ones are kept even beyond it.
const MOST_BYTES: usize = 64 << 20;

/// How the terminal shows pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Display {
    /// The protocol and the size of a cell.
    pub graphics: Graphics,
    /// Whether pictures look as they should: the terminal shows pixels, or all colours.
    pub is_fine: bool,
}

/// A picture in one size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureKey {
    /// The first of its addresses.
    pub address: Clean,
    /// Its size.
    pub cells: Cells,
    /// The part of it that is shown; `None` for the whole.
    pub region: Option<Region>,
}

/// A picture to be loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedPicture {
    /// What to load.
    pub key: PictureKey,
    /// All its addresses, best first.
    pub candidates: Vec<Clean>,
    /// Its bytes, if it was just fetched.
    pub bytes: Option<Arc<[u8]>>,
}

impl WantedPicture {
    /// A picture in this size; `None` if it has no address.
    pub fn new(image: &Image, cells: Cells, region: Option<Region>) -> Option<Self> {
        let address = image.candidates.first()?.clone();
        Some(Self { key: PictureKey { address, cells, region }, candidates: image.candidates.clone(), bytes: None })
    }
}

/// Why a picture is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureFailure {
    /// It is on the web, on this host, and was not loaded.
    Remote(String),
    /// It could not be fetched from the web.
    Unfetched(FetchError),
    /// There is no such file, or it cannot be read.
    Missing,
    /// The file is no picture that can be shown.
    Broken(PictureError),
}

/// What became of a picture.
pub type LoadedPicture = Result<Encoded, PictureFailure>;

/// Identifies the article, and how the terminal shows its pictures: what was loaded for another era is of no use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Era(u32);

/// The pictures of the open article. What is asked for is what is in view and near it; what is not wanted any more is
/// cancelled.
#[derive(Debug, Default)]
pub struct Pictures {
    display: Option<Display>,
    /// Whether they are shown for now, against the settings.
    switched: Option<bool>,
    era: Era,
    loaded: HashMap<PictureKey, Kept>,
    /// The bytes of those that are loaded.
    bytes: usize,
    /// Counts the frames.
    clock: u64,
    slot: Slot<()>,
    /// What was asked for and has not been answered.
    pending: Vec<PictureKey>,
    /// What is being fetched from the web: by the address it is asked for, the picture's first address.
    fetching: HashMap<String, (Clean, Cancel)>,
    /// What was fetched and is not loaded yet, by the picture's first address.
    fetched: HashMap<Clean, Arc<[u8]>>,
    /// The sizes in pixels of those that were fetched since the article was opened, by the first address.
    sizes: HashMap<Clean, Pixels>,
}

#[derive(Debug)]
struct Kept {
    picture: LoadedPicture,
    /// When it was last wanted.
    used: u64,
}

impl Pictures {
    /// How the terminal shows pictures; `None` before it is known.
    pub fn display(&self) -> Option<Display> {
        self.display
    }

    /// Whether pictures are shown, by these settings and by what was switched.
    pub fn are_shown(&self, show: ShowPictures) -> bool {
        let Some(display) = self.display else { return false };
        self.switched.unwrap_or(match show {
            ShowPictures::Auto => display.is_fine,
            ShowPictures::Always => true,
            ShowPictures::Never => false,
        })
    }

    /// Shows pictures for now or not, until it is forgotten with `None`.
    pub(in crate::app) fn switch(&mut self, shown: Option<bool>) {
        self.switched = shown;
    }

    /// Sets how the terminal shows pictures. Returns whether that has changed.
    pub(in crate::app) fn set_display(&mut self, display: Display) -> bool {
        let changed = self.display.replace(display) != Some(display);
        if changed {
            self.clear();
        }
        changed
    }

    /// Drops all pictures, and what is asked for: the article, or the terminal, is another one.
    pub(in crate::app) fn clear(&mut self) {
        self.era.0 = self.era.0.wrapping_add(1);
        self.loaded = HashMap::new();
        self.bytes = 0;
        self.pending = Vec::new();
        self.slot.forget();
        self.fetching.drain().for_each(|(_, (_, cancel))| cancel.cancel());
        self.fetched = HashMap::new();
    }

    /// Forgets what is known of the pictures of an article: another one was opened.
    pub(in crate::app) fn forget_sizes(&mut self) {
        self.sizes = HashMap::new();
    }

    /// The size in pixels of a picture that was fetched since the article was opened.
    pub(in crate::app) fn size(&self, address: &Clean) -> Option<Pixels> {
        self.sizes.get(address).copied()
    }

    /// Whether a picture is on the web and is neither loaded nor being fetched.
    pub(in crate::app) fn is_unfetched(&self, picture: &WantedPicture) -> bool {
        matches!(self.get(&picture.key), Some(Err(PictureFailure::Remote(_))))
            && self.fetching.values().all(|(address, _)| *address != picture.key.address)
    }

    /// A picture is being fetched from an address.
    pub(in crate::app) fn fetch(&mut self, from: &str, picture: &Clean) -> Cancel {
        let cancel = Cancel::default();
        self.fetching.insert(from.to_owned(), (picture.clone(), cancel.clone()));
        cancel
    }

    /// Takes in what was fetched. Returns whether it was asked for.
    pub(in crate::app) fn take_fetched(&mut self, from: &str, result: Result<Arc<[u8]>, FetchError>) -> bool {
        if matches!(result, Err(FetchError::Cancelled)) {
            // It may be asked for again since.
            return false;
        }
        let Some((picture, _)) = self.fetching.remove(from) else { return false };
        let own = |key: &PictureKey| key.address == picture;
        match result {
            // It is asked for again, with its bytes.
            Ok(bytes) => {
                self.loaded.retain(|key, _| !own(key));
                if let Some(header) = header(&bytes) {
                    self.sizes.insert(picture.clone(), header.pixels);
                }
                self.fetched.insert(picture, bytes);
            }
            Err(error) => {
                let failed = self.loaded.iter_mut().filter(|(key, _)| own(key));
                failed.for_each(|(_, kept)| kept.picture = Err(PictureFailure::Unfetched(error.clone())));
            }
        }
        true
    }

    /// What became of a picture; `None` if it is not loaded.
    pub fn get(&self, key: &PictureKey) -> Option<&LoadedPicture> {
        self.loaded.get(key).map(|kept| &kept.picture)
    }

    /// The one of a picture's sizes and parts that was wanted last.
    pub fn latest(&self, address: &Clean) -> Option<&LoadedPicture> {
        let of_it = self.loaded.iter().filter(|(key, _)| key.address == *address);
        of_it.max_by_key(|(_, kept)| kept.used).map(|(_, kept)| &kept.picture)
    }

    /// Whether there are no pictures, neither loaded nor asked for.
    pub(in crate::app) fn is_idle(&self) -> bool {
        self.loaded.is_empty() && !self.slot.is_waiting()
    }

    /// The bytes that loaded pictures take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes what is wanted, nearest first. Returns the ticket, the era and the pictures of a job if one is to be asked
    /// for; it replaces the one before. The job may be empty: then there is nothing to do any more.
    pub(in crate::app) fn want(&mut self, wanted: Vec<WantedPicture>) -> Option<(Ticket, Era, Vec<WantedPicture>)> {
        self.clock += 1;
        let mut missing = Vec::new();
        for mut picture in wanted {
            picture.bytes = self.fetched.get(&picture.key.address).cloned();
            match self.loaded.get_mut(&picture.key) {
                Some(kept) => kept.used = self.clock,
                None if missing.iter().any(|other: &WantedPicture| other.key == picture.key) => {}
                None => missing.push(picture),
            }
        }
        // The order does not matter: a job that has begun goes on while the article is scrolled.
        let is_pending = |picture: &WantedPicture| self.pending.contains(&picture.key);
        if missing.len() == self.pending.len() && missing.iter().all(is_pending) {
            return None;
        }
        self.pending = missing.iter().map(|picture| picture.key.clone()).collect();
        Some((self.slot.ask(), self.era, missing))
    }

    /// Stores a picture. One that came too late to be wanted is kept too, unless it is of another era. Returns whether it
    /// was stored.
    pub(in crate::app) fn land(&mut self, era: Era, key: PictureKey, picture: LoadedPicture) -> bool {
        if era != self.era {
            return false;
        }
        self.pending.retain(|pending| *pending != key);
        self.fetched.remove(&key.address);
        self.bytes += picture.as_ref().map_or(0, Encoded::bytes);
        if let Some(old) = self.loaded.insert(key, Kept { picture, used: self.clock }) {
            self.bytes -= old.picture.as_ref().map_or(0, Encoded::bytes);
        }
        self.shrink();
        true
    }

    /// A job has ended.
    pub(in crate::app) fn finish(&mut self, ticket: Ticket) {
        if self.slot.land(ticket, ()) {
            self.pending.clear();
        }
    }

    /// Drops those that have not been wanted for longest.
    fn shrink(&mut self) {
        while self.bytes > MOST_BYTES {
            let old = self.loaded.iter().filter(|(_, kept)| kept.used < self.clock);
            let Some(key) = old.min_by_key(|(_, kept)| kept.used).map(|(key, _)| key.clone()) else { return };
            if let Some(kept) = self.loaded.remove(&key) {
                self.bytes -= kept.picture.as_ref().map_or(0, Encoded::bytes);
            }
        }
    }
}
