//! `kesu dashboard`: the regional dashboard of a period as files, drawn by the very functions of the screen.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::{DashboardArgs, LangArg, NarrowArgs};
use super::open::{Desk, mismatch};
use super::rows::unknown;
use crate::app::board_files::narrowed;
use crate::app::board_out::{BoardFile, Kind};
use crate::domain::rules::Choice;
use crate::domain::stage::{InfoClass, Level};
use crate::figures::kpi::Span;
use crate::figures::report::Compare;
use crate::paper::FontSet;
use crate::store::{Answer, DashboardQuery, Narrow, OpenMode, Request};
use crate::text::{Lang, Texts};
use crate::ui::board::{Piece, heat_of, midnight, step};

/// Writes the whole board and each of its charts into a folder, and names the files.
///
/// # Errors
/// A filter that names nothing there is, a period that runs backwards; or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &DashboardArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    if asked.from > asked.to {
        bail!("--from {} lies after --to {}; give the earlier day first", asked.from, asked.to);
    }
    let Some(after) = asked.to.succ_opt() else {
        bail!("--to {} is the last day there is; name an earlier one", asked.to)
    };
    let narrow = narrow(&desk, &asked.narrow)?;
    let span = Span { from: midnight(asked.from), to: midnight(after), now: desk.by.now };
    let query = DashboardQuery { span, step: step(asked.from, after), narrow };
    let count = |desk: &mut Desk| match desk.ask(Request::Dashboard(Box::new(query.clone())))? {
        Answer::Dashboard(figures) => Ok(figures),
        _ => Err(mismatch()),
    };
    let mut figures = count(&mut desk)?;
    if asked.fix_heat {
        let heat = heat_of(&figures);
        if heat.is_empty() {
            bail!("nothing was received in this period; there is no value to set the shades by");
        }
        let (step, by) = (heat.own_shades().step, desk.by.clone());
        desk.ask(Request::SetHeatBreak { span, set: (heat.measure, step), by })?;
        figures = count(&mut desk)?;
    }
    std::fs::create_dir_all(&asked.out).with_context(|| format!("{} cannot be made", asked.out.display()))?;
    let texts = Texts::new(if asked.lang == LangArg::En { Lang::En } else { Lang::Zh });
    let book = std::sync::Arc::clone(desk.database.book());
    let branch = figures.query.narrow.branch.and_then(|id| desk.database.organisation().branch(id));
    let branch = branch.map(|branch| branch.name.clone());
    let of = narrowed(&figures.query.narrow, branch, &book, &texts);
    let file = BoardFile {
        figures: &figures,
        compare: Compare::from_word(&asked.compare).unwrap_or_default(),
        book: &book,
        texts: &texts,
        company: &desk.settings.company,
        of,
    };
    let fonts = FontSet::load()?;
    let kind: Kind = asked.format.into();
    // A PDF and a workbook hold the charts already; pictures are written one by one.
    let singles: &[Piece] = if matches!(kind, Kind::Pdf | Kind::Xlsx) { &[] } else { Piece::ALL };
    for piece in std::iter::once(None).chain(singles.iter().copied().map(Some)) {
        let name = piece.map_or("dashboard", Piece::word);
        let path = asked.out.join(format!("{name}.{kind}"));
        file.write(&path, kind, piece, &fonts)?;
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}

/// The six filters, each by the names that exist. A branch lies in one region only.
pub(super) fn narrow(desk: &Desk, asked: &NarrowArgs) -> anyhow::Result<Narrow> {
    let (organisation, rules) = (desk.database.organisation(), &desk.database.book().rules);
    let of = |what: &str, word: &Option<String>, known: &dyn Fn(&str) -> Option<usize>, names: Vec<&str>| {
        let Some(word) = word.as_deref().map(str::trim) else { return Ok(None) };
        known(word).map(Some).ok_or_else(|| unknown(what, word, names.into_iter()))
    };
    let regions = &organisation.regions;
    let region = |word: &str| regions.iter().position(|name| name == word);
    let region = of("region", &asked.region, &region, regions.iter().map(String::as_str).collect())?;
    let region = region.and_then(|at| regions.get(at)).cloned();
    let of_region = |home: &str| region.as_deref().is_none_or(|only| only == home);
    let branches: Vec<_> = organisation.branches.iter().filter(|branch| of_region(&branch.region)).collect();
    let branch = |word: &str| branches.iter().position(|branch| branch.name == word);
    let names = branches.iter().map(|branch| branch.name.as_str()).collect();
    let branch = of("branch", &asked.branch, &branch, names)?.map(|at| branches[at].id);
    let chosen = |what, word, list: &[Choice]| {
        let is = |choice: &Choice, word: &str| [&choice.key, &choice.zh, &choice.en].iter().any(|name| *name == word);
        let known = |word: &str| list.iter().position(|choice| is(choice, word));
        of(what, word, &known, list.iter().map(|choice| choice.zh.as_str()).collect())
    };
    let category = chosen("product type", &asked.product, &rules.categories)?;
    let channel = chosen("channel", &asked.channel, &rules.channels)?;
    let class = |word: &str| InfoClass::ALL.iter().position(|class| class.word() == word);
    let class = of("class", &asked.class, &class, InfoClass::ALL.iter().map(|class| class.word()).collect())?;
    let level = |word: &str| Level::ALL.iter().position(|level| level.word() == word);
    let level = of("level", &asked.level, &level, Level::ALL.iter().map(|level| level.word()).collect())?;
    Ok(Narrow {
        branch,
        // A case bears the Chinese name of its product type and the key of its channel.
        category: category.map(|at| rules.categories[at].zh.clone()),
        channel: channel.map(|at| rules.channels[at].key.clone()),
        class: class.map(|at| InfoClass::ALL[at]),
        level: level.map(|at| Level::ALL[at]),
        region,
        // The dashboard is not narrowed by what a case was found to come from.
        ..Narrow::default()
    })
}
