//! What the board shows, made once for each set of figures and language: figures, words, and the five charts.

use crate::charts::{Area, Drawn, Measure, Palette, Recorder, Scale, backlog, heat, on_time, pareto, region_mix};
use crate::domain::words::words;
use crate::figures::dashboard::{AGES, AgeBin};
use crate::figures::heat::{self as heat_figures, HeatRow};
use crate::figures::on_time::Step;
use crate::figures::region_mix::RegionRow;
use crate::figures::report::Compare;
use crate::figures::{Heat, OnTime, Pareto, RegionMix};
use crate::rulebook::RuleBook;
use crate::store::Dashboard;
use crate::t;
use crate::text::Texts;
use crate::text::say::count;
use crate::ui::say;

use super::tiles::TileText;

words! {
    /// A chart of the board.
    pub enum Piece {
        Mix = "mix",
        OnTime = "on_time",
        Symptoms = "symptoms",
        Matrix = "matrix",
        Ages = "ages",
    }
}

/// Figures and words of the tiles and charts. Rows stand in the order of the figures, so that marks find them again.
pub struct Made {
    pub tiles: Vec<TileText>,
    pub mix: RegionMix,
    mix_words: region_mix::Words,
    pub trend: OnTime,
    trend_words: on_time::Words,
    pub symptoms: Pareto,
    symptom_words: pareto::Words,
    pub matrix: Heat,
    matrix_words: heat::Words,
    pub ages: [AgeBin; AGES],
    age_words: backlog::Words,
    titles: Vec<(String, String, String)>,
}

impl Made {
    /// `compare` says which earlier periods the tiles and the course are held against.
    #[must_use]
    pub fn of(figures: &Dashboard, compare: Compare, book: &RuleBook, texts: &Texts) -> Self {
        let nameless = t!(texts, "board-no-region");
        let unsaid = t!(texts, "chart-unsaid");
        let matrix = matrix(figures, &unsaid);
        let titles = Piece::ALL.iter().map(|piece| {
            let word = piece.word();
            let note = note(*piece, (figures, compare, matrix.measure), texts);
            (texts.name("board-chart", word), note, texts.name("board-empty", word))
        });
        let titles = titles.collect();
        Self {
            tiles: super::tiles::texts(figures, compare, texts),
            mix: named(&figures.mix, &nameless),
            mix_words: say::region_mix_words(texts, &book.rules),
            trend: super::trend(figures, compare, book, texts),
            trend_words: say::on_time_words(texts),
            symptoms: pareto(figures, other_symptom(book)),
            symptom_words: say::pareto_words(texts),
            matrix_words: say::heat_words(texts, matrix.fixed.as_ref()),
            matrix,
            ages: figures.open.ages,
            age_words: say::backlog_words(texts),
            titles,
        }
    }

    /// The name of a chart.
    #[must_use]
    pub fn title(&self, piece: Piece) -> &str {
        self.titles.get(piece as usize).map_or("", |(title, ..)| title)
    }

    /// What its figures are.
    #[must_use]
    pub fn note(&self, piece: Piece) -> &str {
        self.titles.get(piece as usize).map_or("", |(_, note, _)| note)
    }

    /// The names of the classes, in their order.
    #[must_use]
    pub const fn class_names(&self) -> &[String] {
        &self.mix_words.classes
    }

    /// What stands in place of a chart that has nothing to draw; `None` while it has.
    #[must_use]
    pub fn empty(&self, piece: Piece) -> Option<&str> {
        let is_empty = match piece {
            Piece::Mix => self.mix.is_empty(),
            Piece::OnTime => self.trend.is_empty(),
            Piece::Symptoms => self.symptoms.is_empty(),
            Piece::Matrix => self.matrix.is_empty(),
            Piece::Ages => self.ages.iter().all(|bin| bin.total() == 0),
        };
        self.titles.get(piece as usize).filter(|_| is_empty).map(|(.., empty)| empty.as_str())
    }

    /// Draws one chart: the same function for the screen, for paper and for files.
    ///
    /// # Errors
    /// As the chart functions.
    pub fn draw<M: Measure>(&self, piece: Piece, area: &Area<Recorder<'_, M>>, pal: &Palette, scale: Scale) -> Drawn {
        match piece {
            Piece::Mix => {
                let view = region_mix::View { mix: &self.mix, words: &self.mix_words };
                region_mix::region_mix(area, view, pal, scale)
            }
            Piece::OnTime => {
                let view = on_time::View { on_time: &self.trend, words: &self.trend_words };
                on_time::on_time(area, view, pal, scale)
            }
            Piece::Symptoms => {
                let view = pareto::View { pareto: &self.symptoms, words: &self.symptom_words };
                pareto::pareto(area, view, pal, scale)
            }
            Piece::Matrix => {
                let view = heat::View { heat: &self.matrix, words: &self.matrix_words };
                heat::heat(area, view, pal, scale)
            }
            Piece::Ages => {
                let view = backlog::View { ages: &self.ages, words: &self.age_words };
                backlog::backlog(area, view, pal, scale)
            }
        }
    }
}

fn note(
    piece: Piece,
    (figures, compare, matrix): (&Dashboard, Compare, heat_figures::Measure),
    texts: &Texts,
) -> String {
    // A card has room for one short remark: the grey lines go before the rest.
    let grey = |step: String, alone: String| match compare {
        Compare::Both => t!(texts, "board-grey-both", step = step),
        Compare::Before => t!(texts, "board-grey-one", step = step, what = t!(texts, "board-before")),
        Compare::Year => t!(texts, "board-grey-one", step = step, what = t!(texts, "board-year-before")),
        Compare::None => alone,
    };
    match (piece, figures.query.step) {
        (Piece::Mix, _) => t!(texts, "board-cases"),
        (Piece::OnTime, Step::Day) => grey(t!(texts, "board-step-day"), t!(texts, "board-by-day")),
        (Piece::OnTime, Step::Week) => grey(t!(texts, "board-step-week"), t!(texts, "board-by-week")),
        (Piece::OnTime, Step::Month) => grey(t!(texts, "board-step-month"), t!(texts, "board-by-month")),
        (Piece::Symptoms, _) => t!(texts, "chart-reached"),
        (Piece::Matrix, _) => match matrix {
            heat_figures::Measure::Rate => t!(texts, "board-matrix-rate"),
            heat_figures::Measure::Count => t!(texts, "board-matrix-count"),
        },
        (Piece::Ages, _) => t!(texts, "unit-cases", n = count(figures.open.open.into())),
    }
}

/// Symptoms in the order of the picture; its items keep the words of the figures, so a mark finds its cases.
pub(super) fn pareto(figures: &Dashboard, other: &str) -> Pareto {
    Pareto::new(figures.symptoms.iter().map(|(name, count)| (name.clone(), u64::from(*count))), other)
}

/// What a case says that has none of the listed symptoms; empty where the rule book has no such choice.
#[must_use]
pub fn other_symptom(book: &RuleBook) -> &str {
    book.rules.symptoms.iter().find(|choice| choice.key == "other").map_or("", |choice| &choice.zh)
}

/// The same rows with a word for the nameless one. It keeps its place: rows are found again by their index.
fn named(mix: &RegionMix, nameless: &str) -> RegionMix {
    if mix.rows().iter().all(|row| !row.region.is_empty()) {
        return mix.clone();
    }
    let rows = mix.rows().iter().map(|row| RegionRow::new(said(&row.region, nameless), row.counts));
    RegionMix::new(rows.collect())
}

/// A name, or a word for none. The order is by total and then by name; a leading space sorts as the empty name did.
fn said(name: &str, nameless: &str) -> String {
    if name.is_empty() { format!(" {nameless}") } else { name.to_owned() }
}

/// The heat map of figures without the words of a language: for whoever asks for its shades.
#[must_use]
pub fn heat_of(figures: &Dashboard) -> Heat {
    matrix(figures, "")
}

fn matrix(figures: &Dashboard, unsaid: &str) -> Heat {
    let matrix = &figures.matrix;
    let columns = matrix.columns.iter().map(|name| if name.is_empty() { unsaid } else { name }.to_owned());
    let rows = matrix.rows.iter().map(|row| HeatRow { name: said(&row.name, unsaid), cells: row.cells.clone() });
    Heat::new(columns.collect(), rows.collect()).fixed_by(&figures.breaks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nameless_region_keeps_its_row() {
        let row = |name: &str, count| RegionRow::new(name, [count, 0, 0, 0, 0]);
        let mix = RegionMix::new(vec![row("华东", 2), row("", 2), row("华北", 5)]);
        let named = named(&mix, "未分大区");
        let names: Vec<&str> = named.rows().iter().map(|row| row.region.trim()).collect();
        assert_eq!(names, ["华北", "未分大区", "华东"]);
        assert!(mix.rows()[1].region.is_empty(), "the row of the figures at the same index");
    }
}
