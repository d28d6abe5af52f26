//! The working calendar: business hours, which years are published, the holidays of a year.

use chrono::{Datelike, NaiveDate, Weekday};
use egui::Ui;

use super::table::table;
use super::{Cx, SettingsScreen, heading};
use crate::clock::calendar::{DayKind, WorkCalendar};
use crate::t;
use crate::text::say;
use crate::ui::icons;
use crate::ui::say::holiday_name;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::{Chip, icon_button};

pub(super) fn calendar_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut SettingsScreen) {
    let texts = cx.texts;
    let calendar = cx.book.clockwork.calendar();
    let span = match calendar.published() {
        [first, .., last] => t!(texts, "settings-published", first = first.to_string(), last = last.to_string()),
        _ => t!(texts, "settings-no-lists"),
    };
    heading(ui, &t!(texts, "settings-calendar"), &span);
    let year = screen.year.unwrap_or_else(|| cx.now.date().year());
    ui.horizontal(|ui| {
        if icon_button(ui, icons::CARET_LEFT, &t!(texts, "settings-earlier-year"), None).clicked() {
            screen.year = Some((year - 1).max(1990));
        }
        let t = Tokens::of(ui.ctx());
        ui.label(egui::RichText::new(year.to_string()).font(font::body_l_medium()).color(t.text));
        if icon_button(ui, icons::CARET_RIGHT, &t!(texts, "settings-later-year"), None).clicked() {
            screen.year = Some((year + 1).min(2100));
        }
        if calendar.is_provisional(year) {
            Chip::new(&t!(texts, "deadline-provisional"), Tone::Warn).ui(ui);
        } else {
            Chip::new(&t!(texts, "settings-year-published"), Tone::Neutral).ui(ui);
        }
    });
    let columns = [
        (t!(texts, "settings-holiday"), 1.2),
        (t!(texts, "settings-days-off"), 2.4),
        (t!(texts, "settings-make-up"), 2.4),
    ];
    let rows: Vec<Vec<String>> = holidays(calendar, year)
        .into_iter()
        .map(|holiday| vec![holiday_name(texts, &holiday.name), ranges(&holiday.off), ranges(&holiday.worked)])
        .collect();
    table(ui, &columns, &rows);
    ui.add_space(10.0);
    heading(ui, &t!(texts, "settings-hours"), "");
    let columns = [(t!(texts, "settings-weekday"), 1.2), (t!(texts, "settings-open"), 4.8)];
    let rows: Vec<Vec<String>> = (0..7_u8)
        .filter_map(|day| Weekday::try_from(day).ok())
        .map(|day| vec![say::weekday(texts, day), hours(cx, day)])
        .collect();
    table(ui, &columns, &rows);
}

/// The hours of a weekday in the plain week.
fn hours(cx: &Cx<'_>, day: Weekday) -> String {
    let Some(date) = NaiveDate::from_isoywd_opt(2024, 2, day) else { return String::new() };
    let spans = cx.book.clockwork.week().hours(date);
    let clock = |seconds: u32| format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    let words: Vec<String> = spans.iter().map(|span| format!("{} – {}", clock(span.from), clock(span.to))).collect();
    if words.is_empty() { "—".to_owned() } else { words.join("　") }
}

/// A holiday of one year with its days, in order.
struct Holiday {
    name: String,
    off: Vec<NaiveDate>,
    worked: Vec<NaiveDate>,
}

fn holidays(calendar: &WorkCalendar, year: i32) -> Vec<Holiday> {
    let mut found: Vec<Holiday> = Vec::new();
    let first = NaiveDate::from_yo_opt(year, 1).unwrap_or_default();
    for day in first.iter_days().take_while(|day| day.year() == year) {
        let (name, off) = match calendar.day(day).why {
            DayKind::Holiday(name) => (name, true),
            DayKind::MakeUp(name) => (name, false),
            DayKind::Weekday | DayKind::Weekend => continue,
        };
        let at = found.iter().position(|holiday| holiday.name == name).unwrap_or_else(|| {
            found.push(Holiday { name: name.to_owned(), off: Vec::new(), worked: Vec::new() });
            found.len() - 1
        });
        let days = if off { &mut found[at].off } else { &mut found[at].worked };
        days.push(day);
    }
    // A day worked in exchange may come long before its holiday.
    found.sort_by_key(|holiday| holiday.off.first().copied());
    found
}

/// Days as runs: `02-16 – 02-23、04-05`.
fn ranges(days: &[NaiveDate]) -> String {
    let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.succ_opt() == Some(*day) => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let word = |day: &NaiveDate| day.format("%m-%d").to_string();
    let words: Vec<String> = runs
        .iter()
        .map(|(first, last)| if first == last { word(first) } else { format!("{} – {}", word(first), word(last)) })
        .collect();
    if words.is_empty() { "—".to_owned() } else { words.join("、") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// calendar.md: the list of 2026.
    #[test]
    fn a_year_is_told_by_holiday() {
        let found = holidays(&WorkCalendar::china(), 2026);
        let told: Vec<String> =
            found.iter().map(|h| format!("{} {} {}", h.name, ranges(&h.off), ranges(&h.worked))).collect();
        assert_eq!(told.len(), 7, "{told:?}");
        assert_eq!(told[1], "春节 02-15 – 02-23 02-14、02-28");
        assert_eq!(told[6], "国庆节 10-01 – 10-07 09-20、10-10");
    }
}
