//! Making two customers one, and two again.

pub mod http;

use std::collections::HashMap;

use domain::{
    Id,
    access::Scope,
    customers::{
        MAX_CONTACTS,
        duplicates::LONGEST_REASON,
        merge::{Fields, MergeField, suggested},
        wire::{
            CustomerView, MergeChoice, MergeCustomers, MergePreview, MergeSide, MergeView,
            UndoPreview,
        },
    },
    events::{EventKind, SubjectKind, changes},
    id::{CustomerId, CustomerMergeId, UserId},
    problem::{FieldError, Problem, ProblemCode, Reason, Refusal},
    text::cleaned,
    validate::{self, Faults},
};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value};
use store::{
    change_requests,
    customers::{
        self,
        merges::{self, NewMerge, Undoing},
    },
    users,
};

use super::{change::today, standing::customer_event};
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    http::{Caller, IfMatch, Once, Reply},
};

/// Fields as people are told of them: an owner by name.
fn told(fields: &Fields, of: &[MergeField], names: &HashMap<UserId, String>) -> Value {
    let tell = |field: &MergeField| {
        let text = match field {
            MergeField::Owner => fields.owner.and_then(|owner| names.get(&owner).cloned()),
            _ => fields.told(*field),
        };
        (field.as_str().to_owned(), text.map_or(Value::Null, Value::String))
    };
    Value::Object(of.iter().map(tell).collect::<Map<_, _>>())
}

async fn owners(
    db: &impl ConnectionTrait,
    both: [&Fields; 2],
) -> ApiResult<HashMap<UserId, String>> {
    let owners: Vec<UserId> = both.iter().filter_map(|fields| fields.owner).collect();
    Ok(users::names(db, &owners).await?)
}

fn side(customer: &CustomerView) -> MergeSide {
    MergeSide {
        id: customer.id,
        name: customer.name.clone(),
        licenses: customer.licenses,
        created_at: customer.created_at,
        version: customer.version,
    }
}

/// Whether two customers may be made one as they stand.
///
/// # Errors
/// Either is archived or part of another one; a change of the loser waits for approval, which would
/// have nothing to change any more; together they have too many people.
async fn may_merge(
    db: &impl ConnectionTrait,
    winner: &CustomerView,
    loser: &CustomerView,
    too_many_contacts: bool,
) -> ApiResult<Result<(), Refusal>> {
    if let Err(refusal) = winner.in_use().and_then(|()| loser.in_use()) {
        return Ok(Err(refusal));
    }
    if let Some(number) = change_requests::open_on(db, loser.id.as_uuid()).await? {
        return Ok(Err(Refusal::new(Reason::ChangeOpen).with("number", number)));
    }
    if too_many_contacts {
        return Ok(Err(Refusal::new(Reason::TooManyContacts).with("max", MAX_CONTACTS)));
    }
    Ok(Ok(()))
}

fn not_itself(winner: CustomerId, loser: CustomerId, pointer: &str) -> ApiResult<()> {
    if winner == loser {
        return Err(Refusal::new(Reason::MergeWithItself).at(pointer).into());
    }
    Ok(())
}

/// What merging two customers would do.
///
/// # Errors
/// 404; one and the same.
pub async fn preview(
    app: &App,
    scope: Scope,
    winner: CustomerId,
    loser: CustomerId,
) -> ApiResult<MergePreview> {
    not_itself(winner, loser, "/with")?;
    let (db, today) = (&app.db.read, app.clock.today());
    let one = customers::get(db, scope, winner, today).await?;
    let other = customers::get(db, scope, loser, today).await?;
    let found = merges::preview(db, winner, loser).await?;
    let names = owners(db, [&found.winner, &found.loser]).await?;
    let gaps = suggested(&found.winner, &found.loser);
    let differing = found.winner.differing(&found.loser);
    let (has, has_other) =
        (told(&found.winner, &differing, &names), told(&found.loser, &differing, &names));
    let text = |of: &Value, field: &MergeField| of[field.as_str()].as_str().map(str::to_owned);
    let fields = differing.iter().map(|field| MergeChoice {
        field: *field,
        winner: text(&has, field),
        loser: text(&has_other, field),
        suggested: gaps.contains(field),
    });
    let allowed = may_merge(db, &one, &other, found.too_many_contacts).await?;
    Ok(MergePreview {
        winner: side(&one),
        loser: side(&other),
        fields: fields.collect(),
        moves: found.moves,
        same_contacts: found.same_contacts,
        blocked: allowed.err().map(|refusal| refusal.at("")),
    })
}

/// Makes the loser part of the winner.
///
/// # Errors
/// 404; 409 where either is out of use or a change of the loser waits; 412 where either was changed;
/// field errors.
pub async fn merge(
    app: &App,
    caller: &Caller,
    scope: Scope,
    winner: CustomerId,
    version: IfMatch,
    once: Option<&Once>,
    body: &MergeCustomers,
) -> ApiResult<Reply> {
    let mut faults = Faults::new();
    faults.check("/reason", validate::optional_text(body.reason.as_deref(), LONGEST_REASON));
    faults.into_result()?;
    not_itself(winner, body.loser_id, "/loser_id")?;
    let reason = body.reason.as_deref().map(cleaned).filter(|reason| !reason.is_empty());
    app.transact_once(caller.user, once, async |tx| {
        merges::lock(&**tx, winner, body.loser_id).await?;
        let one = customers::get(&**tx, scope, winner, today(tx)).await?;
        let other = customers::get(&**tx, scope, body.loser_id, today(tx)).await?;
        let found = merges::preview(&**tx, winner, body.loser_id).await?;
        may_merge(&**tx, &one, &other, found.too_many_contacts).await??;
        version.check(one.version)?;
        if other.version != body.loser_version {
            return Err(ApiError::refuse(ProblemCode::VersionMismatch, ""));
        }
        let new = NewMerge {
            id: Id::from_uuid(app.id()),
            winner,
            winner_version: one.version,
            loser: other.id,
            loser_version: other.version,
            take: body.take.clone(),
            reason: reason.clone(),
            by: caller.user,
        };
        let done = merges::merge(&**tx, &new, tx.now).await?;
        let names = owners(&**tx, [&done.before, &done.after]).await?;
        let differing = done.before.differing(&done.after);
        let note = match &reason {
            Some(reason) => format!("{} · {reason}", other.name),
            None => other.name.clone(),
        };
        customer_event(app, tx, EventKind::CustomerMerged, winner, &done.after.name)
            .by(caller.user)
            .note(Some(&note))
            .changed(
                &told(&done.before, &differing, &names),
                &told(&done.after, &differing, &names),
            )
            .also_on(SubjectKind::Customer, other.id.as_uuid())
            .append();
        let view = merges::get(&**tx, new.id).await?;
        let version = view.version;
        Ok((201, view, Some(version)))
    })
    .await
}

/// Why a merge cannot be undone, with the fields that stand in the way.
fn refusal(undoing: &Undoing) -> Option<(Refusal, Vec<FieldError>)> {
    let refusal = undoing.facts.may_undo().err()?;
    let changed = undoing.facts.changed.iter().map(|field| field.as_str());
    let people = undoing.facts.contacts_changed.then_some("contacts");
    let at = |field| refusal.clone().at(format!("/{field}"));
    let errors = changed.chain(people).map(at).collect();
    Some((refusal, errors))
}

/// A merge, with what undoing it would do.
///
/// # Errors
/// 404.
pub async fn undo_preview(app: &App, id: CustomerMergeId) -> ApiResult<UndoPreview> {
    let db = &app.db.read;
    let merge = merges::get(db, id).await?;
    let undoing = merges::undoing(db, id).await?;
    let names = owners(db, [&undoing.now, &undoing.restored]).await?;
    let differing = undoing.now.differing(&undoing.restored);
    let blocked = refusal(&undoing).map(|(refusal, _)| refusal.at(""));
    Ok(UndoPreview {
        merge,
        fields: changes(
            &told(&undoing.now, &differing, &names),
            &told(&undoing.restored, &differing, &names),
        ),
        returns: undoing.returns,
        stays: undoing.stays,
        changed: undoing.facts.changed,
        blocked,
    })
}

/// Undoes a merge.
///
/// # Errors
/// 404; 409 where it was undone, where a later merge stands in the way, or where what it changed was
/// changed again; 412.
pub async fn undo(
    app: &App,
    caller: &Caller,
    id: CustomerMergeId,
    version: IfMatch,
) -> ApiResult<MergeView> {
    app.transact(async |tx| {
        let merge = merges::get(&**tx, id).await?;
        merges::lock(&**tx, merge.winner_id, merge.loser_id).await?;
        let undoing = merges::undoing(&**tx, id).await?;
        if let Some((refusal, errors)) = refusal(&undoing) {
            return Err(Problem { errors, ..Problem::from(refusal) }.into());
        }
        version.check(undoing.version)?;
        let (was, is) = merges::undo(&**tx, id, undoing.version, caller.user, tx.now).await?;
        let names = owners(&**tx, [&was, &is]).await?;
        let differing = was.differing(&is);
        customer_event(app, tx, EventKind::CustomerUnmerged, merge.winner_id, &is.name)
            .by(caller.user)
            .note(Some(&merge.loser_name))
            .changed(&told(&was, &differing, &names), &told(&is, &differing, &names))
            .also_on(SubjectKind::Customer, merge.loser_id.as_uuid())
            .append();
        Ok(merges::get(&**tx, id).await?)
    })
    .await
}
