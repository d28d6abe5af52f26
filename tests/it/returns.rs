//! Signed paper that comes back, through the data file: filed by its code, left in the tray, assigned, confirmed (Q02).

use kesu::domain::decide::Reason;
use kesu::domain::event::SheetKind;
use kesu::domain::holder::{FormCopy, Holder};
use kesu::domain::organisation::Organisation;
use kesu::domain::returned::{FiledBy, Papers as _, ReturnCommand, ReturnReason, SignedBack, Unfit, Verdict};
use kesu::domain::{Command, Event};
use kesu::store::{
    Answer, ByHand, CaseId, Content, IncomingPage, IssueMode, IssueOf, NewCopy, NewIssue, NextIssue, PaperFile,
    PapersOf, Place, Request, Returns, ScanId, ScannedPage, Settled, StoreError, Way,
};

use crate::store::{Desk, by};

const NOW: &str = "2026-04-09 10:24";

/// Hands out form 4 of a case with this content on two pages; gives its number.
fn issue(desk: &mut Desk, of: IssueOf, content: &str) -> String {
    let content = Content {
        form_no: "KS-F4".to_owned(),
        version: "A/0".to_owned(),
        mode: IssueMode::Final,
        data: format!("{{\"text\":\"{content}\"}}"),
        hash: content.repeat(64),
    };
    let asked = Request::NextIssue { of: of.clone(), content: content.clone(), anew: true };
    let Answer::NextIssue(NextIssue::New { document, .. }) = desk.database.answer(asked).unwrap() else {
        panic!("a new number")
    };
    let copy = FormCopy::usual(Holder::PartyA);
    let copies = vec![NewCopy { copy, pages: 2, pdf: b"%PDF-1.7 played".to_vec() }];
    let issue = NewIssue { of, content, document, copies };
    match desk
        .database
        .answer(Request::Issue { issue: Box::new(issue), whose: None, way: Way::File, by: by(NOW) })
        .unwrap()
    {
        Answer::Issued(issue) => issue.document,
        other => panic!("{other:?}"),
    }
}

fn printed(desk: &mut Desk, case: CaseId, content: &str) -> String {
    issue(desk, IssueOf::Sheet(case, SheetKind::Settlement), content)
}

fn code(document: &str, page: u32, content: &str) -> String {
    format!("KS1|{document}|{page}/2|{}", content.repeat(8))
}

/// One page of the file with this name; its picture says the name and the page.
fn take_in(desk: &mut Desk, file: &str, (page, of): (u32, u32), codes: &[&str]) -> ScannedPage {
    let incoming = IncomingPage {
        file: format!("{file:0>64}"),
        name: format!("{file}.pdf"),
        page,
        of,
        jpeg: format!("{file} {page}").into_bytes(),
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    page_of(desk.database.answer(Request::TakeIn { page: Box::new(incoming), by: by(NOW) }))
}

fn page_of(answer: Result<Answer, StoreError>) -> ScannedPage {
    match answer.unwrap() {
        Answer::Page(page) => *page,
        other => panic!("{other:?}"),
    }
}

fn returns(desk: &mut Desk) -> Returns {
    match desk.database.answer(Request::Returns).unwrap() {
        Answer::Returns(returns) => *returns,
        other => panic!("{other:?}"),
    }
}

fn place(document: &str, page: u32) -> Place {
    Place { document: document.to_owned(), page, pages: 2 }
}

fn sign(document: &str) -> Command {
    let signed = vec!["乙方（签名）".to_owned()];
    let found = SignedBack { document: document.to_owned(), signed, empty: Vec::new(), note: String::new() };
    Command::Returned(ReturnCommand::SignBack(found))
}

#[track_caller]
fn refused(answer: Result<impl std::fmt::Debug, StoreError>) -> ReturnReason {
    match answer {
        Err(StoreError::Refused(refusal)) if refusal.rule == "Q02" => match refusal.reason {
            Reason::Returned(reason) => reason,
            reason => panic!("{reason:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn pages_find_their_document_by_their_code_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let document = printed(&mut desk, case, "a");
    let second = take_in(&mut desk, "1", (1, 2), &[&code(&document, 2, "a")]);
    assert_eq!((second.verdict, second.place), (Verdict::Files, Some(place(&document, 2))));
    let row = returns(&mut desk).back.remove(0);
    assert_eq!(
        (row.document.as_str(), row.number.as_str(), row.missing.clone()),
        (document.as_str(), "KS2604-0001", vec![1])
    );
    assert!(!row.is_ready());
    let first = take_in(&mut desk, "1", (2, 2), &[&code(&document, 1, "a")]);
    let row = returns(&mut desk).back.remove(0);
    assert!(row.is_ready());
    assert_eq!(row.picture, first.picture, "the first page stands for the document");
    let file = desk.file(case);
    let filed = &file.case.paper(&document).unwrap().filed;
    assert_eq!(
        filed.iter().map(|page| (page.page, page.by)).collect::<Vec<_>>(),
        [(1, FiledBy::Code), (2, FiledBy::Code)]
    );
    let blob = kesu::store::blob_path(desk.database.attachments(), &first.picture);
    assert_eq!(std::fs::read(blob).unwrap(), b"1 2");
}

/// The same file again is told from the records; the same bytes under another name are no second scan either.
#[test]
fn nothing_is_taken_in_twice_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let document = printed(&mut desk, case, "a");
    let text = code(&document, 1, "a");
    let first = take_in(&mut desk, "1", (1, 1), &[&text]);
    let events = desk.file(case).history.len();
    assert_eq!(take_in(&mut desk, "1", (1, 1), &[&text]), first);
    let tray = take_in(&mut desk, "2", (1, 1), &[]);
    assert_eq!(take_in(&mut desk, "2", (1, 1), &[]).id, tray.id);
    let Answer::Pages(pages) = desk.database.answer(Request::ScannedPages(format!("{:0>64}", 1))).unwrap() else {
        panic!("pages")
    };
    assert_eq!(pages, std::slice::from_ref(&first));
    let again = IncomingPage {
        file: "f".repeat(64),
        name: "copy.pdf".to_owned(),
        page: 1,
        of: 1,
        jpeg: b"1 1".to_vec(),
        codes: vec![text],
    };
    let again = page_of(desk.database.answer(Request::TakeIn { page: Box::new(again), by: by(NOW) }));
    assert_eq!((again.verdict, again.picture), (Verdict::Known, first.picture));
    assert_eq!(desk.file(case).history.len(), events);
    assert_eq!(returns(&mut desk).tray.len(), 1);
}

#[test]
fn what_no_code_files_waits_in_the_tray_with_its_reason_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let document = printed(&mut desk, case, "a");
    let events = desk.file(case).history.len();
    let (good, other) = (code(&document, 1, "a"), code(&document, 2, "a"));
    let three = format!("KS1|{document}|3/3|{}", "a".repeat(8));
    let cases: [(&[&str], Unfit); 6] = [
        (&[], Unfit::NoCode),
        (&["KS1|half"], Unfit::Unreadable),
        (&[&good, &other], Unfit::SeveralCodes),
        (&[&code("KS2604-0001-F4-09", 1, "a")], Unfit::NeverIssued),
        (&[&code(&document, 1, "b")], Unfit::Forged),
        (&[&three], Unfit::PageCount { pages: 2 }),
    ];
    for (at, (codes, unfit)) in (1..).zip(cases) {
        let page = take_in(&mut desk, "mixed", (at, 6), codes);
        assert_eq!(page.verdict, Verdict::Tray(unfit));
        assert!(page.is_in_tray());
    }
    assert_eq!((returns(&mut desk).tray.len(), returns(&mut desk).back.len()), (6, 0));
    assert_eq!(desk.file(case).history.len(), events, "nothing was filed on a guess");
}

#[test]
fn a_person_assigns_or_discards_a_page_of_the_tray_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let document = printed(&mut desk, case, "a");
    let pale = take_in(&mut desk, "pale", (1, 1), &[]).id;
    let blank = take_in(&mut desk, "blank", (1, 1), &[]).id;
    let assign = |page: ScanId, place: Place| Request::AssignPage { page, place, by_hand: None, by: by(NOW) };
    let wrong = Place { document: document.clone(), page: 1, pages: 3 };
    assert_eq!(refused(desk.database.answer(assign(pale, wrong))), ReturnReason::NoSuchPage { pages: 2 });
    let unknown = place("KS2604-0001-F4-09", 1);
    assert!(matches!(refused(desk.database.answer(assign(pale, unknown))), ReturnReason::NotPrinted(_)));
    assert_eq!(returns(&mut desk).tray.len(), 2, "what was refused is still there");
    let assigned = page_of(desk.database.answer(assign(pale, place(&document, 1))));
    assert_eq!((assigned.settled.unwrap().0, assigned.place.unwrap().page), (Settled::Assigned, 1));
    assert_eq!(desk.file(case).case.paper(&document).unwrap().filed[0].by, FiledBy::Person);
    assert_eq!(refused(desk.database.answer(assign(pale, place(&document, 2)))), ReturnReason::SettledAlready);
    let discard = |reason: &str| Request::DiscardPage { page: blank, reason: reason.to_owned(), by: by(NOW) };
    assert!(matches!(desk.database.answer(discard(" ")), Err(StoreError::Refused(_))));
    let gone = page_of(desk.database.answer(discard("空白背面")));
    assert_eq!(gone.settled, Some((Settled::Discarded, "空白背面".to_owned())));
    assert!(returns(&mut desk).tray.is_empty());
}

#[test]
fn a_page_that_is_taken_off_waits_in_the_tray_again_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let document = printed(&mut desk, case, "a");
    let page = take_in(&mut desk, "1", (1, 1), &[&code(&document, 1, "a")]);
    let remove = ReturnCommand::Remove {
        document: document.clone(),
        page: 1,
        picture: page.picture.clone(),
        reason: "扫歪了".to_owned(),
    };
    desk.run(case, Command::Returned(remove), NOW).unwrap();
    let found = returns(&mut desk);
    assert_eq!((found.back.len(), found.tray.len()), (0, 1));
    assert_eq!((found.tray[0].id, &found.tray[0].verdict), (page.id, &Verdict::Tray(Unfit::TakenOff)));
    let put_back = Request::AssignPage { page: page.id, place: place(&document, 1), by_hand: None, by: by(NOW) };
    page_of(desk.database.answer(put_back));
    assert!(returns(&mut desk).tray.is_empty());
    assert_eq!(desk.file(case).case.paper(&document).unwrap().filed.len(), 1);
}

#[test]
fn a_confirmed_document_leaves_the_queue_and_a_changed_one_takes_its_place_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let first = printed(&mut desk, case, "a");
    for page in [1, 2] {
        take_in(&mut desk, "1", (page, 2), &[&code(&first, page, "a")]);
    }
    let second = printed(&mut desk, case, "b");
    let row = returns(&mut desk).back.remove(0);
    assert_eq!((row.is_ready(), row.newer.as_deref()), (false, Some(second.as_str())));
    assert_eq!(refused(desk.run(case, sign(&first), NOW)), ReturnReason::Superseded(second.clone()));
    let late = take_in(&mut desk, "2", (1, 1), &[&code(&first, 1, "a")]);
    assert_eq!(late.verdict, Verdict::Superseded(second.clone()));
    for page in [1, 2] {
        take_in(&mut desk, "3", (page, 2), &[&code(&second, page, "b")]);
    }
    assert_eq!(returns(&mut desk).back.len(), 2);
    let file = desk.run(case, sign(&second), NOW).unwrap();
    assert!(matches!(&file.history.last().unwrap().event, Event::Returned(_)));
    assert!(file.case.sheet_signed_back(SheetKind::Settlement).is_some());
    assert!(returns(&mut desk).back.is_empty(), "the older issue no longer asks for anything");
    let after = take_in(&mut desk, "4", (1, 1), &[&code(&second, 1, "b")]);
    assert_eq!(after.verdict, Verdict::Tray(Unfit::SignedAlready));
    let undone = Command::Undo { n: file.case.undoable[0] };
    desk.run(case, undone, NOW).unwrap();
    assert_eq!(returns(&mut desk).back.len(), 2, "the way back brings both into the queue again");
}

/// The queue is what the events say, after a rebuild as before.
#[test]
fn the_queue_is_the_same_after_a_rebuild_q02() {
    let mut desk = Desk::new();
    for content in ["a", "b", "c"] {
        let case = desk.log(&[], "2026-04-07 09:00");
        let document = printed(&mut desk, case, content);
        take_in(&mut desk, content, (1, 2), &[&code(&document, 1, content)]);
        take_in(&mut desk, content, (2, 2), &[]);
    }
    let before = returns(&mut desk);
    assert_eq!((before.back.len(), before.tray.len()), (3, 3));
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(returns(&mut desk), before);
}

/// A form that was filled in by hand is the case's on a person's word, beside the issues: it neither takes the place of one
/// nor counts for it.
#[test]
fn a_form_filled_in_by_hand_stands_beside_the_issues_q02() {
    let mut desk = Desk::new();
    let case = desk.log(&[], "2026-04-07 09:00");
    let document = printed(&mut desk, case, "a");
    let blank = format!("KS1|F4|1/2|{}", "c".repeat(8));
    let first = take_in(&mut desk, "field", (1, 2), &[&blank]);
    let second = take_in(&mut desk, "field", (2, 2), &[]);
    assert!(first.is_in_tray() && second.is_in_tray(), "nothing is filed on a guess");
    let assign = |page: ScanId, place: Place, begins: Option<SheetKind>| Request::AssignPage {
        page,
        place,
        by_hand: Some(ByHand { of: PapersOf::Case(case), begins }),
        by: by(NOW),
    };
    let (by_hand, form) = ("KS2604-0001-F4-H01", Some(SheetKind::Settlement));
    for wrong in [document.as_str(), "KS2604-0001-F4-H02", "KS2604-0001-F2-H01"] {
        let answer = desk.database.answer(assign(first.id, place(wrong, 1), form));
        assert_eq!(refused(answer), ReturnReason::NotPrinted(wrong.to_owned()));
    }
    page_of(desk.database.answer(assign(first.id, place(by_hand, 1), form)));
    page_of(desk.database.answer(assign(second.id, place(by_hand, 2), None)));
    let row = returns(&mut desk).back.remove(0);
    assert_eq!((row.document.as_str(), row.is_ready(), returns(&mut desk).tray.len()), (by_hand, true, 0));
    let file = desk.run(case, sign(by_hand), NOW).unwrap();
    assert!(file.case.signed_back(by_hand).is_some());
    assert_eq!(file.case.sheet_signed_back(SheetKind::Settlement), None, "the printed one is not back");
    assert_eq!(file.case.current_paper(SheetKind::Settlement).unwrap().document, document);
    assert_eq!(file.case.next_by_hand(SheetKind::Settlement), "KS2604-0001-F4-H02");
    let late = take_in(&mut desk, "printed", (1, 1), &[&code(&document, 1, "a")]);
    assert_eq!(late.verdict, Verdict::Files);
    assert_eq!(printed(&mut desk, case, "b"), "KS2604-0001-F4-02", "the issues count on by themselves");
    let before = desk.file(case).case;
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(desk.file(case).case.papers, before.papers);
}

const WEEK: &str = "KS2026W15-HD";

fn register(desk: &mut Desk, content: &str) -> String {
    issue(desk, IssueOf::Register(WEEK.to_owned()), content)
}

fn registers(desk: &mut Desk) -> PaperFile {
    match desk.database.answer(Request::Papers(PapersOf::Registers(WEEK.to_owned()))).unwrap() {
        Answer::Papers(file) => *file,
        other => panic!("{other:?}"),
    }
}

fn on_register(desk: &mut Desk, command: ReturnCommand) -> Result<Answer, StoreError> {
    desk.database.answer(Request::RegisterReturned { mark: WEEK.to_owned(), command, by: by(NOW) })
}

fn confirmed(document: &str) -> ReturnCommand {
    let signed = vec!["填报人（业务经理）".to_owned()];
    ReturnCommand::SignBack(SignedBack {
        document: document.to_owned(),
        signed,
        empty: Vec::new(),
        note: String::new(),
    })
}

/// A register belongs to no case; its pages file themselves among the registers of its region and week, and stand in the
/// chain like everything else.
#[test]
fn the_pages_of_a_register_file_themselves_q02() {
    let mut desk = Desk::new();
    let document = register(&mut desk, "e");
    let second = take_in(&mut desk, "week", (1, 3), &[&code(&document, 2, "e")]);
    assert_eq!((second.verdict, second.place), (Verdict::Files, Some(place(&document, 2))));
    let row = returns(&mut desk).back.remove(0);
    assert_eq!((row.number.as_str(), row.sheet, row.missing), (WEEK, SheetKind::Register, vec![1]));
    assert_eq!(row.of, PapersOf::Registers(WEEK.to_owned()));
    assert_eq!(refused(on_register(&mut desk, confirmed(&document))), ReturnReason::PagesMissing(vec![1]));
    let forged = take_in(&mut desk, "week", (2, 3), &[&code(&document, 1, "b")]);
    assert_eq!(forged.verdict, Verdict::Tray(Unfit::Forged));
    let first = take_in(&mut desk, "week", (3, 3), &[&code(&document, 1, "e")]);
    assert_eq!(first.verdict, Verdict::Files);
    let twice = take_in(&mut desk, "again", (1, 1), &[&code(&document, 1, "e")]);
    assert_eq!(twice.verdict, Verdict::Again);
    let reason = "重复扫描".to_owned();
    let remove = ReturnCommand::Remove { document: document.clone(), page: 1, picture: twice.picture, reason };
    on_register(&mut desk, remove).unwrap();
    let tray = returns(&mut desk).tray;
    assert_eq!(tray.len(), 2, "the forged page and the one that was taken off");
    let waiting = returns(&mut desk);
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(returns(&mut desk), waiting);
    on_register(&mut desk, confirmed(&document)).unwrap();
    assert!(registers(&mut desk).paper(&document).unwrap().signed.is_some());
    assert!(returns(&mut desk).back.is_empty());
    let late = take_in(&mut desk, "late", (1, 1), &[&code(&document, 2, "e")]);
    assert_eq!(late.verdict, Verdict::Tray(Unfit::SignedAlready));
    let Answer::Chain(chain) = desk.database.answer(Request::Verify).unwrap() else { panic!("the chain") };
    assert_eq!((chain.broken_at, chain.events), (None, 5));
}

#[test]
fn an_older_register_is_told_from_the_one_that_counts_q02() {
    let mut desk = Desk::new();
    let (older, newer) = (register(&mut desk, "e"), register(&mut desk, "f"));
    let page = take_in(&mut desk, "old", (1, 1), &[&code(&older, 1, "e")]);
    assert_eq!(page.verdict, Verdict::Superseded(newer.clone()));
    assert_eq!(returns(&mut desk).back.remove(0).newer, Some(newer.clone()));
    take_in(&mut desk, "old2", (1, 1), &[&code(&older, 2, "e")]);
    assert_eq!(refused(on_register(&mut desk, confirmed(&older))), ReturnReason::Superseded(newer));
}

/// An empty register that was filled in by hand is that of a region and week on a person's word.
#[test]
fn a_register_filled_in_by_hand_is_assigned_to_its_week_q02() {
    let mut desk = Desk::new();
    desk.database.answer(Request::SetOrganisation(Box::new(Organisation::sample()))).unwrap();
    let page = take_in(&mut desk, "field", (1, 1), &[]);
    let named = |desk: &mut Desk, name: &str| desk.database.answer(Request::PapersNamed(name.to_owned()));
    assert!(matches!(named(&mut desk, "KS2026W15-XX"), Err(StoreError::NoSuchCase(_))), "no region has this mark");
    let Answer::Papers(file) = named(&mut desk, "ks2026w15-hd").unwrap() else { panic!("the registers of the week") };
    let document = file.next_by_hand(SheetKind::Register);
    assert_eq!(document, "KS2026W15-HD-F1B-H01");
    let by_hand = Some(ByHand { of: file.of, begins: Some(SheetKind::Register) });
    let place = Place { document: document.clone(), page: 1, pages: 1 };
    page_of(desk.database.answer(Request::AssignPage { page: page.id, place, by_hand, by: by(NOW) }));
    let row = returns(&mut desk).back.remove(0);
    assert_eq!((row.document.as_str(), row.is_ready()), (document.as_str(), true));
    on_register(&mut desk, confirmed(&document)).unwrap();
    assert!(registers(&mut desk).paper(&document).unwrap().is_by_hand());
}
