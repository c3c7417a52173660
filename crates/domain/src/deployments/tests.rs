//! Moves, lists and days of deployments.

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::{wire::CompleteDeployment, *};
use crate::{Id, Lang, problem::Reason};

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

fn facts(status: DeploymentStatus) -> DeploymentFacts {
    DeploymentFacts { status, method: DeploymentMethod::Vendor, engineers: 1, open_items: 0 }
}

fn content() -> DeploymentContent {
    DeploymentContent::of(Id::from_uuid(Uuid::from_u128(1)), DeploymentKind::Initial)
}

#[test]
fn a_deployment_goes_its_way() {
    use DeploymentAction::{Accept, Complete, Fail, Replan, Start};
    let way = [Start, Fail, Replan, Start, Complete, Accept];

    let end = way.iter().fold(DeploymentStatus::Planned, |at, action| {
        facts(at).allows(*action).unwrap_or_else(|why| panic!("{at} {action}: {why}"))
    });

    assert_eq!(end, DeploymentStatus::Accepted);
}

#[test]
fn the_vendor_does_not_start_without_an_engineer_and_is_not_done_with_an_open_list() {
    let nobody = DeploymentFacts { engineers: 0, ..facts(DeploymentStatus::Planned) };
    let theirs = DeploymentFacts { method: DeploymentMethod::Customer, ..nobody };
    let open = DeploymentFacts { open_items: 2, ..facts(DeploymentStatus::InProgress) };

    let refused = nobody.allows(DeploymentAction::Start).unwrap_err();
    assert_eq!(refused.reason, Reason::NoEngineer);
    assert_eq!(theirs.allows(DeploymentAction::Start), Ok(DeploymentStatus::InProgress));
    let refused = open.allows(DeploymentAction::Complete).unwrap_err();
    assert_eq!(refused.words(Lang::Zh), "检查清单还有 2 项未完成");
    assert!(open.allows(DeploymentAction::Fail).is_ok(), "what fails is not complete");
}

#[test]
fn a_refused_move_says_what_it_was() {
    let refused = facts(DeploymentStatus::Accepted).allows(DeploymentAction::Start).unwrap_err();

    assert_eq!(refused.words(Lang::Zh), "“已验收”状态的部署不能开始");
    assert_eq!(refused.words(Lang::En), "A deployment that is “Accepted” cannot be started");
}

fn any_facts() -> impl Strategy<Value = DeploymentFacts> {
    (
        proptest::sample::select(DeploymentStatus::ALL),
        proptest::sample::select(DeploymentMethod::ALL),
        0_usize..3,
        0_usize..3,
    )
        .prop_map(|(status, method, engineers, open_items)| DeploymentFacts {
            status,
            method,
            engineers,
            open_items,
        })
}

proptest! {
    /// Whatever is tried: what is over stays over, nothing is accepted that was not completed, and
    /// everything that is open can be canceled.
    #[test]
    fn no_way_leads_where_none_should(
        start in any_facts(),
        ways in proptest::collection::vec(proptest::sample::select(DeploymentAction::ALL), 0..12),
    ) {
        let mut at = start;
        for action in ways {
            let was = at.status;
            prop_assert_eq!(was.is_open(), at.allows(DeploymentAction::Cancel).is_ok());
            match at.allows(action) {
                Ok(to) => {
                    prop_assert_ne!(was, to);
                    prop_assert!(!matches!(was, DeploymentStatus::Accepted | DeploymentStatus::Cancelled));
                    if to == DeploymentStatus::Accepted {
                        prop_assert_eq!(was, DeploymentStatus::Completed);
                    }
                    if to == DeploymentStatus::Completed {
                        prop_assert_eq!(at.open_items, 0);
                    }
                    at.status = to;
                }
                Err(refusal) => prop_assert_ne!(refusal.reason, Reason::Unspecified),
            }
        }
    }

    /// Ticking is exact: what is named is done, nothing else is, and nobody's tick is rewritten.
    #[test]
    fn exactly_what_is_named_is_ticked(
        kind in proptest::sample::select(DeploymentKind::ALL),
        first in proptest::collection::vec(any::<bool>(), 8),
        second in proptest::collection::vec(any::<bool>(), 8),
    ) {
        let chosen = |marks: &[bool]| -> Vec<ChecklistItem> {
            template(kind).iter().zip(marks).filter(|(_, on)| **on).map(|(item, _)| *item).collect()
        };
        let (one, two) = (chosen(&first), chosen(&second));
        let at = |s| DateTime::from_timestamp(s, 0).unwrap();
        let earlier = ticked(&fresh(kind), &one, "甲", at(1));
        let later = ticked(&earlier, &two, "乙", at(2));
        prop_assert_eq!(check_done(&later, &two), Ok(()));
        for entry in &later {
            prop_assert_eq!(entry.done_at.is_some(), two.contains(&entry.item));
            let kept = one.contains(&entry.item) && two.contains(&entry.item);
            prop_assert_eq!(entry.done_by.as_deref() == Some("甲"), kept);
        }
    }
}

#[test]
fn the_day_lies_in_the_window_of_the_customer() {
    let mut plan = content();
    plan.planned_on = Some(day(20));
    plan.window_from = Some(day(18));
    assert_eq!(check(&plan), Ok(()));
    plan.window_until = Some(day(19));
    let found = check(&plan).unwrap_err();
    assert_eq!(
        (found[0].pointer.as_str(), found[0].reason),
        ("/planned_on", Reason::OutsideWindow)
    );
    plan.window_until = Some(day(17));
    let found = check(&plan).unwrap_err();
    assert_eq!(found[0].reason, Reason::EndsBeforeItBegins);
    assert_eq!(found.len(), 2, "every fault in one go");
}

#[test]
fn license_and_kind_stay_as_they_were_planned() {
    let plan = content();

    let found = check_change(&plan, Id::from_uuid(Uuid::from_u128(2)), DeploymentKind::Update);

    let pointers: Vec<_> = found.unwrap_err().into_iter().map(|fault| fault.pointer).collect();
    assert_eq!(pointers, ["/license_id", "/kind"]);
    assert_eq!(check_change(&plan, plan.license_id, plan.kind), Ok(()));
}

#[test]
fn everybody_works_once_and_one_leads() {
    let assigned =
        |n, role| AssignedEngineer { engineer_id: Id::from_uuid(Uuid::from_u128(n)), role };
    let (lead, own) = (EngineerRole::Lead, EngineerRole::Deployment);

    assert_eq!(check_engineers(&[assigned(1, lead), assigned(2, own), assigned(3, own)]), Ok(()));
    let found = check_engineers(&[assigned(1, lead), assigned(1, own), assigned(2, lead)]);
    let found: Vec<_> =
        found.unwrap_err().into_iter().map(|fault| (fault.pointer, fault.reason)).collect();
    assert_eq!(
        found,
        [
            ("/engineers/1/engineer_id".to_owned(), Reason::NamedTwice),
            ("/engineers/2/role".to_owned(), Reason::OneLead),
        ]
    );
}

#[test]
fn days_follow_each_other() {
    assert_eq!(check_completion(day(5), None, day(5), day(6)), Ok(()));
    for wrong in [day(4), day(7)] {
        let found = check_completion(wrong, None, day(5), day(6)).unwrap_err();
        assert_eq!(found[0].pointer, "/completed_on", "{wrong}");
    }
    let mut form = AcceptDeployment {
        signed_by: "王经理".to_owned(),
        signed_on: day(6),
        form_number: None,
        remark: None,
    };
    assert_eq!(check_acceptance(&form, day(5), day(6)), Ok(()));
    form.signed_on = day(4);
    form.signed_by = " ".to_owned();
    let found = check_acceptance(&form, day(5), day(6)).unwrap_err();
    let pointers: Vec<_> = found.into_iter().map(|fault| fault.pointer).collect();
    assert_eq!(pointers, ["/signed_by", "/signed_on"]);
    assert_eq!(CompleteDeployment::default().completed_on, None, "today, unless it is said");
}

#[test]
fn late_is_what_should_have_been_done_and_is_still_to_do() {
    assert!(is_late(DeploymentStatus::Planned, Some(day(4)), day(5)));
    assert!(!is_late(DeploymentStatus::Planned, Some(day(5)), day(5)));
    assert!(!is_late(DeploymentStatus::Planned, None, day(5)));
    assert!(!is_late(DeploymentStatus::Completed, Some(day(4)), day(5)));
}

#[test]
fn time_to_live_is_counted_from_the_approval() {
    let life = LifeDates {
        approved_on: day(3),
        sent_on: Some(day(3)),
        activated_on: None,
        deployed_on: Some(day(10)),
    };

    assert_eq!(life.time_to_live(), Some(7));
    assert_eq!(LifeDates { deployed_on: Some(day(1)), ..life }.time_to_live(), Some(0));
    assert_eq!(LifeDates { deployed_on: None, ..life }.time_to_live(), None);
}

#[test]
fn a_step_is_due_by_the_plan_or_a_week_after_the_start() {
    let on = |d| NaiveDate::from_ymd_opt(2026, 12, d);
    let license = Id::from_uuid(Uuid::nil());
    let plan = |planned_on, window_from, window_until| DeploymentContent {
        planned_on,
        window_from,
        window_until,
        ..DeploymentContent::of(license, DeploymentKind::Initial)
    };
    let agreed = plan(on(4), on(2), on(9));
    let window = plan(None, on(2), on(9));
    let nothing = plan(None, None, None);

    assert_eq!(due_on(DeploymentStatus::Planned, &agreed, None), on(4));
    assert_eq!(due_on(DeploymentStatus::Planned, &window, None), on(9));
    assert_eq!(due_on(DeploymentStatus::Planned, &nothing, None), None);
    assert_eq!(due_on(DeploymentStatus::InProgress, &agreed, on(5)), on(12));
    for over in [DeploymentStatus::Completed, DeploymentStatus::Failed] {
        assert_eq!(due_on(over, &agreed, on(5)), None);
    }
    assert_eq!(
        [&agreed, &window, &nothing].map(shown_on),
        [on(4), on(2), None],
        "the calendar has it on its day, or where its window begins"
    );
}

#[test]
fn who_joins_and_who_leaves_is_told_apart_from_who_stays() {
    let at_work = |n: u128, role| wire::EngineerAtWork {
        engineer_id: Id::from_uuid(Uuid::from_u128(n)),
        name: format!("Engineer {n}"),
        role,
    };
    let before = [at_work(1, EngineerRole::Lead), at_work(2, EngineerRole::Deployment)];
    let after = [at_work(3, EngineerRole::Lead), at_work(2, EngineerRole::Lead)];

    let change = wire::WorkChange::between(&before, &after);

    assert_eq!(change.assigned, [after[0].engineer_id]);
    assert_eq!(change.unassigned, [before[0].engineer_id]);
}
