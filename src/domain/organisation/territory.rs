//! Which branch owns the place an address names.

use std::collections::HashMap;

use super::{BranchId, Organisation};
use crate::domain::places::{Place, Places, Recognised};

/// The owned areas by the code of their place; work it out once for many addresses.
#[derive(Debug, Clone, Default)]
pub struct Territory {
    owners: HashMap<u32, (BranchId, String)>,
}

impl Territory {
    /// Reads the areas of every branch. Areas may be written in full, short or behind a larger name (苏州市, 苏州, 南京市鼓楼区).
    /// An area that could be several places (鼓楼区) owns nothing, and of two branches that name one area the first owns it.
    #[must_use]
    pub fn of(organisation: &Organisation, places: &Places) -> Self {
        let mut owners = HashMap::new();
        for branch in &organisation.branches {
            for area in &branch.areas {
                let found = places.recognise(area);
                let place = found.county.or(found.city).or(found.province);
                if let Some(place) = place.filter(|_| found.rest.is_empty() && !found.is_ambiguous()) {
                    owners.entry(place.code).or_insert_with(|| (branch.id, area.clone()));
                }
            }
        }
        Self { owners }
    }

    /// The branch that owns the smallest area around what was recognised, and that area as the branch writes it.
    /// While several places are possible there is an answer only when all belong to one branch.
    #[must_use]
    pub fn owner(&self, found: &Recognised<'_, '_>) -> Option<(BranchId, &str)> {
        if found.is_ambiguous() {
            let mut owners = found.candidates.iter().map(|place| self.owner_of(place));
            let first = owners.next()??;
            return owners.all(|owner| owner.is_some_and(|owner| owner.0 == first.0)).then_some(first);
        }
        found.county.or(found.city).or(found.province).and_then(|place| self.owner_of(place))
    }

    fn owner_of(&self, place: &Place) -> Option<(BranchId, &str)> {
        let around = [Some(place.code), place.city_code(), Some(place.province_code())];
        let owner = around.into_iter().flatten().find_map(|code| self.owners.get(&code))?;
        Some((owner.0, owner.1.as_str()))
    }
}

impl Organisation {
    /// The branch an address belongs to, and the area by which it does. For many addresses keep a [`Territory`] instead: this
    /// reads every area anew.
    #[must_use]
    pub fn propose(&self, places: &Places, address: &str) -> Option<(BranchId, String)> {
        let territory = Territory::of(self, places);
        territory.owner(&places.recognise(address)).map(|(branch, area)| (branch, area.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organisation::Branch;

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
            let owner = territory.owner_of(place);
            assert_eq!(owner.is_some(), place.code < 700_000, "{place:?}");
        }
        for province in places.provinces().filter(|province| province.code < 700_000) {
            let found = places.recognise(&province.name);
            let name = |place: Option<&Place>| place.map(|place| place.name.clone());
            let (county, city, province) = (name(found.county), name(found.city), name(found.province));
            let branch = sample.branch_for(county.as_deref(), city.as_deref(), province.as_deref());
            assert_eq!(branch.map(|branch| branch.id), territory.owner(&found).map(|owner| owner.0), "{province:?}");
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
            let proposed = sample.propose(&places, address);
            let name = proposed.as_ref().and_then(|(id, _)| sample.branch(*id)).map(|branch| branch.name.as_str());
            assert_eq!(
                (name, proposed.as_ref().map(|(_, area)| area.as_str())),
                (Some(branch), Some(area)),
                "{address}"
            );
        }
        for address in ["鼓楼区", "市中区", "香港九龙", "望湖里", ""] {
            assert_eq!(sample.propose(&places, address), None, "{address}");
        }
    }

    #[test]
    fn areas_are_understood_as_people_write_them() {
        let places = Places::china();
        let branch = |id, areas: &[&str]| Branch {
            id: BranchId(id),
            name: format!("分部{id}"),
            region: "华东".to_owned(),
            areas: areas.iter().map(|&area| area.to_owned()).collect(),
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
            assert_eq!(group.propose(&places, address).map(|(id, _)| id.0), owner, "{address}");
        }
    }
}
