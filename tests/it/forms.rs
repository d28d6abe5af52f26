//! Forms 2 to 5 from an incident file: refused with what is missing named, printed from the command line, kept on record.

use std::path::Path;

use kesu::app::House;
use kesu::app::paperwork::{Office, Paperwork, Print};
use kesu::domain::event::{Event, SheetKind};
use kesu::domain::incident::evidence::{Aspect, Filing, Slot};
use kesu::domain::incident::insurance::{Consent, InsurerReport};
use kesu::domain::incident::loss::{Month, Proof};
use kesu::domain::incident::talks::{CauseMode, IdKind, Remains, Remedy, SettlementOption};
use kesu::domain::incident::{
    AgreementEntry, Change, ClosureEntry, EvidenceChange, Finding, IncidentCommand, InjuredParty, InsurerEntry,
    LossCategory, LossEntry, Opening, Particulars, Party, Portion, Relation, SceneEntry, Settlement, SettlementEntry,
    Signature, Subject, Talk,
};
use kesu::domain::{Command, Fen, Field};
use kesu::paper::{FontSet, PrintMode};
use kesu::store::{Answer, CaseFile, CaseId, Database, OpenMode, Request};

use crate::cli::Place;
use crate::incident_page::opening;
use crate::store::{at, by, dispatch, facts};

const SETTINGS: &str = r#"{"me":"周晓岚","company":"澄屿电器集团有限公司","house":{"code":"91350100M000100Y43",
    "representative":"陆承远","address":"浙江省湖州市南浔区澄屿路1号","agent":"沈嘉树","phone":"0572-3012345"}}"#;

/// A data file on disk with one case in it.
struct Desk {
    database: Database,
    case: CaseId,
}

impl Desk {
    fn new(path: &Path) -> Self {
        let mut database = Database::open(path, OpenMode::Create).unwrap();
        let typed = [
            (Field::CustomerName, "林佩珊"),
            (Field::Phone, "13800132706"),
            (Field::Address, "江苏省苏州市姑苏区云锦花苑7幢1203室"),
            (Field::Category, "燃气热水器"),
            (Field::Model, "JSQ25-C12"),
            (Field::Serial, "CY2511C12-004736"),
            (Field::DemandText, "换新机并赔偿地板"),
        ];
        let facts = Box::new(facts(&typed, "2026-04-07 20:04"));
        let request = Request::Log { facts, draft: None, by: by("2026-04-07 20:04") };
        let Answer::Logged(logged) = database.answer(request).unwrap() else { panic!() };
        let case = logged[0].id;
        let mut desk = Self { database, case };
        desk.go(dispatch());
        desk.go(IncidentCommand::Open(Opening { arrived_at: Some(at("2026-04-08 09:30")), ..opening() }));
        desk
    }

    fn file(&mut self) -> CaseFile {
        match self.database.answer(Request::Open(self.case)).unwrap() {
            Answer::Case(file) => *file,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn go(&mut self, command: impl Into<Command>) {
        let (case, seen) = (self.case, self.file().case.revision);
        let command = Box::new(command.into());
        self.database.answer(Request::Do { case, seen, command, by: by("2026-04-09 10:00") }).unwrap();
    }

    /// Attaches a picture of its own and files it.
    fn photo(&mut self, folder: &Path, slot: Slot, (spot, aspect): (Option<u32>, Option<Aspect>)) {
        let n = self.file().case.attachments.len();
        let path = folder.join(format!("{n}.jpg"));
        let shade = u8::try_from(40 + n * 12).unwrap();
        image::RgbImage::from_pixel(1600, 1200, image::Rgb([shade, 120, 90])).save(&path).unwrap();
        let (case, seen) = (self.case, self.file().case.revision);
        self.database.answer(Request::AttachFile { case, seen, path, by: by("2026-04-09 09:00") }).unwrap();
        let hash = self.file().case.attachments.last().unwrap().hash.clone();
        let caption = format!("第 {n} 张");
        let filing =
            Filing {
                hash, slot, spot, aspect, caption, taken_at: Some(at("2026-04-08 09:42")), by: "沈嘉树".into()
            };
        self.go(IncidentCommand::Evidence(EvidenceChange::File(filing)));
    }

    /// Every photo the checklist asks for before the settlement.
    fn photos(&mut self, folder: &Path) {
        let plain = (None, None);
        for slot in [Slot::Surroundings, Slot::Product] {
            for _ in 0..5 {
                self.photo(folder, slot, plain);
            }
        }
        self.photo(folder, Slot::Identification, plain);
        for aspect in [Aspect::Overall, Aspect::Detail] {
            self.photo(folder, Slot::Loss, (Some(1), Some(aspect)));
        }
        self.photo(folder, Slot::Damage, plain);
    }

    /// Up to the agreement.
    fn agree(&mut self) {
        let shares = vec![(Party::Company, 100)];
        let finding = Finding { shares, grounds: "接头断口平整".into(), document: "检验报告 JC-11".into() };
        self.go(IncidentCommand::Talk(Talk::Find(finding)));
        let entry = LossEntry {
            category: LossCategory::House,
            name: "实木地板".into(),
            spec: "橡木 15 mm".into(),
            unit: "㎡".into(),
            hundredths: 1_200,
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
            photos: vec![12],
            note: String::new(),
        };
        self.go(IncidentCommand::Loss(Box::new(Change::Add(entry))));
        self.go(IncidentCommand::ConfirmLoss { with: "林佩珊".into() });
        if let Some(grade) = self.file().case.incident.unwrap().grading.waiting().map(|proposal| proposal.grade) {
            self.go(IncidentCommand::DecideGrade { grade, reason: "按损失".into() });
        }
        for remedy in [Remedy::Repair, Remedy::Exchange] {
            let option = SettlementOption { remedy, amount: Fen(353_280), text: "恢复地板".into() };
            self.go(IncidentCommand::Talk(Talk::Option(Change::Add(option))));
        }
        let injured = InjuredParty { relations: vec![Relation::Buyer], other: String::new() };
        self.go(IncidentCommand::Scene(SceneEntry::Injured(injured)));
        self.go(IncidentCommand::Talk(Talk::Agree(Box::new(AgreementEntry {
            party: "林佩珊".into(),
            id_kind: IdKind::Resident,
            id_number: "11010519491231002X".into(),
            payee: "林佩珊".into(),
            payee_authority: String::new(),
            bank: "中国工商银行苏州观前支行".into(),
            account: "6222021102000000011".into(),
            remedy: Remedy::Exchange,
            refund: Fen(0),
            reduction: Fen(0),
            reduction_reason: String::new(),
            cause: CauseMode::Open,
            remains: Some(Remains::Company),
            terms: "一次性赔付".into(),
            pay_days: 7,
            late_rate: "0.01%".into(),
            copies: 3,
            particulars: Particulars {
                new_model: "CD-90".into(),
                new_barcode: "XJ00000001".into(),
                other_insurance: Some(Fen(0)),
                ..Particulars::default()
            },
        }))));
    }

    /// Whatever the gate of the settlement still asks for.
    fn clear(&mut self) {
        let report = InsurerReport {
            insurer: "澜海财险".into(),
            policy: "PL-2026".into(),
            number: "LH2604-11873".into(),
            at: at("2026-04-07 21:05"),
        };
        self.go(IncidentCommand::Insurer(InsurerEntry::Report(report)));
        let consent = Consent { at: at("2026-04-09 09:00"), person: "高工".into(), document: "函 12".into() };
        self.go(IncidentCommand::Insurer(InsurerEntry::Consent(consent)));
        loop {
            let file = self.file();
            let incident = file.case.incident.as_deref().unwrap();
            let Some(post) = incident.unsigned(&file.case, &file.book.rules, Subject::Settlement).first().copied()
            else {
                break;
            };
            let who = format!("审批人 {}", post.word());
            let sign = Signature { subject: Subject::Settlement, post, who, agrees: true, opinion: String::new() };
            self.go(IncidentCommand::Closure(ClosureEntry::Sign(sign)));
        }
    }
}

/// A case whose agreement is signed, as its file lies on the desk.
pub fn settled(folder: &Path) -> CaseFile {
    settled_at(folder).1
}

/// The same with its data file.
pub fn settled_at(folder: &Path) -> (std::path::PathBuf, CaseFile) {
    let path = folder.join("settled.db");
    let mut desk = Desk::new(&path);
    desk.photos(folder);
    desk.agree();
    desk.clear();
    let document = format!("{}-F4-01", desk.file().case.number);
    let settlement = Settlement { signed_at: at("2026-04-09 09:50"), document };
    desk.go(IncidentCommand::Settlement(SettlementEntry::Sign(settlement)));
    (path, desk.file())
}

pub fn place() -> Place {
    let place = Place::new();
    std::fs::create_dir_all(place.path("config/kesu-desk")).unwrap();
    place.file("config/kesu-desk/settings.json", SETTINGS);
    place
}

/// The fonts, pages and title of a PDF, read without our own writer.
fn read(path: &Path) -> (usize, Vec<String>, String) {
    let doc = lopdf::Document::load(path).unwrap();
    let mut fonts = Vec::new();
    for page in doc.get_pages().values() {
        for font in doc.get_page_fonts(*page).unwrap().values() {
            fonts.push(String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap());
        }
    }
    fonts.sort();
    fonts.dedup();
    let info = doc.get_dictionary(doc.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    (doc.get_pages().len(), fonts, lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap())
}

#[test]
fn an_agreement_is_final_only_once_its_gate_is_open_j14() {
    let place = place();
    let path = place.path("desk.db");
    let data = path.to_str().unwrap().to_owned();
    let mut desk = Desk::new(&path);
    let number = desk.file().case.number.clone();
    let args = |form: &'static str, mode: &'static str| {
        ["print", &number, "--db", &data, "--form", form, "--mode", mode, "--out", "out"].map(str::to_owned)
    };
    let run = |form, mode| place.done(&args(form, mode).each_ref().map(String::as_str));
    let refused = |form, mode| place.refused(&args(form, mode).each_ref().map(String::as_str));
    assert!(refused("settlement", "prefill").contains("has no agreement"));
    assert!(refused("loss-list", "prefill").contains("has no loss"));
    assert!(refused("closure", "prefill").contains("is not settled"));
    let told = refused("incident-survey", "final");
    assert!(told.contains("取证清单"), "{told}");

    desk.photos(place.path("").as_path());
    desk.agree();
    let told = refused("settlement", "final");
    assert!(told.contains("these steps are not done") && told.contains("insurer"), "{told}");
    assert!(run("settlement", "prefill").contains(&format!("{number}-F4-01.pdf")), "a draft may go out");

    desk.clear();
    for _ in 0..2 {
        let told = run("settlement", "final");
        assert!(told.contains(&format!("{number}-F4-02.pdf")), "the insurer is named now: {told}");
    }
    let (pages, fonts, title) = read(&place.path(&format!("out/{number}-F4-02.pdf")));
    assert_eq!((pages, title.as_str()), (4, "事故处理协议书"));
    assert!(fonts.iter().all(|font| font.contains('+')), "subsets only: {fonts:?}");

    let all = run("all", "prefill");
    for mark in ["F1-01", "F2-01", "F3-01", "F4-03"] {
        assert!(all.contains(&format!("{number}-{mark}.pdf")), "{mark} in {all}: the agreement now names the survey");
    }
    assert!(!all.contains("-F5-"), "nothing is settled yet");
    let survey = std::fs::metadata(place.path(&format!("out/{number}-F2-01.pdf"))).unwrap();
    assert!(survey.len() < 600_000, "14 photos at 200 to the inch: {} bytes", survey.len());
    assert_eq!(read(&place.path(&format!("out/{number}-F2-01.pdf"))).0, 3 + 3, "three pages and 14 photos");
    let printed = desk.file().history.iter().filter(|record| matches!(record.event, Event::Printed { .. })).count();
    assert_eq!(printed, 7, "every print is on record");

    let told = run("settlement", "final");
    assert!(told.contains(&format!("{number}-F4-04.pdf")), "the draft is no 定稿, and is not signed: {told}");
    let settlement = Settlement { signed_at: at("2026-04-09 09:50"), document: format!("{number}-F4-04") };
    desk.go(IncidentCommand::Settlement(SettlementEntry::Sign(settlement)));
    let told = refused("closure", "final");
    assert!(told.contains("these steps are not done"), "{told}");
    assert!(run("closure", "prefill").contains("-F5-01.pdf"));
}

/// What a form says of a case as it lies on the desk.
fn told(desk: &mut Desk, sheet: SheetKind, fonts: &FontSet) -> String {
    let file = desk.file();
    let office = Office {
        organisation: desk.database.organisation(),
        places: desk.database.places(),
        company: "",
        house: &House::default(),
        me: "周晓岚",
        now: at("2026-04-12 09:00"),
    };
    let print = Print { document: "", nth: 1, mode: PrintMode::Prefilled };
    Paperwork::of(sheet, &file, &office).unwrap().sheet("", print, &office, fonts).unwrap().to_text()
}

/// Form 1 names the question to technical support with its own clock, form 5 how long the matter took.
#[test]
fn a_question_to_support_stands_on_form_1_and_the_time_it_took_on_form_5_t17() {
    let place = place();
    let fonts = FontSet::load().unwrap();
    let mut desk = Desk::new(&place.path("desk.db"));
    desk.go(Command::AskAssist {
        unit: "技术支持".to_owned(), what: "接头开裂的原因".to_owned(), due: None
    });
    let asked = desk.file().case.assists[0].asked_at;
    let form = told(&mut desk, SheetKind::Feedback, &fonts);
    assert!(form.contains(&asked.wall().format("%Y-%m-%d %H:%M").to_string()), "{form}");
    desk.go(Command::AnswerAssist { nth: 0, text: "更换接头并加装漏水保护".to_owned() });
    assert!(told(&mut desk, SheetKind::Feedback, &fonts).contains("更换接头并加装漏水保护"));

    desk.photos(place.path("").as_path());
    desk.agree();
    desk.clear();
    let document = format!("{}-F4-01", desk.file().case.number);
    let settlement = Settlement { signed_at: at("2026-04-09 09:50"), document };
    desk.go(IncidentCommand::Settlement(SettlementEntry::Sign(settlement)));
    let form = told(&mut desk, SheetKind::Closing, &fonts);
    assert!(form.contains("（1.2个工作日）"), "from 2026-04-07 20:04 to 04-09 09:50: {form}");
}

#[test]
fn empty_forms_print_without_a_case() {
    let place = place();
    let told = place.done(&["print", "--blank", "all", "--out", "blank"]);
    let pages = |name: &str| read(&place.path(&format!("blank/{name}-blank.pdf"))).0;
    assert_eq!(told.lines().count(), 5);
    assert_eq!(
        ["feedback", "incident_survey", "loss_list", "settlement", "closure"].map(pages),
        [1, 3 + 2 + 2, 3 * 2, 3 * 4, 2],
        "every usual copy, the internal page of form 2 once: {told}"
    );
    let told = place.done(&["print", "--blank", "register", "--out", "blank"]);
    assert!(told.contains("register-blank.pdf") && pages("register") == 1, "F1B: {told}");
    assert!(place.refused(&["print", "KS1", "--form", "register"]).contains("--register REGION"));
    assert!(place.refused(&["print", "--blank", "urge"]).contains("--blank takes"));
}

#[test]
fn the_friday_register_prints_a_region_and_a_period() {
    let place = place();
    let path = place.path("demo.db");
    let data = path.to_str().unwrap().to_owned();
    place.done(&["demo", "--db", &data, "--cases", "60"]);
    let rows = place.json(&["list", "--db", &data, "--view", "all", "--json"]);
    let region = rows.as_array().unwrap().iter().find_map(|row| row["region"].as_str()).unwrap().to_owned();
    let own = |row: &&serde_json::Value| row["region"] == region.as_str() && row["class"] != "major_incident";
    let count = rows.as_array().unwrap().iter().filter(own).count();
    let args =
        ["print", "--db", &data, "--register", &region, "--from", "2020-01-01", "--to", "2035-12-31", "--out", "out"];
    let told = place.done(&args);
    let (pages, _, title) = read(&place.path(told.trim()));
    assert_eq!(title, "市场质量信息周汇总表");
    assert!(pages >= count.div_ceil(13), "{count} rows on {pages} pages");
    let backwards = ["print", "--db", &data, "--register", &region, "--from", "2026-02-01", "--to", "2026-01-01"];
    assert!(place.refused(&backwards).contains("lies after"));
    assert!(
        place
            .refused(&["print", "--db", &data, "--register", "月球", "--from", "2026-01-01", "--to", "2026-02-01"])
            .contains("月球")
    );
}

/// The words of a PDF page by page, as a stranger's program reads them.
pub fn pages(path: &Path) -> Vec<String> {
    let doc = lopdf::Document::load(path).unwrap();
    doc.get_pages().keys().map(|page| doc.extract_text(&[*page]).unwrap_or_default()).collect()
}

#[test]
fn the_insurers_pack_and_the_whole_file_are_one_pdf_each_j15() {
    let place = place();
    let path = place.path("desk.db");
    let data = path.to_str().unwrap().to_owned();
    let mut desk = Desk::new(&path);
    let number = desk.file().case.number.clone();
    desk.photos(place.path("").as_path());
    desk.agree();
    desk.clear();
    let run = |pack: &'static str| place.done(&["print", &number, "--db", &data, "--pack", pack, "--out", "out"]);
    let told = run("insurer");
    assert!(told.contains("3 sheets on"), "{told}");
    let (count, fonts, title) = read(&place.path(&format!("out/{number}-insurer.pdf")));
    // Cover; form 2 pages 1 and 2; form 3; the agreement with its receipt; 14 photos on 3 pages.
    assert_eq!((count, title.as_str()), (1 + 2 + 1 + 4 + 3, "保险理赔资料"));
    let faces: std::collections::BTreeSet<&str> = fonts.iter().filter_map(|font| font.split('+').nth(1)).collect();
    assert_eq!(faces.len(), fonts.len(), "one subset of each face: {fonts:?}");
    let words = pages(&place.path(&format!("out/{number}-insurer.pdf")));
    assert!(words.iter().all(|page| !page.contains("内部资料")), "page 3 stays in the house");
    let last = words.last().unwrap().replace(char::is_whitespace, "");
    assert!(last.contains(&format!("第{count}页共{count}页")), "{last}");
    assert!(words[0].contains("LH2604-11873"), "the report number: {}", words[0]);

    run("file");
    let whole = pages(&place.path(&format!("out/{number}-file.pdf")));
    assert!(whole.iter().any(|page| page.contains("内部资料")) && whole.len() > count, "{} pages", whole.len());
    assert!(whole.iter().any(|page| page.contains("办理记录")));
    let printed = |document: &str| {
        let file = desk.file();
        file.history
            .iter()
            .filter(|record| matches!(&record.event, Event::Printed { document: of, .. } if of == document))
            .count()
    };
    let mut count = printed;
    assert_eq!(count(&format!("{number}-F3-01")), 2, "a sheet in a pack is an issue, handed out each time");
    let plain = place.refused(&["print", "KS0000-0000", "--db", &data, "--pack", "insurer", "--out", "out"]);
    assert!(plain.contains("1 of 1 were refused"), "{plain}");
}

/// Form 5: 累计用时 and 是否超时 speak of one clock, from the contact to the end of the matter, waits left out.
#[test]
fn a_case_is_late_on_form_5_when_the_time_it_took_is_beyond_the_limit_forms_1_5() {
    use kesu::clock::case_clock::{promise_clock, taken};
    use kesu::domain::Limit;
    use kesu::domain::case::Pause;

    let folder = tempfile::tempdir().unwrap();
    let mut file = settled(folder.path());
    let start = file.case.spans[0].from;
    let (from, to) = (start.plus_minutes(60), Some(start.plus_minutes(60 * 31)));
    file.case.spans[0].pauses = vec![Pause { from, to, reason: String::new(), note: String::new() }];
    let clock = promise_clock(&file.case, &file.book.rules, &file.book.clockwork).unwrap();
    let Limit::Hours(hours) = clock.limit else { panic!("{:?}", clock.limit) };
    let due = clock.deadline.due.unwrap();
    let took = |until| taken(&file.case, &file.book.clockwork, until).unwrap();
    assert_eq!(took(due).running_minutes, hours * 60, "thirty hours of waiting do not count");
    assert!(took(due.plus_minutes(1)).running_minutes > hours * 60);
    // 2026-04-07 is a Tuesday: a day and a half of business hours from its morning on.
    file.case.spans[0].pauses.clear();
    let opened = at("2026-04-07 08:30");
    file.case.spans[0].from = opened;
    let tenths = |until: &str| taken(&file.case, &file.book.clockwork, at(until)).unwrap().day_tenths;
    assert_eq!([tenths("2026-04-07 17:30"), tenths("2026-04-08 12:00"), tenths("2026-04-12 23:00")], [10, 15, 40]);
}
