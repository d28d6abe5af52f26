//! The re-handling order 再处理单 (H07, H08): the matter goes back to the branch, with what was done and what the customer says.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::data::printed;
use super::dispatch::{Assignment, CaseFacts, CaseParty, Rows, StageLimit, closed, named, time};
use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish};
use super::grid::{Cell, Content, Grid};
use super::plate::UPRIGHT;
use super::rows::boxes;
use super::sheet::Sheet;
use crate::domain::stage::Satisfaction;

/// Number of the template.
pub const FORM_NO: &str = "KS-P3";
/// Title of the sheet.
pub const TITLE: &str = "投诉再处理单";
/// Time, what, and the words of what was done before.
const TRIED: [f32; 3] = [33.0, 18.0, 124.0];
const ROW: f32 = 7.5;
const BAR: f32 = 5.0;
/// Least and greatest height of the room for the result; height of the boxes to sign.
const RESULT: (f32, f32) = (12.0, 40.0);
const SIGN: f32 = 24.0;
/// More than this of one attempt goes to a continuation page.
const TALLEST: f32 = 60.0;

/// Something that was done in an earlier round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Attempt {
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub at: Option<NaiveDateTime>,
    /// 处理 or 答复.
    pub what: &'static str,
    pub text: String,
}

/// The revisit that found the customer dissatisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opinion {
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub at: NaiveDateTime,
    pub way: &'static str,
    /// With the result, the process and the staff (H06).
    #[serde(serialize_with = "printed")]
    pub marks: [Satisfaction; 3],
    /// In the customer's words.
    #[serde(rename = "opinion")]
    pub words: String,
}

/// Everything a re-handling order shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RehandlingOrder {
    pub case: CaseFacts,
    pub party: CaseParty,
    /// The round that this order opens, from 2.
    pub round: u32,
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub opened: Option<NaiveDateTime>,
    /// 回访不满意 or 结案后重开.
    #[serde(rename = "round_cause")]
    pub cause: &'static str,
    /// Why, in the words of whoever sends it back.
    #[serde(rename = "round_reason")]
    pub reason: String,
    /// What the rounds before did, oldest first.
    pub tried: Vec<Attempt>,
    #[serde(rename = "revisit")]
    pub opinion: Option<Opinion>,
    /// The limit of the stage that begins anew.
    #[serde(rename = "stage")]
    pub limit: StageLimit,
    pub assignment: Assignment,
}

/// Lays out the order. While branch, first person, reason or limit are empty it carries 草稿.
///
/// # Errors
/// [`PaperError::Missing`] when a text has a character no face has.
pub fn rehandling(order: &RehandlingOrder, head: &FormHead, fonts: &FontSet) -> Result<Sheet, PaperError> {
    let who = &order.assignment;
    let draft =
        [&who.branch, &who.first, &order.reason].iter().any(|text| text.trim().is_empty()) || order.limit.due.is_none();
    let mut rows = Rows { grid: Grid::new(fonts, &UPRIGHT) };
    rows.bar("一、工单")?;
    rows.case(&order.case, &head.case_no)?;
    party(&mut rows, &order.party)?;
    rows.long(14.0, "投诉事实", &order.case.facts)?;
    rows.long(12.0, "用户诉求", &order.case.demand)?;
    rows.bar("二、前次办理情况")?;
    tried(&mut rows, &order.tried)?;
    rows.bar("三、用户意见（回访记录）")?;
    opinion(&mut rows, order.opinion.as_ref())?;
    rows.bar("四、再处理要求")?;
    let (round, opened) = (format!("第 {} 次办理", order.round), time(order.opened));
    rows.pairs(&[
        (20.0, "办理次数", 38.0, &round),
        (20.0, "下达时间", 38.0, &opened),
        (20.0, "再处理原因", 39.0, order.cause),
    ])?;
    rows.long(14.0, "原因说明", &order.reason)?;
    let due = time(order.limit.due);
    rows.pairs(&[
        (20.0, "环节", 38.0, &order.limit.stage),
        (20.0, "办理时限", 38.0, &order.limit.limit),
        (20.0, "应完成时间", 39.0, &due),
    ])?;
    rows.pairs(&[
        (20.0, "承办分部", 38.0, &who.branch),
        (20.0, "第一责任人", 38.0, &who.first),
        (20.0, "第二责任人", 39.0, &who.second),
    ])?;
    rows.pairs(&[
        (20.0, "下达人", 38.0, &who.dispatcher),
        (20.0, "总部联系人", 38.0, &who.contact),
        (20.0, "协办", 39.0, &who.assist),
    ])?;
    if rows.grid.room() < BAR + RESULT.0 + SIGN {
        rows.grid.turn();
    }
    rows.bar("五、签收与办理结果")?;
    let result = (rows.grid.room() - SIGN).clamp(RESULT.0, RESULT.1);
    rows.long(result, "办理结果", "")?;
    rows.signatures(&["下达人", "承办分部签收", "第一责任人签收"])?;
    finish(fonts, (TITLE, head), (PrintMode::Final, draft), rows.grid.close())
}

fn party(rows: &mut Rows<'_>, party: &CaseParty) -> Result<(), PaperError> {
    rows.pairs(&[
        (18.0, "用户姓名", 32.0, &party.name),
        (18.0, "联系电话", 32.0, &party.phone),
        (18.0, "所在地区", 57.0, &party.area),
    ])?;
    rows.pairs(&[(18.0, "用户地址", 157.0, &party.address)])?;
    rows.pairs(&[
        (18.0, "品类", 32.0, &party.category),
        (18.0, "型号", 32.0, &party.model),
        (18.0, "产品条码", 57.0, &party.barcode),
    ])
}

fn tried(rows: &mut Rows<'_>, tried: &[Attempt]) -> Result<(), PaperError> {
    let head = ["时间", "事项", "办理内容"];
    let cells: Vec<Cell> = TRIED.iter().zip(head).map(|(width, text)| Cell::label(*width, text)).collect();
    rows.grid.row(6.5, &cells)?;
    for attempt in tried {
        let cells = [
            named(TRIED[0], "前次办理情况", Content::Centred(closed(&time(attempt.at)))),
            named(TRIED[1], "前次办理情况", Content::Centred(attempt.what.to_owned())),
            named(TRIED[2], "前次办理情况", Content::Value(closed(&attempt.text))),
        ];
        let height = rows.grid.height((ROW, TALLEST), &cells)?;
        rows.grid.row(height, &cells)?;
    }
    if tried.is_empty() {
        rows.grid.row(ROW, &[Cell::new(UPRIGHT.width, Content::Centred("无".to_owned()))])
    } else {
        Ok(())
    }
}

fn opinion(rows: &mut Rows<'_>, opinion: Option<&Opinion>) -> Result<(), PaperError> {
    const MARKS: [(&str, Satisfaction); 3] =
        [("满意", Satisfaction::Satisfied), ("基本满意", Satisfaction::Fair), ("不满意", Satisfaction::Dissatisfied)];
    let at = time(opinion.map(|opinion| opinion.at));
    let way = opinion.map_or("", |opinion| opinion.way);
    rows.pairs(&[(18.0, "回访时间", 69.0, &at), (18.0, "回访方式", 70.0, way)])?;
    let ticks = |nth: usize| {
        let given = opinion.and_then(|opinion| opinion.marks.get(nth));
        Content::Ticks(boxes(&MARKS, |mark| given == Some(mark)))
    };
    let cells = [
        Cell::label(14.0, "对结果"),
        Cell::new(45.0, ticks(0)),
        Cell::label(14.0, "对过程"),
        Cell::new(44.0, ticks(1)),
        Cell::label(14.0, "对人员"),
        Cell::new(44.0, ticks(2)),
    ];
    rows.grid.row(ROW, &cells)?;
    rows.long(16.0, "用户原话", opinion.map_or("", |opinion| opinion.words.as_str()))
}

#[cfg(test)]
pub(crate) mod tests {
    use chrono::NaiveDate;

    use super::super::fonts::tests::fonts;
    use super::super::form::tests::head;
    use super::*;

    fn at(day: u32, hour: u32) -> Option<NaiveDateTime> {
        NaiveDate::from_ymd_opt(2026, 4, day).and_then(|day| day.and_hms_opt(hour, 30, 0))
    }

    pub(crate) fn order() -> RehandlingOrder {
        RehandlingOrder {
            case: CaseFacts {
                received_at: at(7, 9),
                facts: "热水器接头漏水".into(),
                demand: "换新机".into(),
                ..CaseFacts::default()
            },
            party: CaseParty { name: "林佩珊".into(), area: "江苏省苏州市".into(), ..CaseParty::default() },
            round: 2,
            opened: at(12, 10),
            cause: "回访不满意",
            reason: "接头更换后仍渗水，须整机更换".into(),
            tried: vec![
                Attempt { at: at(8, 15), what: "处理", text: "更换进水接头，试压正常".into() },
                Attempt { at: at(9, 9), what: "答复", text: "已更换接头，请观察".into() },
            ],
            opinion: at(12, 9).map(|at| Opinion {
                at,
                way: "电话",
                marks: [Satisfaction::Dissatisfied, Satisfaction::Fair, Satisfaction::Satisfied],
                words: "“还在滴水，你们换的东西不行。”".into(),
            }),
            limit: StageLimit {
                stage: "处理".into(), limit: "24 小时".into(), due: at(13, 10), by: "分部".into()
            },
            assignment: Assignment {
                branch: "苏州分部".into(), first: "沈嘉树".into(), ..Assignment::default()
            },
        }
    }

    #[test]
    fn h07_the_order_says_what_was_tried_what_the_customer_says_and_until_when() {
        let sheet = rehandling(&order(), &head(), &fonts()).unwrap();
        assert_eq!(sheet.pages.len(), 1);
        let text = sheet.to_text();
        for probe in [
            "2026-04-08 15:30 | 处理 | 更换进水接头，试压正常",
            "2026-04-09 09:30 | 答复 | 已更换接头，请观察",
            "对结果 | ☐ | 满意 | ☐ | 基本满意 | ☑ | 不满意",
            "“还在滴水，你们换的东西不行。”",
            "办理次数 | 第 2 次办理 | 下达时间 | 2026-04-12 10:30 | 再处理原因 | 回访不满意",
            "环节 | 处理 | 办理时限 | 24 小时 | 应完成时间 | 2026-04-13 10:30",
            "承办分部 | 苏州分部",
        ] {
            assert!(text.contains(probe), "{probe}\n{text}");
        }
        assert!(!text.contains("草稿"));
    }

    #[test]
    fn h08_without_branch_reason_or_limit_it_is_a_draft() {
        for spoil in [
            |order: &mut RehandlingOrder| order.assignment.branch.clear(),
            |order: &mut RehandlingOrder| order.reason = " ".into(),
            |order: &mut RehandlingOrder| order.limit.due = None,
        ] {
            let mut order = order();
            spoil(&mut order);
            assert!(rehandling(&order, &head(), &fonts()).unwrap().to_text().contains("草稿　尚未正式打印"));
        }
    }

    #[test]
    fn the_sample_can_be_looked_at() {
        let Some(folder) = std::env::var_os("KESU_LOOK") else { return };
        let bytes = super::super::pdf::to_pdf(&rehandling(&order(), &head(), &fonts()).unwrap(), &fonts()).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("rehandling.pdf"), bytes).unwrap();
    }

    #[test]
    fn many_attempts_turn_the_page_and_lose_nothing() {
        let mut order = order();
        order.tried =
            (0..40).map(|n| Attempt { text: format!("第{n:02}次上门，"), ..order.tried[0].clone() }).collect();
        order.tried[3].text = "踏查。".repeat(500);
        let text: String = rehandling(&order, &head(), &fonts()).unwrap().to_text();
        assert!((0..40).filter(|n| *n != 3).all(|n| text.contains(&format!("第{n:02}次上门"))));
        assert_eq!(text.matches('踏').count(), 500);
    }
}
