//! Where payments and statements stand, and which moves there are.

use crate::{
    Lang,
    money::Amount,
    problem::{Reason, Refusal},
};

crate::enums::wire_enum! {
    /// What is known of a payment: it follows from its matches, or somebody said that it is none of
    /// ours.
    pub enum MatchStatus {
        #[default]
        Unmatched = "unmatched": "未匹配", "Unmatched";
        Suggested = "suggested": "待确认", "To confirm";
        PartiallyMatched = "partially_matched": "部分匹配", "Partially matched";
        Matched = "matched": "已匹配", "Matched";
        Ignored = "ignored": "已忽略", "Ignored";
    }
}

crate::enums::wire_enum! {
    pub enum PaymentAction {
        #[default]
        Match = "match": "匹配", "Match";
        Ignore = "ignore": "忽略", "Ignore";
        Restore = "restore": "恢复", "Restore";
    }
}

impl PaymentAction {
    /// The word in "cannot be …".
    pub const fn refused(self, lang: Lang) -> &'static str {
        match self {
            Self::Match => lang.pick("匹配", "matched"),
            Self::Ignore => lang.pick("忽略", "ignored"),
            Self::Restore => lang.pick("恢复", "restored"),
        }
    }
}

impl MatchStatus {
    /// Whether the action may be taken from here. Where matching and restoring lead follows from the
    /// amounts ([`MatchStatus::of`]).
    pub const fn allows(self, action: PaymentAction) -> bool {
        use PaymentAction::{Ignore, Match, Restore};
        match (self, action) {
            (Self::Unmatched | Self::Suggested | Self::PartiallyMatched, Match) => true,
            // What is matched in part is ours: its matches are undone first.
            (Self::Unmatched | Self::Suggested, Ignore) => true,
            (Self::Ignored, Restore) => true,
            _ => false,
        }
    }

    /// The same as a refusal.
    ///
    /// # Errors
    /// There is no such move.
    pub fn check(self, action: PaymentAction) -> Result<(), Refusal> {
        if self.allows(action) {
            Ok(())
        } else {
            let refusal = Refusal::new(Reason::IllegalPaymentMove).with("status", self);
            Err(refusal.with("action", action.as_str()))
        }
    }

    /// What follows from the amounts of a payment that nobody ignored; all in minor units of its
    /// currency.
    ///
    /// ```
    /// use domain::{money::Amount, payments::MatchStatus};
    /// let of = |matched| MatchStatus::of(Amount::from_minor(100), Amount::from_minor(matched), false);
    /// assert_eq!(of(0), MatchStatus::Unmatched);
    /// assert_eq!(of(99), MatchStatus::PartiallyMatched);
    /// assert_eq!(of(100), MatchStatus::Matched);
    /// ```
    pub fn of(amount: Amount, matched: Amount, has_suggestion: bool) -> Self {
        if matched >= amount {
            Self::Matched
        } else if matched > Amount::ZERO {
            Self::PartiallyMatched
        } else if has_suggestion {
            Self::Suggested
        } else {
            Self::Unmatched
        }
    }
}

crate::enums::wire_enum! {
    /// Where an uploaded statement stands.
    pub enum StatementStatus {
        /// It can be read and adds up; nothing of it counts yet.
        #[default]
        Preview = "preview": "待确认", "To confirm";
        /// It cannot be read as a whole.
        Faulty = "faulty": "有错误", "With errors";
        Committed = "committed": "已导入", "Imported";
        Undone = "undone": "已撤销", "Undone";
        Discarded = "discarded": "已放弃", "Discarded";
    }
}

crate::enums::wire_enum! {
    pub enum StatementAction {
        #[default]
        Commit = "commit": "确认导入", "Import";
        Undo = "undo": "撤销", "Undo";
        Discard = "discard": "放弃", "Discard";
    }
}

impl StatementAction {
    /// The word in "cannot be …".
    pub const fn refused(self, lang: Lang) -> &'static str {
        match self {
            Self::Commit => lang.pick("导入", "imported"),
            Self::Undo => lang.pick("撤销", "undone"),
            Self::Discard => lang.pick("放弃", "discarded"),
        }
    }
}

impl StatementStatus {
    /// Where an action leads from here, if anywhere.
    pub const fn after(self, action: StatementAction) -> Option<Self> {
        use StatementAction::{Commit, Discard, Undo};
        Some(match (self, action) {
            (Self::Preview | Self::Undone, Commit) => Self::Committed,
            (Self::Committed, Undo) => Self::Undone,
            (Self::Preview | Self::Faulty, Discard) => Self::Discarded,
            _ => return None,
        })
    }

    /// The same as a refusal.
    ///
    /// # Errors
    /// There is no such move.
    pub fn moved(self, action: StatementAction) -> Result<Self, Refusal> {
        self.after(action).ok_or_else(|| {
            let refusal = Refusal::new(Reason::IllegalStatementMove).with("status", self);
            refusal.with("action", action.as_str())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_is_not_ignored_and_what_is_ignored_not_matched() {
        use MatchStatus::{Ignored, Matched, PartiallyMatched};
        assert!(!Matched.allows(PaymentAction::Ignore));
        assert!(!PartiallyMatched.allows(PaymentAction::Ignore));
        assert!(!Matched.allows(PaymentAction::Match));
        assert!(!Ignored.allows(PaymentAction::Match));
        let refusal = Ignored.check(PaymentAction::Match).unwrap_err();
        assert_eq!(refusal.words(Lang::En), "A payment that is “Ignored” cannot be matched");
        assert_eq!(refusal.words(Lang::Zh), "“已忽略”的汇款不能匹配");
    }

    #[test]
    fn a_faulty_statement_is_never_committed() {
        assert_eq!(StatementStatus::Faulty.after(StatementAction::Commit), None);
        for status in StatementStatus::ALL {
            let discarded = StatementStatus::Discarded.after(StatementAction::Commit);
            assert!(discarded.is_none(), "{status}");
        }
        let refusal = StatementStatus::Faulty.moved(StatementAction::Commit).unwrap_err();
        assert_eq!(refusal.words(Lang::En), "A statement that is “With errors” cannot be imported");
    }
}
