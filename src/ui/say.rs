//! Words for what the domain, the clock and the store answer: one text for every reason, none made up elsewhere.

mod charts;
mod courses;
mod deadlines;
mod entries;
mod history;
mod incident;
mod incident_money;
mod incident_refusals;
mod kpi;
mod organisation;
mod procedure;
mod proposals;
mod refusals;
mod returned;
mod review;
mod tallies;
mod values;

pub use charts::{backlog_words, heat_fixed, heat_words, on_time_words, pareto_words, region_mix_words};
pub use courses::{
    control_words, course_finding, course_notes, course_rate, course_signal, csat_finding, csat_words, mis_finding,
    mis_notes, mis_words,
};
pub use deadlines::{date_time, due, explanation_lines, holiday_name, limit, standing, term};
pub use entries::{entry_reason_text, entry_report, returned_note};
pub use history::{event_detail, event_line};
pub use incident::{incident_detail, incident_line, record_words};
pub use incident_money::shares_text;
pub use incident_refusals::gap_text;
pub use kpi::{kpi_beside, kpi_goal, kpi_key, kpi_line_name, kpi_reckoned, kpi_value};
pub use organisation::{column_name, organisation_fault_text, recorded_change_text, roster_reason_text, roster_report};
pub use procedure::{
    Concerned, Prescribed, answer_text, masked_answer, procedure_lack, procedure_refusal, source_mark,
};
pub use proposals::{grade_reason, money_prompt, proposal_reason, urgent_reason};
pub use refusals::{fault_line, fault_text, refusal_in, refusal_text, store_error_text};
pub(crate) use returned::returned_done;
pub use returned::{returned_line, unfit_text, verdict_text};
pub use review::{chapter_name, report_due, report_title, review_period};
pub use tallies::{tally_reason_text, tally_report};
pub use values::{Known, Names, class_name, class_short, field_name, field_value, join, level_name, money, named};

#[cfg(test)]
mod tests;
