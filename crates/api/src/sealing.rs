//! What must be read again and not by whoever has a copy of the database: sealed with
//! XChaCha20-Poly1305 under a key of the server's secret, and bound to what it belongs to.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};

use crate::secret::ServerSecret;

/// Long enough to be drawn by chance without ever meeting itself.
const NONCE_BYTES: usize = 24;

/// What was to be opened was not sealed here, or not for this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is sealed cannot be opened")]
pub struct Broken;

/// Seals and opens.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    secret: ServerSecret,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    /// With a key of its own, drawn from the secret.
    pub fn new(secret: &ServerSecret) -> Self {
        let cipher = XChaCha20Poly1305::new(&secret.mac("sealing", &[]).into());
        Self { cipher, secret: secret.clone() }
    }

    /// What a short secret is kept as where it is only compared: with ours mixed in, nobody who has
    /// a copy of the database can try all of them.
    pub fn fingerprint(&self, parts: &[&[u8]]) -> String {
        STANDARD_NO_PAD.encode(self.secret.mac("fingerprint", parts))
    }

    /// The seal on the end of the audit log's chain: takes the secret, so that nobody who has the
    /// database alone can move it.
    pub fn chain_head(&self, seq: i64, hash: &[u8; 32]) -> [u8; 32] {
        self.secret.mac("chain-head", &[&seq.to_be_bytes(), hash])
    }

    /// Seals `plain`; it opens for the same `owner` only.
    ///
    /// # Errors
    /// Only for what is longer than memory.
    pub fn seal(&self, owner: &[u8], plain: &[u8]) -> Result<String, Broken> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let payload = Payload { msg: plain, aad: owner };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Broken)?;
        Ok(STANDARD_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// What was sealed for this owner.
    ///
    /// # Errors
    /// Another owner, another secret, or somebody changed it.
    pub fn open(&self, owner: &[u8], sealed: &str) -> Result<Vec<u8>, Broken> {
        let bytes = STANDARD_NO_PAD.decode(sealed).map_err(|_| Broken)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(Broken)?;
        let payload = Payload { msg: sealed, aad: owner };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(secret: &str) -> Sealer {
        Sealer::new(&ServerSecret::new(&secret.into()).unwrap())
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_under_the_same_secret_only() {
        let (ours, theirs) = (
            sealer("0123456789abcdef0123456789abcdef"),
            sealer("0123456789abcdef0123456789abcdeF"),
        );
        let sealed = ours.seal(b"zhang", b"a secret").unwrap();

        assert_eq!(ours.open(b"zhang", &sealed).unwrap(), b"a secret");
        assert_ne!(ours.seal(b"zhang", b"a secret").unwrap(), sealed, "drawn anew each time");
        assert!(!sealed.contains("secret"));
        assert_eq!(ours.open(b"li", &sealed), Err(Broken));
        assert_eq!(theirs.open(b"zhang", &sealed), Err(Broken));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(ours.open(b"zhang", &changed).is_err() || changed == sealed, "{at}");
        }
        assert_eq!(ours.open(b"zhang", ""), Err(Broken));
    }
}
