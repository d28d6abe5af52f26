//! Finds the province, city and county that an address begins with.

use super::{Form, Place, PlaceLevel, Places, Spelling};

/// Characters of an address that are looked at; a place written later is not found.
const LOOK: usize = 256;
/// A short name followed by one of these is part of a street's or a building's name: 南京路, 北京大学, 长安镇.
const NO_PLACE_BEFORE: &[&str] = &[
    "路", "街", "巷", "弄", "镇", "乡", "村", "大道", "大街", "大学", "大厦", "小区", "花园", "广场", "公寓", "社区",
    "新村", "胡同", "酒店", "饭店", "银行", "小学", "中学", "医院",
];
/// What may stand between a name and the word for street: 南京东路, 中山一路.
const BEFORE_STREET: &[char] =
    &['东', '西', '南', '北', '中', '大', '新', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '环'];
/// Words that only group counties and may stand between a province and a county.
const GROUPINGS: &[&str] = &["市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖", "县"];
/// Short names that mean the city hardly more often than a district elsewhere.
const DOUBTFUL: &[&str] = &["朝阳"];

/// What an address says about where it is.
///
/// Each of the three is set only when it is certain. A city is never set for places directly below a province (北京市 朝阳区).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised<'p, 't> {
    pub province: Option<&'p Place>,
    pub city: Option<&'p Place>,
    pub county: Option<&'p Place>,
    /// The address after the names found; the whole address when none was found.
    pub rest: &'t str,
    /// The places it could be when the names do not decide; empty when they do, or when nothing was found.
    pub candidates: Vec<&'p Place>,
}

impl Recognised<'_, '_> {
    /// The names found, larger first, parted by spaces; empty when none was found.
    #[must_use]
    pub fn display(&self) -> String {
        let found = [self.province, self.city, self.county].into_iter().flatten();
        found.map(|place| place.name.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Whether a person has to choose among the candidates.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        !self.candidates.is_empty()
    }
}

/// Names that follow one another, each inside the one before.
#[derive(Debug, Clone, Copy)]
struct Chain<'p> {
    place: &'p Place,
    /// Names written.
    names: usize,
    /// Where the text after them begins.
    end: usize,
    /// How the last name is written.
    last: &'p Spelling,
}

/// What the names at one position of the text say.
struct Found<'p> {
    places: Vec<&'p Place>,
    decided: bool,
    end: usize,
}

impl Places {
    /// Reads the province, city and county an address names, with or without their endings; a county alone tells its city when
    /// no other county has the name. Prose before the names is passed over; names of streets are not taken for places.
    #[must_use]
    pub fn recognise<'t>(&self, text: &'t str) -> Recognised<'_, 't> {
        let mut doubt: Option<Found<'_>> = None;
        let mut before = None;
        for (at, c) in text.char_indices().take(LOOK) {
            let starts = !before.is_some_and(is_han) || text[..at].ends_with("中国");
            before = Some(c);
            let Some(found) = is_han(c).then(|| self.found_at(text, at, starts)).flatten() else { continue };
            match &mut doubt {
                None if found.decided => return self.answer(text, &found),
                None => doubt = Some(found),
                Some(doubt) if found.decided => {
                    if let Some(sure) = doubt.settled_by(&found) {
                        return self.answer(text, &sure);
                    }
                }
                Some(_) => {}
            }
        }
        doubt.map_or_else(|| nothing(text), |found| self.answer(text, &found))
    }

    fn found_at(&self, text: &str, at: usize, starts: bool) -> Option<Found<'_>> {
        let mut chains = Vec::new();
        self.extend(text, at, None, &mut chains);
        chains.retain(|chain| is_trusted(chain, text, starts));
        let best = chains.iter().map(|chain| (chain.names, chain.end)).max()?;
        chains.retain(|chain| (chain.names, chain.end) == best);
        let lone_short = |chain: &Chain<'_>| chain.names == 1 && chain.last.form == Form::Short;
        let doubtful = |chain: &Chain<'_>| lone_short(chain) && DOUBTFUL.contains(&chain.last.text.as_str());
        if !chains.iter().any(doubtful) {
            let largest = chains.iter().map(|chain| chain.place.level).min()?;
            chains.retain(|chain| chain.place.level == largest);
        }
        let mut places: Vec<&Place> = chains.iter().map(|chain| chain.place).collect();
        places.sort_by_key(|place| place.code);
        places.dedup();
        let outer = places.clone();
        places.retain(|place| !outer.iter().any(|outer| place.is_within(outer)));
        // 南湖 alone is more often a lake or an estate than a district.
        let guessed = chains.iter().any(|chain| lone_short(chain) && is_district(chain.place));
        Some(Found { decided: places.len() == 1 && !guessed, places, end: best.1 })
    }

    /// Collects every chain that begins with `parent`, or with any place when there is none.
    fn extend<'p>(&'p self, text: &str, at: usize, parent: Option<Chain<'p>>, chains: &mut Vec<Chain<'p>>) {
        let rest = &text[at..];
        let mut chars = rest.chars();
        let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return };
        for spelling in self.index.get(&[first, second]).into_iter().flatten() {
            let Some(place) = self.all.get(spelling.place) else { continue };
            let fits = parent.is_none_or(|parent| place.is_within(parent.place));
            if !fits || !rest.starts_with(&spelling.text) {
                continue;
            }
            let end = at + spelling.text.len();
            let chain = Chain { place, names: parent.map_or(1, |parent| parent.names + 1), end, last: spelling };
            chains.push(chain);
            if place.level != PlaceLevel::County {
                self.go_on(text, chain, chains);
            }
        }
    }

    /// Looks for a smaller place behind separators, and behind a province also behind words that only group.
    fn go_on<'p>(&'p self, text: &str, chain: Chain<'p>, chains: &mut Vec<Chain<'p>>) {
        let next = after_separators(text, chain.end);
        self.extend(text, next, Some(chain), chains);
        if chain.place.level != PlaceLevel::Province {
            return;
        }
        for between in GROUPINGS.iter().copied().chain([chain.place.name.as_str()]) {
            if text[next..].starts_with(between) {
                self.extend(text, after_separators(text, next + between.len()), Some(chain), chains);
            }
        }
    }

    fn answer<'t>(&self, text: &'t str, found: &Found<'_>) -> Recognised<'_, 't> {
        let mut places = found.places.iter().filter_map(|place| self.by_code(place.code));
        let rest = &text[after_separators(text, found.end)..];
        let Some(first) = places.next() else { return nothing(text) };
        let (mut province, mut city) = (self.province_of(first), self.city_of(first));
        if found.decided {
            let county = (first.level == PlaceLevel::County).then_some(first);
            return Recognised { province, city, county, rest, candidates: Vec::new() };
        }
        let candidates: Vec<&Place> = std::iter::once(first).chain(places).collect();
        if candidates.len() == 1 || candidates.iter().any(|other| self.province_of(other) != province) {
            (province, city) = (None, None);
        } else if candidates.iter().any(|other| self.city_of(other) != city) {
            city = None;
        }
        Recognised { province, city, county: None, rest, candidates }
    }
}

impl<'p> Found<'p> {
    /// The one candidate that lies inside a place named later: 鼓楼区（南京）.
    fn settled_by(&self, later: &Found<'p>) -> Option<Self> {
        let outer = later.places.first()?;
        let mut inside = self.places.iter().filter(|place| place.is_within(outer));
        match (inside.next(), inside.next()) {
            (Some(only), None) => Some(Self { places: vec![only], decided: true, end: self.end }),
            _ => None,
        }
    }
}

fn nothing<'t>(text: &'t str) -> Recognised<'static, 't> {
    Recognised { province: None, city: None, county: None, rest: text.trim(), candidates: Vec::new() }
}

/// Whether the names may be taken for places where they stand.
fn is_trusted(chain: &Chain<'_>, text: &str, starts: bool) -> bool {
    if chain.last.form == Form::Short && names_a_street(&text[chain.end..]) {
        return false;
    }
    let long = chain.last.form == Form::Full && chain.last.text.chars().nth(2).is_some();
    starts || chain.names > 1 || (long && !is_generic(&chain.place.name))
}

/// Whether what follows a short name makes it part of another name.
fn names_a_street(rest: &str) -> bool {
    let ends = |rest: &str| NO_PLACE_BEFORE.iter().any(|word| rest.starts_with(word));
    let mut chars = rest.chars();
    if ends(rest) {
        return true;
    }
    for _ in 0..2 {
        if !chars.next().is_some_and(|c| BEFORE_STREET.contains(&c)) {
            return false;
        }
        if matches!(chars.clone().next(), Some('路' | '街' | '道' | '巷')) {
            return true;
        }
    }
    false
}

/// District names that are also common words for a part of any town: 城东区, 老城区.
pub(super) fn is_generic(name: &str) -> bool {
    is_district_name(name) && (name.starts_with(['市', '城']) || matches!(name, "老城区" | "新城区" | "新市区"))
}

fn is_district(place: &Place) -> bool {
    place.level == PlaceLevel::County && is_district_name(&place.name)
}

fn is_district_name(name: &str) -> bool {
    name.ends_with('区')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Where the text goes on behind spaces and punctuation.
fn after_separators(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '（' | '#')).len()
}
