//! An issue is a record for ever: the same content is the same file, what changed is named, what was replaced is void.

use std::path::{Path, PathBuf};

use kesu::app::issuing::{content, finished};
use kesu::app::paperwork::{Office, Paperwork};
use kesu::domain::event::{Event, SheetKind};
use kesu::domain::holder::{FormCopy, Holder};
use kesu::domain::organisation::Organisation;
use kesu::domain::places::Places;
use kesu::domain::{Command, Field};
use kesu::paper::FontSet;
use kesu::store::{
    Answer, By, CaseFile, Database, Issue, IssueKey, IssueMode, IssueOf, Kept, NewCopy, NewIssue, NextIssue, OpenMode,
    Request, StoreError, Way, blob_path,
};

use crate::cli::Place;
use crate::forms::place;
use crate::store::{by, facts};

/// A case whose feedback sheet lacks nothing.
fn log(database: &mut Database) -> CaseFile {
    let typed = [
        (Field::CustomerName, "林佩珊"),
        (Field::Phone, "13800132706"),
        (Field::Address, "江苏省苏州市姑苏区云锦花苑7幢1203室"),
        (Field::Category, "燃气热水器"),
        (Field::Model, "JSQ25-C12"),
        (Field::Serial, "CY2511C12-004736"),
        (Field::ReporterPost, "业务经理"),
        (Field::ReporterPhone, "13900006082"),
    ];
    let facts = Box::new(facts(&typed, "2026-04-07 09:00"));
    let request = Request::Log { facts, draft: None, by: by("2026-04-07 09:00") };
    let Answer::Logged(logged) = database.answer(request).unwrap() else { panic!("a case") };
    open(database, &logged[0].number)
}

fn open(database: &mut Database, number: &str) -> CaseFile {
    let Answer::Case(file) = database.answer(Request::OpenNumber(number.to_owned())).unwrap() else { panic!("a case") };
    *file
}

fn amend(database: &mut Database, number: &str, field: Field, to: &str) {
    let file = open(database, number);
    let command = Box::new(Command::Amend { changes: vec![(field, to.to_owned())], reason: "核对铭牌".to_owned() });
    let (case, seen) = (file.id, file.case.revision);
    database.answer(Request::Do { case, seen, command, by: by("2026-04-08 09:00") }).unwrap();
}

/// The program run on one data file, as one person.
struct Clerk<'p> {
    place: &'p Place,
    data: String,
    number: String,
}

impl Clerk<'_> {
    fn print(&self, folder: &str) -> Vec<u8> {
        let told = self.place.done(&self.args(folder).each_ref().map(String::as_str));
        std::fs::read(self.place.path(told.trim())).unwrap()
    }

    fn args(&self, folder: &str) -> [String; 8] {
        ["print", &self.number, "--db", &self.data, "--form", "feedback", "--out", folder].map(str::to_owned)
    }

    fn issues(&self) -> Vec<serde_json::Value> {
        let shown = self.place.json(&["show", &self.number, "--db", &self.data, "--json"]);
        shown["issues"].as_array().unwrap().clone()
    }

    fn reprint(&self, document: &str, folder: &str) -> PathBuf {
        let told = self.place.done(&["print", "--reprint", document, "--db", &self.data, "--out", folder]);
        self.place.path(told.trim())
    }

    fn judged(&self, file: &Path) -> String {
        self.place.done(&["verify-print", file.to_str().unwrap(), "--db", &self.data])
    }

    fn doubted(&self, file: &Path) -> String {
        self.place.refused(&["verify-print", file.to_str().unwrap(), "--db", &self.data])
    }
}

fn settings(place: &Place, me: &str) {
    let text = format!(r#"{{"me":"{me}","company":"澄屿电器集团有限公司"}}"#);
    place.file("config/kesu-desk/settings.json", text);
}

#[test]
fn the_same_content_is_the_same_file_for_ever_and_a_changed_one_the_next() {
    let place = place();
    let path = place.path("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let number = log(&mut database).case.number;
    drop(database);
    let clerk = Clerk { place: &place, data: path.to_str().unwrap().to_owned(), number: number.clone() };
    let (first, second) = (format!("{number}-F1-01"), format!("{number}-F1-02"));

    settings(&place, "周晓岚");
    let issued = clerk.print("a");
    assert_eq!(clerk.print("b"), issued);
    settings(&place, "沈嘉树");
    assert_eq!(clerk.print("c"), issued, "another name and a later minute");
    assert_eq!(std::fs::read(clerk.reprint(&first.to_lowercase(), "d")).unwrap(), issued);
    let issues = clerk.issues();
    assert_eq!(issues.len(), 1);
    assert_eq!((issues[0]["handed_out"].as_i64(), issues[0]["by"].as_str()), (Some(4), Some("周晓岚")));
    assert_eq!((issues[0]["mode"].as_str(), issues[0]["kept"].as_str()), (Some("final"), Some("whole")));
    assert_eq!(issues[0]["changed"].as_array().map(Vec::len), Some(0));
    let told = clerk.judged(&place.path(&format!("a/{first}.pdf")));
    assert!(told.contains(&first) && told.contains("by 周晓岚") && told.contains("4 times"), "{told}");

    let mut database = Database::open(&path, OpenMode::Existing).unwrap();
    amend(&mut database, &number, Field::Model, "JSQ30-C16");
    amend(&mut database, &number, Field::Phone, "13911112222");
    let changed = clerk.issues()[0]["changed"].clone();
    let told: Vec<[&str; 3]> = changed
        .as_array()
        .unwrap()
        .iter()
        .map(|change| ["label", "before", "after"].map(|key| change[key].as_str().unwrap()))
        .collect();
    assert_eq!(told, [["型号", "JSQ25-C12", "JSQ30-C16"], ["联系电话", "138****2706", "139****2222"]]);
    let times = clerk.issues()[0]["handed_out_to"].clone();
    let times: Vec<[&str; 2]> =
        times.as_array().unwrap().iter().map(|out| ["by", "way"].map(|key| out[key].as_str().unwrap())).collect();
    assert_eq!(times, [["周晓岚", "file"], ["周晓岚", "file"], ["沈嘉树", "file"], ["沈嘉树", "file"]]);
    let listed = place.done(&["issues", &number, "--db", &clerk.data]);
    assert_eq!(place.done(&["issues", &first, "--db", &clerk.data]), listed, "the case has one issue");
    assert_eq!(listed.lines().filter(|line| line.contains("file  all usual copies")).count(), 4, "{listed}");
    assert!(place.refused(&["issues", "KS2604-9999-F1-01", "--db", &clerk.data]).contains("nothing was issued"));
    let plain = place.done(&["show", &number, "--db", &clerk.data]);
    assert!(plain.contains("changed since: 型号: JSQ25-C12 → JSQ30-C16"), "{plain}");

    let anew = clerk.print("e");
    assert_ne!(anew, issued);
    let issues = clerk.issues();
    assert_eq!(issues[0]["superseded_by"].as_str(), Some(second.as_str()));
    assert_eq!((issues[1]["document"].as_str(), issues[1]["superseded_by"].as_str()), (Some(second.as_str()), None));
    let void = clerk.reprint(&first, "f");
    assert!(void.ends_with(format!("{first}-void.pdf")), "{}", void.display());
    let (copy, whole) = (lopdf::Document::load(&void).unwrap(), lopdf::Document::load_mem(&issued).unwrap());
    assert_eq!(copy.get_pages().len(), whole.get_pages().len());
    for page in copy.get_pages().into_values() {
        assert!(String::from_utf8_lossy(&copy.get_page_content(page)).contains("/KSVOID gs"));
    }
    let stored = open(&mut database, &number).issues[0].pdf.clone();
    assert_eq!(
        std::fs::read(blob_path(database.attachments(), &stored)).unwrap(),
        issued,
        "the stored file is untouched"
    );
    let printed = open(&mut database, &number).history;
    let printed = printed.iter().filter(|record| matches!(record.event, Event::Printed { .. })).count();
    assert_eq!(printed, 5, "a void copy is counted, but is no print of the sheet");
    assert_eq!(clerk.issues()[0]["handed_out"].as_i64(), Some(5));

    assert!(clerk.doubted(&place.path(&format!("a/{first}.pdf"))).contains(&format!("void: {second} took its place")));
    assert!(clerk.doubted(&void).contains("not byte for byte ours"));
    assert!(clerk.judged(&place.path(&format!("e/{second}.pdf"))).contains("genuine"));
}

#[test]
fn forged_altered_and_foreign_papers_are_told_apart() {
    let place = place();
    let path = place.path("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let file = log(&mut database);
    let number = file.case.number.clone();
    let clerk = Clerk { place: &place, data: path.to_str().unwrap().to_owned(), number: number.clone() };
    let mut touched = clerk.print("out");
    touched.extend(b"\n% saved again\n");
    let touched = place.file("touched.pdf", touched);
    assert!(clerk.doubted(&touched).contains("not byte for byte ours"));

    let (organisation, places, house) = (Organisation::default(), Places::china(), kesu::app::House::default());
    let now = by("2026-04-09 10:00").now;
    let office = Office { organisation: &organisation, places: &places, company: "", house: &house, me: "某人", now };
    let fonts = FontSet::load().unwrap();
    let mut other = file.clone();
    other.case.facts.set(Field::Model, "JSQ99").unwrap();
    let paperwork = Paperwork::of(SheetKind::Feedback, &other, &office).unwrap();
    let made = |document: &str| {
        let of = (&paperwork, &other, SheetKind::Feedback);
        finished(of, (document.to_owned(), 1), IssueMode::Final, (&office, &fonts)).unwrap().copies.remove(0).pdf
    };
    let forged = place.file("forged.pdf", made(&format!("{number}-F1-01")));
    assert!(clerk.doubted(&forged).contains("forged or altered"));
    let foreign = place.file("foreign.pdf", made("KS2604-9999-F1-01"));
    assert!(clerk.doubted(&foreign).contains("never issued"));
    place.done(&["print", "--blank", "feedback", "--out", "blank"]);
    assert!(clerk.doubted(&place.path("blank/feedback-blank.pdf")).contains("no page carries a code"));
    assert!(clerk.doubted(&place.file("notes.pdf", "no pdf")).contains("cannot be read"));
}

#[test]
fn a_lost_or_damaged_file_is_said_and_never_replaced_silently() {
    let place = place();
    let path = place.path("desk.db");
    let mut database = Database::open(&path, OpenMode::Create).unwrap();
    let number = log(&mut database).case.number;
    let clerk = Clerk { place: &place, data: path.to_str().unwrap().to_owned(), number: number.clone() };
    let issued = clerk.print("a");
    let stored = open(&mut database, &number).issues[0].pdf.clone();
    let blob = blob_path(database.attachments(), &stored);
    let mut damaged = issued.clone();
    damaged[200] ^= 1;
    for there in [Some(damaged), None] {
        match &there {
            Some(bytes) => std::fs::write(&blob, bytes).unwrap(),
            None => std::fs::remove_file(&blob).unwrap(),
        }
        let told = place.refused(&clerk.args("b").each_ref().map(String::as_str));
        assert!(told.contains("missing or damaged") && told.contains("--anew"), "{told}");
        assert!(
            place.refused(&["print", "--reprint", &format!("{number}-F1-01"), "--db", &clerk.data]).contains("damaged")
        );
    }
    assert_eq!(open(&mut database, &number).issues[0].kept, Kept::Lost);
    let mut args = clerk.args("c").to_vec();
    args.push("--anew".to_owned());
    let told = place.done(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(told.contains(&format!("{number}-F1-02.pdf")), "{told}");
    assert_eq!(open(&mut database, &number).issues.len(), 2);
}

fn new_issue(file: &CaseFile, document: &str, mode: IssueMode) -> NewIssue {
    let (organisation, places, house) = (Organisation::default(), Places::china(), kesu::app::House::default());
    let now = by("2026-04-07 10:00").now;
    let office = Office { organisation: &organisation, places: &places, company: "", house: &house, me: "", now };
    let paperwork = Paperwork::of(SheetKind::Feedback, file, &office).unwrap();
    let of = IssueOf::Sheet(file.id, SheetKind::Feedback);
    let copies = vec![NewCopy { copy: FormCopy::usual(Holder::Headquarters), pages: 1, pdf: document.into() }];
    NewIssue { of, content: content(&paperwork, mode), document: document.to_owned(), copies }
}

fn issue(database: &mut Database, issue: NewIssue, by: &By) -> Result<Issue, StoreError> {
    let request = Request::Issue { issue: Box::new(issue), whose: None, way: Way::Viewer, by: by.clone() };
    match database.answer(request)? {
        Answer::Issued(issue) => Ok(*issue),
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_windows_never_give_one_number_to_two_papers() {
    let mut desk = crate::store::Desk::new();
    let file = log(&mut desk.database);
    let (number, by) = (file.case.number.clone(), by("2026-04-07 10:00"));
    let next = |database: &mut Database, mode| {
        let new = new_issue(&file, "", mode);
        let request = Request::NextIssue { of: new.of, content: new.content, anew: false };
        match database.answer(request).unwrap() {
            Answer::NextIssue(next) => next,
            other => panic!("{other:?}"),
        }
    };
    let expected = NextIssue::New { document: format!("{number}-F1-01"), nth: 1 };
    assert_eq!(next(&mut desk.database, IssueMode::Prefilled), expected);
    assert_eq!(next(&mut desk.database, IssueMode::Final), expected, "asking takes no number");
    let one = new_issue(&file, &format!("{number}-F1-01"), IssueMode::Prefilled);
    let first = issue(&mut desk.database, one.clone(), &by).unwrap();
    assert_eq!((first.nth, first.printed, first.newer.clone()), (1, 1, None));
    let mut other = new_issue(&file, &one.document, IssueMode::Final);
    other.copies[0].pdf = b"other".to_vec();
    assert!(
        matches!(issue(&mut desk.database, other, &by), Err(StoreError::NumberTaken(taken)) if taken == one.document)
    );
    assert_eq!(open(&mut desk.database, &number).issues.len(), 1);
    assert!(
        matches!(next(&mut desk.database, IssueMode::Prefilled), NextIssue::Same(same) if same.document == one.document)
    );

    // A draft that has become final, and back: what was issued before does not come to life again.
    let two = new_issue(&file, &format!("{number}-F1-02"), IssueMode::Final);
    issue(&mut desk.database, two, &by).unwrap();
    let third = NextIssue::New { document: format!("{number}-F1-03"), nth: 3 };
    assert_eq!(next(&mut desk.database, IssueMode::Prefilled), third);
    let found = |database: &mut Database, key| match database.answer(Request::FindIssue(key)).unwrap() {
        Answer::FoundIssue(found) => found.map(|issue| (issue.document, issue.newer)),
        other => panic!("{other:?}"),
    };
    let known = Some((one.document.clone(), Some(format!("{number}-F1-02"))));
    assert_eq!(found(&mut desk.database, IssueKey::Document(one.document.clone())), known);
    assert_eq!(found(&mut desk.database, IssueKey::File(first.pdf)), known);
    assert_eq!(found(&mut desk.database, IssueKey::File(String::new())), None);
}

#[test]
fn the_friday_register_is_an_issue_of_its_own() {
    let place = place();
    let path = place.path("demo.db");
    let data = path.to_str().unwrap().to_owned();
    place.done(&["demo", "--db", &data, "--cases", "60"]);
    let rows = place.json(&["list", "--db", &data, "--view", "all", "--json"]);
    let region = rows.as_array().unwrap().iter().find_map(|row| row["region"].as_str()).unwrap().to_owned();
    let print = |from: &str, to: &str, out: &str| {
        let args = ["print", "--db", &data, "--register", &region, "--from", from, "--to", to, "--out", out];
        let told = place.done(&args);
        let path = place.path(told.trim());
        (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())
    };
    let (document, bytes) = print("2026-04-06", "2026-04-10", "a");
    assert!(document.starts_with("KS2026W15-") && document.ends_with("-F1B-01"), "{document}");
    assert_eq!(print("2026-04-06", "2026-04-10", "b"), (document.clone(), bytes));
    let (longer, _) = print("2026-03-01", "2026-04-10", "c");
    assert!(longer.starts_with("KS20260301-20260410-") && longer.ends_with("-F1B-01"), "{longer}");
    let told = place.done(&["verify-print", place.path(&format!("a/{document}.pdf")).to_str().unwrap(), "--db", &data]);
    assert!(told.contains("weekly register") && told.contains("2 times"), "{told}");
}

/// forms.md 1.2, 1.4: a copy for each holder under one number, each its own file; the internal page stays in the house.
#[test]
fn every_holder_has_a_copy_and_the_internal_page_is_only_in_the_houses() {
    let place = place();
    let folder = place.path("");
    let (path, file) = crate::forms::settled_at(&folder);
    let (data, number) = (path.to_str().unwrap().to_owned(), file.case.number.clone());
    let run = |form: &str, more: &[&str], out: &str| {
        let mut args = vec!["print", &number, "--db", &data, "--form", form, "--mode", "prefill", "--out", out];
        args.extend(more);
        let told = place.done(&args);
        told.lines().map(|line| line.rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let survey = format!("{number}-F2-01");
    let three = [format!("{survey}.pdf"), format!("{survey}-insurer.pdf"), format!("{survey}-region.pdf")];
    assert_eq!(run("incident-survey", &[], "a"), three);
    let words: Vec<String> =
        three.iter().map(|name| crate::forms::pages(&place.path(&format!("a/{name}"))).concat()).collect();
    let squeezed: Vec<String> = words.iter().map(|text| text.replace(char::is_whitespace, "")).collect();
    for (text, (holder, internal)) in
        squeezed.iter().zip([("总部存档联", true), ("保险人联", false), ("大区联", false)])
    {
        assert!(text.contains(holder), "{holder}");
        for inside in ["内部资料", "诉求是否超出法律规定范围", "责任初判"] {
            assert_eq!(text.contains(inside), internal, "{inside} in {holder}");
        }
    }
    assert!(squeezed[1].contains("第1页共5页") && squeezed[0].contains("第1页共6页"), "each copy counts its own pages");

    assert_eq!(run("incident-survey", &["--copy", "insurer"], "b"), [format!("{survey}-insurer.pdf")]);
    let listed = place.done(&["issues", &survey, "--db", &data]);
    let copies: Vec<&str> = listed.lines().skip(1).filter_map(|line| line.rsplit("  ").next()).collect();
    assert_eq!(copies, ["all usual copies", "insurer"], "{listed}");
    let bytes = |name: &str| std::fs::read(place.path(name)).unwrap();
    let insurers = format!("{survey}-insurer.pdf");
    assert_eq!(
        bytes(&format!("a/{insurers}")),
        bytes(&format!("b/{insurers}")),
        "the same copy is the same file for ever"
    );
    let judged = place.done(&["verify-print", place.path(&format!("b/{insurers}")).to_str().unwrap(), "--db", &data]);
    assert!(judged.contains("genuine"), "{judged}");

    // The codes of all copies name the page of the whole form, so that each files itself in one place.
    let codes = |name: &str| {
        let mut codes = Vec::new();
        kesu::paper::scan::read(&bytes(name), &mut |page| {
            codes.extend(page.codes);
            true
        })
        .unwrap();
        codes.iter().map(|code| code.rsplit('|').nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&format!("a/{}", three[0])), ["1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]);
    assert_eq!(codes(&format!("a/{}", three[2])), ["1/6", "2/6", "4/6", "5/6", "6/6"]);

    let holders = |form: &str| -> Vec<String> {
        let of = |name: String| name.trim_end_matches(".pdf").rsplit("-0").next().unwrap()[1..].to_owned();
        run(form, &[], "c").into_iter().map(of).collect()
    };
    assert_eq!(holders("loss-list"), ["", "-injured", "-insurer"]);
    assert_eq!(holders("settlement"), ["", "-claim", "-party_b"], "三份");
    assert_eq!(holders("closure"), [""], "nothing is paid yet: no copy for finance");
    assert_eq!(holders("feedback"), [""], "the outlet's copy only on wish");
    assert_eq!(run("feedback", &["--copy", "outlet"], "d"), [format!("{number}-F1-01-outlet.pdf")]);
    assert!(
        place
            .refused(&["print", &number, "--db", &data, "--form", "feedback", "--copy", "finance"])
            .contains("no copy for finance")
    );
}
