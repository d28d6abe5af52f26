//! Which branch owns the place an address names.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{BranchId, Organisation, Span};
use crate::domain::places::{Place, Places, Recognised};

/// The owned areas by the code of their place; work it out once for many addresses.
#[derive(Debug, Clone, Default)]
pub struct Territory {
    owners: HashMap<u32, Vec<Owner>>,
}

/// One branch that owns a place, for some products or all, between two days.
#[derive(Debug, Clone)]
struct Owner {
    branch: BranchId,
    /// As the branch writes it.
    area: String,
    products: Vec<String>,
    span: Span,
}

impl Owner {
    fn serves(&self, product: &str, day: NaiveDate) -> bool {
        let product = product.trim();
        let fits = self.products.is_empty() || product.is_empty() || self.products.iter().any(|one| one == product);
        fits && self.span.covers(day)
    }
}

impl Territory {
    /// Reads the areas of every branch. Areas may be written in full, short or behind a larger name (苏州市, 苏州, 南京市鼓楼区).
    /// An area that could be several places (鼓楼区) owns nothing. Of two branches that name one area the one limited to
    /// the product owns it, else the first.
    #[must_use]
    pub fn of(organisation: &Organisation, places: &Places) -> Self {
        let mut owners: HashMap<u32, Vec<Owner>> = HashMap::new();
        for branch in &organisation.branches {
            for area in &branch.areas {
                let Some(place) = Self::place(places, area) else { continue };
                let (area, products) = (area.clone(), branch.products.clone());
                let owner = Owner { branch: branch.id, area, products, span: branch.span };
                owners.entry(place.code).or_default().push(owner);
            }
        }
        Self { owners }
    }

    /// The one place an area is the name of.
    #[must_use]
    pub fn place<'a>(places: &'a Places, area: &str) -> Option<&'a Place> {
        let found = places.recognise(area);
        let place = found.county.or(found.city).or(found.province);
        place.filter(|_| found.rest.is_empty() && !found.is_ambiguous())
    }

    /// The branch that owns, for a product (empty when not known) on a day, the smallest area around what was recognised,
    /// and that area as the branch writes it. While several places are possible there is an answer only when all belong
    /// to one branch.
    #[must_use]
    pub fn owner(&self, found: &Recognised<'_, '_>, product: &str, day: NaiveDate) -> Option<(BranchId, &str)> {
        if found.is_ambiguous() {
            let mut owners = found.candidates.iter().map(|place| self.owner_of(place, product, day));
            let first = owners.next()??;
            return owners.all(|owner| owner.is_some_and(|owner| owner.0 == first.0)).then_some(first);
        }
        let place = found.county.or(found.city).or(found.province);
        place.and_then(|place| self.owner_of(place, product, day))
    }

    /// Whether some branch owns the place itself on `day`, for whatever product.
    pub(super) fn owns(&self, code: u32, day: NaiveDate) -> bool {
        self.owners.get(&code).is_some_and(|owners| owners.iter().any(|owner| owner.span.covers(day)))
    }

    fn owner_of(&self, place: &Place, product: &str, day: NaiveDate) -> Option<(BranchId, &str)> {
        let around = [Some(place.code), place.city_code(), Some(place.province_code())];
        around.into_iter().flatten().find_map(|code| {
            let serving = self.owners.get(&code)?.iter().filter(|owner| owner.serves(product, day));
            // min_by_key answers the first of equals.
            let special = |owner: &&Owner| product.is_empty() || owner.products.is_empty();
            serving.min_by_key(special).map(|owner| (owner.branch, owner.area.as_str()))
        })
    }
}

impl Organisation {
    /// The branch an address belongs to for a product (empty when not known) on a day, and the area by which it does. For
    /// many addresses keep a [`Territory`] instead: this reads every area anew.
    #[must_use]
    pub fn propose(&self, places: &Places, address: &str, product: &str, day: NaiveDate) -> Option<(BranchId, String)> {
        let territory = Territory::of(self, places);
        territory.owner(&places.recognise(address), product, day).map(|(branch, area)| (branch, area.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organisation::Branch;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn propose(group: &Organisation, places: &Places, address: &str) -> Option<(BranchId, String)> {
        group.propose(places, address, "", day("2026-04-09"))
    }

    #[test]
    fn every_mainland_place_belongs_to_a_branch_of_the_sample() {
        let (places, sample) = (Places::china(), Organisation::sample());
        let territory = Territory::of(&sample, &places);
        assert_eq!(
            territory.owners.len(),
            sample.branches.iter().map(|branch| branch.areas.len()).sum::<usize>(),
            "every area is a known place"
        );
        for place in places.all() {
            let owner = territory.owner_of(place, "", day("2026-04-09"));
            assert_eq!(owner.is_some(), place.code < 700_000, "{place:?}");
        }
        for province in places.provinces().filter(|province| province.code < 700_000) {
            let found = places.recognise(&province.name);
            let name = |place: Option<&Place>| place.map(|place| place.name.clone());
            let (county, city, province) = (name(found.county), name(found.city), name(found.province));
            let branch = sample.branch_for(county.as_deref(), city.as_deref(), province.as_deref());
            assert_eq!(
                branch.map(|branch| branch.id),
                territory.owner(&found, "", day("2026-04-09")).map(|owner| owner.0),
                "{province:?}"
            );
        }
    }

    #[test]
    fn an_address_proposes_the_branch_of_its_smallest_area() {
        let (places, sample) = (Places::china(), Organisation::sample());
        for (address, branch, area) in [
            ("浙江嘉兴南湖区望湖里", "嘉兴分部", "嘉兴市"),
            ("浙江省温州市", "杭州分部", "浙江省"),
            ("昆山市玉山镇", "苏州分部", "苏州市"),
            ("江苏徐州鼓楼区", "南京分部", "江苏省"),
            ("东莞市长安镇", "深圳分部", "东莞市"),
            ("海南省文昌市", "广州分部", "海南省"),
            ("新疆石河子市", "乌鲁木齐分部", "新疆维吾尔自治区"),
            ("贵州贵阳", "重庆分部", "贵州省"),
            ("江苏鼓楼区", "南京分部", "南京市"),
        ] {
            let proposed = propose(&sample, &places, address);
            let name = proposed.as_ref().and_then(|(id, _)| sample.branch(*id)).map(|branch| branch.name.as_str());
            assert_eq!(
                (name, proposed.as_ref().map(|(_, area)| area.as_str())),
                (Some(branch), Some(area)),
                "{address}"
            );
        }
        for address in ["鼓楼区", "市中区", "香港九龙", "望湖里", ""] {
            assert_eq!(propose(&sample, &places, address), None, "{address}");
        }
    }

    #[test]
    fn areas_are_understood_as_people_write_them() {
        let places = Places::china();
        let branch = |id, areas: &[&str]| {
            let areas = areas.iter().map(|&area| area.to_owned()).collect();
            Branch::new(BranchId(id), &format!("分部{id}"), "华东", areas)
        };
        let branches =
            vec![branch(1, &["江苏"]), branch(2, &["南京市鼓楼区"]), branch(3, &["鼓楼区", "苏州", "火星", ""])];
        let group = Organisation::new(Vec::new(), branches, Vec::new());
        for (address, owner) in [
            ("南京鼓楼区", Some(2)),
            ("南京玄武区", Some(1)),
            ("江苏苏州", Some(3)),
            ("福州鼓楼区", None),
            ("江苏鼓楼区", None),
        ] {
            assert_eq!(propose(&group, &places, address).map(|(id, _)| id.0), owner, "{address}");
        }
    }

    #[test]
    fn a_branch_owns_its_areas_for_its_products_and_while_it_lasts_a15() {
        let places = Places::china();
        let areas = || vec!["苏州市".to_owned()];
        let mut special = Branch::new(BranchId(2), "热水器分部", "华东", areas());
        special.products = vec!["热水器".to_owned()];
        let mut later = Branch::new(BranchId(3), "新分部", "华东", areas());
        let mut first = Branch::new(BranchId(1), "苏州分部", "华东", areas());
        first.span.to = Some(day("2026-12-31"));
        later.span.from = Some(day("2027-01-01"));
        let group = Organisation::new(vec!["华东".to_owned()], vec![first, special, later], Vec::new());
        for (product, on, owner) in [
            ("冰箱", "2026-12-31", 1),
            ("", "2026-12-31", 1),
            ("热水器", "2026-12-31", 2),
            ("热水器", "2027-01-01", 2),
            ("冰箱", "2027-01-01", 3),
        ] {
            let found = group.propose(&places, "江苏省昆山市玉山镇", product, day(on));
            assert_eq!(found.map(|(id, _)| id.0), Some(owner), "{product} {on}");
        }
    }
}
