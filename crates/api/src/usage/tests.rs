//! Real signatures: what an installation signed is read, and what anybody touched is not.

use chrono::NaiveDate;
use domain::{
    dates::start_of,
    usage::chain::{ClosingClaims, Expected, Flaw, Line, UsageClaims, verify},
};

use super::jws::{Reader, Signer, claimed, digest, public_key};

const LICENSE: &str = "ENT-202611-386037";
const CLUSTER: &str = "prod-cluster-01";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn file(signer: &Signer) -> Vec<String> {
    let mut lines = Vec::new();
    let mut prev = String::new();
    for seq in 1..=4 {
        let claims = UsageClaims {
            sub: LICENSE.to_owned(),
            cluster_id: CLUSTER.to_owned(),
            seq,
            prev: prev.clone(),
            day: day(),
            iat: start_of(day()).timestamp() + i64::try_from(seq).unwrap() * 60,
            workspaces: 3,
            users: 40,
            version: Some("1.9.0".to_owned()),
        };
        let line = signer.report(&claims).unwrap();
        prev = digest(&line);
        lines.push(line);
    }
    let closing = ClosingClaims {
        sub: LICENSE.to_owned(),
        cluster_id: CLUSTER.to_owned(),
        seq: 4,
        last: prev,
        iat: start_of(day()).timestamp(),
    };
    lines.push(signer.closing(&closing).unwrap());
    lines
}

fn found(reader: &Reader, lines: &[String]) -> Vec<(Flaw, u32)> {
    let lines: Vec<Line> = lines.iter().map(|line| reader.read(line)).collect();
    let expected = Expected {
        license: LICENSE,
        cluster_id: CLUSTER,
        known: None,
        is_closed: true,
        now: start_of(day()).timestamp() + 7_000,
    };
    verify(&lines, &expected).findings.iter().map(|one| (one.flaw, one.line)).collect()
}

#[test]
fn every_character_of_a_file_counts() {
    let signer = Signer::new(&[7; 32]).unwrap();
    let key = public_key(signer.public()).unwrap();
    let reader = Reader::new(signer.kid(), key.as_bytes());
    let whole = file(&signer);
    assert_eq!(found(&reader, &whole), []);

    for at in 0..whole.len() {
        // Each of them where it is deep, else each seventh.
        let step = if option_env!("DSMS_DEPTH").is_some() { 1 } else { 7 };
        for byte in (at % step..whole[at].len()).step_by(step) {
            let mut bytes = whole[at].clone().into_bytes();
            bytes[byte] = if bytes[byte] == b'A' { b'B' } else { b'A' };
            let mut edited = whole.clone();
            edited[at] = String::from_utf8(bytes).unwrap();
            let line = u32::try_from(at).unwrap() + 1;
            assert!(found(&reader, &edited).contains(&(Flaw::Changed, line)), "{at}, {byte}");
        }
    }
}

#[test]
fn what_another_key_signed_is_broken_whatever_it_says_of_itself() {
    let (own, other) = (Signer::new(&[7; 32]).unwrap(), Signer::new(&[8; 32]).unwrap());
    let key = public_key(own.public()).unwrap();
    let reader = Reader::new(own.kid(), key.as_bytes());
    let pretending = Reader::new(other.kid(), key.as_bytes());

    for line in file(&other) {
        assert_eq!(reader.read(&line), Line::Broken);
        assert_eq!(pretending.read(&line), Line::Broken);
    }
    let lines = file(&own);
    let says = claimed(lines.iter().map(String::as_str)).unwrap();
    assert_eq!((says.kid.as_str(), says.license_number.as_str()), (own.kid(), LICENSE));
    assert_eq!(claimed(["", "a.b.c", "{}"]), None);
    // A license key of ours, or any other token, is no report.
    let (head, _) = lines[0].split_once('.').unwrap();
    assert_eq!(reader.read(head), Line::Broken);
}

#[test]
fn a_point_that_signs_anything_is_no_key() {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let small = URL_SAFE_NO_PAD.encode([[1_u8].as_slice(), &[0; 31]].concat());
    for bad in ["", "AAAA", &small, &"_".repeat(43)] {
        assert!(public_key(bad).is_none(), "{bad}");
    }
}
