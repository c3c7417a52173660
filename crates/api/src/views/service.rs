//! Saving, changing, sharing and deleting views; only their owner does, and some may share.

use domain::{
    Id,
    access::Permission,
    events::{EventKind, SubjectKind},
    id::SavedViewId,
    problem::{Reason, Refusal},
    views::{
        MOST_VIEWS, SavedList, check,
        wire::{ChangeView, ChooseDefaultView, SaveView, SavedView},
    },
};
use store::{
    StoreError,
    views::{self, OwnView, Viewer},
};

use crate::{
    app::{App, Tx},
    error::{ApiError, ApiResult},
    events::record,
    http::{Caller, IfMatch, Once, Reply},
};

const fn viewer(caller: &Caller) -> Viewer {
    Viewer { user: caller.user, is_staff: !caller.role.is_partner() }
}

/// One's own views of a list and the shared ones.
///
/// # Errors
/// The database is not available.
pub async fn of_list(app: &App, caller: &Caller, list: SavedList) -> ApiResult<Vec<SavedView>> {
    Ok(views::of_list(&app.db.read, viewer(caller), list).await?)
}

/// Whoever may not share keeps their views to themselves.
fn check_sharing(caller: &Caller, shared: bool) -> ApiResult<()> {
    if shared && !caller.powers.may(Permission::ViewsShare) {
        return Err(Refusal::new(Reason::MayNotShare).at("/shared").into());
    }
    Ok(())
}

/// Keeps a new one.
///
/// # Errors
/// Field errors; nothing is kept then.
pub async fn save(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    new: &SaveView,
) -> ApiResult<Reply> {
    let query = check(new.list, &new.name, &new.query, &new.hidden_columns)?;
    check_sharing(caller, new.shared)?;
    app.transact_once(caller.user, once, async |tx| {
        if views::kept(&**tx, caller.user, new.list).await? >= MOST_VIEWS {
            let refusal = Refusal::new(Reason::TooManyEntries).with("max", MOST_VIEWS);
            return Err(refusal.at("/list").into());
        }
        let view = OwnView {
            id: Id::from_uuid(app.id()),
            user: caller.user,
            list: new.list,
            name: new.name.trim().to_owned(),
            query: query.clone(),
            hidden_columns: new.hidden_columns.clone(),
            shared: new.shared,
            created_at: tx.now,
            version: 1,
        };
        views::insert(&**tx, &view, tx.now).await.map_err(taken)?;
        tell(app, tx, EventKind::ViewSaved, caller, &view).await?;
        let kept = views::get(&**tx, viewer(caller), view.id).await?;
        let version = kept.version;
        Ok((201, kept, Some(version)))
    })
    .await
}

/// Two views of a list are told apart by their names.
fn taken(error: StoreError) -> ApiError {
    if error.is_duplicate_of("uq_saved_views_user_id_list_name") {
        Refusal::new(Reason::AlreadyTaken).at("/name").into()
    } else {
        error.into()
    }
}

/// Changes what is named; the rest stays.
///
/// # Errors
/// Field errors, 404 for what is not one's own, 412.
pub async fn change(
    app: &App,
    caller: &Caller,
    id: SavedViewId,
    version: IfMatch,
    change: &ChangeView,
) -> ApiResult<SavedView> {
    app.transact(async |tx| {
        let before = views::lock(&**tx, caller.user, id).await?;
        version.check(before.version)?;
        let ChangeView { name, query, hidden_columns, shared } = change.clone();
        let mut view = OwnView {
            name: name.map_or(before.name, |name| name.trim().to_owned()),
            query: query.unwrap_or(before.query),
            hidden_columns: hidden_columns.unwrap_or(before.hidden_columns),
            shared: shared.unwrap_or(before.shared),
            ..before
        };
        view.query = check(view.list, &view.name, &view.query, &view.hidden_columns)?;
        check_sharing(caller, shared.unwrap_or_default())?;
        views::save(&**tx, &mut view, tx.now).await.map_err(taken)?;
        tell(app, tx, EventKind::ViewChanged, caller, &view).await?;
        Ok(views::get(&**tx, viewer(caller), id).await?)
    })
    .await
}

/// Deletes one's own.
///
/// # Errors
/// 404 for what is not one's own, 412.
pub async fn delete(
    app: &App,
    caller: &Caller,
    id: SavedViewId,
    version: IfMatch,
) -> ApiResult<()> {
    app.transact(async |tx| {
        let view = views::lock(&**tx, caller.user, id).await?;
        version.check(view.version)?;
        views::delete(&**tx, id).await?;
        tell(app, tx, EventKind::ViewDeleted, caller, &view).await
    })
    .await
}

/// Chooses what a list opens with: one's own view, a shared one, or none.
///
/// # Errors
/// A field error where there is no such view of this list.
pub async fn choose_default(
    app: &App,
    caller: &Caller,
    choice: &ChooseDefaultView,
) -> ApiResult<Vec<SavedView>> {
    app.transact(async |tx| {
        if let Some(id) = choice.view {
            let unknown = || ApiError::from(Refusal::new(Reason::UnknownReference).at("/view"));
            let found = views::get(&**tx, viewer(caller), id).await;
            match found {
                Ok(view) if view.list == choice.list => {}
                Ok(_) | Err(StoreError::NotFound) => return Err(unknown()),
                Err(error) => return Err(error.into()),
            }
        }
        views::choose_default(&**tx, caller.user, choice.list, choice.view).await?;
        Ok(views::of_list(&**tx, viewer(caller), choice.list).await?)
    })
    .await
}

/// On the person's own story: views are theirs.
async fn tell(
    app: &App,
    tx: &Tx,
    kind: EventKind,
    caller: &Caller,
    view: &OwnView,
) -> ApiResult<()> {
    let (user, _) = store::users::profile(&**tx, caller.user).await?;
    record(app, tx, kind, SubjectKind::User, user.id.as_uuid(), &user.username)
        .by(caller.user)
        .note(Some(&view.name))
        .append();
    Ok(())
}
