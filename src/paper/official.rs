//! The official words of a case as the sheets print them: levels, grades, stages, limits, who is meant. Never translated.

use chrono::TimeDelta;

use super::feedback_words;
use crate::domain::Limit;
use crate::domain::event::RoundCause;
use crate::domain::holder::Holder;
use crate::domain::organisation::Role;
use crate::domain::stage::{DemandKind, IncidentGrade, InfoClass, Level, Stage};

/// The department that takes complaints in, replies, revisits and closes.
pub const SERVICE_DEPARTMENT: &str = "总部客户服务部";
/// Whoever handles a case away from headquarters.
pub const BRANCH: &str = "分部";

/// Whose copy it is, as the foot of every page says.
#[must_use]
pub const fn copy_name(holder: Holder) -> &'static str {
    match holder {
        Holder::Headquarters => "总部存档联",
        Holder::Outlet => "网点联",
        Holder::Region => "大区联",
        Holder::Insurer => "保险人联",
        Holder::Injured => "受损方联",
        Holder::PartyA => "甲方联",
        Holder::Claim => "甲方联（保险理赔）",
        Holder::PartyB => "乙方联",
        Holder::PartyC => "丙方联",
        Holder::Spare => "甲方联（备用）",
        Holder::Finance => "财务联",
    }
}

/// The name of a complaint level (D01).
#[must_use]
pub const fn level_name(level: Level) -> &'static str {
    match level {
        Level::General => "一般",
        Level::Provincial => "省级",
        Level::National => "全国级",
    }
}

/// The name of an incident grade (D05).
#[must_use]
pub const fn grade_name(grade: IncidentGrade) -> &'static str {
    match grade {
        IncidentGrade::GeneralSpecial => "一般特殊事故",
        IncidentGrade::MajorSpecial => "特殊重大事故",
        IncidentGrade::ExtraMajor => "特别重大事故",
    }
}

/// The post of a person of the house.
#[must_use]
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Intake => "受理员",
        Role::Dispatcher => "派单员",
        Role::FieldServiceManager => "驻外服务经理",
        Role::RegionalManager => "大区经理",
        Role::DepartmentHead => "部门负责人",
        Role::GeneralManager => "总经理",
        Role::Technician => "技术支持",
        Role::AppealContact => "申诉联系人",
    }
}

/// The name of a stage.
#[must_use]
pub const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Intake => "受理",
        Stage::Dispatch => "派单",
        Stage::Handling => "处理",
        Stage::Reply => "答复",
        Stage::Revisit => "回访",
        Stage::Closure => "结案",
        Stage::Archived => "归档",
    }
}

/// Who answers for a stage: the branch for handling, headquarters for all others.
#[must_use]
pub const fn stage_by(stage: Stage) -> &'static str {
    match stage {
        Stage::Handling => BRANCH,
        _ => SERVICE_DEPARTMENT,
    }
}

/// Why a further round was opened (H07, H08).
#[must_use]
pub const fn round_cause_name(cause: RoundCause) -> &'static str {
    match cause {
        RoundCause::Dissatisfied => "回访不满意",
        RoundCause::Reopened => "结案后重开",
    }
}

/// What a customer can demand.
#[must_use]
pub const fn demand_name(kind: DemandKind) -> &'static str {
    match kind {
        DemandKind::Repair => "维修",
        DemandKind::Exchange => "换机",
        DemandKind::Refund => "退机",
        DemandKind::Compensation => "赔偿",
        DemandKind::Apology => "道歉",
        DemandKind::Explanation => "解释",
    }
}

/// The box of form 1 for a class of information.
#[must_use]
pub const fn class_box(class: InfoClass) -> feedback_words::InfoClass {
    match class {
        InfoClass::GeneralQuality => feedback_words::InfoClass::Quality,
        InfoClass::MajorIncident => feedback_words::InfoClass::Major,
        InfoClass::MarketComplaint => feedback_words::InfoClass::Complaint,
        InfoClass::ServiceManagement => feedback_words::InfoClass::Service,
        InfoClass::Competitor => feedback_words::InfoClass::Competitor,
    }
}

/// A limit in words, with the unit it is counted in.
#[must_use]
pub fn limit_text(limit: Limit) -> String {
    match limit {
        Limit::Minutes(count) => format!("{count} 分钟"),
        Limit::Hours(count) => format!("{count} 小时"),
        Limit::Days(count) => format!("{count} 天"),
        Limit::WorkingDays(count) => format!("{count} 个工作日"),
        Limit::WorkingMinutes(count) => format!("{count} 工作分钟"),
    }
}

/// How late a case is, in hours and minutes; less than a minute is not late.
#[must_use]
pub fn lateness_text(late: Option<TimeDelta>) -> String {
    match late.filter(|late| late.num_minutes() > 0) {
        Some(late) => format!("已超时 {} 小时 {} 分", late.num_hours(), late.num_minutes() % 60),
        None => "尚未超时".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_is_told_from_the_first_full_minute_on() {
        for (seconds, told) in
            [(-60, "尚未超时"), (59, "尚未超时"), (60, "已超时 0 小时 1 分"), (3_660, "已超时 1 小时 1 分")]
        {
            assert_eq!(lateness_text(Some(TimeDelta::seconds(seconds))), told);
        }
        assert_eq!(lateness_text(None), "尚未超时");
    }

    #[test]
    fn a_limit_names_what_it_is_counted_in() {
        let limits = [Limit::Hours(4), Limit::WorkingDays(7), Limit::WorkingMinutes(30)];
        assert_eq!(limits.map(limit_text), ["4 小时", "7 个工作日", "30 工作分钟"]);
    }
}
