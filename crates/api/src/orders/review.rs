//! What an approver needs beside the order: standing, duplicates, and what will be issued.

use domain::{
    access::Scope,
    customers::{
        duplicates::DuplicateReason,
        wire::{PossibleCustomer, SimilarQuery},
    },
    dates::business_day,
    id::OrderId,
    licenses::{ActivationMode, term_of},
    orders::{
        LineKind,
        wire::{EndUserReview, ReviewView, WillChange, WillIssue},
    },
    partners::Credit,
};
use store::{customers, orders};

use super::approval::recipient;
use crate::{app::App, error::ApiResult, licenses::change::has_moved};

/// Puts the review together. It decides nothing.
///
/// # Errors
/// 404 when out of reach.
pub async fn review(app: &App, scope: Scope, id: OrderId) -> ApiResult<ReviewView> {
    let db = &app.db.read;
    let today = business_day(app.clock.now());
    let order = orders::find(db, scope, id).await?;
    let partner = match order.partner_id {
        Some(id) => Some(store::partners::get(db, Scope::Everything, id).await?),
        None => None,
    };
    let (partner_orders, partner_gross) = match order.partner_id {
        Some(id) => orders::partner_totals(db, id, order.id).await?,
        None => Default::default(),
    };
    let credit = match &partner {
        Some(partner) => Some(Credit {
            limit: partner.credit_limit,
            open: store::purchases::open_of_partner(db, partner.id, order.currency).await?,
            order: order.totals.gross,
        }),
        None => None,
    };
    let holds = crate::receivables::holds_of(db, &order, today).await?;
    let named: Vec<_> = order.lines.iter().filter_map(|line| line.input.product_id).collect();
    let products = store::products::find_many(db, &named).await?;
    let mut end_users = Vec::new();
    let mut will_issue = Vec::new();
    let mut will_change = Vec::new();
    let changing: Vec<_> =
        order.lines.iter().flat_map(|line| line.input.licenses.iter().copied()).collect();
    let licenses = store::licenses::get_many(db, Scope::Everything, &changing).await?;
    let heads = store::segments::heads(db, &changing).await?;
    for line in &order.lines {
        let end_user = &line.input.end_user;
        let asked = SimilarQuery {
            name: end_user.name.clone(),
            credit_code: end_user.credit_code.clone(),
            email: end_user.contact_email.clone(),
            phone: end_user.contact_phone.clone(),
        };
        let found = customers::possible_duplicates(db, &asked).await?;
        let is_match = |known: &PossibleCustomer| match end_user.customer_id {
            Some(id) => known.customer_id == id,
            None => is_same(known),
        };
        let matched = found.iter().find(|known| is_match(known)).cloned();
        end_users.push(EndUserReview {
            line: line.line,
            name: end_user.name.clone(),
            possible: found
                .into_iter()
                .filter(|known| matched.as_ref().is_none_or(|m| m.customer_id != known.customer_id))
                .collect(),
            matched,
        });
        let recipient = recipient(&order, line, partner.as_ref().map(|p| p.contact_email.as_str()))
            .unwrap_or_default();
        for part in line.price.iter().flat_map(|price| &price.parts) {
            let license = licenses.iter().find(|license| license.id == part.license_id);
            will_change.push(WillChange {
                line: line.line,
                kind: line.input.kind,
                has_moved: license.is_none_or(|license| {
                    let head = heads.get(&license.id).copied().unwrap_or_default();
                    has_moved(license, head, part, today)
                }),
                part: part.clone(),
                recipient: recipient.clone(),
            });
        }
        if line.input.kind != LineKind::New {
            continue;
        }
        let product = products.iter().find(|product| Some(product.id) == line.input.product_id);
        let count = |mode| {
            let sets = line.input.activations.iter().filter(|set| set.mode == mode).count();
            u32::try_from(sets).unwrap_or_default()
        };
        will_issue.push(WillIssue {
            line: line.line,
            edition: product.and_then(|product| product.edition).unwrap_or_default(),
            end_user: end_user.name.clone(),
            years: line.input.years,
            online: count(ActivationMode::Online),
            offline: count(ActivationMode::Offline),
            recipient,
            expires_on_latest: term_of(today, None, line.input.years)
                .until(line.input.ends_on)
                .expires_on,
        });
    }
    Ok(ReviewView {
        partner,
        partner_orders,
        partner_gross,
        credit,
        holds,
        end_users,
        will_issue,
        will_change,
    })
}

/// What approval would take for the end user by itself.
fn is_same(known: &PossibleCustomer) -> bool {
    known
        .reasons
        .iter()
        .any(|reason| matches!(reason, DuplicateReason::SameName | DuplicateReason::SameCreditCode))
}
