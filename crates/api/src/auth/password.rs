//! Passwords as argon2id hashes. Hashing costs 19 MiB and a core by design, so only so many run at
//! once: a flood of sign-ins waits, and then is turned away, instead of eating the machine.

use std::{sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{self, phc::PasswordHash},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization;

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Default for Cost {
    /// OWASP's least for argon2id: 19 MiB, two passes, one lane.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// What came of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// `outdated`: hashed with other parameters than today's; hash it anew while it is at hand.
    Right {
        outdated: bool,
    },
    Wrong,
}

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Every permit is taken and stayed so: answer 503 with `Retry-After`.
    #[error("too many passwords are being checked")]
    Busy,
    #[error("password hashing failed: {0}")]
    Failed(String),
}

impl From<password_hash::Error> for PasswordError {
    fn from(error: password_hash::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Hashes and verifies, a few at a time.
#[derive(Debug, Clone)]
pub struct Hasher {
    argon2: Argon2<'static>,
    permits: Arc<Semaphore>,
    patience: Duration,
    /// A hash that nobody knows the password of, as dear as a real one.
    decoy: Arc<str>,
}

impl Hasher {
    /// As many at once as half of the cores; a caller waits for its turn for so long.
    ///
    /// # Errors
    /// Costs that argon2 does not know.
    pub fn new(cost: Cost, patience: Duration) -> Result<Self, PasswordError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_permits(cost, (cores / 2).max(1), patience)
    }

    /// # Errors
    /// Costs that argon2 does not know.
    pub fn with_permits(
        cost: Cost,
        at_once: usize,
        patience: Duration,
    ) -> Result<Self, PasswordError> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .map_err(|error| PasswordError::Failed(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = argon2.hash_password(b"a password of nobody")?.to_string().into();
        Ok(Self { argon2, permits: Arc::new(Semaphore::new(at_once)), patience, decoy })
    }

    /// The hash of a new password, to be stored.
    pub async fn hash(&self, password: SecretString) -> Result<String, PasswordError> {
        let argon2 = self.argon2.clone();
        self.run(move || {
            Ok(argon2.hash_password(prepared(&password).expose_secret().as_bytes())?.to_string())
        })
        .await
    }

    /// Whether a password is the one that was hashed. Pass `None` for a user that does not exist:
    /// it takes as long, so that nobody learns by the clock who has an account.
    pub async fn verify(
        &self,
        password: SecretString,
        stored: Option<&str>,
    ) -> Result<Verdict, PasswordError> {
        let argon2 = self.argon2.clone();
        let exists = stored.is_some();
        let hash: Arc<str> = stored.map_or_else(|| self.decoy.clone(), Arc::from);
        self.run(move || {
            let hash = PasswordHash::new(&hash).map_err(password_hash::Error::from)?;
            let same =
                argon2.verify_password(prepared(&password).expose_secret().as_bytes(), &hash);
            match same {
                Ok(()) if exists => Ok(Verdict::Right { outdated: outdated(&argon2, &hash) }),
                Ok(()) | Err(password_hash::Error::PasswordInvalid) => Ok(Verdict::Wrong),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    /// Whether a stored hash was made with other parameters than today's.
    pub fn needs_rehash(&self, stored: &str) -> bool {
        PasswordHash::new(stored).map_or(true, |hash| outdated(&self.argon2, &hash))
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permit: OwnedSemaphorePermit =
            tokio::time::timeout(self.patience, self.permits.clone().acquire_owned())
                .await
                .map_err(|_| PasswordError::Busy)?
                .map_err(|_| PasswordError::Busy)?;
        tokio::task::spawn_blocking(move || {
            // Goes with the work, not with the caller: one that hangs up frees no core.
            let _permit = permit;
            work()
        })
        .await
        .map_err(|error| PasswordError::Failed(error.to_string()))?
    }
}

/// One keyboard writes é as one character, another as two (RFC 8265 §4.2.2).
fn prepared(password: &SecretString) -> SecretString {
    password.expose_secret().nfc().collect::<String>().into()
}

fn outdated(argon2: &Argon2<'_>, hash: &PasswordHash) -> bool {
    let today = argon2.params();
    let same = |params: Params| {
        (params.m_cost(), params.t_cost(), params.p_cost())
            == (today.m_cost(), today.t_cost(), today.p_cost())
    };
    hash.algorithm != Algorithm::Argon2id.ident()
        || hash.version != Some(Version::V0x13.into())
        || !Params::try_from(hash).is_ok_and(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    fn hasher() -> Hasher {
        Hasher::with_permits(CHEAP, 2, Duration::from_secs(5)).unwrap()
    }

    #[tokio::test]
    async fn the_right_password_passes_and_no_other() {
        let hasher = hasher();
        let hash = hasher.hash("七月的风与八月的雨".into()).await.unwrap();

        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        let verdict = hasher.verify("七月的风与八月的雨".into(), Some(&hash)).await.unwrap();
        assert_eq!(verdict, Verdict::Right { outdated: false });
        for wrong in ["七月的风与八月的", "", "七月的风与八月的雨 "] {
            let verdict = hasher.verify(wrong.into(), Some(&hash)).await.unwrap();
            assert_eq!(verdict, Verdict::Wrong, "{wrong}");
        }
        assert_ne!(hasher.hash("七月的风与八月的雨".into()).await.unwrap(), hash, "salted");
    }

    #[tokio::test]
    async fn nobody_is_hashed_for_too_and_has_no_password() {
        let hasher = hasher();

        for guess in ["a password of nobody", "x"] {
            assert_eq!(hasher.verify(guess.into(), None).await.unwrap(), Verdict::Wrong);
        }
    }

    #[tokio::test]
    async fn letters_written_in_two_ways_are_the_same() {
        let hasher = hasher();
        let hash = hasher.hash("caf\u{e9}-am-see".into()).await.unwrap();

        let verdict = hasher.verify("cafe\u{301}-am-see".into(), Some(&hash)).await.unwrap();
        assert_ne!(verdict, Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_yesterday_is_good_but_outdated() {
        let hash = hasher().hash("long enough".into()).await.unwrap();
        let today =
            Hasher::with_permits(Cost { passes: 2, ..CHEAP }, 1, Duration::from_secs(5)).unwrap();

        let verdict = today.verify("long enough".into(), Some(&hash)).await.unwrap();
        assert_eq!(verdict, Verdict::Right { outdated: true });
        assert!(today.needs_rehash(&hash) && !hasher().needs_rehash(&hash));
        assert!(today.needs_rehash("no hash at all"));
    }

    #[tokio::test]
    async fn a_broken_hash_is_a_fault_not_a_wrong_password() {
        let outcome = hasher().verify("x".into(), Some("md5:abc")).await;

        assert!(matches!(outcome, Err(PasswordError::Failed(_))), "{outcome:?}");
    }

    #[tokio::test]
    async fn a_flood_is_turned_away() {
        let hasher = Hasher::with_permits(CHEAP, 1, Duration::from_millis(20)).unwrap();
        let _taken = hasher.permits.clone().acquire_owned().await.unwrap();

        let outcome = hasher.verify("x".into(), None).await;
        assert!(matches!(outcome, Err(PasswordError::Busy)), "{outcome:?}");
    }

    #[test]
    fn the_least_that_owasp_asks_for_is_the_default() {
        let cost = Cost::default();
        assert_eq!((cost.memory_kib, cost.passes, cost.lanes), (19_456, 2, 1));
    }
}
