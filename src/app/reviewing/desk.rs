//! The review on screen: reads and takes figures, lays the pages out beside the window, writes the file.

use std::path::PathBuf;
use std::sync::Arc;

use super::{ReviewFile, pages};
use crate::app::Desk;
use crate::app::board_out::Kind;
use crate::app::jobs::JobKind;
use crate::app::receive::{JobResult, Picked, Slot};
use crate::figures::report::{Report, Shape};
use crate::figures::review::Period;
use crate::paper::FontSet;
use crate::paper::review::report;
use crate::store::{Answer, Request, Review, ReviewChange, StoreError, Ticket};
use crate::t;
use crate::text::Texts;
use crate::ui::Gravity;
use crate::ui::review::ReviewPages;

/// Pages made beside the window, or why not; and the faces they were measured with.
pub(in crate::app) type PagesMade = (Result<Box<ReviewPages>, String>, Option<Arc<FontSet>>);

impl Desk {
    pub(in crate::app) fn read_review(&mut self, period: Period, number: Option<String>) {
        if let Some(ticket) = self.ask(Request::Review { period, number }, Slot::Review) {
            self.screens.review.review.wait_for(ticket);
        }
    }

    pub(in crate::app) fn take_review(&mut self, period: Period) {
        let by = self.by();
        self.screens.review.number = None;
        if let Some(ticket) = self.ask(Request::TakeReview { period, by }, Slot::Review) {
            self.screens.review.review.wait_for(ticket);
        }
    }

    pub(in crate::app) fn change_review(&mut self, period: Period, number: String, change: Box<ReviewChange>) {
        let now = self.now();
        if let Some(ticket) = self.ask(Request::ChangeReview { period, number, change, now }, Slot::Review) {
            self.screens.review.review.wait_for(ticket);
        }
    }

    pub(in crate::app) fn review_here(&mut self, ticket: Ticket, answer: Result<Answer, StoreError>) {
        let review = answer
            .and_then(|answer| if let Answer::Review(review) = answer { Ok(review) } else { Err(StoreError::Gone) });
        if self.screens.review.review.settle(ticket, review) {
            self.lay_review_out();
        }
    }

    /// Lays the review on screen out; when that is going on already, once more behind it.
    pub(in crate::app) fn lay_review_out(&mut self) {
        let Some(Some(review)) = self.screens.review.review.value() else { return };
        let review = review.clone();
        let texts = Texts::new(self.shared.texts.lang());
        let (company, fonts) = (self.settings.company.clone(), self.screens.review.fonts.clone());
        let shape = self.screens.review.shape;
        let title = t!(self.shared.texts, "job-review");
        let started = self.jobs.start(JobKind::Review, title, move |_| {
            let fonts = fonts.map_or_else(FontSet::load, Ok);
            let made = fonts.as_ref().map_err(ToString::to_string).and_then(|fonts| {
                lay_out(&review, shape, (&texts, &company), fonts).map(Box::new).map_err(|error| error.to_string())
            });
            JobResult::ReviewLaidOut((made, fonts.ok()))
        });
        self.screens.review.again = !started;
    }

    pub(in crate::app) fn review_laid_out(&mut self, (made, fonts): PagesMade) {
        if let Some(fonts) = fonts
            && self.screens.review.fonts.is_none()
        {
            crate::ui::paper_view::install_paper_fonts(&self.ctx, &fonts);
            self.screens.review.fonts = Some(fonts);
        }
        let screen = &mut self.screens.review;
        match made {
            Ok(pages) => (screen.pages, screen.refused) = (Some(*pages), None),
            Err(error) => screen.refused = Some(error),
        }
        if std::mem::take(&mut screen.again) {
            self.lay_review_out();
        }
    }

    /// Asks where to; the ending says what kind of file it becomes.
    pub(in crate::app) fn export_review(&mut self, period: Period, number: String) {
        let title = t!(self.shared.texts, "pick-figures");
        let report = self.screens.review.shape.report;
        let name = if report == Report::Review { number.clone() } else { format!("{number}-{}", report.word()) };
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            let mut dialog = rfd::FileDialog::new().set_file_name(format!("{name}.pdf"));
            for kind in [Kind::Pdf, Kind::Xlsx, Kind::Png, Kind::Svg] {
                dialog = dialog.add_filter(kind.word(), &[kind.word()]);
            }
            JobResult::Picked(Picked::ReviewTo(period, number), dialog.save_file().into_iter().collect())
        });
    }

    /// Reads the review once more, so that the file holds what was typed last.
    pub(in crate::app) fn review_to(&mut self, (period, number): (Period, String), path: PathBuf) {
        if Kind::of(&path).is_none() {
            let endings: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            let text = t!(self.shared.texts, "board-export-kinds", kinds = endings.join("、"));
            return self.notices.tell(Gravity::Warning, text);
        }
        self.ask(Request::Review { period, number: Some(number) }, Slot::ReviewToFile(path));
    }

    pub(in crate::app) fn write_review(&mut self, review: Box<Review>, path: PathBuf) {
        let texts = Texts::new(self.shared.texts.lang());
        let (company, fonts) = (self.settings.company.clone(), self.screens.review.fonts.clone());
        let shape = self.screens.review.shape;
        let title = t!(self.shared.texts, "job-review");
        self.jobs.start(JobKind::Paper, title, move |progress| {
            let written = fonts.map_or_else(FontSet::load, Ok).map_err(anyhow::Error::from);
            let written = written.and_then(|fonts| {
                let file = ReviewFile { review: &review, shape, texts: &texts, company: &company, fonts: &fonts };
                file.write(&path, &|done, of| progress.report(done, of))
            });
            JobResult::Written(written.map(|_| (path, Ok(()))).map_err(|error| format!("{error:#}")))
        });
    }
}

fn lay_out(
    review: &Review,
    shape: Shape,
    whose: (&Texts, &str),
    fonts: &FontSet,
) -> Result<ReviewPages, crate::paper::PaperError> {
    let made = pages(review, shape, whose, fonts);
    let laid_out = report(&made.report, fonts)?;
    Ok(ReviewPages { laid_out, links: made.links, chapters: made.chapters, findings: made.findings })
}
