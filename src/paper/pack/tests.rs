//! Packs as text: order, page numbers, what is left out.

use chrono::NaiveDate;

use super::super::fonts::tests::fonts;
use super::super::form::tests::head;
use super::super::survey_sheet::{survey, tests::sample};
use super::*;

fn piece(name: &str, kinds: &[PageKind]) -> Piece {
    let page = |kind: &PageKind| Page { kind: *kind, ..Page::a4() };
    Piece { name: name.into(), document: format!("{name}-01"), pages: kinds.iter().map(page).collect() }
}

fn cover() -> Cover {
    Cover {
        parts: vec![("保险", vec![("保险公司", "澜海财险".into()), ("报案号", "LH2604-11873".into())])],
        beside: vec!["购机发票.pdf".into()],
    }
}

fn plain() -> FormHead {
    FormHead { doc_no: String::new(), nth: 0, ..head() }
}

#[test]
fn an_insurers_pack_has_no_internal_page_and_its_photos_last() {
    use PageKind::{Form, Internal, Photos};
    let pieces = || vec![piece("表2", &[Form, Form, Internal, Photos, Photos]), piece("表3", &[Form])];
    let set = fonts();
    let sheet = bind(Pack::Insurer, &cover(), pieces(), (&plain(), &set)).unwrap();
    let kinds: Vec<PageKind> = sheet.pages.iter().map(|page| page.kind).collect();
    assert_eq!(kinds, [Form, Form, Form, Form, Photos, Photos], "cover, 2 of form 2, form 3, photos");
    let text = sheet.to_text();
    for probe in [
        "保险公司 | 澜海财险",
        "1 | 表2 | 表2-01 | 2—3",
        "2 | 表3 | 表3-01 | 4",
        "3 | 现场照片 | 表2-01 | 5—6",
        "购机发票.pdf | 另附",
        "保险理赔资料　第 1 页　共 6 页",
        "保险理赔资料　第 6 页　共 6 页",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    let whole = bind(Pack::File, &cover(), pieces(), (&plain(), &set)).unwrap();
    assert_eq!(whole.pages.iter().filter(|page| page.kind == Internal).count(), 1);
    assert!(whole.to_text().contains("工单全卷　第 7 页　共 7 页"));
}

#[test]
fn contents_that_need_two_pages_still_name_the_right_ones() {
    let pieces: Vec<Piece> = (0..60).map(|n| piece(&format!("单据{n:02}"), &[PageKind::Form])).collect();
    let sheet = bind(Pack::File, &cover(), pieces, (&plain(), &fonts())).unwrap();
    let front = sheet.pages.len() - 60;
    assert!(front > 1);
    let text = sheet.to_text();
    assert!(text.contains(&format!("单据00 | 单据00-01 | {}", front + 1)), "{text}");
    assert!(text.contains(&format!("单据59 | 单据59-01 | {}", front + 60)), "{text}");
}

#[test]
fn what_is_continued_from_the_internal_page_stays_in_the_house() {
    let mut form = sample();
    form.cause = "内部原因判断。".repeat(200);
    form.account = "现场经过叙述。".repeat(400);
    let set = fonts();
    let sheet = survey(&form, &[], (&head(), &set), PrintMode::Prefilled).unwrap();
    let pieces = || vec![Piece { name: "表2".into(), document: String::new(), pages: sheet.pages.clone() }];
    let words = |pack| {
        let text = bind(pack, &cover(), pieces(), (&plain(), &set)).unwrap().to_text();
        (text.matches('叙').count(), text.matches('断').count())
    };
    let (whole, insurer) = (words(Pack::File), words(Pack::Insurer));
    assert!(whole.0 >= 400 && whole.1 >= 200, "{whole:?}");
    assert_eq!(insurer.0, whole.0, "nothing of the site record is lost");
    assert!(insurer.1 < 5, "nothing of the analysis is handed out: {insurer:?}");
}

#[test]
fn a_history_turns_its_pages_and_keeps_every_record() {
    let at = NaiveDate::from_ymd_opt(2026, 4, 8).and_then(|day| day.and_hms_opt(10, 0, 0)).unwrap();
    let record =
        |n: usize| Record {
            at, by: "周晓岚".into(), what: format!("事项{n:03}"), detail: "说明".repeat(n % 30)
        };
    let records: Vec<Record> = (0..120).map(record).collect();
    let sheet = history(&records, &plain(), &fonts()).unwrap();
    let text = sheet.to_text();
    assert!((0..120).all(|n| text.contains(&format!("事项{n:03}"))));
    assert_eq!(text.matches("经办人 | 事项").count(), sheet.pages.len(), "the head stands on every page");
    assert!(!text.contains("次打印"), "a history is not counted");
}
