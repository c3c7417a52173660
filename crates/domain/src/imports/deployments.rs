//! A row that is a deployment of a license that is there: planned, or done already.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Link, lookup::Row};
use crate::{
    deployments::{
        Cloud, DeploymentAction, DeploymentFacts, DeploymentKind, DeploymentMethod, DeploymentMode,
        DeploymentStatus, Environment, MOST_ENGINEERS, check, check_completion,
        wire::DeploymentContent,
    },
    id::{EngineerId, LicenseId},
    problem::{FieldError, Reason, Refusal},
    validate::Faults,
};

/// What a row says of a deployment; what it does not speak of stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentLine {
    /// By its number.
    pub license: Link<LicenseId>,
    pub kind: DeploymentKind,
    pub environment: Environment,
    pub mode: Option<DeploymentMode>,
    pub method: Option<DeploymentMethod>,
    pub cloud: Option<Cloud>,
    pub planned_on: Option<NaiveDate>,
    /// Where it is done.
    pub completed_on: Option<NaiveDate>,
    pub product_version: Option<String>,
    pub server_info: Option<String>,
    pub notes: Option<String>,
    /// By name or address.
    pub engineers: Vec<Link<EngineerId>>,
}

impl DeploymentLine {
    /// The plan with it; nothing of it is agreed where there is none yet.
    pub fn over(&self, present: Option<&DeploymentContent>) -> DeploymentContent {
        let license = self.license.id.unwrap_or_else(|| Uuid::nil().into());
        let unsaid = DeploymentContent::of(license, self.kind);
        let present = present.unwrap_or(&unsaid).clone();
        DeploymentContent {
            environment: self.environment,
            mode: self.mode.unwrap_or(present.mode),
            method: self.method.unwrap_or(present.method),
            cloud: self.cloud.or(present.cloud),
            planned_on: self.planned_on.or(present.planned_on),
            product_version: self.product_version.clone().or(present.product_version),
            server_info: self.server_info.clone().or(present.server_info),
            notes: self.notes.clone().or(present.notes),
            ..present
        }
    }

    /// Where a new one stands.
    pub const fn status(&self) -> DeploymentStatus {
        if self.completed_on.is_some() {
            DeploymentStatus::Completed
        } else {
            DeploymentStatus::Planned
        }
    }

    /// Checks what was done against who did it: the vendor's work is somebody's.
    ///
    /// # Errors
    /// It is done, is the vendor's, and `engineers` is none.
    pub fn check_done(&self, engineers: usize) -> Result<(), Vec<FieldError>> {
        if self.completed_on.is_none() {
            return Ok(());
        }
        let method = self.method.unwrap_or_default();
        let facts = DeploymentFacts::new(DeploymentStatus::Planned, method, engineers, &[]);
        match facts.allows(DeploymentAction::Start) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(vec![refusal.at("/engineers")]),
        }
    }

    pub(super) fn key(&self) -> Option<String> {
        let day = self.completed_on.or(self.planned_on);
        self.license.id.map(|license| deployment_key(license, self.kind, self.environment, day))
    }
}

/// By what a deployment of a license is told from others: there is one initial deployment in each
/// environment; others are told apart by their day.
pub fn deployment_key(
    license: LicenseId,
    kind: DeploymentKind,
    environment: Environment,
    day: Option<NaiveDate>,
) -> String {
    let day = day.filter(|_| kind != DeploymentKind::Initial);
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    format!("{} {kind} {environment} {day}", license.as_uuid())
}

/// The states that a row may be in.
const STATES: &[DeploymentStatus] = &[DeploymentStatus::Planned, DeploymentStatus::Completed];

pub(super) fn read(row: &Row<'_>, faults: &mut Faults, today: NaiveDate) -> DeploymentLine {
    let status =
        row.one_of("status", STATES, DeploymentStatus::label, DeploymentStatus::as_str, faults);
    let kind = row.one_of(
        "kind",
        DeploymentKind::ALL,
        DeploymentKind::label,
        DeploymentKind::as_str,
        faults,
    );
    let mode = row.one_of(
        "mode",
        DeploymentMode::ALL,
        DeploymentMode::label,
        DeploymentMode::as_str,
        faults,
    );
    let method = row.one_of(
        "method",
        DeploymentMethod::ALL,
        DeploymentMethod::label,
        DeploymentMethod::as_str,
        faults,
    );
    let environment = row.one_of(
        "environment",
        Environment::ALL,
        Environment::label,
        Environment::as_str,
        faults,
    );
    let line = DeploymentLine {
        license: Link::of(row.code("license", faults).map(|number| number.to_ascii_uppercase())),
        kind: kind.unwrap_or_default(),
        environment: environment.unwrap_or_default(),
        mode,
        method,
        cloud: row.one_of("cloud", Cloud::ALL, Cloud::label, Cloud::as_str, faults),
        planned_on: row.day("planned_on", faults),
        completed_on: row.day("completed_on", faults),
        product_version: row.code("product_version", faults),
        server_info: row.lines("server_info"),
        notes: row.lines("notes"),
        engineers: row.parts("engineers").into_iter().map(|name| Link::of(Some(name))).collect(),
    };
    if line.license.text.is_none() {
        faults.add("/license", Reason::Required);
    }
    match (status, line.completed_on) {
        (Some(DeploymentStatus::Completed), None) if row.is_empty("completed_on") => {
            faults.add("/completed_on", Reason::Required);
        }
        (Some(DeploymentStatus::Planned), Some(_)) => {
            faults.add("/status", Reason::CompletedAlready);
        }
        _ => {}
    }
    if line.engineers.len() > MOST_ENGINEERS {
        faults.add("/engineers", Refusal::new(Reason::TooManyEntries).with("max", MOST_ENGINEERS));
    }
    faults.add_all(check(&line.over(None)));
    if let Some(on) = line.completed_on {
        faults.add_all(check_completion(on, None, on.min(today), today));
    }
    line
}
