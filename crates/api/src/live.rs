//! Tells open streams that somebody's notifications changed.

use domain::id::UserId;
use tokio::sync::broadcast;

/// Changes that a slow listener may miss before it has to look for itself.
const BACKLOG: usize = 256;

/// A loudspeaker inside one process; what other processes did, the worker's poll announces here.
#[derive(Debug, Clone)]
pub struct Live(broadcast::Sender<UserId>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Live {
    /// Says that this user's notifications changed. Nobody listening is fine.
    pub fn announce(&self, user: UserId) {
        let _listeners = self.0.send(user);
    }

    pub fn listen(&self) -> broadcast::Receiver<UserId> {
        self.0.subscribe()
    }
}
