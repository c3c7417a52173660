//! A row that is an engineer.

use super::lookup::Row;
use crate::{
    engineers::{check, wire::EngineerContent},
    validate::Faults,
};

pub(super) fn read(row: &Row<'_>, faults: &mut Faults) -> EngineerContent {
    let engineer = EngineerContent {
        name: row.text("name").unwrap_or_default(),
        email: row.text("email").unwrap_or_default().to_lowercase(),
        phone: row.code("phone", faults),
        department: row.text("department"),
        expertise: row.parts("expertise"),
        user_id: None,
    };
    faults.add_all(check(&engineer));
    engineer
}

impl EngineerContent {
    /// What a row says of one who is known: what it does not speak of stays, and so does the account.
    #[must_use]
    pub fn over(self, present: &Self) -> Self {
        let expertise =
            if self.expertise.is_empty() { present.expertise.clone() } else { self.expertise };
        Self {
            phone: self.phone.or_else(|| present.phone.clone()),
            department: self.department.or_else(|| present.department.clone()),
            expertise,
            user_id: present.user_id,
            ..self
        }
    }
}
