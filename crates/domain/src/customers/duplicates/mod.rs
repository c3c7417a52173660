//! Whether two customers may be one: pure, the same whoever asks and in whichever order, with the
//! reasons by name. Who must be compared with whom is told by keys, so that nobody compares all.

pub(crate) mod names;

use std::collections::BTreeSet;

use self::names::Name;

crate::enums::wire_enum! {
    /// Why two customers may be one, or may not.
    pub enum DuplicateReason {
        #[default]
        SameName = "same_name": "名称相同", "Same name";
        SameCore = "same_core": "核心名称相同", "Same core name";
        SimilarName = "similar_name": "名称相近", "Similar name";
        SameCreditCode = "same_credit_code": "统一社会信用代码相同", "Same credit code";
        SameMailDomain = "same_mail_domain": "邮箱域名相同", "Same mail domain";
        SamePhone = "same_phone": "电话相同", "Same phone number";
        OtherCreditCode = "other_credit_code": "信用代码不同", "Different credit codes";
    }
}

crate::enums::wire_enum! {
    pub enum PairStatus {
        #[default]
        Open = "open": "待确认", "To be judged";
        Dismissed = "dismissed": "非重复", "Not a duplicate";
    }
}

/// Pairs below this score are nobody's business.
pub const SHOWN_FROM: u32 = 35;
/// The score of who is surely the same.
pub const MOST: u32 = 100;
/// Most characters of the reason for which a pair is dismissed, or two customers are merged.
pub const LONGEST_REASON: usize = 200;

/// Mail providers that everybody uses: their domain says nothing about a company.
const PUBLIC_MAIL: [&str; 17] = [
    "126.com",
    "139.com",
    "163.com",
    "189.cn",
    "aliyun.com",
    "foxmail.com",
    "gmail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "outlook.com",
    "qq.com",
    "sina.cn",
    "sina.com",
    "sohu.com",
    "yahoo.com",
    "yeah.net",
];

/// Fewest digits of a number that reaches somebody.
const SHORTEST_PHONE: usize = 7;
/// Of 1000: how much of their pairs of characters two similar names share.
const SIMILAR_FROM: usize = 600;

/// The domain of a mail address, where it is a company's own.
///
/// ```
/// use domain::customers::duplicates::company_domain;
/// assert_eq!(company_domain("Li@Yunzhi.CN").as_deref(), Some("yunzhi.cn"));
/// assert_eq!(company_domain("li@qq.com"), None);
/// ```
pub fn company_domain(email: &str) -> Option<String> {
    let domain = email.rsplit_once('@')?.1.trim().to_lowercase();
    (!domain.is_empty() && !PUBLIC_MAIL.contains(&domain.as_str())).then_some(domain)
}

/// The digits of a phone number, without China's country code.
///
/// ```
/// use domain::customers::duplicates::phone_digits;
/// assert_eq!(phone_digits("+86 138-0013 8000").as_deref(), Some("13800138000"));
/// assert_eq!(phone_digits("110"), None);
/// ```
pub fn phone_digits(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() >= 10));
    let digits = national.unwrap_or(&digits);
    (digits.len() >= SHORTEST_PHONE).then(|| digits.to_owned())
}

/// What a customer is told from others by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    name: Name,
    credit_code: Option<String>,
    mail_domains: BTreeSet<String>,
    phones: BTreeSet<String>,
}

impl Identity {
    /// From the name, the credit code, and the addresses and numbers of its people.
    pub fn new<'a>(
        name: &str,
        credit_code: Option<&str>,
        emails: impl IntoIterator<Item = &'a str>,
        phones: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let code = credit_code.map(|code| code.trim().to_ascii_uppercase());
        Self {
            name: Name::of(name),
            credit_code: code.filter(|code| !code.is_empty()),
            mail_domains: emails.into_iter().filter_map(company_domain).collect(),
            phones: phones.into_iter().filter_map(phone_digits).collect(),
        }
    }

    /// Whoever shares none of these with it is not like it. Each begins with what it is of.
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let mut add = |of: &str, key: &str| {
            let key: String = key.chars().take(90).collect();
            if !key.is_empty() {
                keys.insert(format!("{of}:{key}"));
            }
        };
        if self.name.stem.chars().count() >= 2 {
            let is_ascii = self.name.stem.is_ascii();
            let beginning = self.name.stem.chars().take(if is_ascii { 5 } else { 2 });
            add("n", &beginning.collect::<String>());
        } else {
            add("w", &self.name.whole);
        }
        self.credit_code.iter().for_each(|code| add("c", code));
        self.mail_domains.iter().for_each(|domain| add("m", domain));
        self.phones.iter().for_each(|phone| add("p", phone));
        keys
    }
}

/// How like each other two customers are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Likeness {
    /// 0 to 100.
    pub score: u32,
    /// In the order of the table of reasons.
    pub reasons: Vec<DuplicateReason>,
}

impl Likeness {
    /// Whether somebody should look at the two.
    pub const fn is_shown(&self) -> bool {
        self.score >= SHOWN_FROM
    }
}

/// Compares two customers. What speaks against counts against.
pub fn likeness(one: &Identity, other: &Identity) -> Likeness {
    let mut reasons: Vec<DuplicateReason> =
        name_reason(&one.name, &other.name).into_iter().collect();
    match (&one.credit_code, &other.credit_code) {
        (Some(one), Some(other)) if one == other => reasons.push(DuplicateReason::SameCreditCode),
        (Some(_), Some(_)) => reasons.push(DuplicateReason::OtherCreditCode),
        _ => {}
    }
    if !one.mail_domains.is_disjoint(&other.mail_domains) {
        reasons.push(DuplicateReason::SameMailDomain);
    }
    if !one.phones.is_disjoint(&other.phones) {
        reasons.push(DuplicateReason::SamePhone);
    }
    reasons.sort_unstable();
    let sum: i32 = reasons.iter().map(|reason| weight(*reason)).sum();
    let score = u32::try_from(sum.max(0)).unwrap_or_default().min(MOST);
    if score == 0 { Likeness::default() } else { Likeness { score, reasons } }
}

fn name_reason(one: &Name, other: &Name) -> Option<DuplicateReason> {
    if one.whole == other.whole {
        return Some(DuplicateReason::SameName);
    }
    if one.stem == other.stem {
        let same_place = one.shares_place(other);
        return Some(if same_place {
            DuplicateReason::SameCore
        } else {
            DuplicateReason::SimilarName
        });
    }
    let is_similar =
        one.shares_place(other) && (holds(one, other) || holds(other, one) || overlaps(one, other));
    is_similar.then_some(DuplicateReason::SimilarName)
}

/// Whether the longer name holds the shorter one, and is not much longer.
fn holds(longer: &Name, shorter: &Name) -> bool {
    let (long, short) = (longer.stem.chars().count(), shorter.stem.chars().count());
    short >= 2 && long <= short * 2 && longer.stem.contains(&shorter.stem)
}

/// Whether they share most of their pairs of characters (Dice's coefficient).
fn overlaps(one: &Name, other: &Name) -> bool {
    let pairs =
        |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (a, b) = (pairs(&one.stem), pairs(&other.stem));
    let both = a.len() + b.len();
    both > 0 && a.intersection(&b).count() * 2 * 1000 >= both * SIMILAR_FROM
}

const fn weight(reason: DuplicateReason) -> i32 {
    match reason {
        DuplicateReason::SameCreditCode => 100,
        DuplicateReason::SameName => 90,
        DuplicateReason::SameCore => 65,
        DuplicateReason::SameMailDomain | DuplicateReason::SamePhone => 40,
        DuplicateReason::SimilarName => 35,
        DuplicateReason::OtherCreditCode => -30,
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
