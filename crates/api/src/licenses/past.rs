//! A license as it was on a day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    dates::{business_day, end_of},
    events::{EventKind, SubjectKind},
    licenses::{
        Bought, Days, Image, Place, Turn, activation_deadline, as_of,
        wire::{ActivationChangeView, LicenseAsOf, OwnerName},
    },
    orders::LineKind,
    problem::{Reason, Refusal},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{
    activation_changes, events,
    licenses::{self, License},
    products,
    segments::{self, Segment},
    users,
};

use crate::{app::App, error::ApiResult};

type Turns = Vec<(DateTime<Utc>, Turn)>;

/// The kinds of events that change a license without an order.
const BY_HAND: [EventKind; 5] = [
    EventKind::LicenseSuspended,
    EventKind::LicenseResumed,
    EventKind::LicenseTerminated,
    EventKind::LicenseExtended,
    EventKind::LicenseAssigned,
];

/// The license as it was at the end of a business day.
///
/// # Errors
/// 404; a field error at `/on` for a day before it was issued, or after today.
pub async fn view(
    app: &App,
    scope: Scope,
    id_or_number: &str,
    on: NaiveDate,
) -> ApiResult<LicenseAsOf> {
    let db = &app.db.read;
    let license = licenses::find(db, scope, id_or_number).await?;
    let (issued_on, today) = (business_day(license.created_at), app.clock.today());
    if !(issued_on..=today).contains(&on) {
        return Err(Refusal::new(Reason::NotThatDay).with("from", issued_on).at("/on").into());
    }
    let mut turns = of_term(&license);
    for (segment, reversed_at) in segments::past(db, license.id).await? {
        turns.extend(of_segment(&license, &segment, reversed_at));
    }
    let moves = activation_changes::of_license(db, scope, license.id).await?;
    turns.extend(moves.into_iter().rev().map(moved));
    let subject = (SubjectKind::License, license.id.as_uuid());
    for (at, kind, data) in events::noted(db, subject, &BY_HAND).await? {
        turns.extend(by_hand(kind, &data).map(|turn| (at, turn)));
    }
    turns.sort_by_key(|(at, _)| *at);
    let was = as_of(present(&license), &turns, end_of(on));

    let product = products::find_many(db, &[was.bought.product_id]).await?.pop();
    let named =
        |name: fn(&products::Product) -> &str| product.as_ref().map(name).unwrap_or_default();
    let names = match was.owner {
        Some(id) => users::names(db, &[id]).await?,
        None => std::collections::HashMap::default(),
    };
    Ok(LicenseAsOf {
        on,
        status: was.facts(license.grace_days).status(on),
        product_name_zh: named(|product| &product.name_zh).to_owned(),
        product_name_en: named(|product| &product.name_en).to_owned(),
        workspaces: was.bought.workspaces,
        users: was.bought.users,
        starts_on: was.starts_on,
        expires_on: was.bought.expires_on,
        activation_mode: was.place.mode,
        cluster_id: was.place.cluster_id,
        owner: was
            .owner
            .map(|id| OwnerName { id, name: names.get(&id).cloned().unwrap_or_default() }),
    })
}

fn present(license: &License) -> Image {
    Image {
        bought: Bought {
            product_id: license.product_id,
            workspaces: license.workspaces,
            users: license.users,
            expires_on: license.expires_on,
        },
        place: Place { mode: license.activation_mode, cluster_id: license.cluster_id.clone() },
        starts_on: license.starts_on,
        owner: license.owner_id,
        sent: license.sent_at.is_some(),
        activated: license.activated_at.is_some(),
        suspended: license.suspended_at.is_some(),
        terminated: license.terminated_at.is_some(),
    }
}

/// Delivery and activation, which make the first term.
fn of_term(license: &License) -> Turns {
    let days = |sent_on, activated_on| {
        let term = license.first_term(sent_on, activated_on);
        Days { starts_on: Some(term.starts_on), expires_on: Some(term.expires_on) }
    };
    let (sent_at, activated_at) = (license.sent_at, license.activated_at);
    // One with a code that was handed over otherwise may be activated before its mail arrives.
    let is_sent_first = sent_at.is_some_and(|sent| activated_at.is_none_or(|at| sent <= at));
    let sent = sent_at.map(|at| {
        let after = days(business_day(at), None);
        (at, Turn::Sent { days: is_sent_first.then_some((Days::default(), after)) })
    });
    let activated = activated_at.map(|at| {
        let on = license.activated_on.unwrap_or_else(|| business_day(at));
        let sent_on = sent_at.filter(|_| is_sent_first).map(business_day);
        let moves = sent_on.is_none_or(|sent_on| on <= activation_deadline(sent_on));
        let before = sent_on.map(|sent_on| days(sent_on, None)).unwrap_or_default();
        let after = days(sent_on.unwrap_or(on), Some(on));
        let days = moves.then_some((before, after));
        (at, Turn::Activated { days, cluster_id: license.cluster_id.clone() })
    });
    sent.into_iter().chain(activated).collect()
}

/// What an order changed, and that it was taken back.
fn of_segment(license: &License, segment: &Segment, reversed_at: Option<DateTime<Utc>>) -> Turns {
    if segment.kind == LineKind::New {
        return Turns::new();
    }
    let old_product = segment.old_product_id.unwrap_or(license.product_id);
    // A pack is no product that the license is of.
    let is_upgrade = segment.kind == LineKind::Upgrade;
    let new_product = if is_upgrade { segment.product_id } else { old_product };
    let before = Bought {
        product_id: old_product,
        workspaces: segment.old_workspaces,
        users: segment.old_users,
        expires_on: segment.old_expires_on,
    };
    let after = Bought {
        product_id: new_product,
        workspaces: segment.new_workspaces,
        users: segment.new_users,
        expires_on: segment.new_expires_on,
    };
    let back = Turn::Bought { before: after.clone(), after: before.clone() };
    let there = (segment.created_at, Turn::Bought { before, after });
    std::iter::once(there).chain(reversed_at.map(|at| (at, back))).collect()
}

fn moved(change: ActivationChangeView) -> (DateTime<Utc>, Turn) {
    let before = Place { mode: change.from_mode, cluster_id: change.from_cluster_id };
    let after = Place { mode: change.to_mode, cluster_id: change.to_cluster_id };
    (change.at, Turn::Moved { before, after })
}

/// What somebody did by hand, as the event noted it.
fn by_hand(kind: EventKind, data: &Value) -> Option<Turn> {
    fn noted<T: DeserializeOwned>(data: &Value, side: &str, field: &str) -> Option<T> {
        serde_json::from_value(data[side][field].clone()).ok()
    }
    Some(match kind {
        EventKind::LicenseSuspended => Turn::Suspended,
        EventKind::LicenseResumed => Turn::Resumed,
        EventKind::LicenseTerminated => Turn::Terminated,
        EventKind::LicenseExtended => Turn::Extended {
            before: noted(data, "before", "expires_on"),
            after: noted(data, "after", "expires_on"),
        },
        EventKind::LicenseAssigned => Turn::Assigned {
            before: noted(data, "before", "owner_id"),
            after: noted(data, "after", "owner_id"),
        },
        _ => return None,
    })
}
