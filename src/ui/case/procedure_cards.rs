//! The clocks of procedures and of the law on the 期限 page, each with its article and what every day counted.

use super::deadlines::{ClockCard, plain, ruled};
use crate::clock::procedure_clock::{ClockState, ProcedureClock, procedure_clocks};
use crate::store::CaseFile;
use crate::t;
use crate::ui::Cx;
use crate::ui::say::{self, Names, Prescribed};
use crate::ui::widgets::deadline::Pressure;

/// One card a clock, those of the steps first.
pub(super) fn cards(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names) -> Vec<ClockCard> {
    let clocks = procedure_clocks(&file.case, &file.book.rules, &file.book.clockwork);
    clocks.iter().map(|clock| card(file, cx, names, clock)).collect()
}

fn card(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names, clock: &ProcedureClock) -> ClockCard {
    let texts = cx.texts;
    let told = clock.clock.as_ref().zip(clock.explanation(&file.book.clockwork, cx.now));
    let title = title(file, cx, clock);
    let mut card = match told {
        Some((deadline, told)) => {
            let reasons: Vec<String> = clock.waits.iter().map(|wait| names.choice(&wait.reason)).collect();
            let waits = clock.state(cx.now) == ClockState::Stopped;
            ruled(file, cx, title, (deadline, &told), (clock.met_at, waits), &reasons)
        }
        None => ClockCard {
            pairs: vec![(t!(texts, "expl-limit"), say::limit(texts, clock.limit))],
            standing: t!(texts, "deadline-not-started"),
            ..plain(title)
        },
    };
    if let Some((law, mark)) = &clock.law {
        let article = say::named(texts, law);
        let unchecked = say::source_mark(texts, *mark);
        let article = if unchecked.is_empty() { article.to_owned() } else { format!("{article}　{unchecked}") };
        card.pairs.push((t!(texts, "procedure-law"), article));
    }
    if clock.waived {
        card.standing = t!(texts, "procedure-waived");
        let by = crate::ui::procedure::set_aside(file, texts, clock).unwrap_or_default();
        card.pairs.push((t!(texts, "procedure-act-waive"), by));
        (card.pressure, card.over) = (Pressure::Paused, false);
    }
    card.of = Some(clock.of.clone());
    card
}

/// The clock with the procedure it belongs to.
fn title(file: &CaseFile, cx: &Cx<'_>, clock: &ProcedureClock) -> String {
    let known = Prescribed::of(&file.case, &file.book.rules);
    let name = say::named(cx.texts, &clock.name);
    match clock.of.procedure().and_then(|id| known.template_of(id)) {
        Some(template) => t!(cx.texts, "procedure-subject", name = say::named(cx.texts, &template.name), part = name),
        None => name.to_owned(),
    }
}
