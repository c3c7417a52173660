//! A row that is a sales rep.

use super::lookup::Row;
use crate::{
    customers::Region,
    sales_reps::{SalesRepKind, check, wire::SalesRepContent},
    validate::Faults,
};

/// What a row says of somebody who sells; what it does not speak of stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesRepLine {
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub kind: Option<SalesRepKind>,
    pub position: Option<String>,
    pub region: Option<Region>,
}

impl SalesRepLine {
    /// What they are with it; the account stays theirs.
    #[must_use]
    pub fn over(&self, present: &SalesRepContent) -> SalesRepContent {
        SalesRepContent {
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone().or_else(|| present.phone.clone()),
            kind: self.kind.unwrap_or(present.kind),
            position: self.position.clone().or_else(|| present.position.clone()),
            region: self.region.or(present.region),
            user_id: present.user_id,
        }
    }
}

pub(super) fn read(row: &Row<'_>, faults: &mut Faults) -> SalesRepLine {
    let line = SalesRepLine {
        name: row.text("name").unwrap_or_default(),
        email: row.text("email").unwrap_or_default().to_lowercase(),
        phone: row.code("phone", faults),
        kind: row.one_of(
            "kind",
            SalesRepKind::ALL,
            SalesRepKind::label,
            SalesRepKind::as_str,
            faults,
        ),
        position: row.text("position"),
        region: row.one_of("region", Region::ALL, Region::label, Region::as_str, faults),
    };
    faults.add_all(check(&line.over(&SalesRepContent::default())));
    line
}
