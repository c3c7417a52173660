//! Winning a lead: it is moved to its end, its customer is named, and an order is begun with what is
//! known. The lead has the order and the order says that it came of a lead.

use domain::{
    access::{Permission, Scope},
    customers::wire::{CustomerContact, CustomerContent},
    events::EventKind,
    id::CustomerId,
    leads::{
        LeadAction, StatusKind,
        wire::{ConvertLead, LeadContent, MoveLead},
    },
    orders::{
        OrderSource,
        wire::{ActivationInput, EndUser, LineInput, OrderContent},
    },
    problem::{ProblemCode, Reason, Refusal},
    products::pricing::MAX_SETS,
    validate::{self, Faults},
};
use serde_json::json;
use store::leads::{self, Lead};

use super::{
    lead_event,
    moves::walk,
    service::{Seen, first_of, kind_of, known},
    views,
};
use crate::{
    app::{App, Tx},
    customers::standing::create_within,
    error::{ApiError, ApiResult},
    http::{Caller, Once, Reply},
    orders,
};

/// Wins a lead, where it is not won already, and begins an order.
///
/// # Errors
/// 403 for who may place no orders, or create no customer; 404; 409 where it is lost or disqualified;
/// 412; field errors.
pub async fn convert(
    app: &App,
    caller: &Caller,
    seen: Seen,
    once: Option<&Once>,
    body: &ConvertLead,
) -> ApiResult<Reply> {
    may(caller, Permission::OrdersPlace)?;
    if body.create_customer {
        may(caller, Permission::CustomersManage)?;
    }
    check(body)?;
    app.transact_once(caller.user, once, async |tx| {
        let mut lead = leads::lock(&**tx, seen.sight, seen.id).await?;
        let statuses = leads::statuses(&**tx).await?;
        let from = kind_of(&statuses, lead.status_id)?;
        if from != StatusKind::Won && from.after(LeadAction::Win).is_none() {
            let refusal = Refusal::new(Reason::IllegalLeadMove).with("kind", from);
            return Err(refusal.with("action", LeadAction::Win).into());
        }
        seen.version.check(lead.version)?;
        let before = lead.content.clone();
        lead.content.customer_id = customer(app, tx, caller, &lead, body).await?;
        if from == StatusKind::Won {
            if lead.content != before {
                leads::save(&**tx, &before, &mut lead, tx.now).await?;
            }
        } else {
            let won = first_of(&statuses, StatusKind::Won)?;
            let said = MoveLead { status_id: won.id, lost_reason: None, reason: None };
            walk(app, tx, caller, &mut lead, &statuses, &said).await?;
        }
        let content = order_of(&lead.content, body);
        let order =
            orders::service::draft_from(app, tx, caller, content, OrderSource::Lead).await?;
        leads::link_order(&**tx, lead.id, order.id).await?;
        lead_event(app, tx, EventKind::LeadConverted, &lead)
            .by(caller.user)
            .note(Some(&order.number))
            .changed(
                &json!({ "customer_id": before.customer_id }),
                &json!({ "customer_id": lead.content.customer_id, "order": order.number }),
            )
            .append();
        Ok((201, views::of(app, &**tx, lead.id).await?, Some(lead.version)))
    })
    .await
}

fn may(caller: &Caller, permission: Permission) -> ApiResult<()> {
    if caller.powers.may(permission) {
        return Ok(());
    }
    Err(ApiError::refuse(ProblemCode::NotPermitted, format!("This needs `{permission}`.")))
}

fn check(body: &ConvertLead) -> ApiResult<()> {
    let mut faults = Faults::new();
    faults.check("/sets", validate::range(body.sets, 1, MAX_SETS));
    faults.check("/years", validate::range(body.years, 1, 10));
    if body.create_customer && body.customer_id.is_some() {
        faults.add("/create_customer", Reason::NotForAction);
    }
    Ok(faults.into_result()?)
}

/// The customer that it is: the one that is named, a new one, the one that the lead knew, or one of
/// exactly this name. Otherwise approval makes one.
async fn customer(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    lead: &Lead,
    body: &ConvertLead,
) -> ApiResult<Option<CustomerId>> {
    if let Some(id) = body.customer_id {
        let found = store::customers::name_of(&**tx, Scope::Everything, id).await;
        known("/customer_id", found.map(drop))?;
        return Ok(Some(id));
    }
    if lead.content.customer_id.is_some() {
        return Ok(lead.content.customer_id);
    }
    let name = &lead.content.company;
    if let Some(found) = store::customers::find_by_name(&**tx, name).await? {
        return Ok(Some(found.id));
    }
    if !body.create_customer {
        return Ok(None);
    }
    let content = customer_of(&lead.content);
    content.check()?;
    let made = create_within(app, tx, caller, &content.cleaned(), lead.content.owner_id).await?;
    Ok(Some(made.id))
}

/// The company as a customer.
fn customer_of(lead: &LeadContent) -> CustomerContent {
    let person = lead.contact_name.clone().map(|name| CustomerContact {
        name,
        title: None,
        email: lead.contact_email.clone(),
        phone: lead.contact_phone.clone(),
    });
    CustomerContent {
        name: lead.company.clone(),
        industry: lead.industry,
        region: lead.region,
        contacts: person.into_iter().collect(),
        ..CustomerContent::default()
    }
}

/// The order that is begun; what is still open is said before it is submitted.
fn order_of(lead: &LeadContent, body: &ConvertLead) -> OrderContent {
    let line = LineInput {
        product_id: body.product_id.or(lead.product_id),
        sets: body.sets,
        years: body.years,
        end_user: EndUser {
            customer_id: lead.customer_id,
            name: lead.company.clone(),
            credit_code: None,
            contact_name: lead.contact_name.clone(),
            contact_email: lead.contact_email.clone(),
            contact_phone: lead.contact_phone.clone(),
        },
        activations: vec![ActivationInput::default(); body.sets as usize],
        ..LineInput::default()
    };
    OrderContent {
        partner_id: lead.partner_id,
        remark: Some(lead.title.clone()),
        lines: vec![line],
        ..OrderContent::default()
    }
}
