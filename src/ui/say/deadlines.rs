//! Limits, due times, and why a deadline is when it is.

use crate::clock::clockwork::Ruler;
use crate::clock::{Explanation, Line, Standing, Term, Why};
use crate::domain::holidays::holiday_word;
use crate::domain::{Limit, Stamp};
use crate::t;
use crate::text::{Texts, say};

/// A limit as a rule states it: `41 时`, `7 天`, `3 个工作日`.
#[must_use]
pub fn limit(texts: &Texts, limit: Limit) -> String {
    term(texts, limit.into())
}

/// As [`limit`], for the clock's own measure.
#[must_use]
pub fn term(texts: &Texts, term: Term) -> String {
    match term {
        Term::Running(ms) => say::hours_ms(texts, ms),
        Term::Working(ms) => t!(texts, "unit-business", time = say::hours_ms(texts, ms)),
        Term::Days(0) | Term::WorkingDays(0) => t!(texts, "unit-same-day"),
        Term::Days(n) => t!(texts, "unit-days", n = n),
        Term::WorkingDays(n) => t!(texts, "unit-working-days", n = n),
    }
}

/// Time left or past, `无时限` without a due time.
#[must_use]
pub fn due(texts: &Texts, now: Stamp, due: Option<Stamp>) -> String {
    due.map_or_else(|| t!(texts, "due-none"), |due| say::remaining(texts, now.0, due.0))
}

/// Day and time as short as they can be told apart from `now`.
#[must_use]
pub fn date_time(texts: &Texts, now: Stamp, at: Stamp) -> String {
    say::date_time(texts, now.0, at.0)
}

/// How a run stands, in a word.
#[must_use]
pub fn standing(texts: &Texts, standing: Standing) -> String {
    match standing {
        Standing::InTime => t!(texts, "standing-in-time"),
        Standing::Warned => t!(texts, "standing-warned"),
        Standing::Overdue => t!(texts, "standing-overdue"),
        Standing::Paused => t!(texts, "standing-paused"),
    }
}

/// The arithmetic of a deadline line by line: what it is, and what stands there. In the order in which people check it:
/// rule, limit, clock, start, each day, pauses, sum, extension, warning, due.
#[must_use]
pub fn explanation_lines(texts: &Texts, told: &Explanation) -> Vec<(String, String)> {
    let deadline = &told.deadline;
    let clock = match deadline.ruler {
        Ruler::Running => t!(texts, "expl-clock-running"),
        Ruler::Business => t!(texts, "expl-clock-business"),
    };
    let mut lines = vec![
        (t!(texts, "expl-rule"), told.rule.clone()),
        (t!(texts, "expl-limit"), term(texts, told.term)),
        (t!(texts, "expl-clock"), clock),
        (t!(texts, "expl-start"), say::full_time(deadline.start.0)),
    ];
    lines.extend(told.pauses.iter().enumerate().map(|(at, pause)| {
        let from = say::full_time(pause.from.0);
        let span = match pause.to {
            Some(to) => t!(texts, "expl-pause-span", from = from, to = say::full_time(to.0)),
            None => t!(texts, "expl-pause-open", from = from),
        };
        (t!(texts, "expl-pause", nth = at + 1), span)
    }));
    lines.extend(told.lines.iter().map(|line| (days(texts, told, line), counted(texts, told, line))));
    lines.push((t!(texts, "expl-sum"), say::hours_ms(texts, told.counted)));
    if let Some(promised) = told.promised {
        lines.push((t!(texts, "expl-promised"), say::full_time(promised.0)));
    }
    if let Some(at) = deadline.warn_at {
        let percent = u32::from(told.warn_percent);
        let text = t!(texts, "expl-warning-at", when = say::full_time(at.0), percent = percent);
        lines.push((t!(texts, "expl-warning"), text));
    }
    let due = deadline.due.map_or_else(|| t!(texts, "expl-due-open"), |due| say::full_time(due.0));
    lines.push((t!(texts, "expl-due"), due));
    if deadline.provisional {
        lines.push((t!(texts, "expl-provisional"), t!(texts, "expl-provisional-text")));
    }
    lines
}

fn days(texts: &Texts, told: &Explanation, line: &Line) -> String {
    let first = told.deadline.start.date();
    let from = say::day_and_weekday(texts, first, line.from);
    if line.from == line.to {
        return from;
    }
    t!(texts, "expl-days", from = from, to = say::day_and_weekday(texts, first, line.to))
}

/// A holiday as people of the language call it; a name of the company's own stays as it is.
#[must_use]
pub fn holiday_name(texts: &Texts, name: &str) -> String {
    holiday_word(name).map_or_else(|| name.to_owned(), |word| texts.name("holiday", word))
}

fn counted(texts: &Texts, told: &Explanation, line: &Line) -> String {
    let time = say::hours_ms(texts, line.counted);
    let why = match &line.why {
        Why::Counted => t!(texts, "expl-counted", time = time),
        Why::MakeUp(holiday) => t!(texts, "expl-makeup", holiday = holiday_name(texts, holiday), time = time),
        Why::Weekend => t!(texts, "expl-weekend"),
        Why::Holiday(holiday) => t!(texts, "expl-holiday", holiday = holiday_name(texts, holiday)),
        Why::OutsideHours => t!(texts, "expl-outside"),
        Why::Paused(at) => t!(texts, "expl-paused", nth = at.saturating_add(1)),
        Why::Several { worked, rested } => {
            t!(texts, "expl-several", worked = *worked, rested = *rested, time = time)
        }
    };
    let nth = match (line.nth, told.term) {
        (Some(0), _) => Some(t!(texts, "expl-day-start")),
        (Some(nth), Term::Days(_) | Term::WorkingDays(_)) => Some(t!(texts, "expl-day-nth", nth = nth)),
        _ => None,
    };
    let paused = (line.paused > 0 && line.counted > 0)
        .then(|| t!(texts, "expl-paused-part", time = say::hours_ms(texts, line.paused)));
    let parts = [nth, Some(why), paused].into_iter().flatten();
    parts.reduce(|first, next| t!(texts, "joined-parts", first = first, next = next)).unwrap_or_default()
}
