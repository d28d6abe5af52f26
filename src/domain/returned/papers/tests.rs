//! Paper that comes back, page by page, under the built-in book (Q02).

use crate::domain::decide::{Command, Reason, Setting, decide, log};
use crate::domain::event::{Event, Recorded, SheetKind};
use crate::domain::facts::{Facts, parse_stamp};
use crate::domain::returned::*;
use crate::domain::rules::Rules;
use crate::domain::{Case, Stamp};
use crate::rulebook::{BUILT_IN, RuleBook};

const FIRST: &str = "KS2604-0001-F4-01";
const SECOND: &str = "KS2604-0001-F4-02";

/// A case and what is done to its paper, a minute apart.
struct Desk {
    rules: Rules,
    history: Vec<Recorded>,
    now: Stamp,
}

impl Desk {
    /// Form 4 was printed once.
    fn new() -> Self {
        let (file, text) = BUILT_IN[0];
        let now = parse_stamp("2026-04-09 10:24").unwrap().unwrap();
        let rules = RuleBook::read(file, text).unwrap().rules;
        let logged = log("KS2604-0001".to_owned(), Facts::at(now), &rules);
        let mut desk = Self { rules, history: Vec::new(), now };
        desk.record(vec![logged]);
        desk.print(FIRST, 'a');
        desk
    }

    fn record(&mut self, events: Vec<Event>) {
        self.now = self.now.plus_minutes(1);
        for event in events {
            let n = u32::try_from(self.history.len() + 1).unwrap();
            self.history.push(Recorded { n, at: self.now, by: "周晓岚".to_owned(), event });
        }
    }

    fn case(&self) -> Case {
        Case::replay(&self.history).unwrap()
    }

    fn try_to(&mut self, command: Command) -> Result<(), Reason> {
        let setting = Setting { rules: &self.rules, now: self.now, due: None, past_warning: false, other: None };
        let events = decide(&self.case(), command, &setting).map_err(|refusal| {
            assert_eq!(refusal.rule, if matches!(refusal.reason, Reason::NotUndoable) { "F03" } else { "Q02" });
            refusal.reason
        })?;
        self.record(events);
        Ok(())
    }

    fn print(&mut self, document: &str, hash: char) {
        let hash = hash.to_string().repeat(64);
        let command = Command::RecordPrint { sheet: SheetKind::Settlement, document: document.to_owned(), hash };
        self.try_to(command).unwrap();
    }

    fn file(&mut self, document: &str, place: (u32, u32), picture: &str) -> Result<(), Reason> {
        let (page, pages) = place;
        let page =
            ReturnedPage { document: document.to_owned(), page, pages, picture: picture.to_owned(), by: FiledBy::Code };
        self.try_to(Command::Returned(ReturnCommand::File(page)))
    }

    fn remove(&mut self, page: u32, picture: &str, reason: &str) -> Result<(), Reason> {
        let (document, picture, reason) = (FIRST.to_owned(), picture.to_owned(), reason.to_owned());
        self.try_to(Command::Returned(ReturnCommand::Remove { document, page, picture, reason }))
    }

    fn sign_back(&mut self, document: &str, empty: &[&str], note: &str) -> Result<(), Reason> {
        let found = SignedBack {
            document: document.to_owned(),
            signed: vec!["乙方（签名）".to_owned()],
            empty: empty.iter().map(|name| (*name).to_owned()).collect(),
            note: note.to_owned(),
        };
        self.try_to(Command::Returned(ReturnCommand::SignBack(found)))
    }

    fn verdict(&self, code: &PageCode, picture: &str) -> Verdict {
        sort(code, picture, handed_out(&self.case(), &code.document, None))
    }
}

fn no<T>(reason: ReturnReason) -> Result<T, Reason> {
    Err(Reason::Returned(reason))
}

fn code(document: &str, page: u32, pages: u32, hash: char) -> PageCode {
    PageCode { document: document.to_owned(), page, pages, hash8: hash.to_string().repeat(8) }
}

#[test]
fn a_document_is_back_when_every_page_is_and_a_person_has_looked_q02() {
    let mut desk = Desk::new();
    assert_eq!(desk.sign_back(FIRST, &[], ""), no(ReturnReason::PagesMissing(vec![1])));
    desk.file(FIRST, (2, 2), "p2").unwrap();
    assert_eq!(desk.sign_back(FIRST, &[], ""), no(ReturnReason::PagesMissing(vec![1])));
    desk.file(FIRST, (1, 2), "p1").unwrap();
    assert!(desk.case().paper(FIRST).unwrap().is_whole());
    assert_eq!(desk.case().signed_back(FIRST), None, "whole, but nobody has looked");
    desk.sign_back(FIRST, &[], "").unwrap();
    let case = desk.case();
    assert_eq!(case.signed_back(FIRST).unwrap().0, desk.now);
    assert_eq!(case.sheet_signed_back(SheetKind::Settlement), case.signed_back(FIRST));
    assert_eq!(case.paper(FIRST).unwrap().filed.iter().map(|page| page.page).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(desk.file(FIRST, (1, 2), "p3"), no(ReturnReason::SignedAlready));
    assert_eq!(desk.remove(1, "p1", "放错"), no(ReturnReason::SignedAlready));
    assert_eq!(desk.sign_back(FIRST, &[], ""), no(ReturnReason::SignedAlready));
}

#[test]
fn an_empty_box_needs_its_reason_and_no_box_is_no_signature_q02() {
    let mut desk = Desk::new();
    desk.file(FIRST, (1, 1), "p1").unwrap();
    assert!(matches!(desk.sign_back(FIRST, &["丙方（盖章）"], " "), Err(Reason::TextMissing(_))));
    let none = SignedBack { document: FIRST.to_owned(), signed: vec![], empty: vec![], note: "看过".to_owned() };
    assert_eq!(desk.try_to(Command::Returned(ReturnCommand::SignBack(none))), no(ReturnReason::NothingSigned));
    desk.sign_back(FIRST, &["丙方（盖章）"], "没有丙方").unwrap();
}

#[test]
fn a_page_that_came_twice_waits_until_one_of_the_two_is_chosen_q02() {
    let mut desk = Desk::new();
    desk.file(FIRST, (1, 1), "pale").unwrap();
    assert_eq!(desk.file(FIRST, (1, 1), "pale"), no(ReturnReason::FiledAlready));
    desk.file(FIRST, (1, 1), "clear").unwrap();
    assert_eq!(desk.sign_back(FIRST, &[], ""), no(ReturnReason::PagesTwice(vec![1])));
    assert!(matches!(desk.remove(1, "pale", ""), Err(Reason::TextMissing(_))));
    assert_eq!(desk.remove(1, "other", "模糊"), no(ReturnReason::NotFiled));
    desk.remove(1, "pale", "模糊").unwrap();
    assert_eq!(desk.case().paper(FIRST).unwrap().filed[0].picture, "clear");
    desk.sign_back(FIRST, &[], "").unwrap();
}

#[test]
fn pages_must_fit_the_document_q02() {
    let mut desk = Desk::new();
    for place in [(0, 1), (2, 1)] {
        assert!(matches!(desk.file(FIRST, place, "p"), Err(Reason::Returned(ReturnReason::NoSuchPage { .. }))));
    }
    assert_eq!(desk.file("KS2604-0001-F4-09", (1, 1), "p"), no(ReturnReason::NotPrinted("KS2604-0001-F4-09".into())));
    desk.file(FIRST, (1, 2), "p1").unwrap();
    assert_eq!(desk.file(FIRST, (1, 3), "p2"), no(ReturnReason::NoSuchPage { pages: 2 }));
    desk.remove(1, "p1", "放错").unwrap();
    desk.file(FIRST, (1, 3), "p2").unwrap();
}

/// The newer issue is the one that counts; its own pages are asked for anew.
#[test]
fn an_older_issue_is_kept_and_never_counts_as_the_newer_one_q02() {
    let mut desk = Desk::new();
    desk.file(FIRST, (1, 1), "p1").unwrap();
    desk.print(SECOND, 'b');
    assert_eq!(desk.verdict(&code(FIRST, 1, 1, 'a'), "p9"), Verdict::Superseded(SECOND.to_owned()));
    desk.file(FIRST, (1, 1), "p9").unwrap();
    assert_eq!(desk.sign_back(FIRST, &[], ""), no(ReturnReason::Superseded(SECOND.to_owned())));
    assert_eq!(desk.case().sheet_signed_back(SheetKind::Settlement), None);
    desk.file(SECOND, (1, 1), "q1").unwrap();
    desk.sign_back(SECOND, &[], "").unwrap();
    let case = desk.case();
    assert_eq!(
        (case.paper(FIRST).unwrap().filed.len(), case.current_paper(SheetKind::Settlement).unwrap().filed.len()),
        (2, 1)
    );
}

#[test]
fn a_page_goes_where_its_code_says_or_to_a_person_q02() {
    let mut desk = Desk::new();
    let good = code(FIRST, 1, 2, 'a');
    assert_eq!(desk.verdict(&good, "p1"), Verdict::Files);
    desk.file(FIRST, (1, 2), "p1").unwrap();
    assert_eq!(desk.verdict(&good, "p1"), Verdict::Known);
    assert_eq!(desk.verdict(&good, "p2"), Verdict::Again);
    assert_eq!(desk.verdict(&code(FIRST, 2, 2, 'a'), "p2"), Verdict::Files);
    let tray = |unfit| Verdict::Tray(unfit);
    assert_eq!(desk.verdict(&code(FIRST, 1, 2, 'c'), "p2"), tray(Unfit::Forged));
    assert_eq!(desk.verdict(&code(SECOND, 1, 2, 'a'), "p2"), tray(Unfit::NeverIssued));
    assert_eq!(desk.verdict(&code(FIRST, 1, 3, 'a'), "p2"), tray(Unfit::PageCount { pages: 2 }));
    desk.file(FIRST, (2, 2), "p2").unwrap();
    desk.sign_back(FIRST, &[], "").unwrap();
    assert_eq!(desk.verdict(&good, "p3"), tray(Unfit::SignedAlready));
    assert_eq!(desk.verdict(&good, "p1"), Verdict::Known, "the same file again is no news");
}

#[test]
fn the_recorded_number_of_pages_goes_before_what_a_code_says_q02() {
    let desk = Desk::new();
    let case = desk.case();
    let verdict = |pages| sort(&code(FIRST, 1, 2, 'a'), "p1", handed_out(&case, FIRST, pages));
    assert_eq!(verdict(Some(3)), Verdict::Tray(Unfit::PageCount { pages: 3 }));
    assert_eq!(verdict(Some(2)), Verdict::Files);
}

#[test]
fn only_one_clear_code_on_a_page_says_where_it_belongs_q02() {
    let text = |page| code(FIRST, page, 2, 'a').to_string();
    assert_eq!(code_of(&[]), Err(Unfit::NoCode));
    assert_eq!(code_of(&[text(1)]).unwrap().page, 1);
    assert_eq!(code_of(&[text(1), text(1)]).unwrap().page, 1);
    assert_eq!(code_of(&[text(1), text(2)]), Err(Unfit::SeveralCodes));
    assert_eq!(code_of(&["KS1|x".to_owned()]), Err(Unfit::Unreadable));
}

/// A scan that comes in between does not take the way back from the person at the desk; a confirmation can be undone.
#[test]
fn scans_leave_the_way_back_open_and_a_confirmation_has_one_q02() {
    let mut desk = Desk::new();
    desk.try_to(Command::Note { kind: crate::domain::event::NoteKind::Remark, text: "已寄出".to_owned() }).unwrap();
    let note = desk.case().undoable.clone();
    desk.file(FIRST, (1, 1), "p1").unwrap();
    assert_eq!(desk.case().undoable, note);
    desk.sign_back(FIRST, &[], "").unwrap();
    let signed = desk.case().undoable[0];
    assert_ne!(note[0], signed);
    desk.try_to(Command::Undo { n: signed }).unwrap();
    assert_eq!(desk.case().signed_back(FIRST), None);
    assert!(desk.case().paper(FIRST).unwrap().is_whole());
    desk.sign_back(FIRST, &[], "").unwrap();
}

/// A signed agreement is in the file of the incident without anybody attaching its scan (Q02, form 5 section 6).
#[test]
fn a_form_that_is_signed_back_fills_its_place_in_the_file_q02() {
    use crate::domain::incident::Slot;
    let mut desk = Desk::new();
    desk.file(FIRST, (1, 1), "p1").unwrap();
    assert!(!Slot::Agreement.is_signed_back(&desk.case()));
    desk.sign_back(FIRST, &[], "").unwrap();
    let filled: Vec<&Slot> = Slot::ALL.iter().filter(|slot| slot.is_signed_back(&desk.case())).collect();
    assert_eq!(filled, [&Slot::Agreement]);
}

/// A 预填 that is signed is back, and is no evidence of the 定稿 (J15).
#[test]
fn a_signed_draft_never_stands_for_the_final_q02() {
    use crate::domain::incident::evidence::Slot;
    let mut desk = Desk::new();
    let print = |desk: &mut Desk, document: &str, filled| {
        let (document, hash) = (document.to_owned(), "b".repeat(64));
        desk.record(vec![Event::Printed { sheet: SheetKind::Settlement, document, hash, filled: Some(filled) }]);
    };
    print(&mut desk, SECOND, Filled::Prefilled);
    desk.file(SECOND, (1, 1), "p1").unwrap();
    desk.sign_back(SECOND, &[], "当场手填").unwrap();
    let case = desk.case();
    assert_eq!(case.sheet_signed_back(SheetKind::Settlement), None);
    assert_eq!(case.draft_signed_back(SheetKind::Settlement), case.signed_back(SECOND));
    assert!(!Slot::Agreement.is_signed_back(&case));
    let third = "KS2604-0001-F4-03";
    print(&mut desk, third, Filled::Final);
    desk.file(third, (1, 1), "p2").unwrap();
    desk.sign_back(third, &[], "").unwrap();
    let case = desk.case();
    assert_eq!((case.draft_signed_back(SheetKind::Settlement), Slot::Agreement.is_signed_back(&case)), (None, true));
}
