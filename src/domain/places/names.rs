//! The ways people write a place: with its ending, without it, with a shorter one.

use super::recognise::is_generic;
use super::{Form, Place, PlaceLevel};

/// Peoples named in the names of self-governing places, in the order in which they are tried.
const PEOPLES: &[&str] = &[
    "柯尔克孜",
    "达斡尔",
    "鄂伦春",
    "鄂温克",
    "哈萨克",
    "维吾尔",
    "塔吉克",
    "傈僳",
    "独龙",
    "普米",
    "景颇",
    "裕固",
    "保安",
    "东乡",
    "撒拉",
    "朝鲜",
    "仫佬",
    "毛南",
    "仡佬",
    "布依",
    "布朗",
    "哈尼",
    "纳西",
    "拉祜",
    "土家",
    "蒙古",
    "锡伯",
    "满",
    "回",
    "壮",
    "苗",
    "瑶",
    "侗",
    "黎",
    "羌",
    "藏",
    "彝",
    "水",
    "傣",
    "佤",
    "白",
    "怒",
    "土",
    "畲",
    "各",
];
/// Endings that are left out in speech, longer ones first.
const ENDINGS: &[&str] = &[
    "特别行政区",
    "行政委员会",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "新区",
    "林区",
    "特区",
    "地区",
    "省",
    "市",
    "区",
    "县",
    "盟",
    "旗",
];
/// Names nobody derives by leaving out an ending.
const NICKNAMES: &[(&str, &str)] =
    &[("内蒙古自治区", "内蒙"), ("锡林郭勒盟", "锡盟"), ("前郭尔罗斯蒙古族自治县", "前郭")];

/// Every way to write the place; each has at least two characters.
pub(super) fn spellings(place: &Place) -> Vec<(String, Form)> {
    let mut all = vec![(place.name.clone(), Form::Full)];
    let Some(short) = short_of(&place.name).filter(|_| !is_generic(&place.name)) else { return all };
    if let Some(ending) = spoken_ending(place) {
        all.push((format!("{short}{ending}"), Form::Full));
    }
    if place.level == PlaceLevel::Province && place.name.ends_with("自治区") {
        all.push((format!("{short}自治区"), Form::Full));
    }
    all.push((short.to_owned(), Form::Short));
    let nicknames = NICKNAMES.iter().filter(|(name, _)| *name == place.name);
    all.extend(nicknames.map(|(_, nickname)| ((*nickname).to_owned(), Form::Short)));
    let mut seen: Vec<String> = Vec::with_capacity(all.len());
    all.retain(|(text, _)| {
        let new = !seen.contains(text);
        seen.push(text.clone());
        new
    });
    all
}

/// Whether the text is one of the ways to write the place.
pub(super) fn is_spelled(place: &Place, text: &str) -> bool {
    spellings(place).iter().any(|(spelling, _)| spelling == text)
}

/// 湘西土家族苗族自治州 is called 湘西州, 广西壮族自治区 is often written 广西省.
fn spoken_ending(place: &Place) -> Option<&'static str> {
    let endings = [("自治区", "省"), ("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")];
    endings.into_iter().find(|(ending, _)| place.name.ends_with(ending)).map(|(_, spoken)| spoken)
}

/// The name without its ending and the peoples it names; `None` when fewer than two characters would stay.
fn short_of(name: &str) -> Option<&str> {
    let ending = ENDINGS.iter().find(|ending| name.ends_with(**ending))?;
    let mut short = at_least_two(name.strip_suffix(ending)?)?;
    if ending.starts_with("自治") {
        while let Some(shorter) = without_people(short).and_then(at_least_two) {
            short = shorter;
        }
        // 鄂温克族自治旗 is named by its people alone.
        short = short.strip_suffix('族').and_then(at_least_two).unwrap_or(short);
    }
    Some(short)
}

fn without_people(name: &str) -> Option<&str> {
    let bare = name.strip_suffix('族');
    PEOPLES.iter().find_map(|people| match bare {
        Some(bare) => bare.strip_suffix(people),
        // Without 族 a single character is too little to tell a people from a place: 西藏.
        None => name.strip_suffix(people).filter(|_| people.chars().nth(1).is_some()),
    })
}

fn at_least_two(name: &str) -> Option<&str> {
    name.chars().nth(1).map(|_| name)
}
