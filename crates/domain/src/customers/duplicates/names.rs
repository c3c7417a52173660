//! A company's name taken apart: where it sits, what it is called, and what every company is called.

use crate::text;

/// Legal forms and what groups and branches call themselves, the longer ones first; taken off the end.
const FORMS: [&str; 15] = [
    "股份有限责任公司",
    "私人有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "控股有限公司",
    "有限公司",
    "总公司",
    "子公司",
    "分公司",
    "办事处",
    "公司",
    "集团",
    "控股",
    "股份",
];

/// The same in English; whole words at the end.
pub const ENGLISH_FORMS: [&str; 16] = [
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "limited",
    "llc",
    "ltd",
    "plc",
    "pte",
    "pvt",
];

/// What many names have between the name and the legal form.
const TRADES: [&str; 8] = ["信息技术", "科技", "技术", "信息", "网络", "软件", "发展", "实业"];

/// Provinces and the cities where most companies sit: a name with and without it is one name.
pub const PLACES: [&str; 78] = [
    "北京",
    "上海",
    "天津",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "内蒙古",
    "香港",
    "澳门",
    "台湾",
    "石家庄",
    "太原",
    "呼和浩特",
    "沈阳",
    "大连",
    "长春",
    "哈尔滨",
    "南京",
    "苏州",
    "无锡",
    "常州",
    "南通",
    "杭州",
    "宁波",
    "温州",
    "绍兴",
    "合肥",
    "福州",
    "厦门",
    "泉州",
    "南昌",
    "济南",
    "青岛",
    "烟台",
    "郑州",
    "洛阳",
    "武汉",
    "长沙",
    "广州",
    "深圳",
    "珠海",
    "佛山",
    "东莞",
    "南宁",
    "桂林",
    "海口",
    "成都",
    "贵阳",
    "昆明",
    "拉萨",
    "西安",
    "兰州",
    "银川",
    "乌鲁木齐",
];

/// The parts of a name that tell companies apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The whole of it, normalized.
    pub whole: String,
    /// Where it says that it sits.
    pub place: Option<&'static str>,
    /// The rest without legal form, branch, brackets and trade; never empty unless the name is.
    pub stem: String,
}

impl Name {
    /// Takes a name apart; how it is written (width, case, brackets, spaces) does not matter.
    pub fn of(name: &str) -> Self {
        let whole = text::normalized(name);
        let (open, bracketed) = without_brackets(&whole);
        let mut place = bracketed.iter().find_map(|inside| place_of(inside));
        let mut rest = trimmed(&open).to_owned();
        while let Some(shorter) = without_form(&rest) {
            let ends_with_place =
                PLACES.into_iter().find(|place| trimmed(&shorter).ends_with(place));
            trimmed(&shorter).clone_into(&mut rest);
            // «…有限公司上海分公司»: the branch's place, then the company's own form.
            if let Some(branch) = ends_with_place
                && let Some(before) = rest.strip_suffix(branch)
                && without_form(before).is_some()
            {
                place = place.or(Some(branch));
                rest = before.to_owned();
            }
        }
        if let Some(sits) = PLACES.into_iter().find(|place| rest.starts_with(place)) {
            let after = rest[sits.len()..].trim_start_matches(['市', '省']);
            if after.chars().count() >= 2 {
                place = place.or(Some(sits));
                rest = after.to_owned();
            }
        }
        let plain = without_trade(&rest);
        let mut stem: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
        if stem.is_empty() {
            stem = whole.chars().filter(|c| c.is_alphanumeric()).collect();
        }
        Self { whole, place, stem }
    }

    /// Whether both may sit where the other one does.
    pub fn shares_place(&self, other: &Self) -> bool {
        self.place.is_none() || other.place.is_none() || self.place == other.place
    }
}

/// A text without what stands in brackets, and that.
fn without_brackets(text: &str) -> (String, Vec<String>) {
    let (mut open, mut inside, mut depth) = (String::new(), Vec::new(), 0_u32);
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                inside.push(String::new());
            }
            ')' => depth = depth.saturating_sub(1),
            c if depth > 0 => {
                if let Some(last) = inside.last_mut() {
                    last.push(c);
                }
            }
            c => open.push(c),
        }
    }
    if trimmed(&open).is_empty() { (text.to_owned(), Vec::new()) } else { (open, inside) }
}

fn place_of(text: &str) -> Option<&'static str> {
    PLACES.into_iter().find(|place| text.starts_with(place))
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The name without one legal form at its end; none where it has none, or is nothing else.
fn without_form(name: &str) -> Option<String> {
    let name = trimmed(name);
    for form in FORMS {
        if let Some(rest) = name.strip_suffix(form).filter(|rest| !trimmed(rest).is_empty()) {
            return Some(rest.to_owned());
        }
    }
    let last = name.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let rest = name.strip_suffix(last).unwrap_or_default();
    let is_form = ENGLISH_FORMS.contains(&last) && !trimmed(rest).is_empty();
    is_form.then(|| rest.to_owned())
}

/// The name without its trade, where two characters are left.
fn without_trade(name: &str) -> &str {
    let mut rest = name;
    while let Some(shorter) = TRADES
        .into_iter()
        .find_map(|trade| rest.strip_suffix(trade))
        .filter(|shorter| shorter.chars().count() >= 2)
    {
        rest = shorter;
    }
    rest
}
