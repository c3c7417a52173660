//! Forged access tokens: every way in that is known, shut.

use chrono::{TimeDelta, TimeZone};
use proptest::prelude::*;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

fn secret() -> ServerSecret {
    ServerSecret::new(&"a secret of the tests, and long enough".into()).unwrap()
}

fn tokens() -> Tokens {
    Tokens::new(&secret(), "https://dsms.example")
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap()
}

fn user() -> UserId {
    UserId::from_uuid(Uuid::from_u128(7))
}

fn session() -> SessionId {
    SessionId::from_uuid(Uuid::from_u128(8))
}

fn token() -> String {
    tokens().issue(user(), session(), now()).unwrap()
}

fn claims() -> Value {
    let at = now().timestamp();
    json!({
        "iss": "https://dsms.example", "aud": ACCESS_AUDIENCE, "sub": Uuid::from_u128(7),
        "sid": Uuid::from_u128(8), "iat": at, "nbf": at, "exp": at + ACCESS_SECONDS,
    })
}

/// Signs whatever it is given with the right key.
fn signed(header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &tokens().encoding).unwrap()
}

fn header() -> Header {
    Header { typ: Some(ACCESS_TYPE.to_owned()), ..Header::new(Algorithm::HS256) }
}

fn part(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

#[test]
fn a_good_token_says_who_and_until_when() {
    let access = tokens().verify(&token(), now() + TimeDelta::seconds(899)).unwrap();

    assert_eq!((access.user, access.session), (user(), session()));
    assert_eq!(access.expires_at, now() + TimeDelta::seconds(ACCESS_SECONDS));
    assert!(token().len() < MAX_TOKEN_BYTES / 2);
}

#[test]
fn the_end_is_exact_and_the_start_forgives_a_clock() {
    let at = |seconds| tokens().verify(&token(), now() + TimeDelta::seconds(seconds)).map(|_| ());

    assert_eq!(at(ACCESS_SECONDS), Err(TokenError::Expired));
    assert_eq!(at(-CLOCK_SKEW_SECONDS), Ok(()));
    assert_eq!(at(-CLOCK_SKEW_SECONDS - 1), Err(TokenError::NotYetValid));
}

#[test]
fn claims_and_types_of_others_are_refused() {
    assert!(tokens().verify(&signed(&header(), &claims()), now()).is_ok());
    let with = |name: &str, value: Value| {
        let mut edited = claims();
        edited[name] = value;
        tokens().verify(&signed(&header(), &edited), now()).unwrap_err()
    };

    assert_eq!(with("iss", json!("https://other.example")), TokenError::Issuer);
    assert_eq!(with("aud", json!("dify-enterprise")), TokenError::Audience);
    assert_eq!(with("aud", json!([ACCESS_AUDIENCE])), TokenError::Malformed);
    assert_eq!(with("exp", json!("never")), TokenError::Malformed);
    assert_eq!(with("exp", json!(i64::MIN)), TokenError::Expired);
    assert_eq!(with("exp", json!(i64::MAX)), TokenError::Malformed);
    assert_eq!(with("nbf", json!(i64::MAX)), TokenError::NotYetValid);
    assert_eq!(with("sub", json!("admin")), TokenError::Malformed);
    assert_eq!(with("sid", Value::Null), TokenError::Malformed);

    for typ in [None, Some("JWT"), Some("license+jwt"), Some("AT+JWT"), Some("")] {
        let header = Header { typ: typ.map(str::to_owned), ..Header::new(Algorithm::HS256) };
        let refused = tokens().verify(&signed(&header, &claims()), now());
        assert_eq!(refused, Err(TokenError::Type), "{typ:?}");
    }
}

#[test]
fn other_algorithms_and_keys_are_refused() {
    let unsigned = |alg: &str| {
        format!("{}.{}.", part(&json!({"alg": alg, "typ": ACCESS_TYPE})), part(&claims()))
    };
    for alg in ["none", "None", "NONE", "HS256", "RS256", ""] {
        assert!(tokens().verify(&unsigned(alg), now()).is_err(), "{alg}");
    }
    for alg in [Algorithm::HS384, Algorithm::HS512] {
        let header = Header { typ: Some(ACCESS_TYPE.to_owned()), ..Header::new(alg) };
        let refused = tokens().verify(&signed(&header, &claims()), now());
        assert_eq!(refused, Err(TokenError::Algorithm));
    }
    let stranger = ServerSecret::new(&"another secret, just as long as the first".into()).unwrap();
    let foreign = Tokens::new(&stranger, "https://dsms.example").issue(user(), session(), now());
    assert_eq!(tokens().verify(&foreign.unwrap(), now()), Err(TokenError::Signature));
    // The secret itself is not the key: one purpose, one key.
    let raw = EncodingKey::from_secret(b"a secret of the tests, and long enough");
    let forged = jsonwebtoken::encode(&header(), &claims(), &raw).unwrap();
    assert_eq!(tokens().verify(&forged, now()), Err(TokenError::Signature));
}

#[test]
fn edited_cut_and_padded_tokens_are_refused() {
    let token = token();
    let parts: Vec<&str> = token.split('.').collect();
    let mut edited = claims();
    edited["sub"] = json!(Uuid::from_u128(1));

    for forged in [
        format!("{}.{}.{}", parts[0], part(&edited), parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{token}.{}", parts[2]),
        format!(".{token}"),
        format!("{token}="),
        format!("{token} "),
        format!("Bearer {token}"),
        format!("{token}\0"),
        String::new(),
        "..".to_owned(),
        "a".repeat(1 << 20),
        format!("{}.{}.{}", parts[0], "A".repeat(1 << 20), parts[2]),
    ] {
        assert!(tokens().verify(&forged, now()).is_err(), "{forged:.80}");
    }
    for length in 0..token.len() {
        assert!(tokens().verify(&token[..length], now()).is_err(), "{length}");
    }
}

proptest! {
    #[test]
    fn no_changed_character_passes(at in 0_usize..1000, letter in any::<char>()) {
        let good = token();
        let mut chars: Vec<char> = good.chars().collect();
        let at = at % chars.len();
        chars[at] = letter;
        let changed: String = chars.into_iter().collect();

        prop_assert_eq!(tokens().verify(&changed, now()).is_ok(), changed == good);
    }
}

#[test]
fn a_refresh_token_is_found_by_its_hash_alone() {
    let mut rng = rand::rng();
    let token = RefreshToken::draw(&mut rng);
    let text = token.text.expose_secret().to_owned();

    assert_eq!(RefreshToken::hash_of(&text), Some(token.hash));
    assert_ne!(RefreshToken::draw(&mut rng).hash, token.hash);
    assert!(!format!("{token:?}").contains(&text));
    for bad in
        ["", &text[1..], &format!("{text}A"), &text.replace(&text[..1], "*"), &"A".repeat(9999)]
    {
        assert_eq!(RefreshToken::hash_of(bad), None, "{bad:.60}");
    }
}
