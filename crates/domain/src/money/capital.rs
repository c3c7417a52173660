//! Amounts in Chinese capital numerals, as contracts, orders and cheques write them
//! (支付结算办法, annex 1: 正确填写票据和结算凭证的基本规定).

use super::Amount;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// An amount in yuan as 人民币…元整. `整` follows where there are no fen.
///
/// ```
/// use domain::money::{Amount, in_capitals};
/// assert_eq!(in_capitals(Amount::from_minor(16_800_000)), "人民币壹拾陆万捌仟元整");
/// assert_eq!(in_capitals(Amount::from_minor(10_05)), "人民币壹拾元零伍分");
/// ```
pub fn in_capitals(amount: Amount) -> String {
    let absolute = amount.minor().unsigned_abs();
    let (yuan, jiao, fen) = (absolute / 100, digit(absolute / 10), digit(absolute));
    let mut text = String::from(if amount.minor() < 0 { "人民币负" } else { "人民币" });
    if yuan > 0 {
        text += &whole(yuan);
        text += "元";
    }
    match (jiao, fen) {
        (0, 0) if yuan == 0 => text += "零元整",
        (0, 0) => text += "整",
        (0, fen) => {
            if yuan > 0 {
                text += DIGITS[0];
            }
            text += DIGITS[fen];
            text += "分";
        }
        (jiao, fen) => {
            text += DIGITS[jiao];
            text += "角";
            if fen > 0 {
                text += DIGITS[fen];
                text += "分";
            } else {
                text += "整";
            }
        }
    }
    text
}

/// The last decimal digit.
fn digit(number: u64) -> usize {
    usize::try_from(number % 10).unwrap_or_default()
}

/// A whole number above zero; runs of zeros are read once, and not at a group's end.
fn whole(number: u64) -> String {
    let mut groups = Vec::new();
    let mut rest = number;
    while rest > 0 {
        groups.push(rest % 10_000);
        rest /= 10_000;
    }
    let mut text = String::new();
    let mut zero_is_due = false;
    for (index, &group) in groups.iter().enumerate().rev() {
        if group == 0 {
            zero_is_due = !text.is_empty();
            continue;
        }
        if !text.is_empty() && (zero_is_due || group < 1_000) {
            text += DIGITS[0];
        }
        text += &below_ten_thousand(group);
        text += GROUPS[index.min(GROUPS.len() - 1)];
        zero_is_due = false;
    }
    text
}

fn below_ten_thousand(group: u64) -> String {
    let mut text = String::new();
    let mut zero_is_due = false;
    for place in (0..4).rev() {
        let value = digit(group / 10_u64.pow(u32::try_from(place).unwrap_or_default()));
        if value == 0 {
            zero_is_due = !text.is_empty();
            continue;
        }
        if zero_is_due {
            text += DIGITS[0];
            zero_is_due = false;
        }
        text += DIGITS[value];
        text += PLACES[place];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_a_bank_writes_them() {
        for (minor, words) in [
            (0, "人民币零元整"),
            (5, "人民币伍分"),
            (50, "人民币伍角整"),
            (1_00, "人民币壹元整"),
            (1_409_50, "人民币壹仟肆佰零玖元伍角整"),
            (6_007_14, "人民币陆仟零柒元壹角肆分"),
            (325_04, "人民币叁佰贰拾伍元零肆分"),
            (100_000_00, "人民币壹拾万元整"),
            (107_000_53, "人民币壹拾万柒仟元伍角叁分"),
            (100_001_00, "人民币壹拾万零壹元整"),
            (1_000_000_000_00, "人民币壹拾亿元整"),
            (1_000_010_000_00, "人民币壹拾亿零壹万元整"),
            (1_0000_0000_0001_00, "人民币壹万亿零壹元整"),
            (-168_000_55, "人民币负壹拾陆万捌仟元伍角伍分"),
        ] {
            assert_eq!(in_capitals(Amount::from_minor(minor)), words);
        }
    }
}
