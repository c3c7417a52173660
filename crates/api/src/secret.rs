//! The server's one secret, and the keys drawn from it: one per purpose, so that what is made for
//! one (a token) can never stand for another (an activation code).

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use sha2::Sha256;

/// Fewest bytes: as many as the HMAC that is made with it puts out (RFC 7518 §3.2).
pub const MIN_BYTES: usize = 32;

/// Kept by the server alone, the same on every node. `Debug` never shows it.
#[derive(Debug, Clone)]
pub struct ServerSecret(SecretSlice<u8>);

/// Somebody could guess it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server secret has {0} bytes; at least {MIN_BYTES} are needed")]
pub struct TooShort(pub usize);

impl ServerSecret {
    pub fn new(text: &SecretString) -> Result<Self, TooShort> {
        let bytes = text.expose_secret().as_bytes();
        if bytes.len() < MIN_BYTES {
            return Err(TooShort(bytes.len()));
        }
        Ok(Self(bytes.to_vec().into()))
    }

    /// HMAC-SHA256 over a purpose and parts. Lengths are mixed in: `["ab", "c"]` is not
    /// `["a", "bc"]`.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()) else {
            unreachable!("HMAC takes keys of any length")
        };
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> ServerSecret {
        ServerSecret::new(&"0123456789abcdef0123456789abcdef".into()).unwrap()
    }

    #[test]
    fn purposes_and_parts_do_not_run_into_each_other() {
        let all = [
            secret().mac("a", &[b"bc"]),
            secret().mac("ab", &[b"c"]),
            secret().mac("a", &[b"b", b"c"]),
            secret().mac("a", &[b"bc", b""]),
        ];

        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one));
        }
        assert_eq!(secret().mac("a", &[b"b"]), secret().mac("a", &[b"b"]));
    }

    #[test]
    fn a_short_secret_is_refused_and_a_good_one_never_printed() {
        assert_eq!(ServerSecret::new(&"secret".into()).unwrap_err(), TooShort(6));
        assert!(!format!("{:?}", secret()).contains("0123"));
    }
}
