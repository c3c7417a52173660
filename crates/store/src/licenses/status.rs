//! The derived status as ranges over columns: what `Facts::status` decides about one license, said
//! about all of them.

use chrono::NaiveDate;
use domain::{
    dates::plus_days,
    licenses::{LicenseStatus, REMINDER_DAYS},
};
use sea_orm::{
    ExprTrait,
    sea_query::{Condition, Expr},
};

/// The licenses that have one of these statuses today.
pub(super) fn any_of(statuses: &[LicenseStatus], today: NaiveDate) -> Condition {
    statuses.iter().fold(Condition::any(), |any, status| any.add(has(*status, today)))
}

/// The licenses in use whose last day is not after `last`, and those that are in grace today. Said as
/// one range of last days, so that it is read from the index in the order in which they end.
pub(super) fn ends_by(last: NaiveDate, today: NaiveDate) -> Condition {
    let is_over = Expr::col(("licenses", "expires_on")).lt(today);
    Condition::all()
        .add(Expr::col(("licenses", "terminated_at")).is_null())
        .add(Expr::col(("licenses", "suspended_at")).is_null())
        .add(Expr::col(("licenses", "expires_on")).lte(last))
        .add(Expr::col(("licenses", "grace_until")).gte(today))
        .add(
            Condition::any()
                .add(Expr::col(("licenses", "activated_at")).is_not_null())
                .add(is_over),
        )
}

fn has(status: LicenseStatus, today: NaiveDate) -> Condition {
    let is_set = |column: &'static str| Expr::col(("licenses", column)).is_not_null();
    let is_not_set = |column: &'static str| Expr::col(("licenses", column)).is_null();
    let alive =
        || Condition::all().add(is_not_set("terminated_at")).add(is_not_set("suspended_at"));
    let last_reminded = plus_days(today, REMINDER_DAYS);
    // Neither over nor running: the last day is ahead or unknown, and nobody activated it.
    let waiting = || {
        alive().add(
            Condition::any().add(is_not_set("expires_on")).add(
                Condition::all()
                    .add(Expr::col(("licenses", "expires_on")).gte(today))
                    .add(is_not_set("activated_at")),
            ),
        )
    };
    match status {
        LicenseStatus::Terminated => Condition::all().add(is_set("terminated_at")),
        LicenseStatus::Suspended => {
            Condition::all().add(is_not_set("terminated_at")).add(is_set("suspended_at"))
        }
        LicenseStatus::Expired => alive()
            .add(Expr::col(("licenses", "expires_on")).lt(today))
            .add(Expr::col(("licenses", "grace_until")).lt(today)),
        LicenseStatus::InGrace => alive()
            .add(Expr::col(("licenses", "expires_on")).lt(today))
            .add(Expr::col(("licenses", "grace_until")).gte(today)),
        LicenseStatus::Expiring => alive()
            .add(is_set("activated_at"))
            .add(Expr::col(("licenses", "expires_on")).between(today, last_reminded)),
        LicenseStatus::Active => alive()
            .add(is_set("activated_at"))
            .add(Expr::col(("licenses", "expires_on")).gt(last_reminded)),
        LicenseStatus::PendingActivation => waiting().add(is_set("sent_at")),
        LicenseStatus::Created => waiting().add(is_not_set("sent_at")),
    }
}
