//! Whatever is done to a sealed chain is found, and named.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

/// A secret that whoever tampers does not have.
fn seal(seq: i64, hash: &[u8; 32]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(b"a secret");
    digest.update(seq.to_be_bytes());
    digest.update(hash);
    digest.finalize().into()
}

fn event(n: i64) -> Model {
    Model {
        id: Uuid::from_u128(u128::from(n.unsigned_abs())),
        kind: "order-placed".to_owned(),
        subject_kind: "order".to_owned(),
        subject_id: Uuid::from_u128(7),
        subject_label: format!("ORD-{n}"),
        actor_id: (n % 2 == 0).then(|| Uuid::from_u128(9)),
        note: (n % 3 == 0).then(|| "a note".to_owned()),
        data: "{}".to_owned(),
        at: DateTime::from_timestamp(1_800_000_000 + n * 60, 0).unwrap(),
        address: (n % 4 == 0).then(|| "10.0.0.1".to_owned()),
        api_key_id: (n % 5 == 0).then(|| Uuid::from_u128(11)),
        done_at: None,
        lease_owner: None,
        lease_until: None,
        attempts: 0,
        last_error: None,
        seq: None,
        hash: None,
    }
}

fn sealed(count: i64) -> (Vec<Model>, head::Model) {
    let mut before = BEGINNING;
    let chain: Vec<Model> = (1..=count)
        .map(|n| {
            let mut event = event(n);
            before = link(before, n, &event);
            (event.seq, event.hash) = (Some(n), Some(before.to_vec()));
            event
        })
        .collect();
    let head = head::Model {
        name: CHAIN.to_owned(),
        seq: count,
        hash: before.to_vec(),
        mac: seal(count, &before).to_vec(),
        sealed_at: DateTime::from_timestamp(1_900_000_000, 0).unwrap(),
    };
    (chain, head)
}

fn verified(chain: &[Model], head: Option<&head::Model>) -> ChainReport {
    let mut sorted: Vec<&Model> = chain.iter().collect();
    sorted.sort_by_key(|event| event.seq);
    let mut reader = Reader::new(None);
    for event in sorted {
        reader.read(event, head);
    }
    reader.end(head, &seal, 0)
}

/// What somebody with the whole database, but without the secret, may do.
#[derive(Debug, Clone)]
enum Tampering {
    Edit {
        at: usize,
        column: u8,
    },
    Delete {
        at: usize,
    },
    /// A row of their own, with the numbers after it moved up.
    Insert {
        at: usize,
    },
    Swap {
        one: usize,
        other: usize,
    },
    Cut {
        keep: usize,
    },
    /// Cut, and the head written anew as well as they can.
    CutWithHead {
        keep: usize,
    },
    NoHead,
    /// Everything after a change sealed anew, as the sealer would: only the head tells.
    Rewrite {
        at: usize,
    },
}

const LENGTH: usize = 12;

fn tampering() -> impl Strategy<Value = Tampering> {
    let at = 0..LENGTH;
    prop_oneof![
        (at.clone(), 0_u8..9).prop_map(|(at, column)| Tampering::Edit { at, column }),
        at.clone().prop_map(|at| Tampering::Delete { at }),
        at.clone().prop_map(|at| Tampering::Insert { at }),
        (at.clone(), 1..LENGTH)
            .prop_map(|(one, by)| Tampering::Swap { one, other: (one + by) % LENGTH }),
        at.clone().prop_map(|keep| Tampering::Cut { keep }),
        at.clone().prop_map(|keep| Tampering::CutWithHead { keep }),
        Just(Tampering::NoHead),
        at.prop_map(|at| Tampering::Rewrite { at }),
    ]
}

fn edit(event: &mut Model, column: u8) {
    let flip = |text: &mut Option<String>| *text = text.is_none().then(|| "x".to_owned());
    match column {
        0 => event.kind.push('x'),
        1 => event.subject_kind.push('x'),
        2 => event.subject_id = Uuid::from_u128(8),
        3 => event.subject_label.push('x'),
        4 => event.actor_id = Some(Uuid::from_u128(10)),
        5 => flip(&mut event.note),
        6 => event.data.push('x'),
        7 => flip(&mut event.address),
        _ => event.api_key_id = Some(Uuid::from_u128(12)),
    }
}

/// The place that must be named, and the flaw.
fn tamper(chain: &mut Vec<Model>, head: &mut Option<head::Model>, how: &Tampering) -> (i64, Flaw) {
    let number = |at: usize| i64::try_from(at).unwrap() + 1;
    match *how {
        Tampering::Edit { at, column } => {
            edit(&mut chain[at], column);
            (number(at), Flaw::Changed)
        }
        Tampering::Delete { at } => {
            chain.remove(at);
            let is_last = at == LENGTH - 1;
            (number(at), if is_last { Flaw::CutOff } else { Flaw::Missing })
        }
        Tampering::Insert { at } => {
            for event in &mut chain[at..] {
                event.seq = event.seq.map(|seq| seq + 1);
            }
            let mut own = event(99);
            (own.seq, own.hash) = (Some(number(at)), Some(vec![1; 32]));
            chain.insert(at, own);
            (number(at), Flaw::Changed)
        }
        Tampering::Swap { one, other } => {
            let (a, b) = (chain[one].seq, chain[other].seq);
            (chain[one].seq, chain[other].seq) = (b, a);
            (number(one.min(other)), Flaw::Changed)
        }
        Tampering::Cut { keep } => {
            chain.truncate(keep);
            (number(keep), Flaw::CutOff)
        }
        Tampering::CutWithHead { keep } => {
            chain.truncate(keep);
            let head = head.as_mut().unwrap();
            head.seq = i64::try_from(keep).unwrap();
            head.hash = chain.last().map_or(BEGINNING.to_vec(), |last| last.hash.clone().unwrap());
            (head.seq, Flaw::HeadForged)
        }
        Tampering::NoHead => {
            *head = None;
            (number(LENGTH - 1), Flaw::HeadForged)
        }
        Tampering::Rewrite { at } => {
            chain[at].subject_label.push('x');
            let mut before = BEGINNING;
            for event in chain.iter_mut() {
                before = link(before, event.seq.unwrap(), event);
                event.hash = Some(before.to_vec());
            }
            (number(LENGTH - 1), Flaw::Changed)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn whatever_is_done_to_a_chain_is_found_where_it_was_done(how in tampering()) {
        let (mut chain, head) = sealed(i64::try_from(LENGTH).unwrap());
        let mut head = Some(head);
        prop_assert_eq!(verified(&chain, head.as_ref()).broken, None);

        let (seq, flaw) = tamper(&mut chain, &mut head, &how);

        let found = verified(&chain, head.as_ref()).broken.unwrap();
        prop_assert_eq!((found.seq, found.flaw), (seq, flaw));
    }

    #[test]
    fn a_log_that_was_set_back_as_a_whole_is_found_by_what_was_noted(
        noted in 1_i64..=12, kept in 0_i64..12,
    ) {
        let (whole, _) = sealed(noted);
        let hash = whole.last().unwrap().hash.clone().unwrap().try_into().unwrap();
        let (chain, head) = sealed(kept);
        let head = (kept > 0).then_some(head);
        let mut reader = Reader::new(Some(Head { seq: noted, hash }));
        for event in &chain {
            reader.read(event, head.as_ref());
        }

        let found = reader.end(head.as_ref(), &seal, 0).broken;

        let flaw = (kept < noted).then_some(Flaw::NotAsNoted);
        prop_assert_eq!(found.map(|found| found.flaw), flaw);
    }

    #[test]
    fn a_clock_that_was_set_back_is_named(at in 1_i64..12, minutes in 12_i64..10_000) {
        let (mut chain, mut head) = sealed(12);
        // Sealed like this: the chain holds, the time does not.
        let mut before = BEGINNING;
        for event in &mut chain {
            if event.seq == Some(at + 1) {
                event.at -= TimeDelta::minutes(minutes);
            }
            before = link(before, event.seq.unwrap(), event);
            event.hash = Some(before.to_vec());
        }
        head.hash = before.to_vec();
        head.mac = seal(head.seq, &before).to_vec();

        let found = verified(&chain, Some(&head));

        prop_assert_eq!(found.broken, None);
        prop_assert_eq!(found.backdated.map(|place| place.seq), Some(at + 1));
    }
}
