//! Twenty years of alerts against a simple model of the store: licenses that are activated, renewed,
//! suspended and given up, two workers with clocks of places that change their clocks, and restarts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use proptest::prelude::*;

use super::*;
use crate::{
    id::{AlertId, Id},
    licenses::{activation_deadline, term_of},
};

const YEARS: i64 = 20;

/// What the table does: one row per record and slot, whoever tries to write it.
#[derive(Default)]
struct Store {
    /// By the unique key of the table: record, kind and slot.
    alerts: BTreeMap<(usize, AlertKind, String), Stored>,
    /// How often each was raised, and on which day.
    raised: BTreeMap<(usize, Slot), Vec<NaiveDate>>,
    runs: BTreeSet<NaiveDate>,
}

impl Store {
    fn of(&self, subject: usize) -> Vec<Stored> {
        let own = self.alerts.iter().filter(|((of, ..), _)| *of == subject);
        own.map(|(_, alert)| *alert).collect()
    }

    fn insert_if_absent(&mut self, subject: usize, slot: Slot, day: NaiveDate) {
        let id: AlertId = Id::from_uuid(uuid::Uuid::from_u128(self.alerts.len() as u128 + 1));
        self.alerts.entry((subject, slot.kind, slot.key())).or_insert_with(|| {
            self.raised.entry((subject, slot)).or_default().push(day);
            Stored { id, slot, status: AlertStatus::Open }
        });
    }

    fn set(&mut self, id: AlertId, status: AlertStatus) {
        for alert in self.alerts.values_mut().filter(|alert| alert.id == id) {
            alert.status = status;
        }
    }

    /// Does what a plan says; a plan that another worker made of the same rows changes nothing more.
    fn apply(&mut self, subject: usize, plan: &Plan, day: NaiveDate) {
        for slot in &plan.raise {
            self.insert_if_absent(subject, *slot, day);
        }
        for id in &plan.reopen {
            self.set(*id, AlertStatus::Open);
        }
        for (id, _) in &plan.resolve {
            self.set(*id, AlertStatus::Resolved);
        }
    }

    fn unresolved(&self, subject: usize) -> BTreeSet<Slot> {
        let open = |alert: &Stored| alert.status != AlertStatus::Resolved;
        self.of(subject).into_iter().filter(open).map(|alert| alert.slot).collect()
    }
}

/// Draws that need no more than to differ; from a seed, so that a failure can be told again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn happens_once_in(&mut self, days: u64) -> bool {
        self.below(days) == 0
    }
}

struct Sold {
    facts: LicenseFacts,
    steps: Vec<u32>,
}

impl Sold {
    fn new(today: NaiveDate, chance: &mut Chance) -> Self {
        let ladders: [&[u32]; 4] = [&DEFAULT_STEPS, &[365, 45], &[10], &[30, 0]];
        let term = term_of(today, None, 1);
        let license = Facts {
            sent: true,
            expires_on: Some(term.expires_on),
            grace_days: u32::try_from(chance.below(3) * 15).unwrap(),
            ..Facts::default()
        };
        Self {
            facts: LicenseFacts {
                license,
                activation_deadline: Some(activation_deadline(today)),
                ..LicenseFacts::default()
            },
            steps: ladders[usize::try_from(chance.below(4)).unwrap()].to_vec(),
        }
    }

    /// A day in the life of a license.
    fn live(&mut self, today: NaiveDate, chance: &mut Chance) {
        let facts = &mut self.facts.license;
        if !facts.activated && chance.happens_once_in(9) {
            facts.activated = true;
        }
        if chance.happens_once_in(700) {
            facts.suspended = true;
        } else if facts.suspended && chance.happens_once_in(20) {
            facts.suspended = false;
        }
        let left = facts.expires_on.map_or(0, |last| (last - today).num_days());
        if left < 60 && chance.happens_once_in(55) {
            let from = facts.expires_on.map_or(today, |last| last.max(today));
            facts.expires_on = Some(plus_days(from, 365));
        }
        if chance.happens_once_in(3_000) {
            facts.terminated = true;
        }
    }

    fn wanted(&self, today: NaiveDate) -> Vec<Slot> {
        self.facts.slots(&self.steps, today)
    }
}

/// A clock on a wall where summer time holds from April to October, as UTC.
fn utc_of(wall: NaiveDateTime, hours_east: i64) -> DateTime<Utc> {
    let summer = i64::from((4..=10).contains(&wall.month()));
    (wall - TimeDelta::hours(hours_east + summer)).and_utc()
}

/// A worker: it wakes by its own wall clock, and is down now and then for days.
struct Worker {
    hours_east: i64,
    down_until: NaiveDate,
}

fn simulate(seed: u64) -> (Store, Vec<Sold>, BTreeSet<(usize, Slot)>) {
    let mut chance = Chance(seed);
    let start = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let mut store = Store::default();
    let mut sold: Vec<Sold> = Vec::new();
    let mut held = BTreeSet::new();
    let mut workers =
        [Worker { hours_east: 8, down_until: start }, Worker { hours_east: -5, down_until: start }];
    for days in 0..YEARS * 365 {
        let today = start + TimeDelta::days(days);
        if sold.len() < 4 && chance.happens_once_in(200) {
            sold.push(Sold::new(today, &mut chance));
        }
        for license in &mut sold {
            license.live(today, &mut chance);
        }
        // Both wake several times a day, in no order, and start anew in between: they remember nothing.
        for _ in 0..4 {
            let which = usize::try_from(chance.below(2)).unwrap();
            let minutes = i64::try_from(chance.below(24 * 60)).unwrap();
            let worker = &mut workers[which];
            if chance.happens_once_in(300) {
                worker.down_until =
                    today + TimeDelta::days(i64::try_from(chance.below(40)).unwrap());
            }
            let midnight = today.and_hms_opt(0, 0, 0).unwrap();
            let now = utc_of(midnight + TimeDelta::minutes(minutes), worker.hours_east);
            let day = day_due(now);
            // What a license is is asked for the day that is simulated.
            if today < worker.down_until || day != today || store.runs.contains(&day) {
                continue;
            }
            let plans: Vec<Plan> = sold
                .iter()
                .enumerate()
                .map(|(subject, license)| plan(&license.wanted(day), &store.of(subject)))
                .collect();
            // The lease ran out in the middle: both do the same, and the second may be killed.
            let twice = if chance.happens_once_in(3) { 2 } else { 1 };
            for round in 0..twice {
                let killed_after = if round + 1 < twice { chance.below(4) } else { u64::MAX };
                for (subject, plan) in plans.iter().enumerate() {
                    if u64::try_from(subject).unwrap() < killed_after {
                        store.apply(subject, plan, day);
                    }
                }
            }
            store.runs.insert(day);
            for (subject, license) in sold.iter().enumerate() {
                let wanted = license.wanted(day);
                held.extend(wanted.iter().map(|slot| (subject, *slot)));
                let wanted: BTreeSet<Slot> = wanted.into_iter().collect();
                assert_eq!(
                    store.unresolved(subject),
                    wanted,
                    "what is open is what holds on {day}"
                );
            }
        }
    }
    (store, sold, held)
}

#[test]
fn in_twenty_years_every_slot_is_raised_once() {
    let mut raised = 0;
    for seed in 0..6 {
        let (store, sold, held) = simulate(seed);
        for (at, days) in &store.raised {
            assert_eq!(days.len(), 1, "{at:?} was raised on {days:?}");
        }
        let slots: BTreeSet<_> = store.raised.keys().copied().collect();
        assert_eq!(slots, held, "raised is what held on a day of a run, and nothing else");
        assert!(store.runs.len() > 4_000, "only {} runs", store.runs.len());
        // After a pause the most urgent step is raised, and none of those that were missed.
        let mut of_a_day: BTreeMap<_, u32> = BTreeMap::new();
        for ((subject, slot), days) in &store.raised {
            *of_a_day.entry((subject, slot.kind, days[0])).or_default() += 1;
        }
        assert!(of_a_day.values().all(|count| *count == 1));
        // A term has its ladder once, and its grace and its end.
        let mut of_a_term: BTreeMap<_, u32> = BTreeMap::new();
        for (subject, slot) in store.raised.keys() {
            *of_a_term.entry((*subject, slot.due_on)).or_default() += 1;
        }
        for ((subject, on), count) in of_a_term {
            let most = sold[subject].steps.len() + 2;
            assert!(usize::try_from(count).unwrap() <= most, "{count} for the end on {on}");
        }
        raised += store.raised.len();
    }
    assert!(raised > 250, "only {raised} alerts in all");
}

fn any_facts() -> impl Strategy<Value = LicenseFacts> {
    let bits = any::<[bool; 4]>();
    (bits, proptest::option::of(-500_i64..500), 0_u32..60, proptest::option::of(-120_i64..20))
        .prop_map(|([terminated, suspended, sent, activated], ends, grace_days, deadline)| {
            let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
            let day = |days| today + TimeDelta::days(days);
            LicenseFacts {
                license: Facts {
                    terminated,
                    suspended,
                    sent,
                    activated,
                    expires_on: ends.map(day),
                    grace_days,
                },
                activation_deadline: deadline.map(day),
                ..LicenseFacts::default()
            }
        })
}

proptest! {
    /// The status and the alerts of a license say the same of it.
    #[test]
    fn alerts_agree_with_the_status(facts in any_facts()) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let status = facts.license.status(today);
        let slots = facts.slots(&DEFAULT_STEPS, today);
        let has = |kind| slots.iter().any(|slot: &Slot| slot.kind == kind);

        prop_assert_eq!(has(AlertKind::InGrace), status == LicenseStatus::InGrace);
        prop_assert!(!has(AlertKind::Expired) || status == LicenseStatus::Expired);
        // The default ladder begins where a license is called expiring.
        prop_assert!(status != LicenseStatus::Expiring || has(AlertKind::Expiring));
        prop_assert!(status != LicenseStatus::Active || slots.is_empty());
        let waits = has(AlertKind::ActivationDue) || has(AlertKind::ActivationOverdue);
        prop_assert!(!waits || status == LicenseStatus::PendingActivation);
        let is_silent = matches!(
            status,
            LicenseStatus::Created | LicenseStatus::Suspended | LicenseStatus::Terminated
        );
        prop_assert!(!is_silent || slots.is_empty());
    }

    /// The definition of the status, written down once more as a table of the strongest fact.
    #[test]
    fn the_status_is_its_definition(facts in any_facts(), days in 0_u32..100) {
        let today = plus_days(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), days);
        let Facts { terminated, suspended, sent, activated, expires_on, grace_days } = facts.license;
        let over = expires_on.map(|last| (today - last).num_days());
        let table = [
            (terminated, LicenseStatus::Terminated),
            (suspended, LicenseStatus::Suspended),
            (over.is_some_and(|days| days > i64::from(grace_days)), LicenseStatus::Expired),
            (over.is_some_and(|days| days > 0), LicenseStatus::InGrace),
            (activated && over.is_some_and(|days| days >= -90), LicenseStatus::Expiring),
            (activated && over.is_some(), LicenseStatus::Active),
            (sent, LicenseStatus::PendingActivation),
            (true, LicenseStatus::Created),
        ];
        let strongest = table.iter().find(|(holds, _)| *holds).map(|(_, status)| *status);
        prop_assert_eq!(facts.license.status(today), strongest.unwrap());
    }

    /// Whatever is there, one plan is enough, and the window misses nothing.
    #[test]
    fn a_plan_done_leaves_nothing_to_do(facts in any_facts(), seed in any::<u64>()) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let mut chance = Chance(seed);
        let mut store = Store::default();
        for _ in 0..6 {
            let day = today - TimeDelta::days(i64::try_from(chance.below(200)).unwrap());
            for slot in facts.slots(&DEFAULT_STEPS, day) {
                store.insert_if_absent(0, slot, day);
            }
        }
        let wanted = facts.slots(&DEFAULT_STEPS, today);
        store.apply(0, &plan(&wanted, &store.of(0)), today);

        prop_assert!(plan(&wanted, &store.of(0)).is_empty());
        prop_assert_eq!(store.unresolved(0), wanted.iter().copied().collect::<BTreeSet<_>>());
        for slot in wanted {
            let (from, until) = match slot.kind {
                AlertKind::ActivationDue | AlertKind::ActivationOverdue => activation_window(today),
                _ => ending_window(today, DEFAULT_STEPS[0]),
            };
            prop_assert!((from..=until).contains(&slot.due_on));
        }
    }
}

/// Days on which nobody works are business days here as well: what ends on a Sunday ends.
#[test]
fn every_day_has_its_run() {
    let sunday = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    assert_eq!(sunday.weekday(), Weekday::Sun);
    assert_eq!(day_due("2026-11-22T04:00:00Z".parse().unwrap()), sunday);
}
