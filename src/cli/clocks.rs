//! Every clock of a case as rows: which rule, from when, due when, how much is used, and the arithmetic behind it.

use serde_json::{Value, json};

use super::rows::iso;
use crate::clock::case_clock::{
    CaseClocks, Governs, RuledDeadline, explain_promise, explain_span, promise_clocks, span_clock,
};
use crate::clock::explain::{Explanation, Line, Why};
use crate::clock::procedure_clock::{ClockOf, procedure_clocks};
use crate::clock::{Standing, Term};
use crate::domain::{Limit, Stamp};
use crate::store::CaseFile;

/// B08: what the customer was promised.
const PROMISED_REPLY_RULE: &str = "B08";

/// E05: a sub-order to an assisting department.
const ASSIST_RULE: &str = "E05";

/// One clock of a case, running or over.
pub(super) struct ClockRow {
    pub kind: &'static str,
    /// Stage and round; empty for the others.
    pub stage: Option<(&'static str, u32)>,
    /// Procedure and step, or the clock of the law.
    pub of: Option<ClockOf>,
    pub rule: String,
    pub limit: Option<Limit>,
    pub start: Stamp,
    pub warn_at: Option<Stamp>,
    pub due: Option<Stamp>,
    /// When it was met or missed; `None` while it runs.
    pub ended: Option<Stamp>,
    pub used_share: f64,
    pub standing: &'static str,
    pub provisional: bool,
    pub governs: bool,
    pub explanation: Option<Explanation>,
}

/// The clocks of a case at `now`, the passes through the stages first, then the promises of the current round.
pub(super) fn of(file: &CaseFile, now: Stamp, explain: bool) -> Vec<ClockRow> {
    let (case, rules, clockwork) = (&file.case, &file.book.rules, &file.book.clockwork);
    let running = CaseClocks::of(case, rules, clockwork);
    let governs = running.next().map(|next| next.governs);
    let ruled = |kind, clock: RuledDeadline, ended: Option<Stamp>, explanation: Option<Explanation>| {
        let at = ended.unwrap_or(now);
        ClockRow {
            kind,
            stage: None,
            of: None,
            used_share: clockwork.used(&clock.deadline, at).share,
            standing: standing_word(clock.deadline.standing(at), ended.is_some()),
            rule: clock.rule,
            limit: Some(clock.limit),
            start: clock.deadline.start,
            warn_at: clock.deadline.warn_at,
            due: clock.deadline.due,
            ended,
            provisional: clock.deadline.provisional,
            governs: false,
            explanation,
        }
    };
    let mut clocks = Vec::new();
    for (at, span) in case.spans.iter().enumerate() {
        let Some(clock) = span_clock(case, span, rules, clockwork) else { continue };
        let explanation = if explain { explain_span(case, span, rules, clockwork, now) } else { None };
        let current = at + 1 == case.spans.len();
        clocks.push(ClockRow {
            stage: Some((span.stage.word(), span.round)),
            governs: current && governs == Some(Governs::Stage),
            ..ruled("stage", clock, span.to, explanation)
        });
    }
    let replied = case.replied_at().or(case.closing.as_ref().map(|closing| closing.at));
    // X3: an appeal has two clocks; both are shown, the earlier one governs and is explained.
    for (at, clock) in promise_clocks(case, rules, clockwork).into_iter().enumerate() {
        let explanation = if explain && at == 0 { explain_promise(case, rules, clockwork, now) } else { None };
        clocks.push(ClockRow {
            governs: at == 0 && governs == Some(Governs::Promise),
            ..ruled("promise", clock, replied, explanation)
        });
    }
    if let Some(due) = case.facts.promised_reply {
        clocks.push(agreed((case.facts.received_at, due), replied, now, governs == Some(Governs::PromisedReply)));
    }
    let next = governs == Some(Governs::Assist);
    let first = CaseClocks::of(case, rules, clockwork).assist.map(|(_, due)| due);
    for assist in &case.assists {
        let Some(due) = assist.due else { continue };
        let ended = assist.answer.as_ref().map(|(at, _)| *at);
        let row = agreed((assist.asked_at, due), ended, now, next && ended.is_none() && Some(due) == first);
        clocks.push(ClockRow { kind: "assist", rule: ASSIST_RULE.to_owned(), ..row });
    }
    let governing = match governs {
        Some(Governs::Procedure(at)) => running.procedures.get(at).map(|clock| &clock.of),
        _ => None,
    };
    for clock in procedure_clocks(case, rules, clockwork) {
        let explanation = if explain { clock.explanation(clockwork, now) } else { None };
        let Some(ruled_by) = clock.clock else { continue };
        let kind = if clock.law.is_some() { "law" } else { "procedure" };
        let row = ruled(kind, ruled_by, clock.met_at, explanation);
        clocks.push(ClockRow {
            standing: if clock.waived { "waived" } else { row.standing },
            governs: governing == Some(&clock.of),
            of: Some(clock.of),
            ..row
        });
    }
    clocks
}

/// A clock whose end was agreed on: an instant, nothing to count.
fn agreed((start, due): (Stamp, Stamp), ended: Option<Stamp>, now: Stamp, governs: bool) -> ClockRow {
    let at = ended.unwrap_or(now);
    let whole = due.since(start).num_milliseconds().max(1);
    let warn_at = Stamp(due.0 - whole / 10);
    let standing = match at {
        at if at > due => Standing::Overdue,
        at if at >= warn_at => Standing::Warned,
        _ => Standing::InTime,
    };
    #[expect(clippy::cast_precision_loss, reason = "spans of years in milliseconds are far inside what an f64 holds")]
    let used_share = at.since(start).num_milliseconds() as f64 / whole as f64;
    ClockRow {
        kind: "promised_reply",
        stage: None,
        of: None,
        rule: PROMISED_REPLY_RULE.to_owned(),
        limit: None,
        start,
        warn_at: Some(warn_at),
        due: Some(due),
        ended,
        used_share,
        standing: standing_word(standing, ended.is_some()),
        provisional: false,
        governs,
        explanation: None,
    }
}

const fn standing_word(standing: Standing, ended: bool) -> &'static str {
    match standing {
        Standing::Overdue if ended => "missed",
        _ if ended => "met",
        Standing::Overdue => "overdue",
        Standing::Paused => "paused",
        Standing::Warned => "warned",
        Standing::InTime => "in_time",
    }
}

impl ClockRow {
    pub fn object(&self) -> Value {
        let mut object = json!({
            "kind": self.kind,
            "stage": self.stage.map(|(stage, _)| stage),
            "round": self.stage.map(|(_, round)| round),
            "procedure": self.of.as_ref().and_then(ClockOf::procedure),
            "key": self.of.as_ref().map(ClockOf::key),
            "rule": self.rule,
            "limit": self.limit.map(limit_object),
            "start": iso(self.start),
            "warn_at": self.warn_at.map(iso),
            "due": self.due.map(iso),
            "ended": self.ended.map(iso),
            "used_share": (self.used_share * 10_000.0).round() / 10_000.0,
            "standing": self.standing,
            "provisional": self.provisional,
            "governs": self.governs,
        });
        if let (Some(explanation), Some(map)) = (&self.explanation, object.as_object_mut()) {
            map.insert("explanation".to_owned(), explanation_object(explanation));
        }
        object
    }

    /// What the clock is called: `handling, round 2`, `promise`.
    pub fn name(&self) -> String {
        match (self.stage, &self.of) {
            (Some((stage, 1)), _) => stage.to_owned(),
            (Some((stage, round)), _) => format!("{stage}, round {round}"),
            (None, Some(of)) => match of.procedure() {
                Some(procedure) => format!("{procedure} {}", of.key()),
                None => of.key().to_owned(),
            },
            (None, None) => self.kind.replace('_', " "),
        }
    }

    /// The arithmetic, a line a day or stretch of days.
    pub fn lines(&self) -> Vec<String> {
        let Some(told) = &self.explanation else {
            return vec!["promised to the customer; nothing to count".to_owned()];
        };
        let numbered = matches!(told.term, Term::Days(_) | Term::WorkingDays(_));
        let mut lines: Vec<String> = told.lines.iter().map(|line| line_text(line, told, numbered)).collect();
        lines.push(format!("counted {} of {}", span_text(told.counted), span_text(told.deadline.budget)));
        if let Some(promised) = told.promised {
            lines.push(format!("the due time is the promised one: {}", promised.wall().format("%Y-%m-%d %H:%M:%S")));
        }
        if self.provisional {
            lines.push("provisional: a year's list of days off is not published yet".to_owned());
        }
        lines
    }
}

fn limit_object(limit: Limit) -> Value {
    match limit {
        Limit::Minutes(n) => json!({ "minutes": n }),
        Limit::Hours(n) => json!({ "hours": n }),
        Limit::Days(n) => json!({ "days": n }),
        Limit::WorkingDays(n) => json!({ "working_days": n }),
        Limit::WorkingMinutes(n) => json!({ "working_minutes": n }),
    }
}

/// A limit in words.
pub(super) fn limit_text(limit: Limit) -> String {
    let (count, unit) = match limit {
        Limit::Minutes(n) => (n, "minute"),
        Limit::Hours(n) => (n, "hour"),
        Limit::Days(n) => (n, "calendar day"),
        Limit::WorkingDays(n) => (n, "working day"),
        Limit::WorkingMinutes(n) => (n, "working minute"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn explanation_object(told: &Explanation) -> Value {
    let line = |line: &Line| {
        json!({
            "from": line.from.to_string(),
            "to": line.to.to_string(),
            "counted_minutes": minutes(line.counted),
            "paused_minutes": minutes(line.paused),
            "nth_day": line.nth,
            "why": why_text(&line.why, told),
        })
    };
    json!({
        "counted_minutes": minutes(told.counted),
        "budget_minutes": minutes(told.deadline.budget),
        "warn_percent": told.warn_percent,
        "promised": told.promised.map(iso),
        "lines": told.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

/// Minutes with the seconds as a fraction; whole ones without.
fn minutes(ms: i64) -> Value {
    if ms % 60_000 == 0 {
        Value::from(ms / 60_000)
    } else {
        #[expect(clippy::cast_precision_loss, reason = "at most a hundred years of milliseconds")]
        Value::from((ms as f64 / 600.0).round() / 100.0)
    }
}

fn line_text(line: &Line, told: &Explanation, numbered: bool) -> String {
    let days = if line.from == line.to { line.from.to_string() } else { format!("{} to {}", line.from, line.to) };
    let nth = line.nth.map_or_else(String::new, |nth| format!("  day {nth}"));
    let counted = if line.counted > 0 { span_text(line.counted) } else { "nothing".to_owned() };
    let paused = if line.paused > 0 { format!(", paused {}", span_text(line.paused)) } else { String::new() };
    let width = if numbered { 8 } else { 0 };
    format!("{days:<24}{nth:<width$}  {counted}{paused}  ({})", why_text(&line.why, told))
}

fn why_text(why: &Why, told: &Explanation) -> String {
    match why {
        Why::Counted => "counted".to_owned(),
        Why::MakeUp(name) => format!("worked for {name}"),
        Why::Weekend => "weekend".to_owned(),
        Why::Holiday(name) => format!("day off: {name}"),
        Why::OutsideHours => "outside business hours".to_owned(),
        Why::Paused(nth) => match told.pauses.get(*nth) {
            Some(pause) => format!("paused since {}", pause.from.wall().format("%Y-%m-%d %H:%M")),
            None => "paused".to_owned(),
        },
        Why::Several { worked, rested } => format!("{worked} days counted, {rested} not"),
    }
}

/// `17 h 30 min`; seconds only where there are any.
pub(super) fn span_text(ms: i64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut parts = Vec::new();
    if hours != 0 {
        parts.push(format!("{hours} h"));
    }
    if minutes != 0 {
        parts.push(format!("{minutes} min"));
    }
    if rest != 0 || parts.is_empty() {
        parts.push(format!("{rest} s"));
    }
    parts.join(" ")
}
