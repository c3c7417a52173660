//! A payer's name as it is compared: traditional characters as simplified ones, and names in
//! English or pinyin beside Chinese ones.

use std::collections::BTreeSet;

use pinyin::ToPinyin as _;

use crate::{
    customers::duplicates::names::{ENGLISH_FORMS, Name, PLACES},
    text,
};

/// Traditional and simplified, in pairs: what company names are made of. Whole tables of Unicode
/// would weigh more in the browser than all of these rules.
const TRADITIONAL: &str = "東东華华廣广電电國国際际貿贸業业務务網网絡络軟软體体術术發发實实資资訊讯\
    雲云學学藝艺衛卫醫医藥药聯联達达遠远龍龙馬马車车機机門门聞闻開开關关陽阳陸陆陳陈張张劉刘楊杨黃黄趙赵\
    吳吴孫孙鄭郑馮冯韓韩蘇苏蔣蒋葉叶盧卢鐘钟鄧邓許许銀银錢钱鐵铁鋼钢鑫鑫錦锦銘铭運运輸输進进連连通通\
    創创億亿優优維维綠绿紅红線线經经濟济財财產产證证設设計计訂订證证諮咨詢询識识語语誠诚論论譯译\
    數数據据碼码雙双團团圖图園园場场塊块報报總总慶庆應应廈厦廠厂庫库樓楼樂乐極极構构標标樣样\
    氣气滬沪灣湾濱滨漢汉湯汤漁渔煙烟熱热營营環环現现瑪玛異异監监盤盘確确禮礼種种積积穩稳窮穷\
    節节範范築筑簡简糧粮級级紙纸組组細细終终給给統统緣缘羅罗義义習习聖圣職职腦脑興兴舉举藍蓝蘭兰處处\
    號号蠟蜡裝装製制複复見见視视覺觉觀观訊讯記记調调談谈護护讀读變变讓让貝贝負负貨货購购費费質质賽赛\
    軌轨較较載载輝辉輕轻農农邊边鄉乡銷销鋒锋錄录鏈链長长閃闪間间隊队陰阴際际險险難难靜静響响頂顶項项\
    順顺領领頭头題题願愿類类風风飛飞飲饮飾饰馳驰驗验驅驱鮮鲜鳥鸟鵬鹏麗丽齊齐齒齿亞亚倉仓倫伦傳传儲储\
    兒儿動动勝胜勞劳區区協协單单嘉嘉圓圆壓压備备寶宝導导島岛師师帶带幣币幫帮強强彙汇後后徑径復复恆恒\
    愛爱態态慮虑戰战戲戏採采換换揚扬損损擇择擴扩攝摄敵敌時时曉晓書书會会朝朝東东條条榮荣橋桥檔档檢检歐欧\
    歡欢歲岁歷历殺杀決决沖冲淨净測测準准溫温滿满滙汇潔洁澤泽濤涛無无爐炉爾尔狀状獎奖獨独產产畫画當当\
    療疗盛盛礦矿競竞筆笔紀纪納纳紡纺純纯結结續续織织繼继聲声膠胶臺台與与萬万莊庄號号術术補补袁袁訊讯";

/// What companies add to their English or pinyin name.
const LATIN_TRADES: [&str; 24] = [
    "technology",
    "technologies",
    "tech",
    "information",
    "network",
    "networks",
    "software",
    "development",
    "industrial",
    "and",
    "the",
    "of",
    "china",
    "keji",
    "jishu",
    "xinxi",
    "wangluo",
    "ruanjian",
    "fazhan",
    "shiye",
    "youxian",
    "gongsi",
    "gufen",
    "jituan",
];

/// Fewest letters of a name that can be told from others by its sound.
const SHORTEST_SOUND: usize = 4;

/// A name taken apart for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayerName {
    /// Letters and digits of the whole of it.
    pub whole: String,
    pub name: Name,
    /// How it sounds, of what tells it from others, and of all of it; empty where too short.
    pub sound: String,
    pub full_sound: String,
    /// Whether it is written in Latin letters.
    pub is_latin: bool,
}

/// Takes names apart; has the tables for it.
#[derive(Debug)]
pub struct Reader {
    /// By the traditional one, sorted.
    characters: Vec<(char, char)>,
    /// What a Latin name has beside what tells it from others.
    words: BTreeSet<String>,
}

impl Reader {
    pub fn new() -> Self {
        let chars: Vec<char> = TRADITIONAL.chars().filter(|c| !c.is_whitespace()).collect();
        let mut characters: Vec<(char, char)> =
            chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        characters.sort_unstable();
        characters.dedup_by_key(|pair| pair.0);
        let words = PLACES.iter().map(|place| sound(place));
        let words = words.chain(ENGLISH_FORMS.iter().chain(&LATIN_TRADES).map(ToString::to_string));
        Self { characters, words: words.chain(["chongqing".to_owned()]).collect() }
    }

    /// Takes a name apart. Never fails; of an empty name all parts are empty.
    pub fn read(&self, name: &str) -> PayerName {
        let simple = self.simplified(&text::normalized(name));
        let name = Name::of(&simple);
        let whole: String = simple.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_latin = whole.is_ascii();
        let short = if is_latin { self.distinctive(&simple) } else { sound(&name.stem) };
        let long_enough = |sound: String| {
            if sound.len() >= SHORTEST_SOUND { sound } else { String::new() }
        };
        let full_sound = long_enough(sound(&whole));
        PayerName { sound: long_enough(short), full_sound, whole, name, is_latin }
    }

    fn simplified(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        let simple = |c| match self.characters.binary_search_by_key(&c, |pair| pair.0) {
            Ok(at) => self.characters[at].1,
            Err(_) => c,
        };
        text.chars().map(simple).collect()
    }

    /// The words of a Latin name that others do not have, run together.
    fn distinctive(&self, name: &str) -> String {
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter(|word| !self.words.contains(*word)).collect()
    }
}

/// Pinyin without tones; letters and digits as they are.
fn sound(text: &str) -> String {
    let mut sound = String::new();
    for c in text.chars() {
        match c.to_pinyin() {
            Some(pinyin) => sound.push_str(pinyin.plain()),
            None if c.is_ascii_alphanumeric() => sound.push(c),
            None => {}
        }
    }
    sound
}

/// Of 1000: how many of their pairs of characters two names share (Dice's coefficient), where they
/// may sit in the same place.
pub fn likeness(one: &Name, other: &Name) -> u16 {
    if !one.shares_place(other) {
        return 0;
    }
    if one.stem == other.stem {
        return 1000;
    }
    let pairs =
        |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (a, b) = (pairs(&one.stem), pairs(&other.stem));
    let both = a.len() + b.len();
    let shared = a.intersection(&b).count() * 2 * 1000;
    u16::try_from(shared.checked_div(both).unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_another_script_sounds_the_same() {
        let reader = Reader::new();
        let chinese = reader.read("上海云智科技有限公司");
        for latin in ["Shanghai Yunzhi Technology Co., Ltd.", "YUNZHI KEJI", "YUN ZHI TECH LTD"] {
            assert_eq!(reader.read(latin).sound, chinese.sound, "{latin}");
        }
        for latin in ["SHANGHAI YUNZHI KEJI YOUXIAN GONGSI", "ShanghaiYunzhiKejiYouxianGongsi"] {
            assert_eq!(reader.read(latin).full_sound, chinese.full_sound, "{latin}");
        }
    }

    #[test]
    fn traditional_characters_are_read_as_simplified_ones() {
        let reader = Reader::new();

        assert_eq!(
            reader.read("廣東華雲電訊有限公司").whole,
            reader.read("广东华云电讯有限公司").whole
        );
        assert!(TRADITIONAL.chars().filter(|c| !c.is_whitespace()).count().is_multiple_of(2));
    }

    #[test]
    fn an_empty_name_is_like_nobodys() {
        let empty = Reader::new().read(" ");

        assert!(empty.whole.is_empty() && empty.sound.is_empty() && empty.full_sound.is_empty());
    }
}
