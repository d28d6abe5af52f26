//! The charts of quality on the KPI screen: what they read, what a person records beside them, and a chart as a file.

use std::path::PathBuf;

use super::board_out::Kind;
use super::chart_out;
use super::desk::Desk;
use super::jobs::JobKind;
use super::receive::{JobResult, Picked, Slot};
use crate::paper::FontSet;
use crate::store::{Answer, Request, StoreError, Ticket};
use crate::t;
use crate::text::Texts;
use crate::ui::Gravity;
use crate::ui::kpi::figure::Figure;
use crate::ui::kpi::quality::{Deed, QualityAsk, QualityPart};

/// Whether a deed is new or takes the last one back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Forth,
    Back,
}

impl Desk {
    pub(super) fn read_quality(&mut self, ask: QualityAsk) {
        let part = ask.part();
        let request = match ask {
            QualityAsk::Changes => Request::ProcessChanges,
            QualityAsk::Early(model) => Request::EarlyFailures { model, now: self.now() },
            QualityAsk::Sample(query) => Request::SampleOrders(query),
        };
        if let Some(ticket) = self.ask(request, Slot::Quality(part)) {
            self.screens.kpi.quality.wait_for(part, ticket);
        }
    }

    pub(super) fn quality_here(&mut self, part: QualityPart, ticket: Ticket, answer: Result<Answer, StoreError>) {
        if let Err(error) = &answer {
            let text = crate::ui::say::store_error_text(&self.shared.texts, error);
            self.notices.tell(Gravity::Error, text);
        }
        if self.screens.kpi.quality.settle(part, ticket, answer) {
            self.screens.kpi.version += 1;
        }
    }

    /// Records what a person found or changed, or takes it back.
    pub(super) fn record_quality(&mut self, deed: Deed, turn: Turn) {
        let by = self.by();
        let request = match deed.clone() {
            Deed::Look { number, valid, note } => Request::SpotCheck { number, valid, note, by },
            Deed::WithdrawLook { number, .. } => Request::WithdrawSpotCheck { number, by },
            Deed::Change(change) => Request::RecordProcessChange(change),
            Deed::WithdrawChange { id, withdrawn } => Request::WithdrawProcessChange { id, withdrawn, by },
        };
        self.ask(request, Slot::QualityRecorded(deed, turn));
    }

    /// Shows what stands on record now, and keeps the way back.
    pub(super) fn quality_recorded(&mut self, (deed, turn): (Deed, Turn), answer: &Answer) {
        let back = match deed {
            Deed::Look { number, valid, note } => Some(Deed::WithdrawLook { number, valid, note }),
            Deed::WithdrawLook { number, valid, note } => Some(Deed::Look { number, valid, note }),
            Deed::Change(_) => match answer {
                Answer::Count(id) => Some(Deed::WithdrawChange { id: *id, withdrawn: true }),
                _ => None,
            },
            Deed::WithdrawChange { id, withdrawn } => Some(Deed::WithdrawChange { id, withdrawn: !withdrawn }),
        };
        let now = self.now();
        let made = &mut self.screens.kpi.quality.records.made;
        let text = match turn {
            Turn::Forth => {
                made.extend(back.clone());
                t!(self.shared.texts, "records-done")
            }
            Turn::Back => {
                made.pop();
                t!(self.shared.texts, "done-undo")
            }
        };
        self.notices.done(text, turn == Turn::Forth && back.is_some(), now);
        self.screens.kpi.as_of(now);
        if let Some(query) = self.screens.kpi.quality.records.asked {
            self.read_quality(QualityAsk::Sample(query));
        }
    }

    /// Takes back what was recorded last on this screen.
    pub(super) fn undo_quality(&mut self) {
        match self.screens.kpi.quality.records.made.last().cloned() {
            Some(deed) => self.record_quality(deed, Turn::Back),
            None => {
                let (text, now) = (t!(self.shared.texts, "nothing-to-undo"), self.now());
                self.notices.done(text, false, now);
            }
        }
    }

    /// Asks where a chart is to be written. The ending says what kind of file it becomes.
    pub(super) fn export_figure(&mut self, figure: Box<Figure>, source: String) {
        let title = t!(self.shared.texts, "kpi-export-chart");
        let name: String = figure.title.chars().filter(|sign| !['/', '\\', ' ', ':'].contains(sign)).collect();
        let name = format!("{name}-{}.pdf", self.now().wall().format("%Y%m%d-%H%M"));
        self.jobs.start(JobKind::PickFiles, title, move |_| {
            let mut dialog = rfd::FileDialog::new().set_file_name(name);
            for kind in chart_out::KINDS {
                dialog = dialog.add_filter(kind.word(), &[kind.word()]);
            }
            JobResult::Picked(Picked::FigureTo(figure, source), dialog.save_file().into_iter().collect())
        });
    }

    pub(super) fn figure_to(&mut self, (figure, source): (Box<Figure>, String), path: PathBuf) {
        let texts = Texts::new(self.shared.texts.lang());
        let Some(kind) = Kind::of(&path).filter(|kind| chart_out::KINDS.contains(kind)) else {
            let endings = chart_out::KINDS.map(Kind::word).join("、");
            let text = t!(texts, "board-export-kinds", kinds = endings);
            return self.notices.tell(Gravity::Warning, text);
        };
        let (company, made_at) = (self.settings.company.clone(), self.now().wall());
        let title = t!(texts, "kpi-export-chart");
        self.jobs.start(JobKind::Export, title, move |_| {
            let page = chart_out::ChartPage { figure: &figure, source: &source, company: &company, made_at };
            let written = FontSet::load()
                .map_err(anyhow::Error::from)
                .and_then(|fonts| page.write(&path, kind, &fonts))
                .map(|()| (path, Ok(())));
            JobResult::Written(written.map_err(|error| format!("{error:#}")))
        });
    }
}
