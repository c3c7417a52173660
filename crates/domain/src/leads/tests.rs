//! Moves, reasons, weights and the funnel.

use proptest::prelude::*;
use uuid::Uuid;

use super::{
    wire::{LeadStatusView, LeadSum},
    *,
};
use crate::{
    Id, Lang,
    id::LeadStatusId,
    money::{BasisPoints, Currency},
};

fn status(n: u128, kind: StatusKind, place: u32) -> LeadStatusView {
    let content = LeadStatusContent {
        name_zh: n.to_string(),
        name_en: n.to_string(),
        kind,
        place,
        color: StatusColor::Gray,
        probability: 0,
        rotting_days: None,
        active: true,
    };
    LeadStatusView { id: Id::from_uuid(Uuid::from_u128(n)), content, version: 1 }
}

#[test]
fn open_leads_go_anywhere_and_closed_ones_only_come_back() {
    use StatusKind::{Disqualified, Lost, Open, Won};
    for (from, to, action) in [
        (Open, Open, LeadAction::Advance),
        (Open, Won, LeadAction::Win),
        (Open, Lost, LeadAction::Lose),
        (Open, Disqualified, LeadAction::Disqualify),
        (Lost, Open, LeadAction::Reopen),
        (Disqualified, Open, LeadAction::Reopen),
    ] {
        assert_eq!(from.action_to(to), Ok(action), "{from} {to}");
    }
    for to in StatusKind::ALL {
        assert!(Won.action_to(*to).is_err(), "what is won stays won: {to}");
    }
    let refused = Won.action_to(Lost).unwrap_err();
    assert_eq!(refused.words(Lang::Zh), "“赢单”的商机不能输单");
    assert_eq!(refused.words(Lang::En), "A lead that is “Won” cannot be lost");
}

#[test]
fn losing_says_why_in_our_words_and_the_rest_in_a_sentence() {
    let pointers = |action, reason: Option<&str>, lost| -> Vec<String> {
        let found = check_reasons(action, reason, lost).err().unwrap_or_default();
        found.into_iter().map(|fault| fault.pointer).collect()
    };
    let price = Some(LostReason::Price);

    assert_eq!(pointers(LeadAction::Advance, None, None), [""; 0]);
    assert_eq!(pointers(LeadAction::Lose, None, price), [""; 0]);
    assert_eq!(pointers(LeadAction::Lose, None, None), ["/lost_reason"]);
    assert_eq!(pointers(LeadAction::Win, None, price), ["/lost_reason"]);
    assert_eq!(pointers(LeadAction::Disqualify, Some(" "), None), ["/reason"]);
    assert_eq!(pointers(LeadAction::Reopen, None, None), ["/reason"]);
    assert_eq!(pointers(LeadAction::Reopen, Some("预算恢复"), None), [""; 0]);
}

#[test]
fn a_lead_rots_the_day_after_its_days_are_over_and_only_while_it_is_open() {
    let touched = "2026-11-01T04:00:00Z".parse().unwrap();
    let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();

    assert!(!is_rotting(StatusKind::Open, Some(14), touched, day(15)));
    assert!(is_rotting(StatusKind::Open, Some(14), touched, day(16)));
    assert!(!is_rotting(StatusKind::Open, None, touched, day(30)));
    assert!(!is_rotting(StatusKind::Lost, Some(14), touched, day(30)));
}

#[test]
fn a_rep_keeps_a_lead_or_gives_it_back_and_a_manager_gives_it_to_anybody() {
    let user = |n| Id::from_uuid(Uuid::from_u128(n));
    let rep = Sight::of(Scope::OfUser(user(1)), Role::SalesRep);
    let manager = Sight::of(Scope::Everything, Role::SalesManager);

    assert_eq!(rep.may_give_to(Some(user(1))), Ok(()));
    assert_eq!(rep.may_give_to(None), Ok(()));
    assert_eq!(rep.may_give_to(Some(user(2))).unwrap_err().reason, Reason::NotYoursToGive);
    assert_eq!(manager.may_give_to(Some(user(2))), Ok(()));
    let channel = Sight::of(Scope::OfUser(user(3)), Role::ChannelManager);
    assert_eq!(channel, Sight::ThroughPartners);
}

#[test]
fn a_status_that_is_over_has_a_settled_probability() {
    let won = LeadStatusContent { probability: 90, ..status(1, StatusKind::Won, 0).content };
    let lost = LeadStatusContent { probability: 10, ..status(1, StatusKind::Lost, 0).content };
    let open =
        LeadStatusContent { rotting_days: Some(0), ..status(1, StatusKind::Open, 0).content };

    assert_eq!(check_status(&won).unwrap_err()[0].pointer, "/probability");
    assert_eq!(check_status(&lost).unwrap_err()[0].pointer, "/probability");
    assert_eq!(check_status(&open).unwrap_err()[0].pointer, "/rotting_days");
}

#[test]
fn a_cohort_narrows_from_stage_to_stage() {
    let all = [
        status(3, StatusKind::Won, 40),
        status(2, StatusKind::Open, 20),
        status(1, StatusKind::Open, 10),
        status(4, StatusKind::Lost, 50),
    ];
    let stages = stages(&all);
    let ids: Vec<LeadStatusId> = stages.iter().map(|stage| stage.id).collect();

    let rows = cohort(&stages, &[(ids[0], 6), (ids[1], 2), (ids[2], 2)]);

    let told: Vec<_> = rows.iter().map(|r| (r.reached, r.of_previous.0, r.of_all.0)).collect();
    assert_eq!(told, [(10, 10_000, 10_000), (4, 4_000, 4_000), (2, 5_000, 2_000)]);
    assert_eq!(cohort(&stages, &[])[0].of_all, BasisPoints(0));
}

proptest! {
    /// However often somebody tries, a lead is where the table leads.
    #[test]
    fn no_path_leads_outside_the_table(
        asked in proptest::collection::vec(proptest::sample::select(StatusKind::ALL), 0..40),
    ) {
        let mut at = StatusKind::Open;
        for to in asked {
            let before = at;
            match at.action_to(to) {
                Ok(action) => {
                    prop_assert_eq!(before.after(action), Some(to));
                    prop_assert!(before != StatusKind::Won);
                    prop_assert!(before.is_open() || to.is_open());
                    at = to;
                }
                Err(refused) => {
                    prop_assert_eq!(refused.reason, Reason::IllegalLeadMove);
                    prop_assert!(LeadAction::ALL.iter().all(|a| before.after(*a) != Some(to)));
                }
            }
        }
    }

    #[test]
    fn a_weighted_amount_is_part_of_the_whole(minor in 0..=MOST_WORTH.minor(), p in 0_u32..=100) {
        let part = weighted(Amount::from_minor(minor), p);
        prop_assert!(part >= Amount::ZERO && part.minor() <= minor);
        // What the database computes in whole numbers.
        prop_assert_eq!(part.minor(), (minor * i64::from(p) + 50) / 100);
        let sum = LeadSum {
            currency: Currency::Cny, leads: 1, amount: Amount::from_minor(minor), weighted: part,
        };
        prop_assert!(sum.weighted <= sum.amount);
    }

    #[test]
    fn no_conversion_is_above_the_whole(counts in proptest::collection::vec(0_u32..1_000, 1..8)) {
        let all: Vec<_> = (1..).zip(&counts).map(|(n, _)| status(n, StatusKind::Open, 1)).collect();
        let furthest: Vec<_> = all.iter().zip(&counts).map(|(s, n)| (s.id, *n)).collect();
        let rows = cohort(&stages(&all), &furthest);
        let whole = BasisPoints::WHOLE;
        prop_assert!(rows.iter().all(|row| row.of_previous <= whole && row.of_all <= whole));
        prop_assert!(rows.windows(2).all(|pair| pair[1].reached <= pair[0].reached));
        prop_assert_eq!(rows[0].reached, counts.iter().sum::<u32>());
    }
}
