//! Customer objections of the steel trader, from the first receiver to the seal, and its yearly questionnaire.

use kesu::domain::Field;
use kesu::domain::event::SheetKind;
use kesu::domain::procedure::ProcedureReason;

use super::Walk;

const BOOK: &str = "steel-trader.toml";
const KEY: &str = "objection";

/// Facts of the report besides its kind and whether a mill is involved (B06).
const REPORT: &str = "contract=HT-2026-31; dispatched_on=2026-03-20; coil=C8812; specification=1.0*1250; price=4180; \
    delivery_day=2026-03-25; quality_need=无划伤; disputed_kg=23400; truthful=yes; objection_file=@书面异议; pictures=yes; \
    samples=yes; inspection=yes; packing=完好; weight_list=yes; discrepancy=no";

const CRITERIA: &str = "criterion_cause=yes; criterion_blame=yes; criterion_papers=no; criterion_used=no; \
    criterion_scale=no; criterion_others=no; criterion_asked=no";

/// Received at 09:00, accepted at 09:30; the report is filled in at 15:00.
fn reported(kind: &str, mill: &str) -> Walk {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "written")]);
    assert_eq!(walk.opened(), ["objection B06"]);
    walk.fill(KEY, "accept", "2026-04-09 09:30", "first_receiver=郭敏; received_how=yes");
    // T25: 24 hours from the receipt.
    assert_eq!(walk.due(KEY, "report"), "04-10 09:00:00");
    walk.fill(KEY, "report", "2026-04-09 15:00", &format!("kind={kind}; mill={mill}; {REPORT}"));
    walk
}

fn opinion(walk: &mut Walk, remedy: &str, payment: &str) {
    let typed = format!(
        "mode=expedited; remedy={remedy}; opinion_text=按合同处理; customer_accepts=yes; bad_claims=no; lowest_cost=yes; \
         payment={payment}"
    );
    walk.answer(KEY, &typed, "2026-04-13 10:00");
}

#[test]
fn an_opinion_is_due_by_the_kind_of_objection_and_by_the_mill_t26_t27_t28_t29() {
    // From the report at 15:00: + 24 h; + 7 days; the same day; 15 working days: 10, 13-17, 20-24, 27-30.
    for (kind, mill, due) in [
        ("quantity", "no", "04-10 15:00:00"),
        ("quality", "no", "04-16 23:59:59"),
        ("other", "no", "04-09 23:59:59"),
        ("quality", "yes", "04-30 17:30:00"),
    ] {
        assert_eq!(reported(kind, mill).due(KEY, "opinion"), due, "{kind} {mill}");
    }
}

#[test]
fn a_quality_objection_is_traced_surveyed_paid_and_sealed_b06_g04_g05_g06_g07_g11_d07_a12_q03_q04() {
    let mut walk = reported("quality", "no");
    assert!(walk.template(KEY).section("criteria").unwrap().note.zh.contains("七"), "G05");
    walk.answer(KEY, &format!("refused=no; {CRITERIA}; survey_needed=yes; trace_needed=yes"), "2026-04-10 09:00");
    assert_eq!(walk.way(KEY), "accept report trace survey opinion told seal file");
    // G04: purchase, certificate, material, batch, shift, its record, stock and dispatch.
    let traced = "purchase=采8; warranty_certificate=质保112; material=SPCC 23.4 吨; batch=H77; shift=乙班; \
        shift_record=记录5; stocked_on=2026-03-18; dispatch_papers=发31";
    walk.fill(KEY, "trace", "2026-04-10 11:00", traced);
    // G06: the survey's own record.
    let surveyed = "surveyed_on=2026-04-11; feed_time=2026-04-08 14:00; storage=室内存放，包装完好; problem=边部划伤; \
        next_process=冲压; scale=两卷; other_suppliers=无; background=家电外壳";
    walk.fill(KEY, "survey", "2026-04-11 16:00", surveyed);
    let open = walk.lacking(KEY, "opinion", "2026-04-13 10:00");
    let questions = ["mode", "remedy", "opinion_text", "customer_accepts", "bad_claims", "lowest_cost", "payment"];
    assert_eq!(open, questions, "D07 and the three questions of G07");
    opinion(&mut walk, "return", "yes");
    walk.step(KEY, "opinion", "2026-04-13 10:00");
    // A12: with a payment the general manager approves, and the business head alone cannot.
    assert_eq!(walk.refused(KEY, "approve_head 王部长", "2026-04-13 11:00").1, ProcedureReason::NoSuchStep);
    assert_eq!(walk.refused(KEY, "approve_gm", "2026-04-13 11:00").1, ProcedureReason::NamesNeeded(1));
    walk.step(KEY, "approve_gm 郭总", "2026-04-13 11:00");
    walk.fill(KEY, "told", "2026-04-13 14:00", "told_how=letter; accepted=yes");
    // G11: returned goods are reviewed, purchasing proposes the price.
    walk.fill(KEY, "goods_back", "2026-04-14 10:00", "review_slip=评6; return_price=3900; refund_rule=ours_full");
    // Q04: three attachments before finance pays.
    walk.answer(KEY, "paid_amount=97812; attachment_objection=@书面异议; attachment_invoice=@发票", "2026-04-15 10:00");
    assert_eq!(walk.lacking(KEY, "pay 财务陈", "2026-04-15 10:00"), ["attachment_agreement"], "Q04");
    walk.answer(KEY, "attachment_agreement=@供方协议", "2026-04-15 10:30");
    walk.step(KEY, "pay 财务陈", "2026-04-15 11:00");
    let held = walk.held("2026-04-15 11:30");
    assert_eq!(held, ("B06".to_owned(), ProcedureReason::StillRunning(vec![KEY.to_owned()])));
    // Q03: sealed and registered; who takes the original signs.
    walk.answer(KEY, "seal_no=异2026-14; original_at=管理部档案柜", "2026-04-16 10:00");
    walk.step(KEY, "seal 管理部赵", "2026-04-16 10:00");
    walk.row(KEY, "taken", "taken_by=郭敏; taken_on=2026-04-16; copy_kept=yes", "2026-04-16 11:00");
    walk.fill(KEY, "file", "2026-04-17 10:00", "reported_gm=2026-04-17; reported_dept=2026-04-17");
    assert!(walk.ended(KEY));
}

#[test]
fn the_objection_report_prints_what_the_book_asks_b06_t25_q03_q04() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "written")]);
    walk.fill(KEY, "accept", "2026-04-09 09:30", "first_receiver=郭敏; received_how=yes");
    let (lacks, text) = walk.paper(SheetKind::Objection);
    assert!(lacks.contains(&"合同号".to_owned()) && !lacks.contains(&"首问人".to_owned()), "{lacks:?}");
    assert!(text.contains("草稿　尚未正式打印"), "{text}");
    walk.fill(KEY, "report", "2026-04-09 15:00", &format!("kind=quality; mill=no; {REPORT}"));
    walk.row(KEY, "taken", "taken_by=郭敏; taken_on=2026-04-16; copy_kept=yes", "2026-04-16 11:00");
    let (lacks, text) = walk.paper(SheetKind::Objection);
    assert!(lacks.is_empty(), "{lacks:?}");
    for probe in [
        "客户异议报告",
        "表号：KS-P5",
        "☐ | 数量异议 | ☑ | 质量异议 | ☐ | 其他异议",
        "合同号 | HT-2026-31",
        "单价（元/吨） | 4,180.00 元",
        "客户盖章的书面异议 | 书面异议.pdf",
        "填报客户异议报告 | 业务员 | 24 小时 | 2026-04-10 09:00 | 2026-04-09 15:00",
        "郭敏 | 2026-04-16 | 是",
        "（异议处理章盖章处）",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    assert!(!text.contains("草稿") && !text.contains("附件一"), "Q04 is asked only where there is a payment: {text}");
}

#[test]
fn an_objection_is_refused_only_after_acceptance_and_on_four_grounds_b11_a12() {
    let mut walk = Walk::begin(BOOK, "2026-04-09 09:00", &[(Field::Channel, "phone")]);
    let early = walk.refused(KEY, "opinion", "2026-04-09 09:10");
    assert_eq!(early, ("G07".to_owned(), ProcedureReason::StepFirst("accept".to_owned())), "B11: accept first");
    let (_, ground) = walk.template(KEY).question("refusal_ground").unwrap();
    let grounds: Vec<_> = ground.choices.iter().map(|choice| choice.key.as_str()).collect();
    assert_eq!(grounds, ["late", "agreed", "discount", "countable"], "B11");
    let mut walk = reported("quantity", "no");
    walk.answer(KEY, &format!("refused=yes; {CRITERIA}; survey_needed=no; trace_needed=no"), "2026-04-10 09:00");
    opinion(&mut walk, "explain", "no");
    assert_eq!(walk.lacking(KEY, "opinion", "2026-04-13 10:00"), ["refusal_ground"]);
    walk.fill(KEY, "opinion", "2026-04-13 10:00", "refusal_ground=countable");
    // A12: no payment involved, the business head closes and reports.
    assert_eq!(walk.way(KEY), "accept report opinion approve_head told seal file");
    walk.step(KEY, "approve_head 王部长", "2026-04-13 11:00");
    walk.fill(KEY, "told", "2026-04-13 14:00", "told_how=phone; accepted=yes");
    walk.answer(KEY, "seal_no=异2026-15; original_at=管理部档案柜", "2026-04-14 10:00");
    walk.step(KEY, "seal 管理部赵", "2026-04-14 10:00");
    walk.fill(KEY, "file", "2026-04-14 11:00", "reported_gm=2026-04-14; reported_dept=2026-04-14");
    assert!(walk.ended(KEY));
}

#[test]
fn an_inquiry_is_no_objection() {
    let typed = [(Field::Channel, "phone"), (Field::InfoClass, "market_complaint")];
    assert!(Walk::begin(BOOK, "2026-04-09 09:00", &typed).opened().is_empty());
}

#[test]
fn each_question_of_the_yearly_questionnaire_gets_its_own_answer_h11_o18() {
    let mut walk = Walk::begin(BOOK, "2026-12-01 09:00", &[(Field::InfoClass, "market_complaint")]);
    walk.open("survey", "2026-12-01 09:30");
    walk.fill("survey", "send", "2026-12-01 10:00", "due_on=2026-12-31; sent=60");
    assert_eq!(walk.due("survey", "gather"), "12-31 23:59:59", "O18");
    walk.row("survey", "questions", "question=为何磅差大", "2026-12-20 10:00");
    walk.fill("survey", "gather", "2026-12-28 10:00", "returned=52; excellent=47; qualitative=总体满意");
    walk.fill("survey", "slip", "2026-12-29 10:00", "causes=磅秤未校; slip_no=纠8");
    assert_eq!(walk.lacking("survey", "answer", "2026-12-30 10:00"), ["questions 1 reply", "questions 1 replied_on"]);
    let whole = "question=为何磅差大; reply=已校秤; replied_on=2026-12-30";
    walk.correct_row("survey", "questions", 1, whole, "2026-12-30 10:00");
    walk.step("survey", "answer", "2026-12-30 10:00");
    assert!(walk.ended("survey"));
}
