//! Counts by symptom or cause, the largest first, with the share they add up to (kpi.md 5.4).

use std::ops::Range;

/// Bars that stand for one name each; what is left is gathered in one last bar.
pub const MOST_BARS: usize = 10;

/// The vital few are those that reach this share together.
pub const VITAL: f64 = 0.8;

/// One name and how often it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// As the person reads it; empty for cases that do not say.
    pub name: String,
    pub count: u64,
}

/// Names by their counts: the largest first, ties by name, those that do not say last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pareto {
    items: Vec<Counted>,
    /// How many of them name something.
    telling: usize,
}

/// One bar of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Which of [`Pareto::items`] it stands for.
    pub items: Range<usize>,
    /// Whether it gathers what has no bar of its own; such a bar stands last, however large it is.
    pub others: bool,
    pub count: u64,
    /// Share of all counts up to and with this bar.
    pub reached: f64,
    /// Whether it is needed to reach [`VITAL`].
    pub vital: bool,
}

impl Pareto {
    /// Sorts `counts`; what was never counted is left out. `other` is the name of what has no name of its own: it has no
    /// bar of its own either, however often it was chosen.
    #[must_use]
    pub fn new(counts: impl IntoIterator<Item = (String, u64)>, other: &str) -> Self {
        let mut items: Vec<Counted> =
            counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| Counted { name, count }).collect();
        let silent = |item: &Counted| item.name.is_empty() || item.name == other;
        items.sort_by(|a, b| silent(a).cmp(&silent(b)).then(b.count.cmp(&a.count)).then_with(|| a.name.cmp(&b.name)));
        let telling = items.iter().take_while(|item| !silent(item)).count();
        Self { items, telling }
    }

    #[must_use]
    pub fn items(&self) -> &[Counted] {
        &self.items
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All counts together. A case that names two symptoms counts with each.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.items.iter().map(|item| item.count).sum()
    }

    /// At most `most` bars with a name of their own (never more than [`MOST_BARS`]), then one with the rest.
    #[must_use]
    pub fn bars(&self, most: usize) -> Vec<Bar> {
        let single = self.telling.min(most.clamp(1, MOST_BARS));
        let ranges =
            (0..single).map(|at| at..at + 1).chain((single < self.items.len()).then_some(single..self.items.len()));
        let total = self.total().max(1) as f64;
        let (mut before, mut bars) = (0, Vec::new());
        for items in ranges {
            let count = self.items.get(items.clone()).unwrap_or_default().iter().map(|item| item.count).sum::<u64>();
            let others = items.start == single;
            let vital = !others && (before as f64) < VITAL * total;
            before += count;
            bars.push(Bar { items, others, count, reached: before as f64 / total, vital });
        }
        bars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pareto(counts: &[(&str, u64)]) -> Pareto {
        Pareto::new(counts.iter().map(|(name, count)| ((*name).to_owned(), *count)), "其他")
    }

    fn dump(bars: &[Bar], pareto: &Pareto) -> Vec<String> {
        let name = |bar: &Bar| if bar.others { "…".to_owned() } else { pareto.items()[bar.items.start].name.clone() };
        bars.iter()
            .map(|bar| {
                format!("{} {} {:.1}{}", name(bar), bar.count, bar.reached * 100.0, if bar.vital { " *" } else { "" })
            })
            .collect()
    }

    /// kpi.md 5.4: bars descending, the rest last even when it is large, ties by name, those up to 80 % marked.
    #[test]
    fn bars_descend_and_the_rest_stands_last() {
        let pareto =
            pareto(&[("异响", 154), ("其余", 66), ("漏水", 268), ("", 114), ("点火", 201), ("开裂", 98), ("安装", 98)]);
        let expected = ["漏水 268 26.8 *", "点火 201 46.9 *", "异响 154 62.4 *", "安装 98 72.2 *", "… 278 100.0"];
        assert_eq!(dump(&pareto.bars(4), &pareto), expected);
        assert_eq!(pareto.bars(4)[4].items, 4..7);
        let all = pareto.bars(99);
        assert_eq!(dump(&all, &pareto)[4..], ["开裂 98 82.0 *", "其余 66 88.6", "… 114 100.0"]);
    }

    #[test]
    fn at_most_ten_names_have_a_bar_and_every_count_is_in_one() {
        let many = Pareto::new((0..37).map(|at| (format!("{at:02}"), 40 - at)), "");
        let bars = many.bars(usize::MAX);
        assert_eq!((bars.len(), bars[10].items.clone()), (11, 10..37));
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), many.total());
        assert!((bars[10].reached - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_was_never_counted_has_no_bar() {
        assert!(pareto(&[("漏水", 0)]).is_empty());
        assert!(pareto(&[]).bars(5).is_empty());
        assert_eq!(pareto(&[("", 3)]).bars(5).len(), 1, "cases that do not say are still shown");
        let other = pareto(&[("其他", 50), ("漏水", 2), ("", 1)]);
        assert_eq!(dump(&other.bars(5), &other), ["漏水 2 3.8 *", "… 51 100.0"], "what has no name stands last");
    }
}
