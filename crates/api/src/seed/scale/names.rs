//! Names of organisations and people that sound like some and are nobody's. The nth is always the
//! same, and no two of the first million organisations share one.

use domain::customers::{Industry, Region};

use Region::{Central, East, North, Northeast, Northwest, South, Southwest};

const PLACES: [(&str, Region); 24] = [
    ("上海", East),
    ("北京", North),
    ("深圳", South),
    ("杭州", East),
    ("广州", South),
    ("成都", Southwest),
    ("武汉", Central),
    ("南京", East),
    ("苏州", East),
    ("西安", Northwest),
    ("天津", North),
    ("重庆", Southwest),
    ("青岛", East),
    ("长沙", Central),
    ("宁波", East),
    ("郑州", Central),
    ("合肥", East),
    ("厦门", East),
    ("沈阳", Northeast),
    ("大连", Northeast),
    ("昆明", Southwest),
    ("济南", East),
    ("兰州", Northwest),
    ("哈尔滨", Northeast),
];

const FIRST: [&str; 40] = [
    "云", "海", "天", "华", "安", "博", "创", "达", "东", "方", "光", "国", "恒", "宏", "汇", "嘉",
    "建", "金", "景", "凯", "科", "联", "龙", "明", "诺", "鹏", "启", "瑞", "盛", "泰", "腾", "通",
    "旺", "新", "信", "星", "亚", "远", "正", "智",
];

const SECOND: [&str; 32] = [
    "诚", "川", "德", "帆", "峰", "丰", "冠", "辉", "吉", "佳", "江", "杰", "朗", "利", "林", "隆",
    "美", "宁", "平", "奇", "清", "融", "森", "思", "腾", "威", "祥", "阳", "宇", "源", "越", "舟",
];

const TRADES: [(&str, Industry); 16] = [
    ("信息技术", Industry::Technology),
    ("软件", Industry::Technology),
    ("数据服务", Industry::Technology),
    ("智能装备", Industry::Manufacturing),
    ("精密机械", Industry::Manufacturing),
    ("汽车零部件", Industry::Manufacturing),
    ("新能源", Industry::Energy),
    ("电力工程", Industry::Energy),
    ("医药", Industry::Healthcare),
    ("医疗器械", Industry::Healthcare),
    ("教育科技", Industry::Education),
    ("证券", Industry::Finance),
    ("融资租赁", Industry::Finance),
    ("供应链", Industry::Retail),
    ("商贸连锁", Industry::Retail),
    ("工程咨询", Industry::Consulting),
];

const FORMS: [&str; 4] = ["有限公司", "股份有限公司", "集团有限公司", "（集团）有限责任公司"];

const SURNAMES: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "高", "罗",
];

const GIVEN: [&str; 24] = [
    "伟", "芳", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超",
    "秀兰", "建国", "晓东", "志强", "文静", "雨桐", "子涵", "思远",
];

/// An organisation that might buy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    pub name: String,
    pub city: &'static str,
    pub region: Region,
    pub industry: Industry,
}

/// Takes a digit off a number that is written in mixed bases.
const fn digit(rest: &mut usize, base: usize) -> usize {
    let digit = *rest % base;
    *rest /= base;
    digit
}

/// All names there are: the product of the lists.
const ALL: usize = PLACES.len() * FIRST.len() * SECOND.len() * TRADES.len() * FORMS.len();
/// Has no factor in common with [`ALL`], so that its multiples come to each name once.
const STRIDE: usize = 1_234_577;

/// The nth organisation.
pub fn organisation(n: u32) -> Organisation {
    let mut rest = (n as usize).wrapping_mul(STRIDE) % ALL;
    let (city, region) = PLACES[digit(&mut rest, PLACES.len())];
    let first = FIRST[digit(&mut rest, FIRST.len())];
    let second = SECOND[digit(&mut rest, SECOND.len())];
    let (trade, industry) = TRADES[digit(&mut rest, TRADES.len())];
    let form = FORMS[digit(&mut rest, FORMS.len())];
    Organisation { name: format!("{city}{first}{second}{trade}{form}"), city, region, industry }
}

/// The nth partner's name; no organisation's.
pub fn partner(n: u32) -> String {
    let Organisation { name, .. } = organisation(n * 7 + 3);
    name.replacen("有限", "渠道有限", 1)
}

/// The nth person; people share names.
pub fn person(n: u32) -> String {
    let n = n as usize;
    format!("{}{}", SURNAMES[n * 7 % SURNAMES.len()], GIVEN[n * 11 % GIVEN.len()])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_organisations_share_a_name() {
        let names: HashSet<String> = (0..100_000).map(|n| organisation(n).name).collect();
        assert_eq!(names.len(), 100_000);
        assert!((0..100).all(|n| !names.contains(&partner(n))));
        let (mut a, mut b) = (ALL, STRIDE);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        assert_eq!(a, 1, "every name is reached");
    }
}
