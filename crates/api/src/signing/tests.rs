//! Forged license keys, rotation, and files that are not as they should be.

mod lists;
mod rings;

use std::{fs, path::Path, time::Duration};

use chrono::{TimeDelta, TimeZone};
use domain::{
    licenses::{ActivationMode, key::LicenseClaims},
    products::Edition,
};
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

const ISSUER: &str = "https://dsms.example.com";

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn keys() -> SigningKeys {
    SigningKeys::from_keys(&[key(1), key(2)], ISSUER).unwrap()
}

fn claims() -> KeyClaims {
    KeyClaims {
        iss: ISSUER.to_owned(),
        sub: "ENT-202611-386037".to_owned(),
        aud: AUDIENCE.to_owned(),
        iat: now().timestamp(),
        nbf: now().timestamp(),
        exp: (now() + TimeDelta::days(372)).timestamp(),
        jti: "0197d5c1-0000-7000-8000-000000000001".to_owned(),
        lic: LicenseClaims {
            edition: Edition::Enterprise,
            product: "DIFY-ENT".to_owned(),
            customer: "上海云智科技有限公司".to_owned(),
            workspaces: 10,
            users: 0,
            mode: ActivationMode::Offline,
            cluster_id: Some("prod-cluster-01".to_owned()),
            activation_deadline: None,
        },
    }
}

fn signed() -> String {
    keys().sign(&claims()).unwrap().jws.expose_secret().to_owned()
}

fn verify(jws: &str) -> Result<KeyClaims, KeyError> {
    keys().verify(jws, now())
}

/// Signs anything with a key of ours, as if by our own hand.
fn signed_as(header: &Header, claims: &Value, signer: &SigningKey) -> String {
    let der = signer.to_pkcs8_der().unwrap();
    jsonwebtoken::encode(header, claims, &EncodingKey::from_ed_der(der.as_bytes())).unwrap()
}

fn part(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

#[test]
fn a_key_says_what_was_signed_and_is_the_same_every_time() {
    let one = keys().sign(&claims()).unwrap();
    let two = keys().sign(&claims()).unwrap();

    assert_eq!(one.as_bytes(), two.as_bytes());
    assert_eq!(verify(one.jws.expose_secret()), Ok(claims()));
    assert_eq!(one.kid, keys().signing_kid());
    assert_eq!(one.jti, claims().jti);
    assert_eq!(one.fingerprint.len(), 64);
    let header = jsonwebtoken::decode_header(one.jws.expose_secret()).unwrap();
    assert_eq!((header.alg, header.typ.as_deref()), (Algorithm::EdDSA, Some("license+jwt")));
}

#[test]
fn the_id_of_a_key_is_its_thumbprint() {
    // RFC 8037, appendices A.2 and A.3.
    let bytes = URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
    let key = VerifyingKey::from_bytes(&bytes.try_into().unwrap()).unwrap();

    assert_eq!(kid_of(&key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn the_published_set_verifies_and_says_no_secret() {
    let jwks = keys().jwks().to_string();

    assert_eq!(verify_with_jwks(&signed(), &jwks, None, now()), Ok(claims()));
    assert_eq!(verify_with_jwks(&signed(), &jwks, Some(ISSUER), now()), Ok(claims()));
    assert_eq!(verify_with_jwks(&signed(), &jwks, Some("x"), now()), Err(KeyError::Issuer));
    assert_eq!(keys().jwks()["keys"].as_array().unwrap().len(), 2);
    for entry in keys().jwks()["keys"].as_array().unwrap() {
        let names: Vec<&String> = entry.as_object().unwrap().keys().collect();
        assert_eq!(names, ["alg", "crv", "kid", "kty", "use", "x"]);
    }
    let debug = format!("{:?} {:?}", keys(), keys().sign(&claims()).unwrap());
    assert!(!debug.contains(&URL_SAFE_NO_PAD.encode([1; 32])) && !debug.contains(&signed()));
    assert!(!debug.contains("1, 1, 1, 1"), "{debug}");
}

#[test]
fn the_term_is_exact() {
    let at = |seconds| keys().verify(&signed(), DateTime::from_timestamp(seconds, 0).unwrap());
    let end = DateTime::from_timestamp(claims().exp, 0).unwrap();

    assert!(at(claims().nbf).is_ok() && at(claims().exp - 1).is_ok());
    assert_eq!(at(claims().exp), Err(KeyError::Expired(end)));
    assert_eq!(at(claims().nbf - 1), Err(KeyError::NotYetValid(now())));
    assert_eq!(keys().genuine(&signed()), Ok(claims()), "genuine, be it expired or not");
}

#[test]
fn claims_of_others_are_refused_though_signed_by_us() {
    let with = |name: &str, value: Value| {
        let mut edited = serde_json::to_value(claims()).unwrap();
        edited[name] = value;
        verify(&signed_as(&header(keys().signing_kid()), &edited, &key(1))).unwrap_err()
    };

    assert_eq!(with("aud", json!("dsms-api")), KeyError::Audience);
    assert_eq!(with("aud", json!([AUDIENCE])), KeyError::Malformed);
    assert_eq!(with("iss", json!("https://other.example.com")), KeyError::Issuer);
    assert_eq!(with("exp", json!("tomorrow")), KeyError::Malformed);
    assert_eq!(with("exp", json!(i64::MAX)), KeyError::Malformed);
    assert_eq!(with("lic", Value::Null), KeyError::Malformed);
    assert!(matches!(with("exp", json!(0)), KeyError::Expired(_)));
    assert!(matches!(with("nbf", json!(32_503_680_000_i64)), KeyError::NotYetValid(_)));

    let foreign = KeyClaims { iss: "https://other.example.com".to_owned(), ..claims() };
    assert!(matches!(keys().sign(&foreign), Err(SignError::Foreign { .. })));
}

#[test]
fn headers_of_others_are_refused_though_signed_by_us() {
    let good = header(keys().signing_kid());
    let claims = serde_json::to_value(claims()).unwrap();
    let with = |header: &Header| verify(&signed_as(header, &claims, &key(1))).map(|_| ());

    assert_eq!(with(&good), Ok(()));
    for typ in [None, Some("JWT"), Some("at+jwt"), Some("LICENSE+JWT")] {
        let header = Header { typ: typ.map(str::to_owned), ..good.clone() };
        assert_eq!(with(&header), Err(KeyError::Type), "{typ:?}");
    }
    for kid in [None, Some(""), Some("../1"), Some("unknown")] {
        let header = Header { kid: kid.map(str::to_owned), ..good.clone() };
        assert_eq!(with(&header), Err(KeyError::UnknownSigner), "{kid:?}");
    }
    // Known, but not the one that signed.
    assert_eq!(with(&header(&kid_of(&key(2).verifying_key()))), Err(KeyError::Signature));
    let url = Some("https://evil.example.com/jwks.json".to_owned());
    assert_eq!(with(&Header { jku: url, ..good.clone() }), Err(KeyError::Malformed));
    let critical = Header { crit: Some(vec!["exp".to_owned()]), ..good };
    assert_eq!(with(&critical), Err(KeyError::Malformed));
}

#[test]
fn other_algorithms_and_keys_are_refused() {
    let body = serde_json::to_value(claims()).unwrap();
    let kid = keys().signing_kid().to_owned();
    for alg in ["none", "None", "EdDSA", "ES256", "Ed25519", ""] {
        let head = part(&json!({"alg": alg, "typ": KEY_TYPE, "kid": kid}));
        assert!(verify(&format!("{head}.{}.", part(&body))).is_err(), "{alg}");
    }
    // The public key as an HMAC secret, in each shape in which it goes around.
    let public = key(1).verifying_key();
    let x = URL_SAFE_NO_PAD.encode(public.as_bytes());
    for secret in [public.as_bytes().as_slice(), x.as_bytes(), keys().jwks().to_string().as_bytes()]
    {
        let header = Header { alg: Algorithm::HS256, ..header(&kid) };
        let forged =
            jsonwebtoken::encode(&header, &body, &EncodingKey::from_secret(secret)).unwrap();
        assert_eq!(verify(&forged), Err(KeyError::Algorithm));
    }
    let stranger = signed_as(&header(&kid), &body, &key(9));
    assert_eq!(verify(&stranger), Err(KeyError::Signature));
    let honest_stranger = SigningKeys::from_keys(&[key(9)], ISSUER).unwrap();
    let foreign = honest_stranger.sign(&claims()).unwrap();
    assert_eq!(verify(foreign.jws.expose_secret()), Err(KeyError::UnknownSigner));
}

#[test]
fn an_access_token_is_no_license_key_nor_the_other_way_round() {
    use crate::{auth::tokens::Tokens, secret::ServerSecret};
    let secret = ServerSecret::new(&"0123456789abcdef0123456789abcdef".into()).unwrap();
    let tokens = Tokens::new(&secret, ISSUER);
    let nobody = uuid::Uuid::nil();
    let access = tokens.issue(nobody.into(), nobody.into(), now()).unwrap();

    assert_eq!(verify(&access), Err(KeyError::Algorithm));
    assert!(tokens.verify(&signed(), now()).is_err());
}

#[test]
fn edited_cut_and_padded_keys_are_refused() {
    let good = signed();
    let parts: Vec<&str> = good.split('.').collect();
    let mut edited = serde_json::to_value(claims()).unwrap();
    edited["lic"]["workspaces"] = json!(1000);

    assert_eq!(
        verify(&format!("{}.{}.{}", parts[0], part(&edited), parts[2])),
        Err(KeyError::Signature)
    );
    for forged in [
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{good}.{}", parts[2]),
        format!(".{good}"),
        format!("{good}="),
        format!("{good}\n"),
        format!("{good}\0"),
        String::new(),
        "..".to_owned(),
        "中文".to_owned(),
        "a".repeat(1 << 20),
        format!("{}.{}.{}", parts[0], "A".repeat(1 << 20), parts[2]),
    ] {
        assert!(verify(&forged).is_err(), "{forged:.80}");
    }
    for length in 0..good.len() {
        assert!(verify(&good[..length]).is_err(), "{length}");
    }
}

proptest! {
    #[test]
    fn no_changed_character_passes(at in any::<prop::sample::Index>(), letter in any::<char>()) {
        let good = signed();
        let mut chars: Vec<char> = good.chars().collect();
        let at = at.index(chars.len());
        chars[at] = letter;
        let changed: String = chars.into_iter().collect();

        prop_assert_eq!(verify(&changed).is_ok(), changed == good);
    }

    #[test]
    fn no_changed_byte_passes(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let good = signed();
        let mut bytes = good.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;

        let outcome = String::from_utf8(bytes).map(|changed| verify(&changed));
        prop_assert!(!matches!(outcome, Ok(Ok(_))), "{:?}", outcome);
    }
}

#[test]
fn a_set_of_others_keys_is_read_with_care() {
    let read = |json: Value| Verifier::from_jwks(&json.to_string()).map(|_| ());
    let ours = jwk(&key(1).verifying_key());
    let rsa = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "r"});
    let with = |name: &str, value: &str| {
        let mut edited = ours.clone();
        edited[name] = json!(value);
        edited
    };

    assert_eq!(read(json!({"keys": [rsa, ours]})), Ok(()));
    assert_eq!(read(json!({"keys": [rsa]})), Err(JwksError::Empty));
    assert_eq!(read(json!({"keys": [with("use", "enc")]})), Err(JwksError::Empty));
    assert!(matches!(read(json!({"keys": [ours, ours]})), Err(JwksError::Twice(_))));
    // Too short, not on the curve, of small order.
    let small = URL_SAFE_NO_PAD.encode([[1_u8].as_slice(), &[0; 31]].concat());
    for x in ["AAAA", "", &"_".repeat(43), &small] {
        assert!(matches!(read(json!({"keys": [with("x", x)]})), Err(JwksError::Weak(_))), "{x}");
    }
    assert!(matches!(read(json!([])), Err(JwksError::Malformed(_))));
}

fn load(dir: &Path) -> Result<SigningKeys, KeyFileError> {
    SigningKeys::load(dir, ISSUER, None, FileAccess::OwnerOnly)
}

#[test]
fn keys_rotate_by_file_and_the_old_ones_keep_verifying() {
    let dir = TempDir::new().unwrap();
    let keys_dir = dir.path().join("keys");
    let old = SigningKeys::generate(&keys_dir, &mut rand::rng()).unwrap();
    let by_old = load(&keys_dir).unwrap().sign(&claims()).unwrap();
    let new = SigningKeys::generate(&keys_dir, &mut rand::rng()).unwrap();
    let later = fs::metadata(keys_dir.join(format!("{old}.pem"))).unwrap().modified().unwrap()
        + Duration::from_mins(1);
    let file = fs::File::options().append(true).open(keys_dir.join(format!("{new}.pem"))).unwrap();
    file.set_modified(later).unwrap();

    let rotated = load(&keys_dir).unwrap();
    assert_eq!((by_old.kid.as_str(), rotated.signing_kid()), (old.as_str(), new.as_str()));
    assert_eq!(rotated.verify(by_old.jws.expose_secret(), now()), Ok(claims()));

    let named = SigningKeys::load(&keys_dir, ISSUER, Some(&old), FileAccess::OwnerOnly).unwrap();
    assert_eq!(named.signing_kid(), old);
    assert_eq!(named.sign(&claims()).unwrap().as_bytes(), by_old.as_bytes());
    let missing = SigningKeys::load(&keys_dir, ISSUER, Some("x"), FileAccess::OwnerOnly);
    assert!(matches!(missing, Err(KeyFileError::NoSuchKey { .. })));
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_refused_by_name() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().unwrap();
    let kid = SigningKeys::generate(dir.path(), &mut rand::rng()).unwrap();
    let path = dir.path().join(format!("{kid}.pem"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let refused = load(dir.path()).unwrap_err();

    assert!(matches!(refused, KeyFileError::Exposed { mode: 0o640, .. }));
    assert!(refused.to_string().contains(&kid) && refused.to_string().contains("0640"));
    assert!(SigningKeys::load(dir.path(), ISSUER, None, FileAccess::Anybody).is_ok());
}

#[test]
fn development_makes_its_first_key_and_production_does_not() {
    let dir = TempDir::new().unwrap();

    assert!(matches!(SigningKeys::open(dir.path(), ISSUER, true), Err(KeyFileError::Empty { .. })));
    let made = SigningKeys::open(dir.path(), ISSUER, false).unwrap();
    let found = SigningKeys::open(dir.path(), ISSUER, true).unwrap();
    assert_eq!(made.signing_kid(), found.signing_kid());
}

#[test]
fn files_that_are_not_keys_are_told_by_name() {
    let dir = TempDir::new().unwrap();
    assert!(matches!(load(dir.path()), Err(KeyFileError::Empty { .. })));
    assert!(matches!(load(&dir.path().join("none")), Err(KeyFileError::Empty { .. })));

    let kid = SigningKeys::generate(dir.path(), &mut rand::rng()).unwrap();
    let path = dir.path().join(format!("{kid}.pem"));
    let renamed = dir.path().join("signing.pem");
    fs::rename(&path, &renamed).unwrap();
    let refused = load(dir.path()).unwrap_err();
    assert!(matches!(&refused, KeyFileError::Misnamed { kid: found, .. } if *found == kid));

    fs::write(&renamed, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").unwrap();
    let refused = load(dir.path()).unwrap_err();
    assert!(matches!(&refused, KeyFileError::Malformed { .. }), "{refused}");
    assert!(refused.to_string().contains("signing.pem"));
}
