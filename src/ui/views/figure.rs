//! The figure behind a list as text: one line a part.

use std::fmt::Write;

use crate::domain::stage::{InfoClass, Level};
use crate::domain::{BranchId, Stamp};
use crate::figures::kpi::{Dim, Kpi, Line, Span};
use crate::store::{FigureKey, KpiQuery, Narrow};

/// Writes the lines `figure`, `figure_by`, `figure_cell` and `figure_of`.
pub(super) fn write(text: &mut String, key: &FigureKey) {
    let KpiQuery { kpi, span, by, narrow } = &key.query;
    let counted = key.counted.map_or("all", |counted| if counted { "in" } else { "out" });
    let by: Vec<&str> = by.iter().map(|dim| dim.word()).collect();
    let mut line = |name: &str, value: &str| {
        // Writing into a String cannot fail.
        let _written = writeln!(text, "{name}={}", value.replace('\n', " "));
    };
    let Span { from, to, now } = span;
    line("figure", &format!("{} {} {} {} {} {counted}", kpi.word(), key.line.word(), from.0, to.0, now.0));
    line("figure_by", &by.join(" "));
    key.cell.iter().for_each(|word| line("figure_cell", word));
    for (part, value) in parts(narrow) {
        if let Some(value) = value {
            line("figure_of", &format!("{part} {value}"));
        }
    }
}

fn parts(narrow: &Narrow) -> [(&'static str, Option<String>); 9] {
    [
        ("region", narrow.region.clone()),
        ("branch", narrow.branch.map(|branch| branch.0.to_string())),
        ("category", narrow.category.clone()),
        ("class", narrow.class.map(|class| class.word().to_owned())),
        ("channel", narrow.channel.clone()),
        ("level", narrow.level.map(|level| level.word().to_owned())),
        ("brand", narrow.brand.clone()),
        ("cause", narrow.cause.clone()),
        ("department", narrow.department.clone()),
    ]
}

/// The figure a text names; `None` when it names none, or in unknown words.
pub(super) fn read(text: &str) -> Option<Box<FigureKey>> {
    let values = |name: &'static str| {
        text.lines()
            .filter_map(move |line| line.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
    };
    let mut words = values("figure").next()?.split(' ');
    let stamp = |words: &mut dyn Iterator<Item = &str>| words.next()?.parse().ok().map(Stamp);
    let kpi = Kpi::from_word(words.next()?)?;
    let line = Line::from_word(words.next()?)?;
    let span = Span { from: stamp(&mut words)?, to: stamp(&mut words)?, now: stamp(&mut words)? };
    let counted = match words.next()? {
        "in" => Some(true),
        "out" => Some(false),
        _ => None,
    };
    let by = values("figure_by").next().unwrap_or_default();
    let by: Option<Vec<Dim>> = by.split(' ').filter(|word| !word.is_empty()).map(Dim::from_word).collect();
    let mut narrow = Narrow::default();
    for (part, value) in values("figure_of").filter_map(|part| part.split_once(' ')) {
        match part {
            "region" => narrow.region = Some(value.to_owned()),
            "branch" => narrow.branch = value.parse().ok().map(BranchId),
            "category" => narrow.category = Some(value.to_owned()),
            "class" => narrow.class = InfoClass::from_word(value),
            "channel" => narrow.channel = Some(value.to_owned()),
            "level" => narrow.level = Level::from_word(value),
            "brand" => narrow.brand = Some(value.to_owned()),
            "cause" => narrow.cause = Some(value.to_owned()),
            "department" => narrow.department = Some(value.to_owned()),
            _ => {}
        }
    }
    let cell = values("figure_cell").map(str::to_owned).collect();
    Some(Box::new(FigureKey { query: KpiQuery { kpi, span, by: by?, narrow }, line, cell, counted }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_comes_back_equal() {
        let span = Span { from: Stamp(-5), to: Stamp(7), now: Stamp(9) };
        let narrow = Narrow {
            region: Some("华 东".to_owned()),
            branch: Some(BranchId(4)),
            class: Some(InfoClass::MajorIncident),
            cause: Some("安装 不当".to_owned()),
            department: Some("售后服务部".to_owned()),
            ..Narrow::default()
        };
        let query = KpiQuery { kpi: Kpi::K01, span, by: vec![Dim::Symptom, Dim::Month], narrow };
        let cell = vec!["漏水 渗漏".to_owned(), String::new()];
        let key = FigureKey { query, line: Line::Main, cell, counted: Some(false) };
        let mut text = String::new();
        write(&mut text, &key);
        assert_eq!(read(&text).as_deref(), Some(&key));
        assert_eq!(read("figure=k99 main 1 2 3 all"), None);
    }
}
