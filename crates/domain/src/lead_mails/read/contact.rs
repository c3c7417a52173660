//! Who writes.

use super::{Candidate, Class, MailPlace, Source, best, company::first_part, patterns};

/// The surnames that most people in China have.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝楼";

/// Whether that is how somebody is called.
pub(crate) fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    let han = text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    if han {
        return (2..=3).contains(&length)
            && text.chars().next().is_some_and(|first| SURNAMES.contains(first))
            || length == 4
                && [
                    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "夏侯", "皇甫", "尉迟", "公孙",
                ]
                .iter()
                .any(|name| text.starts_with(name));
    }
    patterns::NAME_EN.is_match(text) && !patterns::TITLE_EN.is_match(text) && !is_organization(text)
}

fn is_organization(text: &str) -> bool {
    patterns::COMPANY_EN.is_match(text)
        || patterns::ORGANIZATION_EN.is_match(text)
        || patterns::CLOSING.is_match(text)
}

pub(super) fn contact(source: &Source<'_>) -> Option<Candidate> {
    let labeled = source.own().flat_map(|line| {
        let whole = patterns::CONTACT_LABEL.captures(line.text).and_then(|found| found.get(1));
        let whole = whole
            .map(|value| first_part(value.as_str()))
            .filter(|value| value.chars().count() <= 40);
        let whole = whole.map(|value| Candidate::of(line, before_reach(value), 96));
        let inline =
            patterns::INLINE_CONTACT_LABEL.captures(line.text).and_then(|found| found.get(1));
        let inline = inline.map(|value| Candidate::of(line, value.as_str(), 90));
        [whole, inline].into_iter().flatten().filter(|one| !one.value.is_empty())
    });
    let spoken = source.own().filter(|line| line.class == Class::Said).flat_map(|line| {
        let zh = patterns::I_AM_ZH.captures(line.text).and_then(|found| found.get(1));
        let zh = zh.filter(|name| is_name(name.as_str()));
        let en = patterns::I_AM_EN.captures(line.text).and_then(|found| found.get(1));
        let en = en.filter(|name| is_name(name.as_str()));
        [zh, en]
            .into_iter()
            .flatten()
            .map(|name| Candidate::of(line, name.as_str(), 88))
            .collect::<Vec<_>>()
    });
    let signed = source.signature().take(4).filter_map(|line| {
        let parts = line.text.split(['|', '｜', '/', '\t', '，', ',', ' ', '（', '(', '：']);
        let whole =
            Some(line.text.trim().trim_end_matches([',', '，', '.'])).filter(|text| is_name(text));
        let part =
            parts.map(str::trim).find(|part| part.chars().all(|c| c > '\u{2E80}') && is_name(part));
        let first = line
            .text
            .split(['|', ',', '/', '–'])
            .map(str::trim)
            .next()
            .filter(|part| is_name(part));
        whole.or(part).or(first).map(|name| Candidate::of(line, name, 86))
    });
    let header = source.sender.name.as_deref().map(str::trim).filter(|name| {
        is_name(name) && source.sender.email.as_deref().is_none_or(|email| !source.is_ours(email))
    });
    let header = header.map(|name| Candidate::elsewhere(MailPlace::Sender, name, 84));
    best(labeled.chain(spoken).chain(signed).chain(header))
}

/// A name's line may go on with how to reach them.
fn before_reach(value: &str) -> &str {
    let digit =
        value.find(|c: char| c.is_ascii_digit() || "+（(".contains(c)).unwrap_or(value.len());
    let cut = value[..digit]
        .trim_end_matches(|c: char| !c.is_alphabetic() && c != '.' && c != '）' && c != ')');
    let label = ["电话", "手机", "联系电话", "邮箱", "职位", "Tel", "Phone", "Email"]
        .iter()
        .filter_map(|label| cut.find(label))
        .min();
    cut[..label.unwrap_or(cut.len())].trim()
}
