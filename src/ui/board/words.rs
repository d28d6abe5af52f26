//! What the charts show, made once for each set of figures and language.

use crate::charts::{ageing, on_time, region_mix};
use crate::domain::stage::InfoClass;
use crate::figures::region_mix::RegionRow;
use crate::figures::{Ageing, OnTime, RegionMix};
use crate::rulebook::RuleBook;
use crate::store::BoardFigures;
use crate::t;
use crate::text::Texts;
use crate::ui::say;

/// Figures and words of the three charts.
pub(super) struct Made {
    /// The figures' own mix with a word for cases without a region; rows in the same order.
    pub mix: RegionMix,
    pub mix_words: region_mix::Words,
    pub trend: OnTime,
    pub trend_words: on_time::Words,
    pub ageing: Ageing,
    pub ageing_words: ageing::Words,
}

impl Made {
    pub(super) fn of(figures: &BoardFigures, book: &RuleBook, texts: &Texts) -> Self {
        Self {
            mix: named(&figures.mix, &t!(texts, "board-no-region")),
            mix_words: region_mix::Words {
                classes: std::array::from_fn(|class| class_name(texts, book, class)),
                others: t!(texts, "chart-others"),
                total: t!(texts, "chart-total"),
            },
            trend: super::trend(figures, book),
            trend_words: on_time::Words {
                target: t!(texts, "chart-target"),
                rate: t!(texts, "chart-rate"),
                closed: t!(texts, "chart-closed"),
                due: t!(texts, "chart-due"),
                interval: t!(texts, "chart-interval"),
            },
            ageing: Ageing { counts: figures.ageing, longest: Vec::new() },
            ageing_words: ageing::Words {
                buckets: [
                    t!(texts, "chart-bucket-1"),
                    t!(texts, "chart-bucket-2"),
                    t!(texts, "chart-bucket-3"),
                    t!(texts, "chart-bucket-4"),
                    t!(texts, "chart-bucket-5"),
                ],
                count: t!(texts, "chart-count"),
            },
        }
    }
}

/// The same rows with a word for the nameless one. It keeps its place: rows are found again by their index.
fn named(mix: &RegionMix, nameless: &str) -> RegionMix {
    if mix.rows().iter().all(|row| !row.region.is_empty()) {
        return mix.clone();
    }
    let rows = mix.rows().iter().map(|row| {
        // The order is by total and then by name; a leading space sorts as the empty name did.
        let region = if row.region.is_empty() { format!(" {nameless}") } else { row.region.clone() };
        RegionRow::new(region, row.counts)
    });
    RegionMix::new(rows.collect())
}

fn class_name(texts: &Texts, book: &RuleBook, class: usize) -> String {
    InfoClass::ALL.get(class).map(|class| say::class_name(texts, &book.rules, *class)).unwrap_or_default()
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
