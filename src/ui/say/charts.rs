//! The words on the charts.

use crate::charts::{ageing, on_time, region_mix};
use crate::domain::InfoClass;
use crate::t;
use crate::text::Texts;

/// Classes in the order of [`InfoClass::ALL`], which is the order of the figures.
#[must_use]
pub fn region_mix_words(texts: &Texts) -> region_mix::Words {
    use InfoClass::{Competitor, GeneralQuality, MajorIncident, MarketComplaint, ServiceManagement};
    let class = |class: InfoClass| texts.name("class", class.word());
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
pub fn ageing_words(texts: &Texts) -> ageing::Words {
    ageing::Words {
        buckets: [
            t!(texts, "chart-bucket-1"),
            t!(texts, "chart-bucket-2"),
            t!(texts, "chart-bucket-3"),
            t!(texts, "chart-bucket-4"),
            t!(texts, "chart-bucket-5"),
        ],
        count: t!(texts, "chart-count"),
    }
}
