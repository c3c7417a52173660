//! Whatever is done to a file of reports is found where it was done, and named.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::chain::{
    ClosingClaims, Expected, Finding, Flaw, Head, Line, Report, UsageClaims, gaps, verify,
};
use crate::dates::start_of;

/// A key that whoever tampers does not have.
const KEY: &[u8] = b"of the installation";
const LICENSE: &str = "ENT-202611-386037";
const CLUSTER: &str = "prod-cluster-01";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn seal(payload: &str) -> String {
    hex(&Sha256::new().chain_update(KEY).chain_update(payload).finalize())
}

fn signed(payload: &str) -> String {
    format!("{payload}.{}", seal(payload))
}

/// A line as the server reads it.
fn read(text: &str) -> Line {
    let genuine = text.rsplit_once('.').filter(|(payload, mac)| seal(payload) == **mac);
    let Some((payload, _)) = genuine else { return Line::Broken };
    if let Ok(claims) = serde_json::from_str(payload) {
        return Line::Report(Report { claims, digest: digest(text) });
    }
    serde_json::from_str(payload).map_or(Line::Broken, Line::Closing)
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()
}

/// An installation that reports each day, with a clock that somebody may set.
#[derive(Clone)]
struct Installation {
    lines: Vec<String>,
    last: String,
    seq: u64,
    day: NaiveDate,
}

impl Installation {
    fn new() -> Self {
        Self { lines: Vec::new(), last: String::new(), seq: 0, day: first_day() }
    }

    fn report(&mut self, users: u32) {
        self.seq += 1;
        let claims = UsageClaims {
            sub: LICENSE.to_owned(),
            cluster_id: CLUSTER.to_owned(),
            seq: self.seq,
            prev: self.last.clone(),
            day: self.day,
            iat: start_of(self.day).timestamp() + 70_000,
            workspaces: 3,
            users,
            version: None,
        };
        let line = signed(&serde_json::to_string(&claims).unwrap());
        self.last = digest(&line);
        self.lines.push(line);
        self.day += TimeDelta::days(1);
    }

    fn after(days: usize) -> Self {
        let mut here = Self::new();
        for users in 0..u32::try_from(days).unwrap() {
            here.report(40 + users % 7);
        }
        here
    }

    /// The file as it is at this moment.
    fn file(&self) -> Vec<String> {
        let closing = ClosingClaims {
            sub: LICENSE.to_owned(),
            cluster_id: CLUSTER.to_owned(),
            seq: self.seq,
            last: self.last.clone(),
            iat: start_of(self.day).timestamp(),
        };
        let closing = signed(&serde_json::to_string(&closing).unwrap());
        self.lines.iter().cloned().chain([closing]).collect()
    }

    fn head(&self, keep: usize) -> Option<Head> {
        match read(self.lines.get(keep.checked_sub(1)?)?) {
            Line::Report(report) => Some(report.head()),
            _ => None,
        }
    }
}

fn now() -> i64 {
    start_of(first_day() + TimeDelta::days(400)).timestamp()
}

fn look(file: &[String], known: Option<&Head>) -> super::chain::Verdict {
    let lines: Vec<Line> = file.iter().map(|line| read(line)).collect();
    let expected =
        Expected { license: LICENSE, cluster_id: CLUSTER, known, is_closed: true, now: now() };
    verify(&lines, &expected)
}

/// What somebody may do who has the file, but not the key.
#[derive(Debug, Clone)]
enum Tampering {
    /// A character of a line, somewhere in it.
    Edit {
        at: usize,
        byte: usize,
    },
    Delete {
        at: usize,
    },
    /// A line of their own.
    Insert {
        at: usize,
    },
    /// A genuine line once more.
    Copy {
        from: usize,
        to: usize,
    },
    Swap {
        one: usize,
        other: usize,
    },
    Cut {
        keep: usize,
    },
    /// The end cut off, and the one of an earlier file in its place.
    OldEnd {
        keep: usize,
        of: usize,
    },
}

fn tampering(days: usize) -> impl Strategy<Value = Tampering> {
    let lines = days + 1;
    let at = 0..lines;
    prop_oneof![
        (at.clone(), any::<usize>()).prop_map(|(at, byte)| Tampering::Edit { at, byte }),
        at.clone().prop_map(|at| Tampering::Delete { at }),
        (0..=lines).prop_map(|at| Tampering::Insert { at }),
        (at.clone(), 0..=lines).prop_map(|(from, to)| Tampering::Copy { from, to }),
        (at.clone(), 1..lines)
            .prop_map(move |(one, by)| Tampering::Swap { one, other: (one + by) % lines }),
        at.prop_map(|keep| Tampering::Cut { keep }),
        (1..days, 0..days - 1)
            .prop_map(|(keep, by)| Tampering::OldEnd { keep: keep + 1, of: 1 + by % keep }),
    ]
}

/// Does it, and says what must be found: the flaw, and its line (0: any).
fn tamper(here: &Installation, file: &mut Vec<String>, how: &Tampering) -> (Flaw, u32) {
    let line = |at: usize| u32::try_from(at).unwrap() + 1;
    let last = file.len() - 1;
    match *how {
        Tampering::Edit { at, byte } => {
            let mut bytes = file[at].clone().into_bytes();
            let byte = byte % bytes.len();
            bytes[byte] = if bytes[byte] == b'7' { b'8' } else { b'7' };
            file[at] = String::from_utf8(bytes).unwrap();
            (Flaw::Changed, line(at))
        }
        Tampering::Delete { at } => {
            file.remove(at);
            if at + 1 >= last {
                // The last report, with the line after it in its place; or that line itself.
                (Flaw::CutOff, line(last - 1))
            } else {
                (Flaw::Missing, line(at))
            }
        }
        Tampering::Insert { at } => {
            file.insert(at, "{\"seq\":1}.00".to_owned());
            (Flaw::Inserted, line(at))
        }
        Tampering::Copy { from, to } => {
            let copy = file[from].clone();
            file.insert(to, copy);
            // The second of the two, or the one that stands where files do not end.
            let second = if to <= from { from + 1 } else { to };
            (Flaw::Repeated, if from == last { 0 } else { line(second) })
        }
        Tampering::Swap { one, other } => {
            file.swap(one, other);
            (Flaw::Reordered, line(one.max(other)))
        }
        Tampering::Cut { keep } => {
            file.truncate(keep);
            if keep == 0 { (Flaw::Empty, 1) } else { (Flaw::CutOff, line(keep - 1)) }
        }
        Tampering::OldEnd { keep, of } => {
            let mut before = Installation::after(of);
            before.day = here.day;
            file.truncate(keep);
            file.extend(before.file().pop());
            (Flaw::CutOff, line(keep))
        }
    }
}

/// So many, or as many as an hour allows where that is asked for.
fn cases(quick: u32) -> ProptestConfig {
    let is_deep = option_env!("DSMS_DEPTH") == Some("deep");
    ProptestConfig::with_cases(if is_deep { 20 * quick } else { quick })
}

fn any_file() -> impl Strategy<Value = (usize, Tampering)> {
    (3_usize..13).prop_flat_map(|days| (Just(days), tampering(days)))
}

proptest! {
    #![proptest_config(cases(10_000))]

    #[test]
    fn whatever_is_done_to_a_file_is_found_where_it_was_done_and_named(
        (days, how) in any_file(), seen in 0_usize..13,
    ) {
        let here = Installation::after(days);
        // Who leaves out the first, which we have seen, has sent a part, and hidden nothing.
        let seen = if matches!(how, Tampering::Delete { at: 0 }) { 0 } else { seen.min(days) };
        let known = here.head(seen);
        let mut file = here.file();
        let whole = look(&file, known.as_ref());
        prop_assert_eq!(&whole.findings, &[]);
        prop_assert_eq!(whole.fresh.len(), days - seen);

        let (flaw, line) = tamper(&here, &mut file, &how);

        let found = look(&file, known.as_ref());
        let is_it = |found: &&Finding| found.flaw == flaw && (line == 0 || found.line == line);
        prop_assert!(found.findings.iter().any(|one| is_it(&one)), "{:?}", found.findings);
        prop_assert_eq!(found.fresh, vec![], "nothing of it is taken");
    }

    #[test]
    fn a_clock_that_was_set_back_is_named(
        days in 2_usize..25, at in 1_usize..24, back in 2_i64..200,
    ) {
        let mut here = Installation::new();
        here.day += TimeDelta::days(200);
        for day in 0..days {
            if day == 1 + at % (days - 1) {
                here.day -= TimeDelta::days(back);
            }
            here.report(40);
        }

        let found = look(&here.file(), None).findings;

        let line = u32::try_from(2 + at % (days - 1)).unwrap();
        let named: Vec<_> = found.iter().map(|one| (one.flaw, one.line)).collect();
        prop_assert_eq!(named, vec![(Flaw::ClockBack, line)]);
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn who_has_the_key_cannot_change_what_we_have_seen(
        days in 2_usize..25, seen in 1_usize..25, from in 0_usize..25,
    ) {
        let real = Installation::after(days);
        let seen = 1 + seen % days;
        let from = from % seen;
        let mut other = Installation::after(from);
        for _ in from..days {
            other.report(1);
        }

        let found = look(&other.file(), real.head(seen).as_ref());

        prop_assert!(found.findings.iter().any(|one| one.flaw == Flaw::Forked), "{:?}", found);
        prop_assert_eq!(found.fresh, vec![]);
    }

    /// What comes in parts is the same as what comes at once, and what comes again is nothing new.
    #[test]
    fn reports_may_come_again_and_in_parts(days in 1_usize..25, seen in 0_usize..25, from in 0_usize..25) {
        let here = Installation::after(days);
        let seen = seen % (days + 1);
        let from = from % (seen + 1);
        let known = here.head(seen);
        let lines: Vec<Line> = here.lines[from..].iter().map(|line| read(line)).collect();
        let expected = Expected {
            license: LICENSE, cluster_id: CLUSTER, known: known.as_ref(), is_closed: false, now: now(),
        };
        prop_assume!(!lines.is_empty());

        let found = verify(&lines, &expected);

        prop_assert_eq!(&found.findings, &[]);
        prop_assert_eq!((found.known as usize, found.fresh.len()), (seen - from, days - seen));
    }
}

#[test]
fn numbers_that_nobody_counted_to_are_looked_through_as_quickly() {
    let mut here = Installation::after(2);
    here.seq = u64::MAX - 1;
    here.report(40);

    let found = look(&here.file(), None).findings;

    assert_eq!((found[0].flaw, found[0].seq), (Flaw::Missing, Some(3)));
}

#[test]
fn reports_of_others_and_of_days_to_come_are_named() {
    let here = Installation::after(3);
    let lines: Vec<Line> = here.file().iter().map(|line| read(line)).collect();
    let own = Expected {
        license: LICENSE,
        cluster_id: CLUSTER,
        known: None,
        is_closed: true,
        now: now(),
    };
    let flaws = |expected: &Expected<'_>| -> Vec<Flaw> {
        verify(&lines, expected).findings.iter().map(|found| found.flaw).collect()
    };

    assert_eq!(flaws(&own), []);
    assert_eq!(flaws(&Expected { license: "X", ..own }), [Flaw::OtherLicense; 4]);
    assert_eq!(flaws(&Expected { cluster_id: "x", ..own }), [Flaw::OtherCluster; 4]);
    let early = start_of(first_day() + TimeDelta::days(2)).timestamp();
    assert_eq!(flaws(&Expected { now: early, ..own }), [Flaw::Ahead]);
}

#[test]
fn a_report_that_is_sent_alone_and_cannot_be_read_was_changed() {
    let online = |lines: &[Line]| {
        let expected = Expected {
            license: LICENSE,
            cluster_id: CLUSTER,
            known: None,
            is_closed: false,
            now: now(),
        };
        let found = verify(lines, &expected).findings;
        found.into_iter().map(|found| (found.line, found.flaw)).collect::<Vec<_>>()
    };
    let reports: Vec<Line> =
        Installation::after(2).file().iter().take(2).map(|line| read(line)).collect();
    let [first, second] = reports.as_slice() else { panic!("{reports:?}") };

    assert_eq!(online(&[Line::Broken]), [(1, Flaw::Changed)]);
    assert_eq!(online(&[first.clone(), Line::Broken]), [(2, Flaw::Changed)]);
    let between = [first.clone(), Line::Broken, second.clone()];
    assert_eq!(online(&between), [(2, Flaw::Inserted)]);
}

#[test]
fn days_of_which_nothing_is_said_are_named_and_refuse_nothing() {
    let mut here = Installation::after(2);
    here.day += TimeDelta::days(3);
    here.report(40);

    let found = look(&here.file(), None);

    assert_eq!(found.findings, []);
    let days = gaps(&found.fresh, None);
    let day = |days| first_day() + TimeDelta::days(days);
    assert_eq!(days.iter().map(|gap| (gap.from, gap.to)).collect::<Vec<_>>(), [(day(2), day(4))]);
}
