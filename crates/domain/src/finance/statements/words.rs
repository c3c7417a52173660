//! What is wrong with a statement, in words.

use super::{Fault, Seam};
use crate::Lang;

impl Fault {
    /// The sentence for people.
    pub fn words(&self, lang: Lang) -> String {
        let fixed = match self {
            Self::NoHeading => {
                lang.pick("找不到含日期与金额的表头", "No row has headings of a date and an amount")
            }
            Self::NotADay => lang.pick("不是日期", "This is no day"),
            Self::NotAnAmount => lang.pick("不是金额", "This is no amount"),
            Self::TwoAmounts => {
                lang.pick("收入与支出同时有金额", "Money came in and went out in one row")
            }
            Self::NoAmount => lang.pick("没有金额", "The row has no amount"),
            Self::UnknownCurrency => lang.pick("不认识的币种", "This currency is not known"),
            Self::OtherCurrency => {
                lang.pick("币种与流水不一致", "The currency is not the statement's")
            }
            Self::ScientificNumber => lang.pick(
                "号码被表格软件改写为科学计数法，位数已丢失",
                "The spreadsheet has made a number of it, and digits are lost",
            ),
            Self::BrokenBalance { expected, found } => {
                return match lang {
                    Lang::Zh => format!("余额应为 {expected}，文件为 {found}"),
                    Lang::En => format!("The balance should be {expected}, and is {found}"),
                };
            }
            Self::DoesNotBalance { expected, found } => {
                return match lang {
                    Lang::Zh => format!("期初余额加发生额为 {expected}，期末余额却是 {found}"),
                    Lang::En => format!(
                        "Opening balance and entries make {expected}, the closing balance is {found}"
                    ),
                };
            }
            Self::Malformed { tag } => {
                return match lang {
                    Lang::Zh => format!("字段 {tag} 无法读取"),
                    Lang::En => format!("The field {tag} cannot be read"),
                };
            }
            Self::Missing { tag } => {
                return match lang {
                    Lang::Zh => format!("缺少字段 {tag}"),
                    Lang::En => format!("The field {tag} is missing"),
                };
            }
            Self::TooMany { max } => {
                return match lang {
                    Lang::Zh => format!("超过 {max} 笔"),
                    Lang::En => format!("There are more than {max} entries"),
                };
            }
        };
        fixed.to_owned()
    }
}

impl Seam {
    /// The sentence for people.
    pub fn words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Gap { from, to }, Lang::Zh) => format!("{from} 至 {to} 没有流水"),
            (Self::Gap { from, to }, Lang::En) => format!("No statement from {from} to {to}"),
            (Self::Overlap { from, to }, Lang::Zh) => format!("{from} 至 {to} 有重叠的流水"),
            (Self::Overlap { from, to }, Lang::En) => {
                format!("More than one statement from {from} to {to}")
            }
            (Self::Jump { on, expected, found }, Lang::Zh) => {
                format!("{on} 期初余额为 {found}，上一份期末为 {expected}")
            }
            (Self::Jump { on, expected, found }, Lang::En) => format!(
                "The balance on {on} begins with {found}; the statement before ended with {expected}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Amount;

    #[test]
    fn what_does_not_add_up_is_told_with_its_figures() {
        let (expected, found) = (Amount::from_minor(100), Amount::from_minor(90));
        let fault = Fault::DoesNotBalance { expected, found };
        assert_eq!(fault.words(Lang::Zh), "期初余额加发生额为 1.00，期末余额却是 0.90");
        assert_eq!(Fault::NoAmount.words(Lang::En), "The row has no amount");
    }
}
