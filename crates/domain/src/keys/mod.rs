//! What a license key is worth: whether it is good, and if not, since when and why. The server's
//! answer to "is this key genuine", and the signed list that tells those who are offline.

pub mod wire;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The `typ` of the header of the revocation list.
pub const REVOCATIONS_TYPE: &str = "license-revocations+jwt";

/// A list is made anew this often, and at once when a key is revoked. Servers that share their keys
/// and their database say the same, byte for byte.
const SLOT_SECONDS: i64 = 15 * 60;

/// How long a list may be trusted. Short: who holds back newer ones does not get far.
const LIFETIME_SECONDS: i64 = 24 * 60 * 60;

crate::enums::wire_enum! {
    /// Why a key is on the revocation list.
    pub enum RevocationReason {
        /// A newer key of the same license for the same cluster took its place. Whoever holds it is
        /// who should: an installation asks for the newer one, and does not stop.
        Superseded = "superseded": "已被新密钥取代", "Superseded";
        /// The license belongs to another cluster now.
        Transferred = "transferred": "许可证已转移", "Transferred";
        /// What it was signed for was taken back: a renewal or an upgrade that was canceled.
        Withdrawn = "withdrawn": "变更已撤销", "Withdrawn";
        /// The license is suspended; leaves the list when that is lifted.
        Suspended = "suspended": "许可证已暂停", "Suspended";
        /// The license is over for good.
        #[default]
        Terminated = "terminated": "许可证已终止", "Terminated";
    }
}

impl RevocationReason {
    /// Whether a key that is on the list for this reason must not be used any more.
    pub const fn ends_use(self) -> bool {
        !matches!(self, Self::Superseded)
    }
}

crate::enums::wire_enum! {
    /// What a genuine key is worth now.
    pub enum KeyStatus {
        #[default]
        Valid = "valid": "有效", "Valid";
        NotYetValid = "not_yet_valid": "尚未生效", "Not valid yet";
        Superseded = "superseded": "已被新密钥取代", "Superseded";
        Expired = "expired": "已过期", "Expired";
        Revoked = "revoked": "已吊销", "Revoked";
        Suspended = "suspended": "许可证已暂停", "License suspended";
        Terminated = "terminated": "许可证已终止", "License terminated";
    }
}

/// What was noted of a key and of its license.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyFacts {
    /// Why and when the key itself was revoked.
    pub revoked: Option<(RevocationReason, DateTime<Utc>)>,
    /// When the license was suspended, while it is.
    pub suspended_at: Option<DateTime<Utc>>,
    pub terminated_at: Option<DateTime<Utc>>,
}

impl KeyFacts {
    /// Why it belongs on the revocation list, and since when. What follows from the license counts for
    /// all of its keys: one that was superseded ends with it too.
    pub fn revocation(&self) -> Option<(RevocationReason, DateTime<Utc>)> {
        let ended = self.revoked.filter(|(reason, _)| reason.ends_use());
        self.terminated_at
            .map(|at| (RevocationReason::Terminated, at))
            .or(ended)
            .or_else(|| self.suspended_at.map(|at| (RevocationReason::Suspended, at)))
            .or(self.revoked)
    }

    /// What the key is worth at an instant, when its claims are good from `from` and no longer at
    /// `until`.
    pub fn status(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> KeyStatus {
        match self.revocation().map(|(reason, _)| reason) {
            Some(RevocationReason::Terminated) => KeyStatus::Terminated,
            Some(RevocationReason::Transferred | RevocationReason::Withdrawn) => KeyStatus::Revoked,
            Some(RevocationReason::Suspended) => KeyStatus::Suspended,
            _ if now >= until => KeyStatus::Expired,
            Some(RevocationReason::Superseded) => KeyStatus::Superseded,
            None if now < from => KeyStatus::NotYetValid,
            None => KeyStatus::Valid,
        }
    }
}

/// The claims of the signed revocation list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationClaims {
    /// Who issued it: the issuer of the keys.
    pub iss: String,
    /// Seconds since 1970.
    pub iat: i64,
    /// From here on a newer list is needed.
    pub exp: i64,
    /// Every key that is not to be used, or to be replaced, and whose own `exp` is still ahead.
    pub revoked: Vec<RevokedKey>,
}

/// A key on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedKey {
    /// The claim `jti` of the key.
    pub jti: String,
    pub reason: RevocationReason,
    /// Seconds since 1970.
    pub since: i64,
}

impl RevocationClaims {
    /// The list as it is at `now`, in seconds since 1970; the keys come in any order.
    pub fn at(now: i64, iss: &str, mut revoked: Vec<RevokedKey>) -> Self {
        revoked.sort_unstable_by(|a, b| (a.since, &a.jti).cmp(&(b.since, &b.jti)));
        let newest = revoked.last().map_or(i64::MIN, |key| key.since.min(now));
        let iat = (now - now.rem_euclid(SLOT_SECONDS)).max(newest);
        Self { iss: iss.to_owned(), iat, exp: iat + LIFETIME_SECONDS, revoked }
    }

    /// What the list says of a key.
    pub fn find(&self, jti: &str) -> Option<&RevokedKey> {
        self.revoked.iter().find(|key| key.jti == jti)
    }
}

/// A name of which a finder learns nothing that they do not know: its first character, and how long
/// it is.
///
/// ```
/// assert_eq!(domain::keys::masked("招商银行"), "招***");
/// ```
pub fn masked(name: &str) -> String {
    name.chars().enumerate().map(|(at, c)| if at == 0 { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn revoked(reason: RevocationReason) -> KeyFacts {
        KeyFacts { revoked: Some((reason, at(10))), ..KeyFacts::default() }
    }

    fn status(facts: KeyFacts, now: i64) -> KeyStatus {
        facts.status(at(5), at(100), at(now))
    }

    #[test]
    fn a_key_is_good_within_its_claims() {
        let facts = KeyFacts::default();

        assert_eq!(facts.revocation(), None);
        assert_eq!(status(facts, 4), KeyStatus::NotYetValid);
        assert_eq!(status(facts, 5), KeyStatus::Valid);
        assert_eq!(status(facts, 99), KeyStatus::Valid);
        assert_eq!(status(facts, 100), KeyStatus::Expired);
    }

    #[test]
    fn a_superseded_key_is_no_stolen_one() {
        let facts = revoked(RevocationReason::Superseded);

        assert_eq!(status(facts, 50), KeyStatus::Superseded);
        assert_eq!(status(facts, 100), KeyStatus::Expired);
        assert_eq!(facts.revocation(), Some((RevocationReason::Superseded, at(10))));
        assert!(!RevocationReason::Superseded.ends_use());
    }

    #[test]
    fn what_ends_a_license_ends_each_of_its_keys() {
        let facts = revoked(RevocationReason::Superseded);
        let suspended = KeyFacts { suspended_at: Some(at(20)), ..facts };
        let terminated = KeyFacts { terminated_at: Some(at(30)), ..suspended };

        assert_eq!(suspended.revocation(), Some((RevocationReason::Suspended, at(20))));
        assert_eq!(status(suspended, 50), KeyStatus::Suspended);
        assert_eq!(terminated.revocation(), Some((RevocationReason::Terminated, at(30))));
        assert_eq!(status(terminated, 500), KeyStatus::Terminated);
    }

    #[test]
    fn a_transferred_key_stays_revoked_when_the_license_is_suspended_and_resumed() {
        let facts = revoked(RevocationReason::Transferred);
        let suspended = KeyFacts { suspended_at: Some(at(20)), ..facts };

        assert_eq!(status(facts, 50), KeyStatus::Revoked);
        assert_eq!(suspended.revocation(), facts.revocation());
    }

    #[test]
    fn a_list_is_the_same_for_a_while_and_new_when_a_key_is_revoked() {
        let key = |jti: &str, since| RevokedKey {
            jti: jti.to_owned(),
            reason: RevocationReason::Transferred,
            since,
        };
        let now = 900 * 1000 + 30;
        let list = |now, keys: &[RevokedKey]| RevocationClaims::at(now, "iss", keys.to_vec());
        let (old, new) = (key("b", 5), key("a", now - 10));

        let one = list(now, &[new.clone(), old.clone()]);
        assert_eq!(one, list(now + 60, &[old.clone(), new.clone()]), "in any order");
        assert_eq!((one.iat, one.exp - one.iat), (now - 10, 86_400));
        assert_eq!(list(now, std::slice::from_ref(&old)).iat, 900 * 1000);
        assert_eq!(list(now, &[]).iat, 900 * 1000);
        assert_eq!(list(now, &[key("x", now + 99)]).iat, now, "never from the future");
        assert_eq!(one.find("a"), Some(&new));
        assert_eq!(one.find("c"), None);
    }

    #[test]
    fn a_masked_name_says_little() {
        assert_eq!(masked("Acme Ltd."), "A********");
        assert_eq!(masked("招"), "招");
        assert_eq!(masked(""), "");
    }
}
