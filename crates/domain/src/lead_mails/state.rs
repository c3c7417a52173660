//! What becomes of a mail.

use crate::{
    Lang,
    problem::{Reason, Refusal},
};

crate::enums::wire_enum! {
    pub enum MailState {
        #[default]
        Waiting = "waiting": "待处理", "Waiting";
        Confirmed = "confirmed": "已转商机", "Became a lead";
        Attached = "attached": "已归入商机", "On a lead";
        Ignored = "ignored": "已忽略", "Ignored";
        KeptOut = "kept_out": "已拦截", "Kept out";
    }
}

crate::enums::wire_enum! {
    pub enum MailAction {
        #[default]
        Confirm = "confirm_mail": "转为商机", "Make a lead of it";
        Attach = "attach_mail": "归入商机", "Put it on a lead";
        Ignore = "ignore_mail": "忽略", "Ignore";
        Restore = "restore_mail": "恢复", "Bring back";
        Undo = "undo_mail": "撤销", "Undo";
    }
}

impl MailAction {
    /// The word in "cannot be …".
    pub const fn refused(self, lang: Lang) -> &'static str {
        match self {
            Self::Confirm => lang.pick("转为商机", "made a lead"),
            Self::Attach => lang.pick("归入商机", "put on a lead"),
            Self::Ignore => lang.pick("忽略", "ignored"),
            Self::Restore => lang.pick("恢复", "brought back"),
            Self::Undo => lang.pick("撤销", "undone"),
        }
    }
}

impl MailState {
    /// Where an action leads from here.
    ///
    /// # Errors
    /// The table names no such move.
    pub fn after(self, action: MailAction) -> Result<Self, Refusal> {
        match (self, action) {
            (Self::Waiting, MailAction::Confirm) => Ok(Self::Confirmed),
            (Self::Waiting, MailAction::Attach) => Ok(Self::Attached),
            (Self::Waiting, MailAction::Ignore) => Ok(Self::Ignored),
            (Self::Ignored | Self::KeptOut, MailAction::Restore)
            | (Self::Confirmed | Self::Attached, MailAction::Undo) => Ok(Self::Waiting),
            _ => Err(Refusal::new(Reason::IllegalMailMove)
                .with("state", self.as_str())
                .with("action", action.as_str())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_where_the_table_does_not_lead() {
        let moves: Vec<_> = MailState::ALL
            .iter()
            .flat_map(|from| MailAction::ALL.iter().map(move |action| (*from, *action)))
            .filter_map(|(from, action)| Some((from, action, from.after(action).ok()?)))
            .collect();

        assert_eq!(
            moves,
            [
                (MailState::Waiting, MailAction::Confirm, MailState::Confirmed),
                (MailState::Waiting, MailAction::Attach, MailState::Attached),
                (MailState::Waiting, MailAction::Ignore, MailState::Ignored),
                (MailState::Confirmed, MailAction::Undo, MailState::Waiting),
                (MailState::Attached, MailAction::Undo, MailState::Waiting),
                (MailState::Ignored, MailAction::Restore, MailState::Waiting),
                (MailState::KeptOut, MailAction::Restore, MailState::Waiting),
            ]
        );
        let refusal = MailState::Ignored.after(MailAction::Confirm).unwrap_err();
        assert_eq!(refusal.words(Lang::Zh), "“已忽略”的邮件不能转为商机");
    }
}
