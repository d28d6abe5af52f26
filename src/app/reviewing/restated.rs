//! What a report says beside its figures: figures of closed months that count otherwise now, by when and to whom it is due.

use super::figures::Maker;
use super::findings::KEY;
use crate::figures::kpi::{Kpi, definition};
use crate::figures::report::breakdown;
use crate::figures::review::{Chapter, ChapterState, Restated, Since, Told};
use crate::paper::review::{Block, Cell, Table};
use crate::store::{FigureKey, KpiQuery, Narrow};
use crate::t;
use crate::ui::review::Link;
use crate::ui::say;

/// The rows of the book that a chapter is about, so that their corrections stand on its page.
fn about(chapter: Chapter) -> Vec<Kpi> {
    match chapter {
        Chapter::Trend => vec![Kpi::K02],
        Chapter::Regions => vec![Kpi::K01],
        Chapter::Pareto => vec![Kpi::K13],
        Chapter::Appeals => vec![Kpi::A1, Kpi::A2],
        Chapter::Satisfaction => vec![Kpi::K04, Kpi::K19],
        Chapter::Checks => vec![Kpi::K06, Kpi::K12],
        Chapter::Resources => vec![Kpi::K05, Kpi::K07, Kpi::K15],
        Chapter::Results => vec![Kpi::K03, Kpi::K17],
        Chapter::Escalated => vec![Kpi::K08, Kpi::K09, Kpi::K10],
        Chapter::Kpis => KEY.to_vec(),
        Chapter::AllKpis => Kpi::ALL.to_vec(),
        other => breakdown(other).map(|(_, lines)| lines.iter().map(|(kpi, _)| *kpi).collect()).unwrap_or_default(),
    }
}

/// The rows whose corrections stand on the page of a chapter: of each row on the first page that is about it, those of
/// one or few rows before the lists of many.
fn rows_of(chapter: Chapter, states: &[ChapterState]) -> Vec<Kpi> {
    const LISTS: [Chapter; 2] = [Chapter::Kpis, Chapter::AllKpis];
    let shown = || states.iter().filter(|state| state.included).map(|state| state.chapter);
    let first = |kpi: Kpi| {
        let own = shown().find(|one| !LISTS.contains(one) && about(*one).contains(&kpi));
        own.or_else(|| shown().find(|one| about(*one).contains(&kpi)))
    };
    about(chapter).into_iter().filter(|kpi| first(*kpi) == Some(chapter)).collect()
}

impl Maker<'_> {
    /// Each figure of a closed month that counts otherwise now, on a line of its own: the month, as printed, as counted now,
    /// and what happened since (kpi.md 5.1 rule 8). Lines printed beside the main one are told where all of them stand.
    pub(super) fn restated(&mut self, chapter: Chapter, states: &[ChapterState]) -> Vec<Block> {
        let rows = rows_of(chapter, states);
        let review = self.review;
        let main = |one: &&Restated| definition(one.kpi).lines.first().is_some_and(|(line, _)| *line == one.line);
        let all = review.figures.restated.iter().filter(|one| rows.contains(&one.kpi));
        let mut told: Vec<&Restated> = all.filter(|one| chapter == Chapter::AllKpis || main(one)).collect();
        if told.is_empty() {
            return Vec::new();
        }
        told.sort_by_key(|one| (rows.iter().position(|kpi| *kpi == one.kpi), one.span.from));
        let columns = self.heads(&[
            ("kpi", 2.2, false),
            ("month", 1.1, false),
            ("printed", 1.2, true),
            ("counted", 1.2, true),
            ("since", 4.0, false),
        ]);
        let rows = told.into_iter().map(|one| self.restated_row(one)).collect();
        vec![Block::Heading(t!(self.texts, "review-restated")), Block::Table(Table { columns, rows })]
    }

    fn restated_row(&mut self, one: &Restated) -> Vec<Cell> {
        let text = |told: &Told| say::kpi_value(self.texts, &told.value(one.unit), one.unit);
        // Where both read alike the parts tell them apart.
        let parts = |told: &Told| format!("{} ({} / {})", text(told), told.part, told.whole);
        let alike = text(&one.told) == text(&one.now);
        let [printed, counted] = [&one.told, &one.now].map(|told| if alike { parts(told) } else { text(told) });
        let query = KpiQuery { kpi: one.kpi, span: one.span, by: Vec::new(), narrow: Narrow::default() };
        let link = (one.now.items > 0).then(|| {
            let key = FigureKey { query, line: one.line, cell: Vec::new(), counted: None };
            self.links.push(Link::Figure(Box::new(key)));
            self.links.len() - 1
        });
        vec![
            Cell::plain(say::kpi_line_name(self.texts, one.kpi, one.line)),
            Cell::plain(one.span.from.date().format("%Y-%m").to_string()),
            Cell::plain(printed),
            Cell { text: counted, link, ..Cell::default() },
            Cell { text: self.since(one), pale: true, ..Cell::default() },
        ]
    }

    /// Why a figure counts otherwise, as far as it is known.
    fn since(&self, one: &Restated) -> String {
        if one.units {
            return t!(self.texts, "review-since-units");
        }
        let said = one.since.iter().map(|(what, n)| match what {
            Since::Reopened => t!(self.texts, "review-since-reopened", n = *n),
            Since::Corrected => t!(self.texts, "review-since-corrected", n = *n),
            Since::Entered => t!(self.texts, "review-since-entered", n = *n),
            Since::Merged => t!(self.texts, "review-since-merged", n = *n),
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() {
            return t!(self.texts, "review-since-unknown");
        }
        t!(self.texts, "review-since", what = said.join(&t!(self.texts, "review-and")))
    }

    /// Who owes this report by when, as the rule book of the figures has it.
    pub(super) fn owed(&self) -> Vec<String> {
        let rows = self.shape.report.rows();
        let owed = self.rules.policy.obligations.iter().filter(|row| rows.contains(&row.report.as_str()));
        owed.map(|row| {
            let (who, what) = (say::named(self.texts, &row.who), say::named(self.texts, &row.what));
            let due = say::report_due(self.texts, row, self.review.period);
            t!(self.texts, "review-owed", rule = row.id.as_str(), who = who, what = what, due = due)
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::report::Report;
    use crate::figures::review::Period;

    /// A correction stands once in a report, on the page that is about its row; without such a page in the list of all.
    #[test]
    fn a_correction_stands_on_one_page() {
        let period = Period::Quarter(2026, 1);
        for report in Report::ALL {
            let mut states: Vec<ChapterState> = report.chapters(period).into_iter().map(ChapterState::new).collect();
            let pages = |states: &[ChapterState], kpi: Kpi| {
                let shown = states.iter().filter(|state| state.included).map(|state| state.chapter);
                shown.filter(|chapter| rows_of(*chapter, states).contains(&kpi)).collect::<Vec<_>>()
            };
            for kpi in Kpi::ALL {
                assert!(pages(&states, *kpi).len() <= 1, "{report:?} {kpi:?}");
            }
            if *report == Report::Review {
                assert_eq!(pages(&states, Kpi::K02), [Chapter::Trend]);
                assert_eq!(pages(&states, Kpi::F1), [Chapter::Kpis]);
                states
                    .iter_mut()
                    .filter(|state| state.chapter == Chapter::Trend)
                    .for_each(|state| state.included = false);
                assert_eq!(pages(&states, Kpi::K02), [Chapter::Kpis]);
            }
            if *report == Report::Kpis {
                assert!(Kpi::ALL.iter().all(|kpi| pages(&states, *kpi).len() == 1));
            }
        }
    }
}
