//! Form 2 laid out: two pages the customer confirms, one he never sees, then the photos.

use chrono::NaiveDateTime;

use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::form::{FormHead, PrintMode, finish, is_draft, table_date, table_time};
use super::grid::{Cell, Content};
use super::layout::{self, Align, PAD, Type};
use super::official_incident::{
    KIND_BOXES, check_name, grade_box, identity_name, minutes_text, official_kind_name, party_name, photo_slot_name,
    purchase_proof_name, verdict_name,
};
use super::plate::UPRIGHT;
use super::rows::{Rows, boxes};
use super::sheet::{Area, Item, Jpeg, PageKind, Sheet, mm};
use super::survey::{Photo, Picture, SurveyForm};
use super::ticks::{Piece, Tick, ticks_fit};
use crate::domain::incident::{CheckItem, OfficialKind, Ours, Party, PurchaseProof, Relation, Verdict, VisitIdentity};
use crate::domain::stage::IncidentGrade;

/// Title of the form.
pub const TITLE: &str = "重大事故现场调查报告";
/// Number of the template.
pub const FORM_NO: &str = "KS-F2";
const SITE_NOTES: &str = "注：1. 本记录当场填写，未检测的项目写“未检测”并说明原因。2. 现场和残骸未经消防救援机构、保险人同意不得移动或拆解。\
                          3. 用户签名仅表示对所记现场情况的确认。4. 手写更正须由更正人签名并注明日期，涂抹、刮擦无效。";
const INTERNAL_NOTES: &str = "注：本页为内部分析资料，不交用户和第三方；照片编号与照片页一致。";
const INTERNAL: &str = "内部资料 不得外传";
const BAR: f32 = 4.5;
/// A photo page: two columns of three pictures.
const PHOTO_ROWS: usize = 3;
const PHOTO_HEIGHT: f32 = 75.0;

/// Lays out form 2; `pictures` are the photos made ready for paper. One that is not among them has its place and caption.
///
/// # Errors
/// [`PaperError::Incomplete`] for a final print with empty required fields; [`PaperError::Missing`] when any text has a
/// character no face has.
pub fn survey(
    form: &SurveyForm,
    pictures: &[Picture],
    (head, fonts): (&FormHead, &FontSet),
    mode: PrintMode,
) -> Result<Sheet, PaperError> {
    let empty = SurveyForm { evidence: form.evidence.clone(), ..SurveyForm::default() };
    let blank = mode == PrintMode::Blank;
    let shown = if blank { &empty } else { form };
    let missing = shown.missing();
    let draft = is_draft(mode, head, &missing)?;
    fonts.check(&format!("{shown:?}{}", head.texts()))?;
    let mut pages = Pages { form: shown, blank, fonts, rows: Rows::new(fonts, &UPRIGHT, mode, missing) };
    pages.case()?;
    pages.people_and_product()?;
    pages.account()?;
    pages.harm()?;
    pages.rows.grid.turn();
    pages.site()?;
    pages.bodies()?;
    pages.confirmation()?;
    pages.rows.grid.notes(SITE_NOTES)?;
    pages.rows.grid.turn();
    pages.rows.grid.page().kind = PageKind::Internal;
    pages.stamp()?;
    pages.evidence()?;
    pages.insurer()?;
    pages.analysis()?;
    pages.rows.grid.notes(INTERNAL_NOTES)?;
    pages.photos(pictures)?;
    finish(fonts, (TITLE, head), (mode, draft), pages.rows.grid.close())
}

struct Pages<'a> {
    form: &'a SurveyForm,
    blank: bool,
    fonts: &'a FontSet,
    rows: Rows<'a>,
}

/// R6, in the words of this form.
const RELATIONS: [(&str, Relation); 4] = [
    ("购买人", Relation::Buyer),
    ("使用人", Relation::User),
    ("房屋产权人", Relation::Owner),
    ("承租人", Relation::Tenant),
];

impl Pages<'_> {
    fn case(&mut self) -> Result<(), PaperError> {
        let o = &self.form.occurrence;
        self.rows.bar(BAR, "一、案件信息")?;
        let grades: Vec<_> = IncidentGrade::ALL.iter().map(|grade| (grade_box(*grade), *grade)).collect();
        let row = [
            Cell::label(18.0, "案件编号"),
            self.rows.value(33.0, "案件编号", &o.case_no),
            Cell::label(16.0, "事故等级"),
            self.rows.ticks(38.0, "事故等级", boxes(&grades, |grade| o.grade == Some(*grade))),
            Cell::label(16.0, "事故类型"),
            self.rows.ticks(
                54.0,
                "事故类型",
                boxes(&KIND_BOXES, |kinds| kinds.iter().any(|kind| o.kinds.contains(kind))),
            ),
        ];
        self.rows.grid.row(8.0, &row)?;
        let occurred = time(o.occurred);
        let (reported, arrived) = (later(o.reported, o.occurred, "发生后"), later(o.arrived, o.reported, "报告后"));
        self.rows.pairs(
            8.0,
            &[
                (22.0, "事故发生时间", 50.0, &occurred),
                (22.0, "报告总部时间", 30.0, &reported),
                (22.0, "到达现场时间", 29.0, &arrived),
            ],
        )?;
        self.rows.pairs(8.0, &[(22.0, "事故地点", 153.0, &o.place)])?;
        self.rows.pairs(8.0, &[(22.0, "第一责任人", 65.0, &o.first), (22.0, "第二责任人", 66.0, &o.second)])
    }

    fn people_and_product(&mut self) -> Result<(), PaperError> {
        let (u, m) = (&self.form.user, &self.form.machine);
        self.rows.bar(BAR, "二、用户信息")?;
        let row = [
            Cell::label(18.0, "用户姓名"),
            self.rows.value(32.0, "用户姓名", &u.name),
            Cell::label(18.0, "性别/年龄"),
            self.rows.centred(24.0, "性别/年龄", &u.sex_age),
            Cell::label(18.0, "联系电话"),
            self.rows.value(65.0, "联系电话", &u.phone),
        ];
        self.rows.grid.row(8.0, &row)?;
        let row = [
            Cell::label(22.0, "证件号码(掩码)"),
            self.rows.value(68.0, "证件号码(掩码)", &u.id_number),
            Cell::label(20.0, "与产品关系"),
            self.rows.ticks(65.0, "与产品关系", boxes(&RELATIONS, |relation| u.relations.contains(relation))),
        ];
        self.rows.grid.row(8.0, &row)?;
        self.rows.pairs(8.0, &[(18.0, "住址", 157.0, &u.address)])?;
        self.rows.bar(BAR, "三、产品信息")?;
        let ours = [("是", Ours::Yes), ("否", Ours::No), ("待定", Ours::Pending)];
        let row = [
            Cell::label(24.0, "是否本公司\n产品"),
            self.rows.ticks(38.0, "是否本公司产品", boxes(&ours, |ours| m.ours == Some(*ours))),
            Cell::label(18.0, "型号"),
            self.rows.value(42.0, "型号", &m.model),
            Cell::label(18.0, "条码/机号"),
            self.rows.value(35.0, "条码/机号", &m.barcode),
        ];
        self.rows.grid.row(8.0, &row)?;
        let day = |day: Option<chrono::NaiveDate>| day.map(table_date).unwrap_or_default();
        let row = [
            Cell::label(18.0, "生产日期"),
            self.rows.centred(26.0, "生产日期", &day(m.made)),
            Cell::label(18.0, "购买日期"),
            self.rows.centred(26.0, "购买日期", &day(m.bought)),
            Cell::label(18.0, "购买凭证"),
            self.rows.ticks(
                69.0,
                "购买凭证",
                boxes(&named(PurchaseProof::ALL, purchase_proof_name), |proof| m.proof == Some(*proof)),
            ),
        ];
        self.rows.grid.row(8.0, &row)?;
        self.rows.pairs(
            8.0,
            &[(26.0, "购买渠道/\n经销商", 61.0, &m.channel), (26.0, "安装单位\n及日期", 62.0, &m.installed)],
        )?;
        self.rows.pairs(
            8.0,
            &[
                (22.0, "三包状态", 36.0, &m.guarantee),
                (22.0, "安全使用年限", 29.0, &m.safe_use),
                (22.0, "维修/改装史", 44.0, &m.history),
            ],
        )
    }

    fn account(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "四、事故经过（按时间先后：事前使用状态—异常—发展—处置—结果）")?;
        self.rows.long(60.0, (0.0, "事故经过"), &self.form.account)
    }

    fn harm(&mut self) -> Result<(), PaperError> {
        let h = &self.form.harm;
        self.rows.bar(BAR, "五、人员伤亡")?;
        let row = [
            self.rows.ticks(80.0, "人员伤亡", casualties(h.casualties)),
            Cell::label(20.0, "就诊医院"),
            self.rows.value(75.0, "就诊医院", &h.hospital),
        ];
        self.rows.grid.row(8.0, &row)?;
        self.rows.long(14.0, (22.0, "伤情及诊断\n（以医疗\n文书为准）"), &h.diagnosis)?;
        self.rows.bar(BAR, "六、财产损失概况")?;
        let estimate = h.estimate.map(|amount| amount.to_string()).unwrap_or_default();
        self.rows.pairs(8.0, &[(22.0, "初步估计(元)", 38.0, &estimate), (22.0, "涉及范围", 93.0, &h.extent)])?;
        self.rows.bar(BAR, "七、用户诉求（按用户原意记录）")?;
        self.rows.long(16.0, (0.0, "用户诉求"), &h.demand)
    }

    fn site(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "八、现场环境检查")?;
        self.rows.table_head(6.0, &[(40.0, "检查项目"), (40.0, "参考要求"), (50.0, "实测或现状"), (45.0, "判定")])?;
        let verdicts: Vec<_> = Verdict::ALL.iter().map(|verdict| (verdict_name(*verdict), *verdict)).collect();
        for item in CheckItem::ALL {
            let (name, reference) = check_name(*item);
            let (reading, found) = self.found(*item);
            let row = [
                Cell::label(40.0, name),
                Cell::new(40.0, Content::Note(reference.to_owned())),
                Cell {
                    field: Some(("实测或现状", "实测或现状".into())), ..Cell::new(50.0, Content::Value(reading))
                },
                self.rows.ticks(45.0, "判定", boxes(&verdicts, |verdict| found == Some(*verdict))),
            ];
            self.rows.grid.row(6.5, &row)?;
        }
        self.rows
            .bar(BAR, "九、产品状态（外观、烧损或渗漏最重部位、电源线、保护装置、内部可见情况；未经允许不拆机）")?;
        self.rows.long(22.0, (0.0, "产品状态"), &self.form.condition)?;
        self.rows.bar(BAR, "十、现场示意图（标出机器、电源、水/气源、受损部位、拍摄方向）")?;
        self.rows.grid.row(37.0, &[Cell::new(UPRIGHT.width, Content::Dots)])
    }

    /// What was read of an item and what it says. What was not tested says so with the reason; without a reason it stays open
    /// for the hand on site, and nothing is final.
    fn found(&self, item: CheckItem) -> (String, Option<Verdict>) {
        let untested = |why: &str| format!("未检测：{}", why.trim());
        match self.form.checks.iter().find(|check| check.item == item) {
            Some(check) if check.verdict == Verdict::Untestable => (untested(&check.reading), Some(check.verdict)),
            Some(check) => (check.reading.clone(), Some(check.verdict)),
            None if self.form.unchecked.trim().is_empty() => (String::new(), None),
            None => (untested(&self.form.unchecked), Some(Verdict::Untestable)),
        }
    }

    fn bodies(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "十一、有关单位到场情况")?;
        let columns = [(35.0, "单位类别"), (60.0, "单位及人员"), (30.0, "时间"), (50.0, "文书名称及编号")];
        self.rows.table_head(6.0, &columns)?;
        for kind in OfficialKind::ALL {
            let found = self.form.bodies.iter().find(|body| body.kind == *kind);
            let row = [
                Cell::label(35.0, official_kind_name(*kind)),
                self.rows.value(60.0, "单位及人员", found.map_or("", |body| &body.unit)),
                self.rows.centred(30.0, "时间", &time(found.and_then(|body| body.at))),
                self.rows.value(50.0, "文书名称及编号", found.map_or("", |body| &body.document)),
            ];
            self.rows.grid.row(6.5, &row)?;
        }
        Ok(())
    }

    fn confirmation(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "十二、确认")?;
        // As whom the investigator came stands where the user signs: he must know it (J04).
        let came = named(VisitIdentity::ALL, identity_name).into_iter().map(|(name, identity)| {
            let sign = if self.form.identities.contains(&identity) { '☑' } else { '☐' };
            format!("{sign}{name}")
        });
        let came = came.collect::<Vec<_>>().join("　");
        let sentence =
            format!("上门身份：{came}\n第1、2页所记现场情况：\n☐与本人所见一致\n☐有异议：________________________");
        let sign = |name: &str| Cell::new(35.0, Content::Sign(name.to_owned()));
        let row =
            [self.rows.note(70.0, "上门身份", sentence), sign("用户签名"), sign("见证人签名"), sign("调查人签名")];
        self.rows.grid.row(22.0, &row)
    }

    /// On the page that never leaves the house.
    fn stamp(&mut self) -> Result<(), PaperError> {
        let area = Area { x: mm(UPRIGHT.left), y: mm(21.5), w: mm(42.0), h: mm(7.0) };
        let page = self.rows.grid.page();
        page.items.push(Item::Frame { area, weight: 1.0, dash: None });
        layout::set_in(self.fonts, page, Type::new(Face::SansBold, 10.5), (area, Align::Centre), INTERNAL)
    }

    fn evidence(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "十三、取证清单")?;
        let columns = [(50.0, "类别"), (50.0, "要求"), (20.0, "实有张/份"), (35.0, "编号区间"), (20.0, "完成")];
        self.rows.table_head(7.0, &columns)?;
        for row in &self.form.evidence {
            let have = if self.blank { String::new() } else { row.have.to_string() };
            let done = !self.blank && row.have > 0 && row.have >= row.need;
            let cells = [
                Cell::label(50.0, row.name),
                Cell::new(50.0, Content::Note(row.demand.clone())),
                self.rows.centred(20.0, "取证清单", &have),
                self.rows.centred(35.0, "编号区间", if self.blank { "" } else { &row.range }),
                self.rows.ticks(20.0, "完成", vec![Tick::new(done, "是")]),
            ];
            self.rows.grid.row(7.0, &cells)?;
        }
        Ok(())
    }

    fn insurer(&mut self) -> Result<(), PaperError> {
        let i = &self.form.insurer;
        self.rows.bar(BAR, "十四、保险（损失超过规定数额须即时报案）")?;
        let told = [("是", true), ("否", false)];
        let row = [
            Cell::label(18.0, "是否报案"),
            self.rows.ticks(27.0, "是否报案", boxes(&told, |told| i.told == Some(*told))),
            Cell::label(18.0, "保险公司"),
            self.rows.value(40.0, "保险公司", &i.name),
            Cell::label(16.0, "保单号"),
            self.rows.value(56.0, "保单号", &i.policy),
        ];
        self.rows.grid.row(8.0, &row)?;
        let at = time(i.at);
        self.rows.pairs(
            8.0,
            &[
                (18.0, "报案号", 40.0, &i.number),
                (18.0, "报案时间", 35.0, &at),
                (22.0, "查勘员/电话", 42.0, &i.surveyor),
            ],
        )
    }

    fn analysis(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "十五、原因初步分析")?;
        self.rows.long(30.0, (0.0, "原因初步分析"), &self.form.cause)?;
        self.rows.bar(BAR, "十六、责任初判")?;
        let parties: Vec<_> = Party::ALL.iter().map(|party| (judged(*party), *party)).collect();
        let cell =
            self.rows.ticks(UPRIGHT.width, "责任初判", boxes(&parties, |party| self.form.liable.contains(party)));
        self.rows.grid.row(8.0, &[cell])?;
        self.rows.long(16.0, (22.0, "依据"), &self.form.grounds)?;
        self.beyond_law()?;
        self.rows.bar(BAR, "十七、处理方案建议（先定责任，再核损失，后谈分担；提供不少于两个方案）")?;
        self.rows.long(21.0, (0.0, "处理方案建议"), &self.form.options)?;
        self.rows.bar(BAR, "十八、签署")?;
        self.rows
            .signatures(20.0, &[(44.0, "调查人"), (44.0, "驻外服务经理"), (44.0, "大区经理"), (43.0, "客服部")])?;
        let row = [Cell::label(22.0, "客服部审核\n意见"), Cell::new(153.0, Content::Empty)];
        self.rows.grid.row(12.0, &row)
    }

    /// R17: in the house only. Nothing is ticked while nobody judged.
    fn beyond_law(&mut self) -> Result<(), PaperError> {
        const LABEL: &str = "诉求是否超出法律规定范围";
        let harm = &self.form.harm;
        let ticks = |part: &str| {
            let part = Piece::Blank(part.to_owned(), 70.0);
            let beyond = Tick {
                on: harm.beyond_law == Some(true),
                pieces: vec![Piece::Words("是，超出部分：".to_owned()), part],
            };
            vec![Tick::new(harm.beyond_law == Some(false), "否"), beyond]
        };
        let room = Area { x: 0.0, y: 0.0, w: mm(135.0) - 2.0 * PAD, h: mm(8.0) };
        let mut all = ticks(harm.beyond.trim());
        if !ticks_fit(self.fonts, &all, room)? {
            let note = self.rows.grid.hand_on("诉求超出部分", harm.beyond.trim());
            all = ticks(&note);
        }
        let row = [Cell::label(40.0, LABEL), self.rows.ticks(135.0, LABEL, all)];
        self.rows.grid.row(8.0, &row)
    }

    fn photos(&mut self, pictures: &[Picture]) -> Result<(), PaperError> {
        let found = |photo: &Photo| pictures.iter().find(|(hash, _)| *hash == photo.hash).map(|(_, jpeg)| jpeg.clone());
        let shown: Vec<_> = self.form.photos.iter().map(|photo| (found(photo), caption(photo))).collect();
        photo_pages(&mut self.rows, &shown)
    }
}

/// Pages of photos with their captions, each on a page of its own kind.
pub(super) fn photo_pages(rows: &mut Rows<'_>, photos: &[(Option<Jpeg>, String)]) -> Result<(), PaperError> {
    for (nth, page) in photos.chunks(2 * PHOTO_ROWS).enumerate() {
        if nth > 0 || rows.grid.bottom() > UPRIGHT.top {
            rows.grid.turn();
        }
        rows.grid.page().kind = PageKind::Photos;
        rows.bar(5.0, "附页　现场照片")?;
        for row in page.chunks(2) {
            let cell = |((picture, caption), width): (&(Option<Jpeg>, String), f32)| {
                Cell::new(width, Content::Photo(picture.clone(), caption.clone()))
            };
            let mut cells: Vec<Cell> = row.iter().zip([88.0, 87.0]).map(cell).collect();
            if cells.len() == 1 {
                cells.push(Cell::new(87.0, Content::Empty));
            }
            rows.grid.row(PHOTO_HEIGHT, &cells)?;
        }
    }
    Ok(())
}

/// Members of a closed list with their printed names.
fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|member| (name(*member), *member)).collect()
}

fn casualties(counts: Option<[u32; 3]>) -> Vec<Tick> {
    let count = |n: usize, words: &str| {
        let known = counts.and_then(|counts| counts.get(n).copied());
        let shown = known.filter(|n| *n > 0).map(|n| n.to_string()).unwrap_or_default();
        let on = known.is_some_and(|n| n > 0);
        Tick {
            on,
            pieces: vec![Piece::Words(words.to_owned()), Piece::Blank(shown, 4.0), Piece::Words("人".to_owned())],
        }
    };
    vec![count(0, "死亡"), count(1, "重伤"), count(2, "轻伤"), Tick::new(counts == Some([0; 3]), "无伤亡")]
}

/// Form 2 leaves it to a test body where form 5 says nothing was found.
const fn judged(party: Party) -> &'static str {
    match party {
        Party::Undetermined => "待检验鉴定",
        other => party_name(other),
    }
}

/// `P-07　热水器下部烧损（局部）　2026-11-20 15:42　拍摄人 李四`.
fn caption(photo: &Photo) -> String {
    let mut parts = vec![format!("P-{:02}", photo.id), photo_slot_name(photo.slot).to_owned(), photo.caption.clone()];
    parts.push(photo.taken.map(table_time).unwrap_or_default());
    parts.push(if photo.by.trim().is_empty() { String::new() } else { format!("拍摄人 {}", photo.by) });
    parts.retain(|part| !part.trim().is_empty());
    parts.join("　")
}

/// A moment, and on a second line how long after another it was (T20).
fn later(at: Option<NaiveDateTime>, before: Option<NaiveDateTime>, words: &str) -> String {
    let after = at.zip(before).map(|(at, before)| (at - before).num_minutes()).filter(|minutes| *minutes >= 0);
    match after {
        Some(minutes) => format!("{}\n{words}{}", time(at), minutes_text(minutes)),
        None => time(at),
    }
}

fn time(at: Option<NaiveDateTime>) -> String {
    at.map(table_time).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests;
