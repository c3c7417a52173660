//! What payers write to a payment, and what becomes of it.

use super::{chance::Chance, orders::Order};

const PHRASES: [&str; 10] = [
    "{}",
    "{}",
    "货款 {}",
    "支付订单{}款项",
    "{} 软件许可费",
    "付{}合同款",
    "/ROC/{}",
    "订单号：{}，请查收",
    "2026年软件采购 {}",
    "转账 {} 谢谢",
];
const NOTHING: [&str; 8] =
    ["货款", "软件费", "", "技术服务费", "转账", "2026年货款", "往来款", "网银转账 20260315"];

pub fn phrase(chance: &mut Chance, number: &str) -> String {
    chance.pick(&PHRASES).replace("{}", number)
}

pub fn nothing(chance: &mut Chance) -> String {
    chance.pick(&NOTHING).to_owned()
}

/// A reference that is right: nearly always the order's number, sometimes the invoice's or the
/// contract's.
pub fn clean(chance: &mut Chance, order: &Order) -> String {
    let number = match (chance.below(100), &order.invoice, &order.contract) {
        (0..8, Some(invoice), _) => format!("发票{invoice}"),
        (8..11, _, Some(contract)) => format!("合同{contract}"),
        _ => order.number.clone(),
    };
    phrase(chance, &number)
}

/// A reference that suffered.
pub fn damaged(chance: &mut Chance, order: &Order) -> String {
    let number = &order.number;
    let damaged = match chance.below(20) {
        0..3 => number.replace('-', ""),
        3..5 => number.replace('-', " "),
        5..7 => number.replace('0', "O"),
        7..9 => wide(number),
        9..11 => number.trim_start_matches("ORD-").to_owned(),
        11..13 => with_digit(chance, number, |digits, at, digit| digits[at] = digit),
        13..15 => with_digit(chance, number, |digits, at, _| {
            digits.remove(at);
        }),
        15..17 => with_digit(chance, number, |digits, at, _| {
            let other = if at + 1 < digits.len() { at + 1 } else { at - 1 };
            digits.swap(at, other);
        }),
        17 => with_digit(chance, number, |digits, at, digit| digits.insert(at, digit)),
        18 => number[number.len() - 6..].to_owned(),
        _ => {
            let once = with_digit(chance, number, |digits, at, digit| digits[at] = digit);
            with_digit(chance, &once, |digits, at, _| {
                digits.remove(at);
            })
        }
    };
    phrase(chance, &damaged)
}

/// Changes one digit somewhere in the number.
fn with_digit(
    chance: &mut Chance,
    number: &str,
    change: impl Fn(&mut Vec<char>, usize, char),
) -> String {
    let mut chars: Vec<char> = number.chars().collect();
    let places: Vec<usize> = (0..chars.len()).filter(|at| chars[*at].is_ascii_digit()).collect();
    let at = chance.pick(&places);
    let digit = loop {
        let digit = chance.digits(1).chars().next().unwrap_or('0');
        if digit != chars[at] {
            break digit;
        }
    };
    change(&mut chars, at, digit);
    chars.into_iter().collect()
}

fn wide(text: &str) -> String {
    text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect()
}

/// Several orders in one remark.
pub fn list(chance: &mut Chance, orders: &[&Order]) -> String {
    let numbers: Vec<&str> = orders.iter().map(|order| order.number.as_str()).collect();
    match chance.below(100) {
        0..10 => nothing(chance),
        10..20 => format!("{}等{}笔", numbers[0], numbers.len()),
        20..35 => {
            let same_day = numbers.iter().all(|number| number[..12] == numbers[0][..12]);
            let short: Vec<&str> = numbers[1..].iter().map(|number| &number[13..]).collect();
            if same_day { format!("{}/{}", numbers[0], short.join("/")) } else { numbers.join("/") }
        }
        _ => {
            let between = chance.pick(&["/", "、", ",", " ", "；", "+"]);
            phrase(chance, &numbers.join(between))
        }
    }
}
