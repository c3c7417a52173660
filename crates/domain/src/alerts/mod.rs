//! Alerts: what somebody should look at before it is too late. Which ones there are on a day follows
//! from the facts of that day alone; a row per slot only remembers that it was raised and what people
//! made of it.

mod handling;
mod ladder;
mod plan;
#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod simulation;
pub mod wire;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{
    Lang,
    access::Role,
    dates::{business_day, plus_days},
    deployments::DeploymentStatus,
    events::SubjectKind,
    licenses::{Facts, LicenseStatus},
    receivables::{OVERDUE_STEPS, days_overdue},
};

pub use handling::{AlertAction, AlertStatus, LONGEST_SNOOZE, check_snooze};
pub use ladder::{DEFAULT_STEPS, MOST_DAYS, MOST_STEPS, check_steps, due_step, normalized_steps};
pub use plan::{Plan, Resolution, Stored, plan};

crate::enums::wire_enum! {
    /// What an alert is about.
    pub enum AlertKind {
        #[default]
        Expiring = "expiring": "许可证即将到期", "License expiring";
        InGrace = "in_grace": "许可证处于宽限期", "License in grace";
        Expired = "expired": "许可证已过期", "License expired";
        ActivationDue = "activation_due": "激活截止日临近", "Activation due";
        ActivationOverdue = "activation_overdue": "逾期未激活", "Activation overdue";
        AgreementEnding = "agreement_ending": "框架协议即将到期", "Agreement ending";
        OverWorkspaces = "over_workspaces": "工作空间超额", "Over workspaces";
        OverUsers = "over_users": "用户超额", "Over users";
        UsageSilent = "usage_silent": "用量未上报", "Usage silent";
        DeploymentLate = "deployment_late": "部署逾期未开始", "Deployment not begun in time";
        DeploymentUnfinished = "deployment_unfinished": "部署逾期未完成", "Deployment not done in time";
        PaymentOverdue = "payment_overdue": "回款逾期", "Payment overdue";
    }
}

crate::enums::wire_enum! {
    pub enum Severity {
        #[default]
        Info = "info": "提示", "Notice";
        Warning = "warning": "警告", "Warning";
        Critical = "critical": "紧急", "Critical";
    }
}

impl AlertKind {
    /// Of what records it speaks.
    pub const fn subject_kind(self) -> SubjectKind {
        match self {
            Self::AgreementEnding => SubjectKind::Partner,
            Self::DeploymentLate | Self::DeploymentUnfinished => SubjectKind::Deployment,
            Self::PaymentOverdue => SubjectKind::Order,
            _ => SubjectKind::License,
        }
    }
}

/// An alert of its kind, told apart from the same kind's others of the same record: the last day of
/// the term, agreement or deadline that it is about, and the step of the ladder. Another term is
/// another ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    pub kind: AlertKind,
    pub due_on: NaiveDate,
    /// Days before `due_on`, of kinds that have a ladder; days after it, of what is overdue. Usage that is over has one step: 0, where it
    /// is not tolerated.
    pub step: Option<u32>,
}

impl Slot {
    const fn new(kind: AlertKind, due_on: NaiveDate) -> Self {
        Self { kind, due_on, step: None }
    }

    const fn at(self, step: u32) -> Self {
        Self { step: Some(step), ..self }
    }

    /// As it is stored; unique together with record and kind.
    pub fn key(&self) -> String {
        match self.step {
            Some(step) => format!("{}/{step}", self.due_on),
            None => self.due_on.to_string(),
        }
    }

    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        let days = match self.step {
            Some(days) => days,
            None => 0,
        };
        match self.kind {
            AlertKind::InGrace | AlertKind::Expired => Severity::Critical,
            AlertKind::OverWorkspaces | AlertKind::OverUsers if self.step.is_some() => {
                Severity::Critical
            }
            AlertKind::ActivationDue
            | AlertKind::ActivationOverdue
            | AlertKind::OverWorkspaces
            | AlertKind::OverUsers
            | AlertKind::UsageSilent
            | AlertKind::DeploymentLate
            | AlertKind::DeploymentUnfinished => Severity::Warning,
            AlertKind::PaymentOverdue if days >= 30 => Severity::Critical,
            AlertKind::PaymentOverdue => Severity::Warning,
            AlertKind::Expiring if days <= 7 => Severity::Critical,
            AlertKind::AgreementEnding if days == 0 => Severity::Critical,
            AlertKind::Expiring | AlertKind::AgreementEnding if days <= 30 => Severity::Warning,
            AlertKind::Expiring | AlertKind::AgreementEnding => Severity::Info,
        }
    }

    /// In a few words and both languages, for where it is not known who reads it.
    pub fn words_for_all(&self) -> String {
        let (zh, en) = (self.kind.label(Lang::Zh), self.kind.label(Lang::En));
        format!("{zh} / {en} · {}", self.due_on)
    }
}

/// Days for which something that is over goes on to be an alert: who did not react by then is lost,
/// and a list that nobody can clear is not read.
pub const LINGERING_DAYS: u32 = 90;
/// When a license that was not activated is an alert: so many days before its deadline.
const ACTIVATION_STEPS: [u32; 2] = [3, 1];
/// When an agreement about to end is one.
const AGREEMENT_STEPS: [u32; 4] = [60, 30, 7, 0];
/// Days after which an installation that reports online is an alert where nothing is heard of it.
pub const SILENT_DAYS: u32 = 7;
/// Minutes after midnight at which a business day's alerts are raised: what was written shortly
/// before midnight is committed by then.
const MINUTES_AFTER_MIDNIGHT: i64 = 5;

/// The business day whose alerts are due at an instant.
///
/// ```
/// let at = |text: &str| text.parse().unwrap();
/// let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
/// assert_eq!(domain::alerts::day_due(at("2026-11-22T16:04:59Z")), day(22));
/// assert_eq!(domain::alerts::day_due(at("2026-11-22T16:05:00Z")), day(23));
/// ```
pub fn day_due(now: DateTime<Utc>) -> NaiveDate {
    business_day(now - TimeDelta::minutes(MINUTES_AFTER_MIDNIGHT))
}

/// What the alerts of a license follow from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LicenseFacts {
    pub license: Facts,
    pub activation_deadline: Option<NaiveDate>,
    pub usage: UsageFacts,
}

/// What of its usage is worth an alert.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UsageFacts {
    /// Over its workspaces: since when, and whether it is tolerated.
    pub workspaces: Option<Excess>,
    /// The same of its users.
    pub users: Option<Excess>,
    /// When its installation, which reports online, was heard of last.
    pub heard_on: Option<NaiveDate>,
}

/// Usage over what was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// The first day of it.
    pub since: NaiveDate,
    pub is_tolerated: bool,
}

impl UsageFacts {
    fn slots(&self, status: LicenseStatus, today: NaiveDate) -> impl Iterator<Item = Slot> {
        let is_used = matches!(
            status,
            LicenseStatus::Active | LicenseStatus::Expiring | LicenseStatus::InGrace
        );
        let over = |kind, excess: Option<Excess>| {
            excess.map(|excess| {
                let slot = Slot::new(kind, excess.since);
                if excess.is_tolerated { slot } else { slot.at(0) }
            })
        };
        let silent = self.heard_on.filter(|on| {
            let (first, last) = silence_window(today);
            (first..=last).contains(on)
        });
        [
            over(AlertKind::OverWorkspaces, self.workspaces),
            over(AlertKind::OverUsers, self.users),
            silent.map(|on| Slot::new(AlertKind::UsageSilent, on)),
        ]
        .into_iter()
        .flatten()
        .filter(move |_| is_used)
    }
}

impl LicenseFacts {
    /// The slots that hold on a business day, by the steps of the license's product. Of a ladder it
    /// is one step, the most urgent that is reached: days on which nobody looked are not made up for.
    pub fn slots(&self, steps: &[u32], today: NaiveDate) -> Vec<Slot> {
        let status = self.license.status(today);
        let ends = self.license.expires_on.and_then(|last| end_of_term(status, last, steps, today));
        let grace = self.license.grace_days;
        ends.filter(|slot| lingers(slot, grace, today))
            .into_iter()
            .chain(self.activation(status, today))
            .chain(self.usage.slots(status, today))
            .collect()
    }

    fn activation(&self, status: LicenseStatus, today: NaiveDate) -> Option<Slot> {
        let deadline = self.activation_deadline?;
        if status != LicenseStatus::PendingActivation || self.license.activated {
            return None;
        }
        if deadline < today {
            let overdue = Slot::new(AlertKind::ActivationOverdue, deadline);
            return (today <= plus_days(deadline, LINGERING_DAYS)).then_some(overdue);
        }
        let step = due_step(&ACTIVATION_STEPS, days_left(deadline, today)?)?;
        Some(Slot::new(AlertKind::ActivationDue, deadline).at(step))
    }
}

/// What the end of a term is on a day. It ends, activated or not: who never activated what they paid
/// for is called as well.
fn end_of_term(
    status: LicenseStatus,
    last: NaiveDate,
    steps: &[u32],
    today: NaiveDate,
) -> Option<Slot> {
    match status {
        LicenseStatus::InGrace => Some(Slot::new(AlertKind::InGrace, last)),
        LicenseStatus::Expired => Some(Slot::new(AlertKind::Expired, last)),
        LicenseStatus::Active | LicenseStatus::Expiring | LicenseStatus::PendingActivation => {
            let step = due_step(steps, days_left(last, today)?)?;
            Some(Slot::new(AlertKind::Expiring, last).at(step))
        }
        LicenseStatus::Created | LicenseStatus::Suspended | LicenseStatus::Terminated => None,
    }
}

/// Whether it is not over for too long.
fn lingers(slot: &Slot, grace_days: u32, today: NaiveDate) -> bool {
    slot.kind != AlertKind::Expired
        || today <= plus_days(plus_days(slot.due_on, grace_days), LINGERING_DAYS)
}

/// What the alerts of a partner follow from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartnerFacts {
    /// Neither waiting for approval nor suspended.
    pub active: bool,
    /// The last day of the framework agreement.
    pub agreement_until: Option<NaiveDate>,
}

impl PartnerFacts {
    /// The slot that holds on a business day.
    pub fn slots(&self, today: NaiveDate) -> Vec<Slot> {
        let found = self.agreement_until.filter(|_| self.active).and_then(|last| {
            let step = match days_left(last, today) {
                Some(days) => due_step(&AGREEMENT_STEPS, days)?,
                None if today <= plus_days(last, LINGERING_DAYS) => 0,
                None => return None,
            };
            Some(Slot::new(AlertKind::AgreementEnding, last).at(step))
        });
        found.into_iter().collect()
    }
}

/// What the alerts of a deployment follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeploymentFacts {
    pub status: DeploymentStatus,
    /// The last day on which its next step is in time.
    pub due_on: Option<NaiveDate>,
}

impl DeploymentFacts {
    /// The slot that holds on a business day: from the day after the one that was missed, until
    /// nobody hopes any more. Another day is another slot.
    pub fn slots(&self, today: NaiveDate) -> Vec<Slot> {
        let kind = match self.status {
            DeploymentStatus::Planned => AlertKind::DeploymentLate,
            DeploymentStatus::InProgress => AlertKind::DeploymentUnfinished,
            _ => return Vec::new(),
        };
        let (first, last) = missed_window(today);
        let missed = self.due_on.filter(|on| (first..=last).contains(on));
        missed.map(|on| Slot::new(kind, on)).into_iter().collect()
    }
}

/// What the alerts of an order follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderFacts {
    /// The earliest day on which something of it was due that is still open.
    pub due_on: Option<NaiveDate>,
}

impl OrderFacts {
    /// The slot that holds on a business day: the last step of [`OVERDUE_STEPS`] that was reached.
    /// Money is waited for until it comes.
    pub fn slots(&self, today: NaiveDate) -> Vec<Slot> {
        let slot = self.due_on.and_then(|on| {
            let days = days_overdue(Some(on), today);
            let step = OVERDUE_STEPS.iter().copied().filter(|step| *step <= days).max()?;
            Some(Slot::new(AlertKind::PaymentOverdue, on).at(step))
        });
        slot.into_iter().collect()
    }
}

/// Days until a last day; nothing where it is over.
fn days_left(last: NaiveDate, today: NaiveDate) -> Option<u32> {
    u32::try_from((last - today).num_days()).ok()
}

/// The days between which the end of a term lies that can be an alert on a business day, where the
/// longest ladder begins so many days before. Both are meant, as below.
pub fn ending_window(today: NaiveDate, longest: u32) -> (NaiveDate, NaiveDate) {
    const MOST_GRACE: u32 = 365;
    (days_before(today, MOST_GRACE + LINGERING_DAYS), plus_days(today, longest))
}

/// The days between which such a deadline lies.
pub fn activation_window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (days_before(today, LINGERING_DAYS), plus_days(today, ACTIVATION_STEPS[0]))
}

/// The days between which the end of such an agreement lies.
pub fn agreement_window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (days_before(today, LINGERING_DAYS), plus_days(today, AGREEMENT_STEPS[0]))
}

/// The days on one of which an installation was heard of last whose silence is an alert.
pub fn silence_window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (days_before(today, LINGERING_DAYS), days_before(today, SILENT_DAYS))
}

/// The days on one of which a deployment was due that is an alert now.
pub fn missed_window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (days_before(today, LINGERING_DAYS), days_before(today, 1))
}

/// The days on one of which something was due that is overdue now; nobody forgets what is owed.
pub fn overdue_window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    const LONG_AGO: u32 = 20 * 366;
    (days_before(today, LONG_AGO), days_before(today, OVERDUE_STEPS[0]))
}

fn days_before(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(chrono::Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN)
}

/// The last day of grace that can still be an alert on a business day.
pub fn lingers_from(today: NaiveDate) -> NaiveDate {
    days_before(today, LINGERING_DAYS)
}

/// The roles that are told of an alert beside its owner: of what nobody owns, and of what is urgent.
pub const fn watchers(kind: AlertKind, severity: Severity, has_owner: bool) -> &'static [Role] {
    match (kind, severity, has_owner) {
        (AlertKind::AgreementEnding, ..) => &[Role::ChannelManager],
        (AlertKind::PaymentOverdue, Severity::Critical, _) => &[Role::Finance, Role::SalesManager],
        (AlertKind::PaymentOverdue, ..) => &[Role::Finance],
        (_, Severity::Critical, _) | (_, _, false) => &[Role::CommercialOps, Role::SalesManager],
        (_, Severity::Info | Severity::Warning, true) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn active() -> LicenseFacts {
        let license = Facts {
            sent: true,
            activated: true,
            expires_on: Some(day(12, 31)),
            grace_days: 15,
            ..Facts::default()
        };
        LicenseFacts { license, ..LicenseFacts::default() }
    }

    fn keys(facts: &LicenseFacts, today: NaiveDate) -> Vec<String> {
        let slots = facts.slots(&DEFAULT_STEPS, today);
        slots.iter().map(|slot| format!("{} {}", slot.kind, slot.key())).collect()
    }

    #[test]
    fn a_term_goes_down_its_ladder_into_grace_and_out() {
        let facts = active();

        assert_eq!(keys(&facts, day(10, 1)), [""; 0]);
        assert_eq!(keys(&facts, day(10, 2)), ["expiring 2026-12-31/90"]);
        assert_eq!(keys(&facts, day(11, 1)), ["expiring 2026-12-31/60"]);
        assert_eq!(keys(&facts, day(12, 24)), ["expiring 2026-12-31/7"]);
        assert_eq!(keys(&facts, day(12, 31)), ["expiring 2026-12-31/0"]);
        let later = |days| plus_days(day(12, 31), days);
        assert_eq!(keys(&facts, later(1)), ["in_grace 2026-12-31"]);
        assert_eq!(keys(&facts, later(15)), ["in_grace 2026-12-31"]);
        assert_eq!(keys(&facts, later(16)), ["expired 2026-12-31"]);
        assert_eq!(keys(&facts, later(15 + 90)), ["expired 2026-12-31"]);
        assert_eq!(keys(&facts, later(15 + 91)), [""; 0]);
    }

    #[test]
    fn who_does_not_activate_is_called_before_and_after_the_deadline() {
        let license = Facts { activated: false, ..active().license };
        let facts = LicenseFacts { license, activation_deadline: Some(day(6, 8)), ..active() };

        assert_eq!(keys(&facts, day(6, 4)), [""; 0]);
        assert_eq!(keys(&facts, day(6, 5)), ["activation_due 2026-06-08/3"]);
        assert_eq!(keys(&facts, day(6, 8)), ["activation_due 2026-06-08/1"]);
        assert_eq!(keys(&facts, day(6, 9)), ["activation_overdue 2026-06-08"]);
        assert_eq!(keys(&facts, day(9, 7)), [""; 0]);
        assert_eq!(keys(&facts, day(12, 1)), ["expiring 2026-12-31/30"]);
    }

    #[test]
    fn what_is_suspended_or_terminated_is_no_alert() {
        for license in [
            Facts { suspended: true, ..active().license },
            Facts { terminated: true, ..active().license },
        ] {
            let facts = LicenseFacts { license, ..active() };
            for days in 0..200 {
                assert_eq!(keys(&facts, plus_days(day(9, 1), days)), [""; 0]);
            }
        }
    }

    #[test]
    fn usage_over_what_was_bought_is_an_alert_of_the_day_it_began() {
        let excess = |is_tolerated| Some(Excess { since: day(5, 2), is_tolerated });
        let usage = UsageFacts { workspaces: excess(true), users: excess(false), heard_on: None };
        let facts = LicenseFacts { usage, ..active() };

        assert_eq!(
            keys(&facts, day(6, 1)),
            ["over_workspaces 2026-05-02", "over_users 2026-05-02/0"]
        );
        let severities: Vec<_> =
            facts.slots(&DEFAULT_STEPS, day(6, 1)).iter().map(Slot::severity).collect();
        assert_eq!(severities, [Severity::Warning, Severity::Critical]);
        let suspended = Facts { suspended: true, ..facts.license };
        assert_eq!(keys(&LicenseFacts { license: suspended, ..facts }, day(6, 1)), [""; 0]);
    }

    #[test]
    fn who_is_not_heard_of_for_a_week_is_an_alert_until_nobody_hopes() {
        let usage = UsageFacts { heard_on: Some(day(2, 1)), ..UsageFacts::default() };
        let facts = LicenseFacts { usage, ..active() };

        assert_eq!(keys(&facts, day(2, 7)), [""; 0]);
        assert_eq!(keys(&facts, day(2, 8)), ["usage_silent 2026-02-01"]);
        assert_eq!(keys(&facts, plus_days(day(2, 1), LINGERING_DAYS)).len(), 1);
        assert_eq!(keys(&facts, plus_days(day(2, 1), LINGERING_DAYS + 1)), [""; 0]);
    }

    #[test]
    fn a_deployment_is_an_alert_from_the_day_after_the_one_it_missed() {
        let keys = |status, due_on, today| -> Vec<String> {
            let slots = DeploymentFacts { status, due_on }.slots(today);
            slots.iter().map(|slot| format!("{} {}", slot.kind, slot.key())).collect()
        };
        let planned = |today| keys(DeploymentStatus::Planned, Some(day(3, 4)), today);

        assert_eq!(planned(day(3, 4)), [""; 0], "the day itself is in time");
        assert_eq!(planned(day(3, 5)), ["deployment_late 2026-03-04"]);
        assert_eq!(planned(plus_days(day(3, 4), LINGERING_DAYS)).len(), 1);
        assert_eq!(planned(plus_days(day(3, 4), LINGERING_DAYS + 1)), [""; 0]);
        let begun = keys(DeploymentStatus::InProgress, Some(day(3, 4)), day(3, 5));
        assert_eq!(begun, ["deployment_unfinished 2026-03-04"]);
        assert_eq!(keys(DeploymentStatus::Planned, None, day(3, 5)), [""; 0]);
        for over in [
            DeploymentStatus::Completed,
            DeploymentStatus::Accepted,
            DeploymentStatus::Failed,
            DeploymentStatus::Cancelled,
        ] {
            assert_eq!(keys(over, Some(day(3, 4)), day(3, 5)), [""; 0], "{over}");
        }
    }

    #[test]
    fn what_is_owed_is_an_alert_at_each_step_until_it_is_paid() {
        let facts = OrderFacts { due_on: Some(day(3, 1)) };
        let step = |days| facts.slots(plus_days(day(3, 1), days)).first().and_then(|one| one.step);

        let found: Vec<_> = [0, 1, 6, 7, 29, 30, 89, 90, 4000].into_iter().map(step).collect();

        let steps = [0, 1, 1, 7, 7, 30, 60, 90, 90].map(|step| Some(step).filter(|it| *it > 0));
        assert_eq!(found, steps);
        assert_eq!(OrderFacts { due_on: None }.slots(day(3, 1)), []);
        let severity = |days| facts.slots(plus_days(day(3, 1), days))[0].severity();
        assert_eq!((severity(7), severity(30)), (Severity::Warning, Severity::Critical));
    }

    #[test]
    fn an_agreement_ends_and_is_over_for_a_while() {
        let facts = PartnerFacts { active: true, agreement_until: Some(day(8, 31)) };
        let steps = |today| facts.slots(today).first().and_then(|slot| slot.step);

        assert_eq!(steps(day(7, 1)), None);
        assert_eq!(steps(day(7, 2)), Some(60));
        assert_eq!(steps(day(8, 31)), Some(0));
        assert_eq!(steps(day(11, 29)), Some(0), "it is over");
        assert_eq!(steps(day(11, 30)), None);
        let suspended = PartnerFacts { active: false, ..facts };
        assert_eq!(suspended.slots(day(8, 31)), []);
    }

    #[test]
    fn the_nearer_the_more_urgent() {
        let severity = |step| Slot::new(AlertKind::Expiring, day(1, 1)).at(step).severity();

        let found: Vec<_> = DEFAULT_STEPS.iter().map(|step| severity(*step)).collect();
        assert!(found.is_sorted());
        assert_eq!((severity(31), severity(30)), (Severity::Info, Severity::Warning));
        assert_eq!((severity(8), severity(7)), (Severity::Warning, Severity::Critical));
    }

    #[test]
    fn somebody_is_always_told() {
        for kind in AlertKind::ALL {
            for severity in Severity::ALL {
                assert!(!watchers(*kind, *severity, false).is_empty(), "{kind} {severity}");
            }
        }
        assert!(watchers(AlertKind::Expiring, Severity::Info, true).is_empty());
    }
}
