//! Which column fills which field: guessed from headers and content, changed by a person, remembered by name.

use super::cell::Cell;
use super::dates::{DateOrder, parse};
use super::lexicon::{Meaning, lexicon, plain};
use super::table::{Row, Table};
use super::target::{Kind, Target};
use super::values::{phone, read};
use crate::domain::Field;

/// Rows looked at to judge what a column holds.
const SAMPLE: usize = 200;
/// Below this a guess is not made.
const WEAKEST: f32 = 0.45;
/// A remembered mapping is proposed from this part of its headers on.
const FITS: f32 = 0.8;

/// Why a column leads where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Evidence {
    Header,
    /// The values alone told it; the header is unknown.
    Content,
    /// A person chose it, or a remembered mapping did.
    Chosen,
}

/// One column of the file and where it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnMap {
    pub header: String,
    pub target: Option<Target>,
    /// 0 to 1; 1 when chosen by a person.
    pub confidence: f32,
    pub evidence: Evidence,
}

/// Where every column leads. No two columns lead to the same target.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// The name under which it is remembered; empty for a fresh guess.
    pub name: String,
    pub columns: Vec<ColumnMap>,
    /// Columns that lead nowhere are kept as text in the remark.
    pub keep_others: bool,
}

impl Mapping {
    /// Where column `index` leads.
    #[must_use]
    pub fn target(&self, index: usize) -> Option<Target> {
        self.columns.get(index)?.target
    }

    /// The column that leads to `target`.
    #[must_use]
    pub fn column_of(&self, target: Target) -> Option<usize> {
        self.columns.iter().position(|column| column.target == Some(target))
    }

    /// Lets column `index` lead to `target`; a column that led there before leads nowhere after.
    pub fn choose(&mut self, index: usize, target: Option<Target>) {
        if target.is_some() {
            for column in &mut self.columns {
                if column.target == target {
                    column.target = None;
                }
            }
        }
        if let Some(column) = self.columns.get_mut(index) {
            column.target = target;
            column.confidence = 1.0;
            column.evidence = Evidence::Chosen;
        }
    }

    /// How well this remembered mapping suits a file: the part of its mapped headers that the file has, 0 to 1.
    #[must_use]
    pub fn fits(&self, headers: &[String]) -> f32 {
        let spellings: Vec<String> = headers.iter().map(|header| plain(header)).collect();
        let mapped: Vec<&ColumnMap> = self.columns.iter().filter(|column| column.target.is_some()).collect();
        let found = mapped.iter().filter(|column| spellings.contains(&plain(&column.header))).count();
        if mapped.is_empty() { 0.0 } else { found as f32 / mapped.len() as f32 }
    }

    /// This mapping laid over a file's columns: by header, however it is spelt. Headers the file lacks fall away,
    /// headers the mapping lacks lead nowhere.
    #[must_use]
    pub fn laid_over(&self, headers: &[String]) -> Self {
        let mut taken = Vec::new();
        let columns = headers.iter().map(|header| {
            let same = |column: &&ColumnMap| {
                column.target.is_some_and(|target| !taken.contains(&target))
                    && (column.header == *header || plain(&column.header) == plain(header))
            };
            let target = self.columns.iter().find(same).and_then(|column| column.target);
            taken.extend(target);
            ColumnMap { header: header.clone(), target, confidence: 1.0, evidence: Evidence::Chosen }
        });
        let columns = columns.collect();
        Self { name: self.name.clone(), columns, keep_others: self.keep_others }
    }
}

/// The remembered mapping that suits a file best, if one has nearly all of its headers there; of equals the larger one.
#[must_use]
pub fn proposed<'a>(remembered: &'a [Mapping], headers: &[String]) -> Option<&'a Mapping> {
    let score = |mapping: &Mapping| (mapping.fits(headers), mapping.columns.len());
    let fitting = remembered.iter().filter(|mapping| mapping.fits(headers) >= FITS);
    fitting.max_by(|a, b| {
        let (a, b) = (score(a), score(b));
        a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
    })
}

/// The best mapping for `table` by what is known without asking anybody.
#[must_use]
pub fn guess_table(table: &Table) -> Mapping {
    guess(&table.headers, &table.rows)
}

/// Guesses from headers in Chinese and English and from what the first rows hold.
#[must_use]
pub fn guess(headers: &[String], rows: &[Row]) -> Mapping {
    let sample = &rows[..rows.len().min(SAMPLE)];
    let looks: Vec<Look> = (0..headers.len()).map(|index| Look::at(sample, index)).collect();
    let mut claims = Vec::new();
    for (index, header) in headers.iter().enumerate() {
        match lexicon().header(header) {
            Meaning::Is(target, strength) => {
                for (target, strength) in readings(target, strength, &looks[index]) {
                    claims.push((strength, index, target, Evidence::Header));
                }
            }
            Meaning::Ignored => {}
            Meaning::Unknown => {
                claims.extend(
                    looks[index].by_content().map(|(target, strength)| (strength, index, target, Evidence::Content)),
                );
            }
        }
    }
    // The strongest claim first; of equals the left column.
    claims.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut columns: Vec<ColumnMap> = headers
        .iter()
        .map(|header| ColumnMap { header: header.clone(), target: None, confidence: 0.0, evidence: Evidence::Header })
        .collect();
    for (strength, index, target, evidence) in claims {
        let free = columns.iter().all(|column| column.target != Some(target));
        if strength >= WEAKEST && free && columns[index].target.is_none() {
            let header = std::mem::take(&mut columns[index].header);
            columns[index] = ColumnMap { header, target: Some(target), confidence: strength.min(1.0), evidence };
        }
    }
    describe_somehow(&mut columns);
    Mapping { name: String::new(), columns, keep_others: true }
}

/// Without any column of complaints' text a remark or the demand's text is the description.
fn describe_somehow(columns: &mut [ColumnMap]) {
    let leads = |columns: &[ColumnMap], field| columns.iter().any(|column| column.target == Some(Target::Field(field)));
    if leads(columns, Field::Description) || leads(columns, Field::Symptoms) {
        return;
    }
    for stand_in in [Field::DemandText, Field::Remark] {
        if let Some(column) = columns.iter_mut().find(|column| column.target == Some(Target::Field(stand_in))) {
            column.target = Some(Target::Field(Field::Description));
            column.confidence *= 0.7;
            return;
        }
    }
}

/// What a header's target becomes in the light of the values: weaker when they cannot be read, and the free-text
/// neighbour of a closed list when they are not of the list.
fn readings(target: Target, strength: f32, look: &Look) -> Vec<(Target, f32)> {
    let readable = look.readable(target.kind());
    let typed = !matches!(target.kind(), Kind::Text(_));
    let neighbour = match target {
        Target::Field(Field::Demand) => Some(Field::DemandText),
        Target::Field(Field::HandledState) => Some(Field::HandlingText),
        Target::Field(Field::InfoClass) => Some(Field::Symptoms),
        _ => None,
    };
    let mut claims = Vec::new();
    if let Some(field) = neighbour
        && readable < 0.9
    {
        claims.push((Target::Field(field), strength * 0.8));
    }
    match target.kind() {
        _ if !typed || look.filled == 0 => claims.push((target, strength)),
        // An unusual phone is no fault, but a column of names under "联系方式" is no phone either.
        Kind::Phone => claims.push((target, strength * if readable >= 0.3 || look.digits >= 0.5 { 1.0 } else { 0.5 })),
        // Values that cannot be read would refuse their rows: nine of ten must be. In a short list one may be wrong,
        // and without its date of receipt a complaint is worth little.
        _ if readable >= 0.9 => claims.push((target, strength)),
        Kind::Date | Kind::Moment | Kind::Count | Kind::Amount => {
            let wrong = look.filled as f32 * (1.0 - readable);
            if readable >= 0.5 && (wrong < 1.5 || target == Target::Field(Field::ReceivedAt)) {
                claims.push((target, strength * 0.95));
            }
        }
        _ => {}
    }
    claims
}

/// What the values of one column look like.
struct Look<'a> {
    values: Vec<&'a Cell>,
    filled: usize,
    /// Part of the values that are mostly digits.
    digits: f32,
}

impl<'a> Look<'a> {
    fn at(rows: &'a [Row], index: usize) -> Self {
        let values: Vec<&Cell> =
            rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.is_blank()).collect();
        let filled = values.len();
        let mostly_digits = |cell: &&&Cell| {
            let text = cell.text();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            digits >= 5 && digits * 2 >= text.chars().count()
        };
        let digits = part(values.iter().filter(mostly_digits).count(), filled);
        Self { values, filled, digits }
    }

    fn readable(&self, kind: Kind) -> f32 {
        let readable = self.values.iter().filter(|cell| match kind {
            Kind::Phone => phone(&cell.text()).is_some(),
            _ => [DateOrder::MonthFirst, DateOrder::DayFirst].iter().any(|order| read(kind, cell, *order).is_ok()),
        });
        part(readable.count(), self.filled)
    }

    /// What an unknown header's column must be by its values alone.
    fn by_content(&self) -> Option<(Target, f32)> {
        if self.filled < 2 {
            return None;
        }
        let texts = || self.values.iter().map(|cell| cell.text());
        let mobiles = texts().filter(|text| phone(text).is_some_and(|phone| phone.len() >= 11)).count();
        if part(mobiles, self.filled) >= 0.8 {
            return Some((Target::Field(Field::Phone), 0.6));
        }
        let dated = |cell: &&&Cell| match cell {
            Cell::Moment(_) => true,
            Cell::Text(text) => text.contains(['-', '/', '.', ':']) && parse(text, DateOrder::MonthFirst).is_ok(),
            _ => false,
        };
        if part(self.values.iter().filter(dated).count(), self.filled) >= 0.8 {
            return Some((Target::Field(Field::ReceivedAt), 0.5));
        }
        let long = texts().map(|text| text.chars().count()).sum::<usize>() as f32 / self.filled as f32;
        let mut different: Vec<_> = texts().collect();
        different.sort_unstable();
        different.dedup();
        let varied = part(different.len(), self.filled) >= 0.6;
        (long >= 10.0 && varied && self.digits < 0.3).then_some((Target::Field(Field::Description), 0.5))
    }
}

fn part(of: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { of as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&[&str]]) -> Vec<Row> {
        lines
            .iter()
            .zip(2..)
            .map(|(line, number)| Row { number, cells: line.iter().map(|text| Cell::from_text(text)).collect() })
            .collect()
    }

    /// `header=target` for every mapped column.
    #[track_caller]
    fn check(headers: &[&str], lines: &[&[&str]], expected: &str) -> Mapping {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let mapping = guess(&headers, &rows(lines));
        let found: Vec<String> = mapping
            .columns
            .iter()
            .filter_map(|column| Some(format!("{}={}", column.header, column.target?.word())))
            .collect();
        assert_eq!(found.join(" "), expected);
        mapping
    }

    #[test]
    fn a_ledger_of_a_service_department_is_understood() {
        check(
            &[
                "序号",
                "投诉日期",
                "省份",
                "城市",
                "客户姓名",
                "联系电话",
                "产品型号",
                "机身条码",
                "购买日期",
                "投诉内容",
                "处理结果",
                "受理人",
            ],
            &[&[
                "1",
                "2026/4/9",
                "浙江省",
                "嘉兴市",
                "王女士",
                "13812345678",
                "KFR-35GW",
                "AB12",
                "2024-05-01",
                "不制冷",
                "已上门",
                "小张",
            ]],
            "投诉日期=received_at 省份=province 城市=city 客户姓名=customer_name 联系电话=phone 产品型号=model \
             机身条码=serial 购买日期=bought_on 投诉内容=description 处理结果=handling_text",
        );
    }

    #[test]
    fn an_english_ticket_export_is_understood() {
        check(
            &[
                "Ticket ID",
                "Customer Name",
                "Customer Email",
                "Product Purchased",
                "Date of Purchase",
                "Ticket Type",
                "Ticket Description",
                "Ticket Status",
                "Ticket Priority",
                "Ticket Channel",
            ],
            &[&[
                "1",
                "Ms Wang",
                "w@example.com",
                "Heater",
                "22-03-2021",
                "Refund request",
                "It leaks",
                "Closed",
                "High",
                "Email",
            ]],
            "Ticket ID=external_number Customer Name=customer_name Product Purchased=category Date of Purchase=bought_on \
             Ticket Type=symptoms Ticket Description=description Ticket Status=handled_state Ticket Priority=level Ticket Channel=channel",
        );
    }

    #[test]
    fn a_public_register_of_complaints_is_understood() {
        check(
            &[
                "Date received",
                "Product",
                "Sub-product",
                "Issue",
                "Consumer complaint narrative",
                "Company",
                "State",
                "ZIP code",
                "Submitted via",
                "Company response to consumer",
                "Complaint ID",
            ],
            &[&["03/12/2014", "Heater", "Gas", "Leak", "It leaks", "A", "CA", "95035", "Web", "Closed", "759217"]],
            "Date received=received_at Product=category Issue=symptoms Consumer complaint narrative=description \
             State=province Submitted via=channel Complaint ID=external_number",
        );
    }

    #[test]
    fn one_field_takes_one_column_and_the_better_word_wins() {
        check(
            &["电话", "联系电话", "登记日期", "受理时间"],
            &[&["82345678", "13812345678", "2026-04-09", "2026-04-09 10:21"]],
            "联系电话=phone 受理时间=received_at",
        );
    }

    #[test]
    fn values_that_cannot_be_read_take_the_typed_field_away() {
        check(
            &["日期", "客户诉求", "数量", "投诉内容"],
            &[&["上周", "要求尽快上门看看", "若干", "漏水"], &["前天", "希望领导重视", "一些", "异响"]],
            "客户诉求=demand_text 投诉内容=description",
        );
    }

    #[test]
    fn one_wrong_date_in_a_short_list_does_not_cost_the_others() {
        check(
            &["受理时间", "数量", "投诉内容"],
            &[&["2026-04-07 09:00", "1", "漏水"], &["2026-13-07", "2", "异响"], &["2026-04-09", "若干", "不制冷"]],
            "受理时间=received_at 数量=quantity 投诉内容=description",
        );
    }

    #[test]
    fn unknown_headers_are_told_by_their_values() {
        let mapping = check(
            &["甲", "乙", "丙", "丁"],
            &[
                &["2026-04-09 10:21", "13812345678", "空调买了两个月就不制冷了", "A"],
                &["2026-04-10 08:00", "13900001111", "冰箱漏水把木地板都泡坏了", "A"],
                &["2026-04-10 09:00", "13900002222", "热水器点不着火需要师傅来看", "B"],
            ],
            "甲=received_at 乙=phone 丙=description",
        );
        assert!(mapping.columns.iter().take(3).all(|column| column.evidence == Evidence::Content));
    }

    #[test]
    fn choosing_a_target_frees_it_from_the_other_column() {
        let mut mapping = check(&["电话", "投诉内容"], &[&["13812345678", "漏水"]], "电话=phone 投诉内容=description");
        mapping.choose(1, Some(Target::Field(Field::Phone)));
        assert_eq!((mapping.target(0), mapping.target(1)), (None, Some(Target::Field(Field::Phone))));
        mapping.choose(1, None);
        assert_eq!(mapping.column_of(Target::Field(Field::Phone)), None);
    }

    #[test]
    fn a_remembered_mapping_is_proposed_by_how_well_it_fits() {
        let mapping = check(&["电话", "投诉内容"], &[&["13812345678", "漏水"]], "电话=phone 投诉内容=description");
        let headers = |list: &[&str]| list.iter().map(|header| (*header).to_owned()).collect::<Vec<_>>();
        assert!((mapping.fits(&headers(&["投诉内容", "电 话", "备注"])) - 1.0).abs() < 1e-6);
        assert!((mapping.fits(&headers(&["电话"])) - 0.5).abs() < 1e-6);
        let other = Mapping { name: "other".into(), columns: mapping.columns[..1].to_vec(), keep_others: true };
        let remembered = [other, mapping.clone()];
        let found = proposed(&remembered, &headers(&["投诉内容", "电话"]));
        assert_eq!(found.map(|mapping| mapping.columns.len()), Some(2), "of two that fit the larger one");
        assert_eq!(proposed(&remembered, &headers(&["地址"])), None);
        let laid = mapping.laid_over(&headers(&["备注", "电 话"]));
        assert_eq!((laid.target(0), laid.target(1)), (None, Some(Target::Field(Field::Phone))));
    }
}
