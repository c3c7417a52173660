//! The live stream of one's unread notifications.

use std::{convert::Infallible, time::Duration};

use actix_web::{
    HttpResponse,
    web::{Bytes, Data},
};
use domain::{id::UserId, notifications::wire::Unread};
use futures_util::stream;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::{app::App, error::ApiResult, http::Caller};

/// How long a stream is silent at most; each time it also looks whether the session still holds.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How many are unread.
pub async fn unread(app: &App, user: UserId) -> ApiResult<Unread> {
    Ok(Unread { unread: store::notifications::unread(&app.db.read, user).await? })
}

/// Opens the stream; it ends with the session, the server or the connection.
pub fn open(app: Data<App>, caller: Caller) -> HttpResponse {
    let changes = app.live.listen();
    let start = Listener { app, caller, changes, is_first: true };
    let messages = stream::unfold(start, Listener::next);
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        // Compression would hold messages back.
        .insert_header(("Content-Encoding", "identity"))
        .streaming(messages)
}

struct Listener {
    app: Data<App>,
    caller: Caller,
    changes: Receiver<UserId>,
    is_first: bool,
}

impl Listener {
    /// Waits for the next thing to say.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        let changed = std::mem::take(&mut self.is_first) || self.wait().await;
        if self.app.is_stopping() || !self.is_still_signed_in().await {
            return None;
        }
        let message = if changed {
            let unread = unread(&self.app, self.caller.user).await.ok()?;
            format!("data: {}\n\n", serde_json::to_string(&unread).ok()?)
        } else {
            ": still here\n\n".to_owned()
        };
        Some((Ok(Bytes::from(message)), self))
    }

    /// Whether something changed for this user before the next heartbeat.
    async fn wait(&mut self) -> bool {
        let user = self.caller.user;
        let change = async {
            loop {
                match self.changes.recv().await {
                    Ok(changed) if changed == user => return,
                    // What was missed may have been ours.
                    Err(RecvError::Lagged(_)) => return,
                    Ok(_) => {}
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        tokio::time::timeout(HEARTBEAT, change).await.is_ok()
    }

    async fn is_still_signed_in(&self) -> bool {
        let now = self.app.clock.now();
        matches!(
            store::sessions::caller(&self.app.db.read, self.caller.session, now).await,
            Ok(Some(caller)) if caller.may_enter()
        )
    }
}
