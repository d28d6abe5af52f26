//! The incident page from evidence to closure: dragging, the loss list by keyboard, the order of the talks, the checklist.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Theme};
use egui_kittest::kittest::Queryable;
use kesu::domain::decide::Reason;
use kesu::domain::event::{Attachment, MediaKind};
use kesu::domain::incident::insurance::InsurerReport;
use kesu::domain::incident::loss::Proof;
use kesu::domain::incident::{
    Change, EvidenceChange, Filing, Finding, IncidentCommand, IncidentReason, InsurerEntry, LossCategory, LossEntry,
    Month, Party, Portion, Slot, Talk,
};
use kesu::domain::money::Fen;
use kesu::domain::organisation::Insurer;
use kesu::domain::{Command, Refusal};
use kesu::store::CaseFile;
use kesu::text::Lang;
use kesu::ui::incident::Section;

use crate::incident_page::{Window, go, logged, opening, type_into, wanted};
use crate::painter::Screen;
use crate::store::{Desk, at};

fn photo(nth: usize) -> Attachment {
    Attachment {
        hash: format!("{nth:064x}"),
        name: format!("现场{nth}.jpg"),
        media: MediaKind::Photo,
        bytes: 842_000,
        taken_at: Some(at("2026-04-08 09:31")),
    }
}

fn filing(nth: usize, slot: Slot) -> IncidentCommand {
    IncidentCommand::Evidence(EvidenceChange::File(Filing {
        hash: photo(nth).hash,
        slot,
        spot: None,
        aspect: None,
        caption: format!("照片 {nth}"),
        taken_at: photo(nth).taken_at,
        by: "沈嘉树".to_owned(),
    }))
}

pub fn line(nth: u32) -> LossEntry {
    LossEntry {
        category: LossCategory::House,
        name: format!("实木地板 {nth}"),
        spec: "橡木 15 mm".to_owned(),
        unit: "㎡".to_owned(),
        hundredths: 1200,
        bought: Some(Month { year: 2023, month: 6 }),
        proof: Proof::Invoice,
        goods: String::new(),
        unit_price: Fen(36_800),
        newness: None,
        damage: Portion::percent(80),
        salvage: Fen(0),
        claimed: Fen(441_600),
        assessed: None,
        reason: String::new(),
        photos: Vec::new(),
        note: String::new(),
    }
}

pub fn finding() -> IncidentCommand {
    IncidentCommand::Talk(Talk::Find(Finding {
        shares: vec![(Party::Company, 100)],
        grounds: "进水接头注塑件开裂".to_owned(),
        document: "鉴定 2604-11".to_owned(),
    }))
}

/// An opened file with so many photos attached and these commands carried out.
fn file(photos: usize, commands: Vec<IncidentCommand>) -> CaseFile {
    let mut desk = Desk::new();
    let case = logged(&mut desk);
    let mut file = desk.run(case, IncidentCommand::Open(opening()).into(), "2026-04-09 09:00").unwrap();
    for nth in 0..photos {
        file = desk.run(case, Command::Attach(photo(nth)), "2026-04-09 09:10").unwrap();
    }
    for command in commands {
        file = desk.run(case, command.into(), "2026-04-09 09:30").unwrap();
    }
    file
}

fn add(line: LossEntry) -> IncidentCommand {
    IncidentCommand::Loss(Box::new(Change::Add(line)))
}

fn pointer(screen: &mut Screen<'_, Window>, at: Pos2, pressed: bool) {
    let button = Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    screen.input_mut().events.extend([Event::PointerMoved(at), button]);
    screen.run();
}

/// J05: a photo let go over a slot is filed there under its own name; the missing ones are dashed places.
#[test]
fn a_photo_is_dragged_into_its_slot() {
    let mut screen = Window::of(file(2, vec![filing(0, Slot::Surroundings)]), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Evidence);
    screen.get_by_label("使用环境周围 1 / 5");
    assert_eq!(screen.query_all_by_label("补使用环境周围").count(), 4, "one place for every missing photo");
    let from = screen.get_by_label("现场1.jpg").rect().center();
    let to = screen.get_by_label("产品本体 0 / 5").rect().left_center() + egui::vec2(20.0, 0.0);
    pointer(&mut screen, from, true);
    screen.input_mut().events.push(Event::PointerMoved(from + egui::vec2(20.0, -8.0)));
    screen.run();
    screen.input_mut().events.push(Event::PointerMoved(to));
    screen.run();
    pointer(&mut screen, to, false);
    let IncidentCommand::Evidence(EvidenceChange::File(filed)) = wanted(&screen) else {
        panic!("{:?}", screen.state().world.wanted)
    };
    assert_eq!((filed.slot, filed.caption.as_str()), (Slot::Product, "现场1"));
    assert_eq!(filed.taken_at, Some(at("2026-04-08 09:31")));
}

/// Without a mouse: a dashed place opens the entry with the slot and the first loose photo.
#[test]
fn a_missing_photo_is_filed_from_the_keyboard() {
    let mut screen = Window::of(file(1, Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Evidence);
    screen.query_all_by_label("补产品识别（铭牌或条码）").next().unwrap().focus();
    screen.run();
    screen.key_press(Key::Enter);
    screen.run();
    type_into(&mut screen, "照片说明", "铭牌");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let IncidentCommand::Evidence(EvidenceChange::File(filed)) = wanted(&screen) else {
        panic!("{:?}", screen.state().world.wanted)
    };
    assert_eq!((filed.slot, filed.caption.as_str(), filed.hash), (Slot::Identification, "铭牌", photo(0).hash));
}

/// J08: a table copied from a spreadsheet is taken row by row; the first one goes at once, a refused one says why.
#[test]
fn a_pasted_table_is_recorded_row_by_row() {
    let mut screen = Window::of(file(0, Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Loss);
    screen.query_all_by_role_and_label(Role::TextInput, "物品名称").next().unwrap().focus();
    screen.run();
    let rows =
        "房屋及装修\t实木地板\t橡木\t12\t㎡\t2023-06\t368\t80\t\t4416\n踢脚线\t木塑\t14\tm\t2023-06\t32\t100\t\t448";
    screen.input_mut().events.push(Event::Paste(rows.to_owned()));
    screen.run();
    let IncidentCommand::Loss(change) = wanted(&screen) else { panic!("{:?}", screen.state().world.wanted) };
    let Change::Add(first) = *change else { panic!() };
    assert_eq!((first.name.as_str(), first.category, first.hundredths), ("实木地板", LossCategory::House, 1200));
    screen.get_by_label_contains("还有 1 行待录入");
    let refusal = Refusal { rule: "J08".into(), reason: Reason::Incident(IncidentReason::BadFigure) };
    assert!(screen.state_mut().screen.full.incident.refuse(Some(&refusal), "数量或金额不合理"));
    screen.run();
    screen.get_by_label_contains("数量或金额不合理");
}

/// The sums stand below the list, the assessed one in capital numerals as well.
#[test]
fn the_sums_are_those_of_the_lines() {
    let mut screen = Window::of(file(0, vec![add(line(1)), add(line(2))]), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Loss);
    screen.get_by_label_contains("合计 8,832.00 7,065.60 核定 柒仟零陆拾伍元陆角");
}

/// 300 lines cost no more than those in sight.
#[test]
fn only_lines_in_sight_are_drawn() {
    let lines = (0..300).map(line).map(add).collect();
    let mut screen = Window::of(file(0, lines), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Loss);
    let drawn = screen.query_all_by_role(Role::Row).count();
    assert!((5..40).contains(&drawn), "{drawn}");
}

/// J13: the order of the talks; a step that is shut says which comes first.
#[test]
fn a_step_that_is_shut_says_which_comes_first() {
    let mut screen = Window::of(file(0, Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Talks);
    screen.get_by_label("责任认定 现在办理");
    assert_eq!(screen.query_all_by_label_contains("先完成：责任认定").count(), 4, "three steps and 协议与付款");
    let mut screen = Window::of(file(0, vec![finding(), add(line(1))]), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Talks);
    screen.get_by_label("责任认定 已完成");
    screen.get_by_label("损失核对 现在办理");
}

/// J12: shares that are not whole are marked at the first party.
#[test]
fn shares_that_are_not_whole_are_marked_at_the_parties() {
    let mut screen = Window::of(file(0, Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Talks);
    screen.get_by_label("认定责任").click();
    screen.run();
    type_into(&mut screen, "公司产品 %", "80");
    type_into(&mut screen, "认定依据", "接头开裂");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let IncidentCommand::Talk(Talk::Find(found)) = wanted(&screen) else { panic!() };
    assert_eq!(found.shares, [(Party::Company, 80)]);
    let refusal = Refusal { rule: "J12".into(), reason: Reason::Incident(IncidentReason::SharesNotWhole(80)) };
    screen.state_mut().screen.full.incident.refuse(Some(&refusal), "合计 80 %");
    assert_eq!(screen.state().screen.full.incident.faults(), [("用户 %", "合计 80 %")]);
}

/// M3: above the threshold the insurer is told first; the button is the primary one and its entry knows the insurer.
#[test]
fn the_insurer_is_told_from_the_section() {
    let mut screen = Window::of(file(0, Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Insurance);
    screen.get_by_label("向保险报案").click();
    screen.run();
    type_into(&mut screen, "报案号", "LH2604-11873");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let IncidentCommand::Insurer(InsurerEntry::Report(InsurerReport { insurer, number, .. })) = wanted(&screen) else {
        panic!("{:?}", screen.state().world.wanted)
    };
    assert_eq!(number, "LH2604-11873");
    assert_eq!(insurer, screen.state().world.book.rules.incident.insurer.insurer);
}

/// M3, J10: the insurer entered for the year of the incident goes before the one in the rule book.
#[test]
fn the_insurer_of_the_year_is_proposed() {
    let mut window = Window::of(file(0, Vec::new()), Lang::Zh);
    window.world.organisation.insurers.push(Insurer {
        year: 2026,
        name: "澜海财险".to_owned(),
        phone: "95500".to_owned(),
    });
    let mut screen = window.show(Theme::Light);
    go(&mut screen, Section::Insurance);
    screen.get_by_label("向保险报案").click();
    screen.run();
    type_into(&mut screen, "报案号", "LH2604-11873");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    let IncidentCommand::Insurer(InsurerEntry::Report(InsurerReport { insurer, .. })) = wanted(&screen) else {
        panic!("{:?}", screen.state().world.wanted)
    };
    assert_eq!(insurer, "澜海财险");
}

/// J14: what closing lacks stands as chips; one leads to where it is mended.
#[test]
fn a_missing_thing_leads_to_its_section() {
    let mut screen = Window::of(file(0, Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Closing);
    screen.query_all_by_label("没有上门调查记录").next().unwrap().click();
    screen.run();
    assert_eq!(screen.state().screen.full.incident.at(), Section::Scene);
    go(&mut screen, Section::Closing);
    screen.query_all_by_label("还没有回访").next().unwrap().click();
    screen.run();
    assert_eq!(screen.state().screen.full.tab, kesu::ui::case::Tab::Overview, "its next act stands there");
}

/// 000§5.3-5.4: what the clause does not allow is marked at the amount; the program says the clause.
#[test]
fn an_incentive_outside_its_band_is_marked_at_the_amount_p05() {
    let mut screen = Window::of(file(0, Vec::new()), Lang::Zh).show(Theme::Light);
    go(&mut screen, Section::Closing);
    screen.get_by_label("添加激励建议").click();
    screen.run();
    type_into(&mut screen, "姓名", "赵岩");
    type_into(&mut screen, "金额（元）", "999");
    type_into(&mut screen, "事由", "处理得当");
    let row = screen.state().world.book.rules.policy.incentive("P05", "大区经理").unwrap().clone();
    let reason = IncidentReason::OutsideBand(Box::new(row));
    let refusal = Refusal { rule: "P05".into(), reason: Reason::Incident(reason) };
    let told = kesu::ui::say::refusal_text(&screen.state().world.texts, &refusal);
    assert!(told.contains("5.4") && told.contains("100.00") && told.contains("300.00"), "{told}");
    screen.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    screen.run();
    assert_eq!(screen.state().screen.full.incident.faults().len(), 1, "the clause is asked for");
}

/// Pictures for the eye: `cargo test --test it incident_money::looks -- --ignored`.
#[test]
#[ignore = "writes pictures"]
fn looks() {
    let slots = [Slot::Surroundings; 5].into_iter().chain([Slot::Product; 4]).chain([Slot::Identification]);
    let filed = slots.enumerate().map(|(nth, slot)| filing(nth, slot));
    let lines = (1..6).map(line).map(add);
    let report = IncidentCommand::Insurer(InsurerEntry::Report(InsurerReport {
        insurer: "澜海财险".to_owned(),
        policy: "PL-2026-0118".to_owned(),
        number: "LH2604-11873".to_owned(),
        at: at("2026-04-07 21:05"),
    }));
    let commands: Vec<_> = filed.chain(lines).chain([finding(), report]).collect();
    for (theme, lang, name) in [(Theme::Light, Lang::Zh, "zh"), (Theme::Dark, Lang::En, "en")] {
        let mut screen = Window::of(file(13, commands.clone()), lang).show(theme);
        for section in [Section::Evidence, Section::Loss, Section::Insurance, Section::Talks, Section::Closing] {
            go(&mut screen, section);
            screen.save_png(&format!("incident-{section:?}-{name}"));
        }
        screen.state_mut().screen.full.tab = kesu::ui::case::Tab::Overview;
        screen.run();
        screen.save_png(&format!("incident-overview-{name}"));
    }
}
