//! Activation codes: derived, never stored. What the table holds is a keyed hash, so that somebody
//! with a copy of it cannot try codes against it.

use domain::{
    id::LicenseId,
    licenses::code::{self, SECRET_BYTES},
};
use secrecy::SecretString;

use crate::secret::ServerSecret;

/// Derives codes, and what they are found by.
#[derive(Debug, Clone)]
pub struct ActivationCodes(ServerSecret);

impl ActivationCodes {
    pub const fn new(secret: ServerSecret) -> Self {
        Self(secret)
    }

    /// The code of a license. A new generation is a new code; the same one always the same.
    pub fn code(&self, license: LicenseId, generation: u32) -> SecretString {
        code::encode(self.secret(license, generation)).into()
    }

    fn secret(&self, license: LicenseId, generation: u32) -> [u8; SECRET_BYTES] {
        let id = license.as_uuid();
        let mac = self.0.mac("activation code", &[id.as_bytes(), &generation.to_be_bytes()]);
        let mut secret = [0; SECRET_BYTES];
        secret.copy_from_slice(&mac[..SECRET_BYTES]);
        secret
    }

    /// What a license is found by.
    pub fn hash(&self, license: LicenseId, generation: u32) -> [u8; 32] {
        self.hash_of_written(&code::encode(self.secret(license, generation)))
    }

    /// The same for a code as somebody typed it; nothing where it cannot be one.
    pub fn hash_of(&self, typed: &str) -> Option<[u8; 32]> {
        code::parse(typed).map(|written| self.hash_of_written(&written))
    }

    fn hash_of_written(&self, written: &str) -> [u8; 32] {
        self.0.mac("activation code hash", &[written.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use uuid::Uuid;

    use super::*;

    fn codes(secret: &str) -> ActivationCodes {
        ActivationCodes::new(ServerSecret::new(&secret.into()).unwrap())
    }

    fn license(number: u128) -> LicenseId {
        LicenseId::from_uuid(Uuid::from_u128(number))
    }

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_code_follows_from_secret_license_and_generation() {
        let code = |secret, number, generation| {
            codes(secret).code(license(number), generation).expose_secret().to_owned()
        };

        let first = code(SECRET, 1, 1);
        assert_eq!(first, code(SECRET, 1, 1));
        assert_eq!(code::parse(&first).as_ref(), Some(&first));
        for other in
            [code(SECRET, 1, 2), code(SECRET, 2, 1), code("0123456789abcdef0123456789abcdeF", 1, 1)]
        {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn a_typed_code_is_found_by_the_stored_hash() {
        let codes = codes(SECRET);
        let written = codes.code(license(1), 3).expose_secret().to_owned();

        let typed = written.to_lowercase().replace('-', " ");
        assert_eq!(codes.hash_of(&typed), Some(codes.hash(license(1), 3)));
        assert_eq!(codes.hash_of("DIFY-00000-00000-00000-00001"), None);
        assert_ne!(codes.hash(license(1), 3), codes.hash(license(1), 4));
    }
}
