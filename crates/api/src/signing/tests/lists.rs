//! Forged and outdated revocation lists, and what a random text is taken for.

use domain::keys::{RevocationReason, RevokedKey};

use super::*;

fn list() -> RevocationClaims {
    let revoked = |jti: &str, reason| RevokedKey {
        jti: jti.to_owned(),
        reason,
        since: now().timestamp() - 60,
    };
    RevocationClaims::at(
        now().timestamp(),
        ISSUER,
        vec![
            revoked("0197d5c1-0000-7000-8000-000000000001", RevocationReason::Transferred),
            revoked("0197d5c1-0000-7000-8000-000000000002", RevocationReason::Superseded),
        ],
    )
}

fn signed_list() -> String {
    keys().sign_revocations(&list()).unwrap()
}

fn read(jws: &str) -> Result<RevocationClaims, ListError> {
    revocations_with_jwks(jws, &keys().jwks().to_string(), Some(ISSUER), now())
}

#[test]
fn a_list_says_what_was_signed_and_only_as_a_list() {
    assert_eq!(read(&signed_list()), Ok(list()));
    assert_eq!(signed_list(), signed_list(), "the same on every server");
    let header = jsonwebtoken::decode_header(signed_list()).unwrap();
    assert_eq!(header.typ.as_deref(), Some("license-revocations+jwt"));
    assert_eq!(verify(&signed_list()), Err(KeyError::Type), "a list is no license key");
    assert_eq!(read(&signed()), Err(ListError::NotAList), "nor the other way round");
    let foreign = RevocationClaims { iss: "https://other.example.com".to_owned(), ..list() };
    assert!(matches!(keys().sign_revocations(&foreign), Err(SignError::Foreign { .. })));
}

#[test]
fn a_list_counts_for_a_day_and_comes_from_the_issuer() {
    let at = |instant| {
        revocations_with_jwks(&signed_list(), &keys().jwks().to_string(), Some(ISSUER), instant)
    };
    let (made, until) = (DateTime::from_timestamp(list().iat, 0).unwrap(), list().exp);
    let until = DateTime::from_timestamp(until, 0).unwrap();

    assert!(at(until - TimeDelta::seconds(1)).is_ok());
    assert_eq!(at(until), Err(ListError::Expired(until)));
    assert!(at(made - TimeDelta::minutes(5)).is_ok());
    assert_eq!(at(made - TimeDelta::minutes(6)), Err(ListError::FromTheFuture(made)));
    let jwks = keys().jwks().to_string();
    let other = revocations_with_jwks(&signed_list(), &jwks, Some("x"), now());
    assert_eq!(other, Err(ListError::Issuer));
}

#[test]
fn a_list_of_others_is_refused() {
    let body = serde_json::to_value(list()).unwrap();
    let good = header_as(REVOCATIONS_TYPE, keys().signing_kid());
    assert_eq!(read(&signed_as(&good, &body, &key(1))), Ok(list()));
    assert_eq!(read(&signed_as(&good, &body, &key(9))), Err(ListError::Signature));
    let unknown = Header { kid: Some("unknown".to_owned()), ..good.clone() };
    assert_eq!(read(&signed_as(&unknown, &body, &key(1))), Err(ListError::UnknownSigner));
    for typ in [None, Some("JWT"), Some(KEY_TYPE)] {
        let header = Header { typ: typ.map(str::to_owned), ..good.clone() };
        assert_eq!(read(&signed_as(&header, &body, &key(1))), Err(ListError::NotAList), "{typ:?}");
    }
    // With one entry taken out, under the old signature.
    let jws = signed_list();
    let parts: Vec<&str> = jws.split('.').collect();
    let mut shorter = body;
    shorter["revoked"].as_array_mut().unwrap().pop();
    let forged = format!("{}.{}.{}", parts[0], part(&shorter), parts[2]);
    assert_eq!(read(&forged), Err(ListError::Signature));
    for broken in ["", "..", "中文", "a.b.c"] {
        assert_eq!(read(broken), Err(ListError::NotAList), "{broken}");
    }
}

proptest! {
    #[test]
    fn no_changed_character_of_a_list_passes(
        at in any::<prop::sample::Index>(),
        letter in any::<char>(),
    ) {
        let good = signed_list();
        let mut chars: Vec<char> = good.chars().collect();
        let at = at.index(chars.len());
        chars[at] = letter;
        let changed: String = chars.into_iter().collect();

        prop_assert_eq!(read(&changed).is_ok(), changed == good);
    }

    #[test]
    fn any_text_is_refused_in_peace(text in any::<String>(), joined in "[A-Za-z0-9_-]{0,80}(\\.[A-Za-z0-9_-]{0,80}){0,4}") {
        for text in [text, joined] {
            prop_assert!(verify(&text).is_err());
            prop_assert!(keys().recognize(&text).is_err());
            prop_assert!(read(&text).is_err());
        }
    }
}
