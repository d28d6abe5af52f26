//! The words on the charts.

use crate::charts::{backlog, heat, on_time, pareto, region_mix};
use crate::domain::{InfoClass, Rules};
use crate::figures::dashboard::Standing;
use crate::figures::heat::Break;
use crate::t;
use crate::text::Texts;

/// Classes in the order of [`InfoClass::ALL`], which is the order of the figures, as the rule book calls them.
#[must_use]
pub fn region_mix_words(texts: &Texts, rules: &Rules) -> region_mix::Words {
    use InfoClass::{Competitor, GeneralQuality, MajorIncident, MarketComplaint, ServiceManagement};
    let class = |class: InfoClass| super::class_name(texts, rules, class);
    region_mix::Words {
        classes: [GeneralQuality, MajorIncident, MarketComplaint, ServiceManagement, Competitor].map(class),
        others: t!(texts, "chart-others"),
        total: t!(texts, "chart-total"),
    }
}

#[must_use]
pub fn on_time_words(texts: &Texts) -> on_time::Words {
    on_time::Words {
        target: t!(texts, "chart-target"),
        rate: t!(texts, "chart-rate"),
        closed: t!(texts, "chart-closed"),
        due: t!(texts, "chart-due"),
        interval: t!(texts, "chart-interval"),
    }
}

#[must_use]
pub fn pareto_words(texts: &Texts) -> pareto::Words {
    pareto::Words {
        others: t!(texts, "chart-other-symptoms"),
        unsaid: t!(texts, "chart-unsaid"),
        count: t!(texts, "chart-count"),
        share: t!(texts, "chart-share"),
        reached: t!(texts, "chart-reached"),
    }
}

/// That the shades are set: for which year and which length of periods, and when.
#[must_use]
pub fn heat_fixed(texts: &Texts, set: &Break) -> String {
    let length = texts.name("heat-length", set.length.word());
    t!(texts, "heat-fixed", year = set.year.to_string(), length = length, day = set.at.date().to_string())
}

/// `fixed` are the shades set for the year of the picture.
#[must_use]
pub fn heat_words(texts: &Texts, fixed: Option<&Break>) -> heat::Words {
    heat::Words {
        total: t!(texts, "chart-total"),
        others: t!(texts, "chart-rest"),
        count: t!(texts, "chart-count"),
        rate: t!(texts, "chart-per-units"),
        units: t!(texts, "chart-units"),
        alarm: t!(texts, "board-alarms"),
        fixed: fixed.map(|set| heat_fixed(texts, set)).unwrap_or_default(),
    }
}

#[must_use]
pub fn backlog_words(texts: &Texts) -> backlog::Words {
    let standing = |standing: Standing| texts.name("chart-standing", standing.word());
    backlog::Words {
        bins: ["1", "2", "3", "4", "5", "6", "7"].map(|bin| texts.name("chart-age", bin)),
        standings: [Standing::Late, Standing::InTime, Standing::Stopped].map(standing),
        total: t!(texts, "board-open"),
    }
}
