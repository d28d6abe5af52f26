//! A chart of quality as screen, file and report show it: what is drawn, its title, what it says, what to mind.

use crate::charts::{Area, Drawn, Measure, Palette, Recorder, Scale, control, csat, mis};
use crate::figures::course::Course;
use crate::figures::csat::Csat;
use crate::figures::kpi::Kpi;
use crate::figures::mis::Mis;
use crate::t;
use crate::text::Texts;
use crate::ui::say;

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Control(Kpi, Course),
    Csat(Kpi, Csat),
    /// Of a model.
    Mis(String, Mis),
}

/// A chart with its words, ready to be drawn anywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub shown: Shown,
    pub title: String,
    /// The one sentence the chart says.
    pub finding: String,
    pub notes: Vec<String>,
    labels: Vec<String>,
    words: Words,
}

#[derive(Debug, Clone, PartialEq)]
enum Words {
    Control(control::Words),
    Csat(csat::Words),
    Mis(mis::Words),
}

impl Figure {
    /// Puts figures into words. Made when figures or language change.
    #[must_use]
    pub fn new(texts: &Texts, shown: Shown) -> Self {
        let row = |kpi: Kpi| format!("{} {}", kpi.row(), texts.name("kpi", kpi.word()));
        match &shown {
            Shown::Control(kpi, course) => Self {
                title: t!(texts, "kpi-chart-control", name = row(*kpi)),
                finding: say::course_finding(texts, course),
                notes: say::course_notes(texts, course),
                labels: course.labels(),
                words: Words::Control(say::control_words(texts, course.followed)),
                shown,
            },
            Shown::Csat(kpi, csat) => Self {
                title: row(*kpi),
                finding: say::csat_finding(texts, csat),
                notes: Vec::new(),
                labels: Vec::new(),
                words: Words::Csat(say::csat_words(texts)),
                shown,
            },
            Shown::Mis(model, mis) => Self {
                title: t!(texts, "kpi-chart-mis", model = model.as_str()),
                finding: say::mis_finding(texts, mis),
                notes: say::mis_notes(texts, mis),
                labels: Vec::new(),
                words: Words::Mis(say::mis_words(texts)),
                shown,
            },
        }
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.shown {
            Shown::Control(_, course) => course.chart.points.is_empty(),
            Shown::Csat(_, csat) => csat.months.is_empty(),
            Shown::Mis(_, mis) => mis.cohorts.iter().all(|cohort| cohort.total() == 0),
        }
    }

    /// Draws the chart.
    ///
    /// # Errors
    /// No room for it.
    pub fn draw<M: Measure>(&self, area: &Area<Recorder<'_, M>>, pal: &Palette, scale: Scale) -> Drawn {
        match (&self.shown, &self.words) {
            (Shown::Control(_, course), Words::Control(words)) => {
                let view =
                    control::View { chart: &course.chart, labels: &self.labels, changes: &course.changes, words };
                control::control(area, view, pal, scale)
            }
            (Shown::Csat(_, csat), Words::Csat(words)) => csat::csat(area, csat::View { csat, words }, pal, scale),
            (Shown::Mis(_, mis), Words::Mis(words)) => mis::mis(area, mis::View { mis, words }, pal, scale),
            _ => Ok(Vec::new()),
        }
    }
}
