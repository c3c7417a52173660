//! The secrets that we sign with: drawn from the server's own, never stored.

use domain::id::WebhookId;

use crate::secret::ServerSecret;

/// Draws the secret of each webhook.
#[derive(Debug, Clone)]
pub struct WebhookKeys(ServerSecret);

impl WebhookKeys {
    pub const fn new(secret: ServerSecret) -> Self {
        Self(secret)
    }

    /// The secret of a webhook. A new generation is a new one; the same one always the same.
    pub fn key(&self, webhook: WebhookId, generation: u32) -> [u8; 32] {
        let id = webhook.as_uuid();
        self.0.mac("webhook", &[id.as_bytes(), &generation.to_be_bytes()])
    }
}
