//! The funnel: how many leads stand where, and how many of those that began in a period came how
//! far. Sums are whole minor units and never mix currencies.

use super::{
    StatusKind,
    wire::{CohortStage, LeadStatusView},
};
use crate::{id::LeadStatusId, money::BasisPoints};

/// The stages that a lead goes through, the first one first: open statuses in their order, then
/// those that are won. What came to nothing is no stage.
pub fn stages(statuses: &[LeadStatusView]) -> Vec<LeadStatusView> {
    let of = |kind| statuses.iter().filter(move |status| status.content.kind == kind);
    let mut stages: Vec<LeadStatusView> =
        of(StatusKind::Open).chain(of(StatusKind::Won)).cloned().collect();
    stages.sort_by_key(|one| (one.content.kind, one.content.place, one.id));
    stages
}

/// The place of the median among `count` that stand in order, from 0; of an even number the first
/// of the two in the middle.
pub const fn median_place(count: u64) -> u64 {
    count.saturating_sub(1) / 2
}

/// How many leads of a cohort came to each stage or beyond, where `furthest` says how many came
/// just so far. What goes on is never more than what came, so no conversion is above the whole.
pub fn cohort(stages: &[LeadStatusView], furthest: &[(LeadStatusId, u32)]) -> Vec<CohortStage> {
    let at = |stage: &LeadStatusView| -> u32 {
        furthest.iter().filter(|(id, _)| *id == stage.id).map(|(_, leads)| leads).sum()
    };
    let all: u32 = stages.iter().map(at).sum();
    let mut before = all;
    let mut reached = all;
    stages
        .iter()
        .map(|stage| {
            let row = CohortStage {
                status: stage.clone(),
                reached,
                of_previous: share(reached, before),
                of_all: share(reached, all),
            };
            before = reached;
            reached -= at(stage);
            row
        })
        .collect()
}

/// A part of the whole; all of nothing.
fn share(part: u32, whole: u32) -> BasisPoints {
    let whole_points = u64::from(BasisPoints::WHOLE.0);
    match (u64::from(part) * whole_points).checked_div(u64::from(whole)) {
        Some(share) => BasisPoints(u32::try_from(share).unwrap_or(BasisPoints::WHOLE.0)),
        None => BasisPoints(0),
    }
}
