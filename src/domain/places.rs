//! Provinces, cities and counties, and what an address typed by hand says about them.

mod names;
mod recognise;

use std::collections::HashMap;

use super::words::words;

pub use recognise::Recognised;

words! {
    /// How large a place is; larger comes first.
    pub enum PlaceLevel {
        Province = "province",
        City = "city",
        County = "county",
    }
}

/// A province, city or county by its official name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Six digits of GB/T 2260.
    pub code: u32,
    pub name: String,
    pub level: PlaceLevel,
    /// Sales region by default (kpi §6.1); provinces only, empty below them.
    pub region: String,
}

impl Place {
    /// Code of the province the place is or lies in.
    #[must_use]
    pub const fn province_code(&self) -> u32 {
        self.code / 10_000 * 10_000
    }

    /// Code of the city the place is or lies in; a province has none.
    #[must_use]
    pub const fn city_code(&self) -> Option<u32> {
        match self.level {
            PlaceLevel::Province => None,
            PlaceLevel::City | PlaceLevel::County => Some(self.code / 100 * 100),
        }
    }

    /// Whether the row only groups counties (市辖区, 县, 省直辖…) and is no city that anybody writes.
    #[must_use]
    pub fn is_grouping(&self) -> bool {
        self.level == PlaceLevel::City && (matches!(self.name.as_str(), "市辖区" | "县") || self.name.contains("直辖"))
    }

    /// Whether `self` lies inside `other`; no place lies inside itself.
    #[must_use]
    pub const fn is_within(&self, other: &Self) -> bool {
        match (other.level, self.level) {
            (PlaceLevel::Province, PlaceLevel::City | PlaceLevel::County) => self.code / 10_000 == other.code / 10_000,
            (PlaceLevel::City, PlaceLevel::County) => self.code / 100 == other.code / 100,
            _ => false,
        }
    }
}

/// One way to write a place.
#[derive(Debug, Clone)]
struct Spelling {
    text: String,
    /// Position in `Places::all`.
    place: usize,
    form: Form,
}

/// How much of the name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// Without the ending that tells its level: 嘉兴, 南湖.
    Short,
    /// With an ending: 嘉兴市, 湘西州.
    Full,
}

/// Every known place, and an index of the ways to write them.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// In the order of codes.
    all: Vec<Place>,
    /// Spellings by their first two characters.
    index: HashMap<[char; 2], Vec<Spelling>>,
}

impl Places {
    /// The places of China that come with the program. Reads 3 226 rows: call it once and keep the value.
    #[must_use]
    pub fn china() -> Self {
        Self::parse(include_str!("../../assets/regions.csv"))
    }

    /// Reads rows of `code,name,level,region`; the heading, and rows that are not of this form, are left out.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut all: Vec<Place> = text.lines().filter_map(place_of_row).collect();
        all.sort_by_key(|place| place.code);
        all.dedup_by_key(|place| place.code);
        let mut places = Self { all, index: HashMap::with_capacity(4096) };
        for at in 0..places.all.len() {
            places.add_spellings(at);
        }
        places
    }

    fn add_spellings(&mut self, at: usize) {
        let Some(place) = self.all.get(at) else { return };
        if place.is_grouping() {
            return;
        }
        for (text, form) in names::spellings(place) {
            let mut chars = text.chars();
            if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
                self.index.entry([first, second]).or_default().push(Spelling { text, place: at, form });
            }
        }
    }

    /// Every place in the order of codes, groupings included.
    #[must_use]
    pub fn all(&self) -> &[Place] {
        &self.all
    }

    /// The provinces in the order of codes.
    pub fn provinces(&self) -> impl Iterator<Item = &Place> {
        self.all.iter().filter(|place| place.level == PlaceLevel::Province)
    }

    /// What a pick list offers below a place: cities of a province, counties of a city. Groupings are opened: 北京市 offers
    /// its districts, 河南省 offers 济源市 beside its cities.
    #[must_use]
    pub fn below(&self, parent: &Place) -> Vec<&Place> {
        let inside = self.all.iter().filter(|place| place.is_within(parent) && !place.is_grouping());
        if parent.level == PlaceLevel::City {
            return inside.collect();
        }
        let direct = |place: &&Place| place.level == PlaceLevel::City || self.city_of(place).is_none();
        inside.filter(direct).collect()
    }

    #[must_use]
    pub fn by_code(&self, code: u32) -> Option<&Place> {
        self.all.binary_search_by_key(&code, |place| place.code).ok().and_then(|at| self.all.get(at))
    }

    /// The province a place is or lies in.
    #[must_use]
    pub fn province_of(&self, place: &Place) -> Option<&Place> {
        self.by_code(place.province_code())
    }

    /// The city a place is or lies in; none for the districts of 北京市 or for 济源市, which stand directly below a province.
    #[must_use]
    pub fn city_of(&self, place: &Place) -> Option<&Place> {
        place.city_code().and_then(|code| self.by_code(code)).filter(|city| !city.is_grouping())
    }

    /// How many places carry this official name.
    #[must_use]
    pub fn count_named(&self, name: &str) -> usize {
        let mut chars = name.chars();
        let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return 0 };
        let spellings = self.index.get(&[first, second]).map_or(&[][..], Vec::as_slice);
        spellings.iter().filter(|spelling| self.all[spelling.place].name == name && spelling.text == name).count()
    }

    /// The default sales region of a province, by its code or by its official or short name.
    #[must_use]
    pub fn region_of_province(&self, province: &str) -> Option<&str> {
        let province = province.trim();
        let found = match province.parse() {
            Ok(code) => self.by_code(code),
            Err(_) => self.recognise(province).province.filter(|place| names::is_spelled(place, province)),
        };
        found.filter(|place| place.level == PlaceLevel::Province).map(|place| place.region.as_str())
    }

    /// The default sales region of the province an address names; `None` when it names none or could be in several.
    #[must_use]
    pub fn region_of(&self, address: &str) -> Option<String> {
        self.recognise(address).province.map(|province| province.region.clone())
    }
}

fn place_of_row(row: &str) -> Option<Place> {
    let mut cells = row.split(',').map(str::trim);
    let code = cells.next().filter(|code| code.len() == 6)?.parse().ok()?;
    let name = cells.next().filter(|name| !name.is_empty())?;
    let level = PlaceLevel::from_word(cells.next()?)?;
    Some(Place { code, name: name.to_owned(), level, region: cells.next().unwrap_or_default().to_owned() })
}

#[cfg(test)]
mod tests;
