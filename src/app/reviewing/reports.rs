//! The chapters of the periodic reports (rules.md S01-S10): figures broken down, all figures, praise and criticism.

use super::figures::Maker;
use crate::figures::kpi::{self, Dim, Kpi, Line, Span};
use crate::figures::report::breakdown;
use crate::figures::review::{Chapter, Told, ToldTable};
use crate::figures::share::RANKED_FROM;
use crate::paper::review::{BODY, Block, Cell, Column, Table};
use crate::t;
use crate::ui::say;

/// The table of so many keys leaves room for a chart below it.
const CHARTED: usize = 8;

/// A branch that is ranked by K02 (S10); one with few cases is not.
pub(super) struct Judged {
    pub key: String,
    pub number: f64,
    pub met: bool,
}

impl Maker<'_> {
    /// The periods the figures are compared with, and what their column is called.
    pub(super) fn compared(&self) -> Vec<(Span, &'static str)> {
        let compare = self.shape.compare;
        let mut all = Vec::new();
        if compare.with_before() {
            all.push((self.before(), "before"));
        }
        if compare.with_year() {
            all.push((self.year_before(), "year-before"));
        }
        all
    }

    /// What a key of a dimension is called; channels as the rule book of the review names them.
    pub(super) fn key_name(&self, dim: Dim, key: &str) -> String {
        if dim == Dim::Channel && !key.is_empty() {
            return crate::ui::say_lists::channel_name(&self.review.book, key, self.texts.lang());
        }
        say::kpi_key(self.texts, self.rules, dim, key)
    }

    /// A chapter's figures by its dimension, and one of them as a chart below them.
    pub(super) fn breakdown(&mut self, chapter: Chapter) -> Vec<(Column, Block)> {
        let Some((dim, lines)) = breakdown(chapter) else { return Vec::new() };
        let Some(table) = self.by_dim(dim, lines) else {
            return vec![(Column::Whole, Block::Words(self.lacking(dim, lines)))];
        };
        let span = self.span();
        let charted = lines.iter().find_map(|(kpi, line)| {
            let found = self.table(*kpi, span, &[dim])?;
            let told = |cell: &crate::figures::review::ToldCell| cell.lines.get(found.place(*line)?)?.number;
            (found.cells.len() <= CHARTED && found.cells.iter().any(|cell| told(cell).is_some()))
                .then_some((found, *kpi, *line))
        });
        let chart = charted.and_then(|(found, kpi, line)| {
            Some((say::kpi_line_name(self.texts, kpi, line), self.chart(found, line, (BODY, 190.0))?))
        });
        let mut blocks = vec![(Column::Whole, table)];
        if let Some((name, chart)) = chart {
            blocks.extend([(Column::Whole, Block::Heading(name)), (Column::Whole, chart)]);
        }
        blocks
    }

    /// Why a breakdown has no rows.
    fn lacking(&self, dim: Dim, lines: &[(Kpi, Line)]) -> String {
        let span = self.span();
        if lines.iter().any(|(kpi, _)| self.table(*kpi, span, &[dim]).is_none()) {
            return t!(self.texts, "review-not-counted");
        }
        t!(self.texts, "review-nothing")
    }

    /// Rows of a dimension: the number of cases of the first figure, then every figure; the most cases first.
    pub(super) fn by_dim(&mut self, dim: Dim, lines: &[(Kpi, Line)]) -> Option<Block> {
        let span = self.span();
        let &(kpi, first) = lines.first()?;
        let counted = self.table(kpi, span, &[dim])?;
        let tables: Vec<&ToldTable> = lines.iter().filter_map(|(kpi, _)| self.table(*kpi, span, &[dim])).collect();
        let items = |key: &str| {
            let cell = counted.cells.iter().find(|cell| cell.keys.first().is_some_and(|known| known == key));
            cell.and_then(|cell| cell.lines.first()).map_or(0, |told| told.items)
        };
        let mut keys: Vec<String> =
            tables.iter().flat_map(|table| &table.cells).filter_map(|cell| cell.keys.first().cloned()).collect();
        keys.sort();
        keys.dedup();
        keys.sort_by_key(|key| std::cmp::Reverse(items(key)));
        let mut columns = vec![(self.texts.name("kpi-dim", dim.word()), 1.8, false)];
        columns.extend(self.heads(&[("cases", 0.8, true)]));
        for (kpi, line) in lines {
            columns.push((say::kpi_line_name(self.texts, *kpi, *line), 1.4, true));
        }
        let mut rows = Vec::new();
        for key in keys {
            let n = items(&key);
            let mut row = vec![Cell::plain(self.key_name(dim, &key))];
            row.push(self.count_cell(counted, first, vec![key.clone()], n));
            for (kpi, line) in lines {
                let table = self.table(*kpi, span, &[dim]);
                row.push(self.cell(table, *line, Some(&key)));
            }
            rows.push(row);
        }
        (!rows.is_empty()).then_some(Block::Table(Table { columns, rows }))
    }

    /// S04: channels crossed with business types, in numbers of cases.
    pub(super) fn channels_by_category(&mut self) -> Option<Block> {
        let table = self.table(Kpi::K01, self.span(), &[Dim::Channel, Dim::Category])?;
        let keys = |at: usize| {
            let mut keys: Vec<String> = table.cells.iter().filter_map(|cell| cell.keys.get(at).cloned()).collect();
            keys.sort();
            keys.dedup();
            keys
        };
        let (channels, categories) = (keys(0), keys(1));
        let name = |dim: Dim, key: &str| self.key_name(dim, key);
        let mut columns = vec![(self.texts.name("kpi-dim", Dim::Channel.word()), 1.6, false)];
        columns.extend(categories.iter().map(|key| (name(Dim::Category, key), 1.0, true)));
        let mut rows = Vec::new();
        for channel in channels {
            let mut row = vec![Cell::plain(self.key_name(Dim::Channel, &channel))];
            for category in &categories {
                let cell = vec![channel.clone(), category.clone()];
                let told = table.cells.iter().find(|known| known.keys == cell).and_then(|known| known.lines.first());
                row.push(self.count_cell(table, Line::Main, cell, told.map_or(0, |told| told.items)));
            }
            rows.push(row);
        }
        (!rows.is_empty()).then_some(Block::Table(Table { columns, rows }))
    }

    /// S07: every line of the book; where it has no value the reason stands beside it.
    pub(super) fn all_kpis(&mut self) -> Block {
        let mut columns = self.heads(&[("id", 0.5, false)]);
        columns.extend(self.kpi_heads());
        let mut rows = Vec::new();
        for kpi in Kpi::ALL {
            for (line, _) in kpi::definition(*kpi).lines {
                let mut row = vec![Cell::plain(kpi.row())];
                row.extend(self.kpi_row(*kpi, *line));
                let missing = self.total(*kpi, *line, self.span()).and_then(|(_, told): (_, Told)| told.missing);
                if let (Some(missing), Some(last)) = (missing, row.last_mut()) {
                    *last =
                        Cell { text: self.texts.name("kpi-missing", missing.word()), pale: true, ..Cell::default() };
                }
                rows.push(row);
            }
        }
        if let Some((_, share, right)) = columns.last_mut() {
            (*share, *right) = (3.0, false);
        }
        Block::Table(Table { columns, rows })
    }

    /// Branches against the standard of K02, best first; those with few cases are not ranked (kpi.md 5.1 rule 4).
    pub(super) fn judged(&self) -> Vec<Judged> {
        let Some(table) = self.table(Kpi::K02, self.span(), &[Dim::Branch]) else { return Vec::new() };
        let Some(goal) = kpi::goal(self.rules, Kpi::K02, Line::Main) else { return Vec::new() };
        let ranked = table.cells.iter().filter_map(|cell| {
            let told = cell.lines.get(table.place(Line::Main)?)?;
            let key = cell.keys.first().filter(|key| !key.is_empty())?.clone();
            let number = told.number.filter(|_| told.whole >= i64::from(RANKED_FROM))?;
            Some(Judged { key, number, met: goal.is_met(number) })
        });
        let mut all: Vec<Judged> = ranked.collect();
        all.sort_by(|a, b| b.number.total_cmp(&a.number).then_with(|| a.key.cmp(&b.key)));
        all
    }

    /// S10: the branches that reach the standard, or those that do not, the worst first.
    pub(super) fn ranking(&mut self, praised: bool) -> Vec<(Column, Block)> {
        let mut branches: Vec<Judged> = self.judged().into_iter().filter(|branch| branch.met == praised).collect();
        if !praised {
            branches.reverse();
        }
        if self.judged().is_empty() {
            return vec![(Column::Whole, Block::Words(t!(self.texts, "review-nobody-ranked", least = RANKED_FROM)))];
        }
        if branches.is_empty() {
            let none = if praised { t!(self.texts, "review-no-praise") } else { t!(self.texts, "review-no-criticism") };
            return vec![(Column::Whole, Block::Words(none))];
        }
        let lines = [(Kpi::K02, Line::Main), (Kpi::K04, Line::Main), (Kpi::K05, Line::Main), (Kpi::K13, Line::Main)];
        let mut columns = self.heads(&[("rank", 0.6, true)]);
        columns.push((self.texts.name("kpi-dim", Dim::Branch.word()), 2.4, false));
        columns.extend(lines.iter().map(|(kpi, line)| (say::kpi_line_name(self.texts, *kpi, *line), 1.4, true)));
        let span = self.span();
        let mut rows = Vec::new();
        for (at, branch) in branches.iter().enumerate() {
            let name = self.key_name(Dim::Branch, &branch.key);
            let mut row = vec![Cell::plain((at + 1).to_string()), Cell::plain(name)];
            for (kpi, line) in lines {
                let table = self.table(kpi, span, &[Dim::Branch]);
                row.push(self.cell(table, line, Some(&branch.key)));
            }
            rows.push(row);
        }
        let rule = t!(self.texts, "review-ranked-by", least = RANKED_FROM);
        vec![(Column::Whole, Block::Table(Table { columns, rows })), (Column::Whole, Block::Words(rule))]
    }
}
