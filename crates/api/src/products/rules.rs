//! Keeping discount rules.

use domain::{
    Id,
    events::{EventKind, SubjectKind},
    id::PriceRuleId,
    products::{
        price_list::{may_change, may_end},
        pricing::PriceRule,
        rules::{check_end, check_rule, clash},
        wire::{RuleContent, RuleList, RuleView, SetEnd},
    },
};
use serde_json::{Value, json};
use store::products;

use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch, Once, Reply},
};

/// Every rule, whenever it holds.
pub async fn list(app: &App) -> ApiResult<RuleList> {
    let rules = products::all_rules(&app.db.read).await?;
    Ok(RuleList { rules, today: app.clock.today() })
}

/// Keeps a new rule, from today on at the earliest.
///
/// # Errors
/// Field errors; another rule of the same condition that holds on one of its days.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &RuleContent,
) -> ApiResult<Reply> {
    app.transact_once(caller.user, once, async |tx| {
        check_rule(content, domain::dates::business_day(tx.now))?;
        let rules = products::lock_rules(&**tx).await?;
        let new = content.rule(Id::from_uuid(app.id()));
        refuse_clash(&new, &rules, "/valid_from")?;
        let row = products::NewRule {
            id: new.id,
            kind: new.kind,
            at_least: new.at_least,
            level: new.level,
            discount: new.discount,
            valid_from: new.valid_from,
            valid_until: new.valid_until,
            example: false,
        };
        products::insert_rule(&**tx, &row, tx.now).await?;
        told(app, tx, caller, EventKind::PriceRuleCreated, &new, &Value::Null, &json!(content));
        let made = RuleView { rule: new, version: 1, example: false };
        Ok((201, made, Some(1)))
    })
    .await
}

/// Changes a rule that does not hold yet, as a whole.
///
/// # Errors
/// 404; 409 where it holds or has held; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    id: PriceRuleId,
    version: IfMatch,
    content: &RuleContent,
) -> ApiResult<RuleView> {
    app.transact(async |tx| {
        let today = domain::dates::business_day(tx.now);
        check_rule(content, today)?;
        let (before, rules) = lock_one(tx, id).await?;
        may_change(before.rule.validity(), today)?;
        version.check(before.version)?;
        let after = content.rule(id);
        refuse_clash(&after, &rules, "/valid_from")?;
        products::change_rule(&**tx, &before, content, false, tx.now).await?;
        let (was, is) = (json!(RuleContent::from(&before.rule)), json!(content));
        told(app, tx, caller, EventKind::PriceRuleChanged, &after, &was, &is);
        Ok(RuleView { rule: after, version: before.version + 1, example: false })
    })
    .await
}

/// Ends a rule on a day, or lets it go on until further notice.
///
/// # Errors
/// 404; 409 where it is over; 412; a field error.
pub async fn end(
    app: &App,
    caller: &Caller,
    id: PriceRuleId,
    version: IfMatch,
    end: &SetEnd,
) -> ApiResult<RuleView> {
    app.transact(async |tx| {
        let today = domain::dates::business_day(tx.now);
        let (before, rules) = lock_one(tx, id).await?;
        may_end(before.rule.validity(), today)?;
        version.check(before.version)?;
        check_end(&before.rule, end.valid_until, today)
            .map_err(|refusal| refusal.at("/valid_until"))?;
        let after = PriceRule { valid_until: end.valid_until, ..before.rule.clone() };
        refuse_clash(&after, &rules, "/valid_until")?;
        let content = RuleContent::from(&after);
        products::change_rule(&**tx, &before, &content, before.example, tx.now).await?;
        let (was, is) = (json!(RuleContent::from(&before.rule)), json!(content));
        told(app, tx, caller, EventKind::PriceRuleEnded, &after, &was, &is);
        Ok(RuleView { rule: after, version: before.version + 1, example: before.example })
    })
    .await
}

/// Removes a rule that does not hold yet.
///
/// # Errors
/// 404; 409 where it holds or has held; 412.
pub async fn remove(
    app: &App,
    caller: &Caller,
    id: PriceRuleId,
    version: IfMatch,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let (before, _) = lock_one(tx, id).await?;
        may_change(before.rule.validity(), domain::dates::business_day(tx.now))?;
        version.check(before.version)?;
        products::remove_rule(&**tx, id).await?;
        let was = json!(RuleContent::from(&before.rule));
        told(app, tx, caller, EventKind::PriceRuleRemoved, &before.rule, &was, &Value::Null);
        Ok(())
    })
    .await
}

/// A rule, and all of them, locked.
async fn lock_one(tx: &Tx, id: PriceRuleId) -> ApiResult<(RuleView, Vec<RuleView>)> {
    let rules = products::lock_rules(&**tx).await?;
    let found = rules.iter().find(|view| view.rule.id == id).cloned();
    found.map(|found| (found, rules)).ok_or_else(ApiError::not_found)
}

fn refuse_clash(rule: &PriceRule, rules: &[RuleView], pointer: &str) -> ApiResult<()> {
    let others = rules.iter().map(|view| &view.rule);
    Ok(clash(rule, others, Some(rule.id)).map_err(|refusal| refusal.at(pointer))?)
}

fn told(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    kind: EventKind,
    rule: &PriceRule,
    was: &Value,
    is: &Value,
) {
    let label = rule.name(domain::Lang::Zh);
    record(app, tx, kind, SubjectKind::PriceRule, rule.id.as_uuid(), &label)
        .by(caller.user)
        .changed(was, is)
        .append();
}
