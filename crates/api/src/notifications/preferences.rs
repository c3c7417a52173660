//! Choosing what one is told of.

use domain::{
    events::{EventKind, SubjectKind},
    notifications::{
        preferences::{Preferences, check},
        wire::{ChooseNotifications, NotificationPreferences},
    },
};
use serde_json::json;

use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch},
};

/// One's own, of each kind that can concern one.
///
/// # Errors
/// The database is not available.
pub async fn of(app: &App, caller: &Caller) -> ApiResult<NotificationPreferences> {
    let (preferences, version) =
        store::notifications::preferences_of(&app.db.read, caller.user).await?;
    Ok(NotificationPreferences { preferences: preferences.shown_to(caller.powers), version })
}

/// Chooses anew.
///
/// # Errors
/// Field errors; 412 where somebody chose elsewhere meanwhile.
pub async fn choose(
    app: &App,
    caller: &Caller,
    version: IfMatch,
    choices: &ChooseNotifications,
) -> ApiResult<NotificationPreferences> {
    check(&choices.preferences)?;
    let after = Preferences::chosen(&choices.preferences);
    app.transact(async |tx| {
        let (before, seen) = store::notifications::preferences_of(&**tx, caller.user).await?;
        version.check(seen)?;
        let id = app.id();
        let version =
            store::notifications::choose(&**tx, id, caller.user, &after, seen, tx.now).await?;
        let (user, _) = store::users::profile(&**tx, caller.user).await?;
        let (kind, subject) = (EventKind::NotificationsChosen, user.id.as_uuid());
        record(app, tx, kind, SubjectKind::User, subject, &user.username)
            .by(caller.user)
            .changed(&json!(before), &json!(after))
            .append();
        Ok(NotificationPreferences { preferences: after.shown_to(caller.powers), version })
    })
    .await
}
