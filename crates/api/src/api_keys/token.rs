//! What a program presents: `dsms_` and 256 bits. The text goes out once, the hash into the database.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::api_keys::PREFIX;
use rand::CryptoRng;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

const SECRET_BYTES: usize = 32;
/// Characters of the secret that are kept to recognise a key by: 24 of its 256 bits.
const SHOWN: usize = 4;

/// A key that was just drawn.
#[derive(Debug)]
pub struct ApiToken {
    pub text: SecretString,
    pub hash: [u8; 32],
    /// How it begins.
    pub start: String,
}

impl ApiToken {
    pub fn draw(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut bytes = [0; SECRET_BYTES];
        rng.fill_bytes(&mut bytes);
        let text = SecretString::from(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)));
        let start = text.expose_secret().chars().take(PREFIX.len() + SHOWN).collect();
        let hash = Sha256::digest(text.expose_secret()).into();
        Self { text, hash, start }
    }

    /// What a key that somebody presents is found by; nothing where it cannot be one.
    pub fn hash_of(presented: &str) -> Option<[u8; 32]> {
        let secret = presented.strip_prefix(PREFIX)?;
        // 43 characters carry 32 bytes.
        (secret.len() == 43).then(|| Sha256::digest(presented).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_hash_and_recognised_by_its_start() {
        let token = ApiToken::draw(&mut rand::rng());
        let text = token.text.expose_secret();

        assert_eq!(ApiToken::hash_of(text), Some(token.hash));
        assert!(text.starts_with(&token.start) && token.start.len() == 9);
        assert_ne!(ApiToken::draw(&mut rand::rng()).hash, token.hash);
        assert!(!format!("{token:?}").contains(text));
        for bad in ["", "dsms_", &text[1..], &text[..47], &format!("{text}A"), &"A".repeat(48)] {
            assert_eq!(ApiToken::hash_of(bad), None, "{bad}");
        }
    }
}
