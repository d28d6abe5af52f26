//! Addresses as people write them, and the places they mean.

use super::*;

/// `address | names | rest`, or `? names of provinces or cities of the candidates` in place of the names.
const ADDRESSES: &str = "
浙江省嘉兴市南湖区望湖里3幢|浙江省 嘉兴市 南湖区|望湖里3幢
浙江嘉兴南湖区望湖里|浙江省 嘉兴市 南湖区|望湖里
嘉兴南湖|浙江省 嘉兴市 南湖区|
嘉兴市|浙江省 嘉兴市|
浙江|浙江省|
浙江省 嘉兴市 南湖区 望湖里|浙江省 嘉兴市 南湖区|望湖里
浙江省，嘉兴市，海宁市，硖石街道|浙江省 嘉兴市 海宁市|硖石街道
浙江桐乡|浙江省 嘉兴市 桐乡市|
浙江省义乌市稠江街道|浙江省 金华市 义乌市|稠江街道
吉林省吉林市昌邑区|吉林省 吉林市 昌邑区|
吉林省吉林市|吉林省 吉林市|
吉林市船营区|吉林省 吉林市 船营区|
吉林昌邑区|吉林省 吉林市 昌邑区|
吉林|吉林省|
吉林省长春市朝阳区|吉林省 长春市 朝阳区|
辽宁朝阳市|辽宁省 朝阳市|
辽宁朝阳双塔区|辽宁省 朝阳市 双塔区|
辽宁省朝阳市朝阳县|辽宁省 朝阳市 朝阳县|
北京朝阳区望京街|北京市 朝阳区|望京街
北京市朝阳区|北京市 朝阳区|
北京朝阳|北京市 朝阳区|
北京市市辖区东城区|北京市 东城区|
北京市北京市海淀区中关村|北京市 海淀区|中关村
上海市上海市浦东新区|上海市 浦东新区|
上海浦东张江路|上海市 浦东新区|张江路
上海市黄浦区南京东路100号|上海市 黄浦区|南京东路100号
天津市滨海新区|天津市 滨海新区|
天津河北区|天津市 河北区|
重庆巴南区李家沱|重庆市 巴南区|李家沱
重庆市县巫山县|重庆市 巫山县|
重庆秀山县|重庆市 秀山土家族苗族自治县|
海南省海口市龙华区|海南省 海口市 龙华区|
海南|海南省|
青海省海南州共和县|青海省 海南藏族自治州 共和县|
海南省文昌市文城镇|海南省 文昌市|文城镇
海南陵水|海南省 陵水黎族自治县|
湖南湘西州吉首市|湖南省 湘西土家族苗族自治州 吉首市|
湖南省湘西土家族苗族自治州凤凰县|湖南省 湘西土家族苗族自治州 凤凰县|
新疆石河子市|新疆维吾尔自治区 石河子市|
新疆维吾尔自治区自治区直辖县级行政区划石河子市|新疆维吾尔自治区 石河子市|
新疆伊犁霍城县|新疆维吾尔自治区 伊犁哈萨克自治州 霍城县|
新疆喀什市|新疆维吾尔自治区 喀什地区 喀什市|
内蒙古呼和浩特|内蒙古自治区 呼和浩特市|
内蒙古自治区呼和浩特市新城区|内蒙古自治区 呼和浩特市 新城区|
内蒙赤峰红山区|内蒙古自治区 赤峰市 红山区|
内蒙古鄂温克旗|内蒙古自治区 呼伦贝尔市 鄂温克族自治旗|
广西南宁青秀区|广西壮族自治区 南宁市 青秀区|
广西省桂林市|广西壮族自治区 桂林市|
宁夏银川|宁夏回族自治区 银川市|
西藏拉萨|西藏自治区 拉萨市|
东莞市长安镇|广东省 东莞市|长安镇
广东省东莞市东莞市虎门镇|广东省 东莞市|东莞市虎门镇
广东中山小榄镇|广东省 中山市|小榄镇
甘肃嘉峪关|甘肃省 嘉峪关市|
香港九龙弥敦道|香港特别行政区|九龙弥敦道
澳门特别行政区|澳门特别行政区|
台湾省台北市|台湾省|台北市
苏州工业园区星湖街|江苏省 苏州市|工业园区星湖街
河南济源|河南省 济源市|
河南省省直辖县级行政区划济源市|河南省 济源市|
湖北仙桃市|湖北省 仙桃市|
湖北神农架|湖北省 神农架林区|
昆山市玉山镇|江苏省 苏州市 昆山市|玉山镇
昆山玉山镇|江苏省 苏州市 昆山市|玉山镇
长沙县星沙|湖南省 长沙市 长沙县|星沙
西安高新区|陕西省 西安市|高新区
唐山路北区建设路|河北省 唐山市 路北区|建设路
唐山路南|河北省 唐山市 路南区|
济南市中区|山东省 济南市 市中区|
济南市中心医院|山东省 济南市|中心医院
鼓楼区中山路|? 开封市 徐州市 南京市 福州市|中山路
江苏鼓楼区|江苏省? 南京市 徐州市|
南京鼓楼区|江苏省 南京市 鼓楼区|
鼓楼区（南京）|江苏省 南京市 鼓楼区|（南京）
市中区|? 济南市 枣庄市 内江市 乐山市|
山东市中区|山东省? 济南市 枣庄市|
朝阳区|? 北京市 长春市|
朝阳|? 北京市 朝阳市 长春市|
西湖区|? 杭州市 南昌市|
海淀|? 北京市|
收货地址：浙江嘉兴南湖区|浙江省 嘉兴市 南湖区|
客户住在嘉兴市南湖区望湖里|浙江省 嘉兴市 南湖区|望湖里
314000 浙江省嘉兴市|浙江省 嘉兴市|
中国上海|上海市|
南京东路100号||南京东路100号
中山一路9号||中山一路9号
北京大学||北京大学
张中山家||张中山家
望湖里东区3幢||望湖里东区3幢
未写地址||未写地址
1幢2单元||1幢2单元
||
浙||浙
";

fn candidates(places: &Places, found: &Recognised<'_, '_>) -> String {
    let owner = |place: &&Place| match places.city_of(place) {
        Some(city) => city.name.clone(),
        None => places.province_of(place).map(|province| province.name.clone()).unwrap_or_default(),
    };
    let mut owners: Vec<String> = found.candidates.iter().map(owner).collect();
    owners.sort();
    owners.join(" ")
}

#[test]
fn addresses_name_their_province_city_and_county() {
    let places = Places::china();
    let mut wrong = Vec::new();
    for row in ADDRESSES.lines().skip(1) {
        let cells: Vec<&str> = row.split('|').collect();
        let [address, names, rest] = cells[..] else { panic!("{row}") };
        let found = places.recognise(address);
        let (sure, owners) = names.split_once('?').unwrap_or((names, ""));
        let mut owners: Vec<&str> = owners.split_whitespace().collect();
        owners.sort_unstable();
        if (found.display().as_str(), candidates(&places, &found), found.rest) != (sure, owners.join(" "), rest) {
            wrong.push(format!("{row}: {} ? {} | {}", found.display(), candidates(&places, &found), found.rest));
        }
        assert_eq!(found.is_ambiguous(), names.contains('?'), "{row}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_holds_what_was_counted() {
    let places = Places::china();
    let count = |level| places.all().iter().filter(|place| place.level == level).count();
    assert_eq!(
        [count(PlaceLevel::Province), count(PlaceLevel::City), count(PlaceLevel::County)],
        [34, 342, 2850],
        "2 978 county rows less 124 zones and four that repeat their city"
    );
    assert_eq!(
        include_str!("../../../assets/regions.csv").lines().count(),
        1 + places.all().len(),
        "no row is malformed"
    );
    for place in places.all() {
        assert!(places.province_of(place).is_some_and(|province| !province.region.is_empty()), "{place:?}");
        assert!(place.level != PlaceLevel::County || places.by_code(place.code / 100 * 100).is_some(), "{place:?}");
    }
}

#[test]
fn every_county_is_found_by_its_whole_address() {
    let places = Places::china();
    for place in places.all().iter().filter(|place| !place.is_grouping()) {
        let parts = [places.province_of(place), places.city_of(place), Some(place)];
        let mut address = String::new();
        for part in parts.into_iter().flatten() {
            if !address.ends_with(&part.name) || part.level == PlaceLevel::County {
                address.push_str(&part.name);
            }
        }
        let found = places.recognise(&address);
        let smallest = found.county.or(found.city).or(found.province);
        assert_eq!((smallest.map(|found| found.code), found.rest), (Some(place.code), ""), "{address}");
    }
}

#[test]
fn malformed_rows_are_left_out() {
    let places = Places::parse(
        "code,name,level,region\n11,北京市,province,华北\n330000,浙江省,province,华东\n330400,,city,\n330401\n\n3304xx,a,city,\n330400,嘉兴市,town,\n",
    );
    assert_eq!(places.all().len(), 1);
    assert_eq!(places.recognise("浙江嘉兴").display(), "浙江省");
    assert_eq!(Places::parse("").recognise("浙江省"), Places::default().recognise("浙江省"));
}

#[test]
fn very_long_and_odd_texts_are_read_without_harm() {
    let places = Places::china();
    for text in ["啊".repeat(200_000), "市".repeat(5_000), "北京".repeat(5_000), "🏠\u{200b}\0浙\u{301}江".to_owned()]
    {
        let found = places.recognise(&text);
        assert!(text.ends_with(found.rest));
    }
    assert_eq!(places.recognise(&format!("{}浙江省", "啊".repeat(300))).province, None);
}

#[test]
fn regions_follow_the_province() {
    let places = Places::china();
    for (address, region) in [
        ("广州天河区", Some("华南")),
        ("重庆市渝北区", Some("西南")),
        ("吉林市", Some("东北")),
        ("山东市中区", Some("华东")),
        ("西安", Some("西北")),
        ("武汉", Some("华中")),
        ("内蒙古呼和浩特", Some("华北")),
        ("香港", Some("港澳台")),
        ("鼓楼区", None),
        ("望湖里", None),
        ("", None),
    ] {
        assert_eq!(places.region_of(address).as_deref(), region, "{address}");
    }
    for (province, region) in [
        ("330000", Some("华东")),
        ("浙江", Some("华东")),
        ("浙江省", Some("华东")),
        ("330400", None),
        ("浙江省嘉兴市", None),
        ("x", None),
    ] {
        assert_eq!(places.region_of_province(province), region, "{province}");
    }
}

#[test]
fn pick_lists_show_what_people_look_for() {
    let places = Places::china();
    let below = |code| -> Vec<&str> {
        places
            .by_code(code)
            .map(|place| places.below(place))
            .unwrap_or_default()
            .iter()
            .map(|place| place.name.as_str())
            .collect()
    };
    assert_eq!(below(110_000).len(), 16);
    assert!(below(500_000).contains(&"巫山县") && !below(500_000).contains(&"市辖区"));
    assert!(
        below(410_000).contains(&"济源市") && below(410_000).contains(&"郑州市") && !below(410_000).contains(&"中原区")
    );
    assert_eq!(below(330_400), ["南湖区", "秀洲区", "嘉善县", "海盐县", "海宁市", "平湖市", "桐乡市"]);
    assert!(below(441_900).is_empty());
    assert_eq!(places.provinces().count(), 34);
    assert_eq!([places.count_named("鼓楼区"), places.count_named("南湖区"), places.count_named("南湖")], [4, 1, 0]);
}
