//! The pictures of the open article: whether they are shown, and asking for those in view.

use crate::app::page::article_view::{ArticleView, Opened};
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::pictures::loaded::{Display, Era, LoadedPicture, PictureKey, WantedPicture};
use crate::app::state::slot::Ticket;
use crate::document::Image;
use crate::locale::Msg;
use crate::picture::{Cells, Graphics};
use crate::theme::{Color, Part};
use crate::typeset::{PicturePlace, PictureSpace};

/// The part of the window that is the greatest height of the thumbnail in a title block, as its divisor; also its fewest
/// rows.
const THUMBNAIL: usize = 4;

/// A picture with the cells reserved for it, by rows of the article.
#[derive(Clone, Copy, Debug)]
pub struct PlacedPicture<'a> {
    /// The picture.
    pub image: &'a Image,
    /// Whether it is in the body, not in the title block.
    pub body: bool,
    /// Its cells. The row is counted from the top of the title block.
    pub place: PicturePlace,
}

impl PlacedPicture<'_> {
    /// What is loaded to show it.
    pub fn wanted(&self) -> Option<WantedPicture> {
        let cells = Cells { width: self.place.columns, height: self.place.rows };
        WantedPicture::new(self.image, cells, None)
    }
}

impl Model {
    /// The space for pictures in the open article.
    pub(in crate::app) fn picture_space(&self) -> PictureSpace {
        let Some(display) = self.pictures.display().filter(|_| self.shows_pictures()) else {
            return PictureSpace::default();
        };
        let pane = usize::from(self.reader_pane().height);
        let rows = pane * usize::from(self.config.picture_height) / 100;
        let cell = display.graphics.cell;
        let sizes = self.reader.view().map(|view| view.setting().pictures.sizes.clone()).unwrap_or_default();
        let rows = rows.clamp(1, 1 << 10) as u16;
        let thumbnail = (pane / THUMBNAIL).clamp(THUMBNAIL, 1 << 10) as u16;
        let head_rows = if self.config.head_thumbnail { rows.min(thumbnail) } else { rows };
        PictureSpace { rows, head_rows, cell: (cell.width, cell.height), sizes }
    }

    /// Whether pictures are shown.
    pub fn shows_pictures(&self) -> bool {
        self.pictures.are_shown(self.config.show_pictures)
    }

    /// Shows the pictures or not, for now.
    pub(in crate::app) fn toggle_pictures(&mut self, out: &mut Outbox) {
        if self.pictures.display().is_none() {
            return;
        }
        let shown = !self.shows_pictures();
        self.pictures.switch(Some(shown));
        if !shown {
            self.pictures.clear();
            self.viewer = None;
            self.sheet = None;
        }
        match self.unloaded_pictures().filter(|_| shown) {
            Some((count, key)) => {
                let values = [("n", count.as_str()), ("key", &key)];
                self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticePicturesShownPartly, &values)));
            }
            None => self.show_notice(if shown { Msg::NoticePicturesShown } else { Msg::NoticePicturesHidden }),
        }
        self.compose_if_needed(out);
    }

    /// Takes up how the terminal shows pictures; the scroll position stays.
    pub(in crate::app) fn displayed(&mut self, display: Display, out: &mut Outbox) {
        if self.pictures.set_display(display) {
            out.dirty = true;
            self.compose_if_needed(out);
        }
    }

    /// Asks for the pictures in view and near it, nearest first.
    pub(in crate::app) fn request_pictures(&mut self, out: &mut Outbox) {
        if self.panes().reader.is_none() && !self.pictures.is_idle() {
            return self.pictures.clear();
        }
        let wanted = self.wanted_pictures();
        if wanted.is_empty() && self.pictures.is_idle() {
            return;
        }
        self.fetch_pictures(&wanted, out);
        let Some((ticket, era, wanted)) = self.pictures.want(wanted) else { return };
        let (Some(display), Some(opened)) = (self.pictures.display(), self.reader.opened()) else { return };
        let background = self.theme().part(Part::Page).bg.and_then(Color::rgb).map(Into::into);
        let (article, graphics) = (opened.path.clone(), Graphics { background, ..display.graphics });
        out.push(Effect::Work(ticket, Job::Pictures { era, article, wanted, graphics }));
    }

    /// The pictures to load: those in view from top to bottom, then those of the next screen, then of the one before.
    fn wanted_pictures(&self) -> Vec<WantedPicture> {
        let is_shown = |opened: &&Opened| self.shows_pictures() && opened.view().setting().pictures.rows > 0;
        let Some(opened) = self.reader.opened().filter(is_shown) else { return Vec::new() };
        if self.viewer.is_some() {
            return self.wanted_by_viewer();
        }
        if self.sheet.is_some() {
            return self.wanted_by_sheet();
        }
        let (rows, screen) = (self.visible_rows(), self.extent().total());
        let below = opened.pictures(rows.end..rows.end + screen);
        let mut above: Vec<_> = opened.pictures(rows.start.saturating_sub(screen)..rows.start).collect();
        above.reverse();
        opened.pictures(rows).chain(below).chain(above).filter_map(|placed| placed.wanted()).collect()
    }

    /// Handles a picture that was loaded.
    pub(in crate::app) fn pictured(&mut self, era: Era, key: PictureKey, picture: LoadedPicture, out: &mut Outbox) {
        out.dirty |= self.pictures.land(era, key, picture);
    }

    /// Handles the end of a job that loads pictures.
    pub(in crate::app) fn all_pictured(&mut self, ticket: Ticket) {
        self.pictures.finish(ticket);
    }
}

impl Opened {
    /// The pictures for which cells are reserved in some of these rows, from top to bottom.
    pub fn pictures(&self, rows: std::ops::Range<usize>) -> impl Iterator<Item = PlacedPicture<'_>> {
        let view: &ArticleView = self.view();
        let of = move |body: bool, rows: std::ops::Range<usize>| {
            let (page, above) = view.page(body);
            let rows = rows.start.saturating_sub(above)..rows.end.saturating_sub(above);
            page.pictures(rows).filter_map(move |place| {
                let place = PicturePlace { row: place.row + above, ..place };
                Some(PlacedPicture { image: self.image(body, place.image)?, body, place })
            })
        };
        of(false, rows.clone()).chain(of(true, rows))
    }
}
