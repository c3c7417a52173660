//! Who owes and pays: companies with the names that companies have, and the names that banks make
//! of them.

use std::collections::HashSet;

use domain::finance::matching::{Alias, Party};
use pinyin::ToPinyin as _;

use super::chance::Chance;

const PLACES: [&str; 24] = [
    "北京", "上海", "深圳", "广州", "杭州", "苏州", "南京", "成都", "武汉", "西安", "天津", "重庆",
    "长沙", "合肥", "厦门", "青岛", "济南", "宁波", "无锡", "郑州", "福州", "大连", "江苏", "浙江",
];
const SYLLABLES: &str = "云智远航海川银河精工华信天宇恒通瑞丰中联博雅盛世金泰鼎新嘉禾启明星辰万象宏图锐捷东方卓越凌志\
    安达正德合力永康民生光大高峰长青同创立信和顺未来";
const TRADES: [&str; 14] = [
    "科技",
    "信息技术",
    "软件",
    "网络科技",
    "智能制造",
    "物流",
    "能源",
    "医疗科技",
    "电子",
    "数据",
    "实业",
    "贸易",
    "汽车零部件",
    "生物",
];
const FORMS: [&str; 5] = ["有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司"];
const ENGLISH_TRADES: [&str; 5] =
    ["Technology", "Information Technology", "Software", "Network Technology", "Industrial"];

/// A company as it really is; the matcher is told `party` only.
#[derive(Debug, Clone)]
pub struct Company {
    pub party: Party,
    pub name: String,
    pub english: String,
    pub pinyin: String,
    pub account: String,
    /// Percent off the list, always the same.
    pub discount: i64,
}

/// Makes `customers` and `resellers`, each with a name of its own.
pub fn companies(chance: &mut Chance, customers: usize, resellers: usize) -> Vec<Company> {
    let syllables: Vec<char> = SYLLABLES.chars().filter(|c| !c.is_whitespace()).collect();
    let mut names = HashSet::new();
    let mut companies = Vec::with_capacity(customers + resellers);
    while companies.len() < customers + resellers {
        let place = chance.pick(&PLACES);
        let length = if chance.percent(75) { 2 } else { 3 };
        let stem: String = (0..length).map(|_| chance.pick(&syllables)).collect();
        let (trade, form) = (chance.pick(&TRADES), chance.pick(&FORMS));
        let name = if chance.percent(12) {
            format!("{stem}{trade}（{place}）{form}")
        } else {
            format!("{place}{stem}{trade}{form}")
        };
        if names.insert(name.clone()) {
            let is_reseller = companies.len() < resellers;
            companies.push(company(chance, name, place, &stem, is_reseller));
        }
    }
    companies
}

fn company(
    chance: &mut Chance,
    name: String,
    place: &str,
    stem: &str,
    is_reseller: bool,
) -> Company {
    let trade = chance.pick(&ENGLISH_TRADES);
    let english = format!("{} {} {trade} Co., Ltd.", capitalized(place), capitalized(stem));
    let account = format!("62{}", chance.digits(17));
    let mut names = vec![name.clone()];
    if chance.percent(15) {
        names.push(english.clone());
    }
    let alias = |chance: &mut Chance| Alias {
        name: format!(
            "{stem}{}",
            chance.pick(&["商务服务中心", "财务共享中心", "供应链管理有限公司"])
        ),
        weight: u16::try_from(chance.between(300, 1000)).unwrap_or(300),
    };
    let aliases = if chance.percent(10) { vec![alias(chance)] } else { Vec::new() };
    let accounts = if chance.percent(40) { vec![account.clone()] } else { Vec::new() };
    let discount = if is_reseller {
        chance.pick(&[20, 25, 25, 30])
    } else {
        chance.pick(&[0, 0, 0, 0, 5, 10, 15])
    };
    let pinyin = spelled(&name);
    let party = Party { id: chance.id(), names, accounts, aliases };
    Company { party, name, english, pinyin, account, discount }
}

fn capitalized(text: &str) -> String {
    let spelled = spelled(text).to_lowercase().replace(' ', "");
    let mut letters = spelled.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Pinyin in capitals, a space after each character, as banks send it abroad.
fn spelled(text: &str) -> String {
    let words: Vec<String> =
        text.to_pinyin().flatten().map(|pinyin| pinyin.plain().to_uppercase()).collect();
    words.join(" ")
}

/// A payer's name as the bank's file has it.
pub fn as_printed(chance: &mut Chance, name: &str) -> String {
    match chance.below(20) {
        0 => format!("{name}\t"),
        1 => name.replace('（', "(").replace('）', ")"),
        2 => format!(" {name}"),
        // Fields of old systems end after 16 characters.
        3 => name.chars().take(16).collect(),
        _ => name.to_owned(),
    }
}
