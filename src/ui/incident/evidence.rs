//! 证据: files in their slots with what is still missing; photos are dragged in, moved, described (J05, J15).

use super::ask::Ask;
use super::fill::{area, count, line, moment, reason, slot, text};
use super::view::{Section, SectionView, Standing};
use crate::domain::Stamp;
use crate::domain::event::MediaKind;
use crate::domain::incident::evidence::holds;
use crate::domain::incident::{
    Aspect, EvidenceChange, Filing, Gap, Gate, Incident, IncidentCommand, Slot as Place, completeness,
};
use crate::store::CaseFile;
use crate::t;
use crate::text::say::full_time;
use crate::ui::Cx;
use crate::ui::dialogs::form::{Form, Input, Part, Slot};
use crate::ui::dialogs::lists::{members, pick};
use crate::ui::say;

/// A filed picture or paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledText {
    pub id: u32,
    /// Place of the file in the attachments of the case; `None` once it was taken away.
    pub file: Option<usize>,
    /// Number, caption, date, by whom.
    pub about: String,
    pub caption: String,
}

/// A slot of the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotView {
    pub place: Place,
    pub name: String,
    /// `4 / 5`, or how many where nothing is asked for.
    pub count: String,
    pub missing: u32,
    /// Why each missing one is asked for.
    pub why: String,
    pub filed: Vec<FiledText>,
}

/// The evidence in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceView {
    pub slots: Vec<SlotView>,
    /// Places in the attachments of the case that stand in no slot.
    pub loose: Vec<usize>,
    /// What is missing besides files: dates, the other side of a place.
    pub remarks: Vec<String>,
    /// Every slot with its name, for menus.
    pub places: Vec<(Place, String)>,
    /// The case takes entries.
    pub open: bool,
}

impl EvidenceView {
    pub(super) fn of(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Self {
        let texts = cx.texts;
        let name = |place: Place| texts.name("evidence-slot", place.word());
        let is_filed = |hash: &str| incident.evidence.iter().any(|(_, filing)| filing.hash == hash);
        let attachments = file.case.attachments.iter().enumerate();
        let found = completeness(&file.case, incident, &file.book.rules, Gate::Closure);
        let remarks = found.gaps.iter().filter(|gap| !matches!(gap, Gap::Evidence { .. }));
        let slots = Place::ALL.iter().filter_map(|&place| slot_view(cx, file, incident, place, &found.gaps));
        Self {
            slots: slots.collect(),
            loose: attachments.filter(|(_, kept)| !is_filed(&kept.hash)).map(|(at, _)| at).collect(),
            remarks: remarks.map(|gap| say::gap_text(texts, gap)).collect(),
            places: Place::ALL.iter().map(|&place| (place, name(place))).collect(),
            open: file.case.is_open(),
        }
    }
}

/// A slot that holds something or that the checklist asks for.
fn slot_view(cx: &Cx<'_>, file: &CaseFile, incident: &Incident, place: Place, gaps: &[Gap]) -> Option<SlotView> {
    let texts = cx.texts;
    let rules = &file.book.rules.incident.evidence;
    let asked = rules.iter().filter(|row| row.slot == place && holds(row.when, &file.case, incident));
    let rows: Vec<_> = asked.collect();
    let filed: Vec<FiledText> = incident
        .evidence
        .iter()
        .filter(|(_, filing)| filing.slot == place)
        .map(|(id, filing)| filed_text(cx, file, id, filing))
        .collect();
    if rows.is_empty() && filed.is_empty() {
        return None;
    }
    let need: u32 = rows.iter().map(|row| row.at_least).sum();
    let lacking = gaps.iter().filter(|gap| matches!(gap, Gap::Evidence { slot, .. } if *slot == place));
    let mut missing = 0;
    let mut whys = Vec::new();
    for gap in lacking {
        if let Gap::Evidence { have, need, .. } = gap {
            missing += need.saturating_sub(*have);
        }
        whys.push(say::gap_text(texts, gap));
    }
    let have = filed.len();
    Some(SlotView {
        place,
        name: texts.name("evidence-slot", place.word()),
        count: if need > 0 { format!("{have} / {need}") } else { have.to_string() },
        missing,
        why: whys.join("；"),
        filed,
    })
}

fn filed_text(cx: &Cx<'_>, file: &CaseFile, id: u32, filing: &Filing) -> FiledText {
    let texts = cx.texts;
    let taken = filing.taken_at.map(|at| t!(texts, "case-taken", when = say::date_time(texts, cx.now, at)));
    let spot = filing
        .spot
        .zip(filing.aspect)
        .map(|(spot, aspect)| t!(texts, "incident-spot", n = spot, aspect = texts.name("aspect", aspect.word())));
    let number = t!(texts, "incident-photo", n = id);
    let about = [Some(number), Some(filing.caption.clone()), spot, taken, Some(filing.by.clone())];
    let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    FiledText {
        id,
        file: file.case.attachments.iter().position(|kept| kept.hash == filing.hash),
        about: about.join("　"),
        caption: filing.caption.clone(),
    }
}

/// The section's head.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident, view: &EvidenceView) -> SectionView {
    let found = completeness(&file.case, incident, &file.book.rules, Gate::Closure);
    let missing: u32 = view.slots.iter().map(|slot| slot.missing).sum();
    let remark = if found.gaps.is_empty() {
        String::new()
    } else if missing > 0 {
        t!(cx.texts, "incident-evidence-missing", n = missing, percent = found.percent())
    } else {
        t!(cx.texts, "incident-lacks", n = found.gaps.len())
    };
    SectionView {
        section: Section::Evidence,
        title: Section::Evidence.title(cx.texts),
        remark,
        standing: if found.gaps.is_empty() { Standing::Complete } else { Standing::Lacking },
        blocks: Vec::new(),
    }
}

/// Whether a file can go into a slot with nothing but its name: places of a loss also need their number and side.
pub(super) const fn goes_at_once(place: Place) -> bool {
    !matches!(place, Place::Loss)
}

/// The command that files an attachment under its own name.
pub(super) fn file_at_once(cx: &Cx<'_>, file: &CaseFile, at: usize, place: Place) -> Option<IncidentCommand> {
    let kept = file.case.attachments.get(at)?;
    let caption = kept.name.rsplit_once('.').map_or(kept.name.as_str(), |(stem, _)| stem).to_owned();
    let (hash, by) = (kept.hash.clone(), cx.me.to_owned());
    let filing = Filing { hash, slot: place, spot: None, aspect: None, caption, taken_at: kept.taken_at, by };
    Some(IncidentCommand::Evidence(EvidenceChange::File(filing)))
}

pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let incident = file.case.incident.as_deref();
    let filing = |id: u32| incident.and_then(|incident| incident.evidence.get(id));
    let taken = |at: Option<Stamp>| {
        Part::new(slot("taken"), t!(texts, "incident-taken"), Input::When)
            .value(at.map(|at| full_time(at.0)).unwrap_or_default())
            .half()
    };
    match ask {
        Ask::File(place, at) => {
            let chosen = at.and_then(|at| file.case.attachments.get(at));
            let files = file.case.attachments.iter().enumerate();
            let files = files.filter(|(_, kept)| !place.is_photo() || kept.media == MediaKind::Photo);
            let files = files.map(|(at, kept)| pick(at.to_string(), kept.name.clone(), String::new())).collect();
            let caption = chosen.map(|kept| kept.name.clone()).unwrap_or_default();
            let mut parts = vec![
                Part::new(slot("attachment"), t!(texts, "incident-file"), Input::Pick(files))
                    .value(at.map(|at| at.to_string()).unwrap_or_default())
                    .hint(t!(texts, "incident-file-hint"))
                    .required(),
                line("caption", t!(texts, "incident-blank-caption")).value(caption).required().half(),
                taken(chosen.and_then(|kept| kept.taken_at)),
                place_part(cx, Some(place)),
            ];
            parts.extend(spot_parts(cx, None));
            parts
        }
        Ask::MoveFiling(id, to) => {
            let known = filing(id);
            let mut parts = vec![place_part(cx, to.or(known.map(|known| known.slot)))];
            parts.extend(spot_parts(cx, known));
            parts
        }
        Ask::Describe(id) => {
            let known = filing(id);
            let caption = known.map(|known| known.caption.clone()).unwrap_or_default();
            vec![
                area("caption", t!(texts, "incident-blank-caption"), 2).value(caption).required(),
                taken(known.and_then(|known| known.taken_at)),
            ]
        }
        _ => vec![reason(texts)],
    }
}

fn place_part(cx: &Cx<'_>, place: Option<Place>) -> Part {
    let places =
        Place::ALL.iter().map(|place| pick(place.word(), cx.texts.name("evidence-slot", place.word()), String::new()));
    Part::new(slot("place"), t!(cx.texts, "incident-slot"), Input::Pick(places.collect()))
        .value(place.map(Place::word).unwrap_or_default())
        .required()
}

/// Where on the way from the machine outward, and from which side: only places of a loss have them.
fn spot_parts(cx: &Cx<'_>, known: Option<&Filing>) -> [Part; 2] {
    let aspects = members(cx.texts, "aspect", Aspect::ALL, Aspect::word);
    let spot = known.and_then(|known| known.spot).map(|spot| spot.to_string()).unwrap_or_default();
    [
        line("count_spot", t!(cx.texts, "incident-spot-number"))
            .value(spot)
            .hint(t!(cx.texts, "incident-spot-hint"))
            .half(),
        Part::new(slot("aspect"), t!(cx.texts, "incident-aspect"), Input::One(aspects))
            .value(known.and_then(|known| known.aspect).map(Aspect::word).unwrap_or_default())
            .half(),
    ]
}

pub(super) fn read(ask: Ask, form: &Form, (cx, file): (&Cx<'_>, &CaseFile)) -> Option<IncidentCommand> {
    let place = || Place::from_word(form.text(slot("place")));
    let spot = || count(form, Slot::Entry("count_spot", 0)).filter(|spot| *spot > 0);
    let aspect = || Aspect::from_word(form.text(slot("aspect")));
    let of_loss = |place: Place| place == Place::Loss;
    Some(IncidentCommand::Evidence(match ask {
        Ask::File(..) => {
            let at: usize = form.text(slot("attachment")).parse().ok()?;
            let place = place()?;
            EvidenceChange::File(Filing {
                hash: file.case.attachments.get(at)?.hash.clone(),
                slot: place,
                spot: spot().filter(|_| of_loss(place)),
                aspect: aspect().filter(|_| of_loss(place)),
                caption: text(form, "caption"),
                taken_at: moment(form, "taken"),
                by: cx.me.to_owned(),
            })
        }
        Ask::MoveFiling(id, _) => {
            let place = place()?;
            let (spot, aspect) = (spot().filter(|_| of_loss(place)), aspect().filter(|_| of_loss(place)));
            EvidenceChange::Move { id, slot: place, spot, aspect }
        }
        Ask::Describe(id) => {
            EvidenceChange::Describe { id, caption: text(form, "caption"), taken_at: moment(form, "taken") }
        }
        Ask::StrikeFiling(id) => EvidenceChange::Strike { id, reason: text(form, "reason") },
        _ => return None,
    }))
}
