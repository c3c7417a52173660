//! Leads 商机: what may become an order. Where it comes from, who works on it, how far it is, what
//! it may be worth and what is to be done next.

mod funnel;
mod state;
#[cfg(test)]
mod tests;
pub mod wire;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use self::wire::{LeadContent, LeadSourceContent, LeadStatusContent, LogActivity};
use crate::{
    access::{Role, Scope},
    dates::business_day,
    id::UserId,
    money::Amount,
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

pub use funnel::{cohort, median_place, stages};
pub use state::{LeadAction, REASON_LENGTH, StatusKind, check_reasons};

/// No lead is worth more: ten billion.
pub const MOST_WORTH: Amount = Amount::from_minor(1_000_000_000_000);
/// Statuses, and sources, that there are at most.
pub const MOST_CONFIGURED: usize = 20;
/// Cards of a column of the board; the list has the others.
pub const MOST_CARDS: u64 = 50;
/// Activities of a lead that are shown.
pub const MOST_ACTIVITIES: u64 = 200;
/// Days after which nobody notes any more what was done.
const OLDEST_ACTIVITY: i64 = 3_660;

crate::enums::wire_enum! {
    /// Why a lead was lost.
    pub enum LostReason {
        Price = "price": "价格", "Price";
        Competitor = "competitor": "竞品", "Competitor";
        BudgetCancelled = "budget_cancelled": "预算取消", "Budget canceled";
        MissingFeatures = "missing_features": "功能不足", "Missing features";
        CommunityEdition = "community_edition": "使用社区版", "Stays with the community edition";
        NoResponse = "no_response": "无响应", "No response";
        #[default]
        Other = "other": "其他", "Other";
    }
}

crate::enums::wire_enum! {
    /// What was done about a lead.
    pub enum ActivityKind {
        Email = "email": "邮件", "E-mail";
        Call = "call": "电话", "Call";
        Meeting = "meeting": "会议", "Meeting";
        Demo = "demo": "演示", "Demo";
        Quotation = "quotation": "报价", "Quotation";
        #[default]
        Note = "note": "备注", "Note";
    }
}

crate::enums::wire_enum! {
    /// The color that a status is shown in; its name always stands beside it.
    pub enum StatusColor {
        #[default]
        Gray = "gray": "灰", "Gray";
        Blue = "blue": "蓝", "Blue";
        Green = "green": "绿", "Green";
        Amber = "amber": "黄", "Amber";
        Red = "red": "红", "Red";
    }
}

/// The leads that somebody may see or change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    All,
    /// One's own and those of nobody yet, the pool.
    OfRep(UserId),
    /// Those that came through a partner.
    ThroughPartners,
    Nothing,
}

impl Sight {
    /// As far as a permission reaches: for sales reps what is theirs and the pool, for channel
    /// managers what partners brought.
    pub const fn of(scope: Scope, role: Role) -> Self {
        match (scope, role) {
            (Scope::Everything, _) => Self::All,
            (Scope::OfUser(_), Role::ChannelManager) => Self::ThroughPartners,
            (Scope::OfUser(user), _) => Self::OfRep(user),
            (Scope::OfPartner(_), _) => Self::Nothing,
        }
    }

    /// Whether a lead may be given to `owner`: who sees only their own gives to nobody else, back to
    /// the pool at most.
    ///
    /// # Errors
    /// It would be somebody else's.
    pub fn may_give_to(self, owner: Option<UserId>) -> Result<(), Refusal> {
        match (self, owner) {
            (Self::OfRep(user), Some(owner)) if owner != user => Err(Reason::NotYoursToGive.into()),
            _ => Ok(()),
        }
    }
}

/// What an amount counts for at a probability in percent, half away from zero.
///
/// ```
/// use domain::{leads::weighted, money::Amount};
/// assert_eq!(weighted(Amount::from_minor(101), 50), Amount::from_minor(51));
/// ```
pub fn weighted(amount: Amount, probability: u32) -> Amount {
    // Within bounds it cannot overflow; beyond them nothing is weighed.
    amount.scaled(i128::from(probability.min(100)), 100).unwrap_or(amount)
}

/// Whether nothing has happened for longer than the status allows.
pub fn is_rotting(
    kind: StatusKind,
    rotting_days: Option<u32>,
    touched_at: DateTime<Utc>,
    today: NaiveDate,
) -> bool {
    let Some(days) = rotting_days.filter(|_| kind.is_open()) else { return false };
    days_between(business_day(touched_at), today) > days
}

/// Whole days from one day to another, none where it is not later.
pub fn days_between(from: NaiveDate, until: NaiveDate) -> u32 {
    u32::try_from((until - from).num_days()).unwrap_or_default()
}

/// Checks a lead before it is kept.
///
/// # Errors
/// One field error per fault.
pub fn check(content: &LeadContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    let optional = |text: &Option<String>, max| validate::optional_text(text.as_deref(), max);
    faults.check("/title", validate::text(&content.title, 2, 120));
    faults.check("/company", validate::text(&content.company, 2, 120));
    faults.check("/contact_name", optional(&content.contact_name, 60));
    if let Some(email) = content.contact_email.as_deref().map(str::trim).filter(|e| !e.is_empty()) {
        faults.check("/contact_email", validate::email(email));
    }
    faults.check("/contact_phone", optional(&content.contact_phone, 40));
    if content.amount < Amount::ZERO {
        faults.add("/amount", Reason::NegativeAmount);
    } else if content.amount > MOST_WORTH {
        faults.add("/amount", Reason::AmountTooLarge);
    }
    if let Some(probability) = content.probability {
        faults.check("/probability", validate::range(probability, 0, 100));
    }
    faults.check("/next_step", optional(&content.next_step, 200));
    faults.check("/notes", optional(&content.notes, 2000));
    faults.into_result()
}

/// Checks what somebody did, on its way into the story of a lead.
///
/// # Errors
/// One field error per fault.
pub fn check_activity(activity: &LogActivity, now: DateTime<Utc>) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/text", validate::text(&activity.text, 1, 2000));
    faults.check("/outcome", validate::optional_text(activity.outcome.as_deref(), 200));
    // A clock may be a little ahead; nobody reports what was years ago.
    if activity.happened_at.is_some_and(|at| at > now + TimeDelta::minutes(5)) {
        faults.add("/happened_at", Reason::InTheFuture);
    } else if activity.happened_at.is_some_and(|at| at < now - TimeDelta::days(OLDEST_ACTIVITY)) {
        let refusal = Refusal::new(Reason::NotThatDay);
        let from = business_day(now - TimeDelta::days(OLDEST_ACTIVITY));
        faults.add("/happened_at", refusal.with("from", from));
    }
    if let Some(next) = &activity.next {
        faults.check("/next/step", validate::optional_text(next.step.as_deref(), 200));
    }
    faults.into_result()
}

/// Checks a status: its probability is settled where it is over.
///
/// # Errors
/// One field error per fault.
pub fn check_status(content: &LeadStatusContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name_zh", validate::text(&content.name_zh, 1, 20));
    faults.check("/name_en", validate::text(&content.name_en, 1, 40));
    faults.check("/place", validate::range(content.place, 0, 1000));
    let (least, most) = match content.kind {
        StatusKind::Open => (0, 100),
        StatusKind::Won => (100, 100),
        StatusKind::Lost | StatusKind::Disqualified => (0, 0),
    };
    faults.check("/probability", validate::range(content.probability, least, most));
    if let Some(days) = content.rotting_days {
        faults.check("/rotting_days", validate::range(days, 1, 365));
    }
    faults.into_result()
}

/// Checks a source.
///
/// # Errors
/// One field error per fault.
pub fn check_source(content: &LeadSourceContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name_zh", validate::text(&content.name_zh, 1, 20));
    faults.check("/name_en", validate::text(&content.name_en, 1, 40));
    faults.check("/place", validate::range(content.place, 0, 1000));
    faults.into_result()
}
