//! The largest incident: 200 photos, 300 loss lines, well over 500 events; opened, replayed, graded, its gates counted.

use std::hint::black_box;
use std::path::Path;

use criterion::Criterion;
use kesu::domain::incident::closure::ClosureRequest;
use kesu::domain::incident::loss::Proof;
use kesu::domain::incident::{
    Aspect, Change, EvidenceChange, Filing, Finding, IncidentCommand, IncidentKind, LossCategory, LossEntry, Month,
    Opening, Ours, Party, Portion, Slot, Talk, gaps, money_prompts, propose,
};
use kesu::domain::{Case, Command, Facts, Fen, Field, Stamp};
use kesu::store::{Answer, By, CaseFile, CaseId, Database, OpenMode, Request};

const PHOTOS: u32 = 200;
const LINES: u32 = 300;

fn now() -> Stamp {
    Stamp::from_wall("2026-04-09T10:24:00".parse().expect("a fixed instant"))
}

fn by() -> By {
    By { name: "周晓岚".to_owned(), now: now() }
}

/// The one case of the file, filled as a person would fill it; made once and kept.
fn largest(folder: &Path) -> (Database, CaseId) {
    let path = folder.join("incident.db");
    let known = path.exists();
    std::fs::create_dir_all(folder).expect("the folder of the bench files");
    let mut database = Database::open(&path, OpenMode::Create).expect("the bench file opens");
    if known && let Ok(Answer::Case(file)) = database.answer(Request::OpenNumber("KS2604-0001".to_owned())) {
        return (database, file.id);
    }
    let mut facts = Facts::at(now().plus_minutes(-600));
    for (field, text) in [
        (Field::Channel, "hotline"),
        (Field::CustomerName, "林佩珊"),
        (Field::Description, "热水器起火，烧损吊顶与橱柜"),
        (Field::InfoClass, "major_incident"),
    ] {
        facts.set(field, text).expect("a sound value");
    }
    let log = Request::Log { facts: Box::new(facts), draft: None, by: by() };
    let Ok(Answer::Logged(logged)) = database.answer(log) else { panic!("the case is logged") };
    let case = logged[0].id;
    let mut seen = 1;
    run(&mut database, (case, &mut seen), IncidentCommand::Open(opening()).into());
    for nth in 0..PHOTOS {
        let file = folder.join(format!("photo-{nth:03}.jpg"));
        std::fs::write(&file, format!("photo {nth}").repeat(2_000)).expect("a picture to attach");
        let attached = Request::AttachFile { case, seen, path: file.clone(), by: by() };
        let Ok(Answer::Case(kept)) = database.answer(attached) else { panic!("the picture is attached") };
        seen = kept.case.revision;
        let hash = kept.case.attachments.last().expect("the picture just attached").hash.clone();
        run(
            &mut database,
            (case, &mut seen),
            IncidentCommand::Evidence(EvidenceChange::File(filing(nth, hash))).into(),
        );
        let _gone = std::fs::remove_file(file);
    }
    for nth in 0..LINES {
        run(&mut database, (case, &mut seen), IncidentCommand::Loss(Box::new(Change::Add(line(nth)))).into());
    }
    let shares = vec![(Party::Company, 100)];
    let found = Finding { shares, grounds: "加热管老化短路".to_owned(), document: "消认字 7 号".to_owned() };
    run(&mut database, (case, &mut seen), IncidentCommand::Talk(Talk::Find(found)).into());
    let with = "林佩珊".to_owned();
    run(&mut database, (case, &mut seen), IncidentCommand::ConfirmLoss { with }.into());
    (database, case)
}

fn run(database: &mut Database, (case, seen): (CaseId, &mut u32), command: Command) {
    let asked = Request::Do { case, seen: *seen, command: Box::new(command), by: by() };
    match database.answer(asked) {
        Ok(Answer::Case(file)) => *seen = file.case.revision,
        other => panic!("the command is carried out: {other:?}"),
    }
}

fn opening() -> Opening {
    Opening {
        kinds: vec![IncidentKind::Fire],
        happened_at: now().plus_minutes(-700),
        reported_at: now().plus_minutes(-600),
        arrived_at: None,
        place: "苏州市姑苏区云锦花苑 7 幢 1203".to_owned(),
        ours: Ours::Yes,
        account: "热水器起火，烧损吊顶与橱柜".to_owned(),
    }
}

fn filing(nth: u32, hash: String) -> Filing {
    let slot = [Slot::Surroundings, Slot::Product, Slot::Loss, Slot::Damage][nth as usize % 4];
    let of_loss = slot == Slot::Loss;
    Filing {
        hash,
        slot,
        spot: of_loss.then_some(nth / 8 + 1),
        aspect: of_loss.then_some(if (nth / 4).is_multiple_of(2) { Aspect::Overall } else { Aspect::Detail }),
        caption: format!("现场照片 {nth}"),
        taken_at: Some(now().plus_minutes(-300)),
        by: "赵岩".to_owned(),
    }
}

fn line(nth: u32) -> LossEntry {
    LossEntry {
        category: if nth.is_multiple_of(2) { LossCategory::Furniture } else { LossCategory::House },
        name: format!("受损物品 {nth}"),
        spec: "品牌型号".to_owned(),
        unit: "件".to_owned(),
        hundredths: 100 + i64::from(nth % 7) * 50,
        bought: Some(Month { year: 2023, month: nth % 12 + 1 }),
        proof: Proof::Invoice,
        goods: if nth.is_multiple_of(2) { "motor".to_owned() } else { String::new() },
        unit_price: Fen(10_000 + i64::from(nth) * 137),
        newness: None,
        damage: Portion::percent(40 + nth % 60),
        salvage: Fen(0),
        claimed: Fen(20_000),
        assessed: None,
        reason: String::new(),
        photos: vec![nth % PHOTOS + 1],
        note: String::new(),
    }
}

/// The grade and every gate, as each command and each frame of the page works them out.
fn gates(file: &CaseFile) -> usize {
    let (case, rules) = (&file.case, &file.book.rules);
    let request = ClosureRequest { summary: String::new(), root_cause: String::new(), difference: String::new() };
    let found = [
        gaps::settlement(case, rules, now()).len(),
        gaps::payment(case, rules).len(),
        gaps::closure(case, rules, &request).len(),
        gaps::closing(case, rules).len(),
        money_prompts(case, rules).len(),
    ];
    black_box(propose(case, rules));
    found.iter().sum()
}

pub fn incident(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    let (mut database, case) = largest(&folder);
    let Ok(Answer::Case(file)) = database.answer(Request::Open(case)) else { panic!("the case opens") };
    let incident = file.case.incident.as_deref().expect("its file");
    assert_eq!((incident.evidence.len(), incident.losses.lines.len()), (200, 300));
    assert!(file.history.len() >= 500 && file.broken.is_empty(), "{}", file.history.len());
    let mut group = criterion.benchmark_group("largest incident");
    group.bench_function("open from the store", |bench| {
        bench.iter(|| black_box(database.answer(Request::Open(case)).expect("the case")));
    });
    group.bench_function("replay", |bench| bench.iter(|| black_box(Case::replay(&file.history).expect("a history"))));
    group.bench_function("grade and all gates", |bench| bench.iter(|| black_box(gates(&file))));
    group.finish();
}
