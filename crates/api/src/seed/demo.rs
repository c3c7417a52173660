//! The living demo: its stories are told through the product's own use cases, in order of time, so
//! that every state, event and figure is one that the product itself would make.

use std::{collections::BTreeMap, sync::PoisonError};

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc, Weekday};
use domain::{
    access::{Permission, Role},
    dates::{business_day, start_of},
    id::{PartnerId, UserId},
};

pub use super::people::{PASSWORD, STAFF};
use super::{
    alerts, changes,
    customers::{self, CUSTOMERS, end_user},
    engineers, imports,
    invoices::{self, Invoices},
    lead_mails,
    leads::{self, Beat, Leads},
    orders::{Chapter, Step, Teller, WORKER, Work, chapters, settle, works},
    partners::{self, PARTNERS, Standing},
    payments,
    people::{self, PASSWORD, STAFF, Staff, caller},
    prices, receivables, sales,
    stories::Fate,
    usage, views,
};
use crate::{
    app::{App, Clock},
    error::ApiResult,
    worker,
};

/// The accounts of the demo, one per line: role, user name, password, name.
pub fn accounts() -> String {
    let mut text = String::new();
    for (username, name, role) in STAFF {
        text += &format!("{role:<16} {username:<12} {PASSWORD}  {name}\n");
    }
    for partner in PARTNERS.iter().take(3) {
        let (username, name) = (partner.username, partner.name);
        text += &format!("{:<16} {username:<12} {PASSWORD}  {name}\n", "partner");
    }
    text
}

/// Sets the app's clock.
pub fn set_clock(app: &App, at: DateTime<Utc>) {
    if let Clock::Stopped(clock) = &app.clock {
        *clock.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

/// What happens at an instant; what happens at the same comes in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    /// A partner applies.
    Apply(usize),
    Suspend(usize),
    /// Sales meets a customer.
    Meet(usize),
    Grant(usize),
    /// Programs get their keys.
    Keys,
    /// Everybody reads what they were told.
    Read,
    /// An installation is heard of for the last time.
    LastWords,
    Order(usize, Step),
    /// What an order brought is deployed.
    Deploy(usize, Work),
    /// What was bought a while ago is paid.
    Collect,
    /// A lead goes its way.
    Lead(usize, Beat),
    /// Something is invoiced.
    Invoice(usize),
    /// Somebody proposes a change.
    Propose(usize),
    /// What was proposed is decided, or waits.
    Decide(usize),
}

/// What was granted for a while: so many days ago, to whom, what, for how many days, why.
type Granted = (i64, fn(&Staff) -> UserId, Permission, i64, &'static str);

const GRANTS: [Granted; 2] = [
    (62, |staff| staff.manager, Permission::OrdersApprove, 10, "林晓彤休假期间代为审核订单"),
    (6, |staff| staff.finance, Permission::EventsRead, 30, "年度审计，查阅操作记录"),
];

/// So many days ago programs got their keys.
const KEYS_DAYS: i64 = 45;
/// Days before the first order on which the vendor and its partners began.
const BEGINNING: i64 = 30;
/// Notifications older than this were read.
const UNREAD_DAYS: i64 = 3;
/// Acts after which the audit trail is sealed.
const SEALED_AFTER: usize = 100;

/// Tells the demo as of `now`.
///
/// # Errors
/// A use case refuses: then the demo is wrong.
pub async fn tell(app: &App, now: DateTime<Utc>) -> ApiResult<()> {
    let today = business_day(now);
    let chapters = chapters();
    let first = first_day(&chapters);
    set_clock(app, opening(today, first + BEGINNING));
    let staff = people::create_staff(app).await?;
    let team = engineers::hire(app, &staff).await?;
    prices::announce(app, staff.admin, today).await?;
    usage::tolerate(app, &staff).await?;
    let channel = caller(staff.channel, Role::ChannelManager);
    let partners = begin_partners(app, &staff, today).await?;
    let mut proposed = BTreeMap::new();
    let brought = partners.iter().flatten().map(|(partner, _)| *partner).collect();
    let mut leads = Leads::new(staff, brought);
    let mut invoices = Invoices::new(staff, partners.iter().flatten().copied().collect());
    let mut teller = Teller::new(app, staff, partners.clone()).await?;
    for (told, (at, act)) in schedule(&chapters, now).into_iter().enumerate() {
        set_clock(app, at);
        match act {
            Act::Order(index, step) => teller.tell(index, step).await?,
            Act::Deploy(index, work) => teller.deploy(index, work, &team).await?,
            Act::Meet(index) => customers::keep(app, index, staff.sales).await?,
            Act::Apply(index) => partners::apply(app, &channel, index, today).await.map(drop)?,
            Act::Suspend(index) => {
                if let (Some((id, _)), Standing::SuspendedAgo(_, why)) =
                    (partners[index], PARTNERS[index].standing)
                {
                    partners::suspend(app, &channel, id, why).await?;
                }
            }
            Act::Grant(index) => {
                let (_, to, permission, days, why) = GRANTS[index];
                people::grant(app, &staff, to(&staff), (permission, days, why)).await?;
            }
            Act::Lead(index, beat) => leads.tell(app, index, beat).await?,
            Act::Invoice(index) => Box::pin(invoices.tell(app, index)).await?,
            Act::Collect => {
                let until = today - TimeDelta::days(payments::DAYS_BY_BANK);
                sales::collect(app, &staff, until).await?;
            }
            Act::Propose(index) => {
                proposed.insert(index, changes::propose(app, &staff, index).await?);
            }
            Act::Decide(index) => {
                if let Some(request) = proposed.get(&index) {
                    changes::decide(app, &staff, index, request).await?;
                }
            }
            Act::Keys => {
                if let Some((partner, _)) = partners[0] {
                    people::make_keys(app, &staff, partner).await?;
                }
            }
            Act::LastWords => usage::last_words(app).await?,
            Act::Read => read_all(app, &staff, &partners).await?,
        }
        if told % SEALED_AFTER == 0 {
            worker::turn(app, WORKER).await?;
        }
    }
    set_clock(app, now);
    views::keep(app, &staff).await?;
    sales::hire(app, &staff, today).await?;
    usage::tell(app, &staff).await?;
    imports::bring(app, &staff).await?;
    payments::tell(app, &staff).await?;
    let sign_in: Vec<_> = partners.iter().take(3).flatten().map(|(id, _)| *id).collect();
    receivables::tell(app, &staff, &sign_in).await?;
    settle(app).await?;
    alerts::raise(app).await?;
    settle(app).await?;
    alerts::see_to_some(app, &staff).await?;
    settle(app).await?;
    lead_mails::tell(app, &staff).await?;
    worker::turn(app, WORKER).await.map(drop)
}

/// The partners that were there from the beginning, each with a person who signs in.
async fn begin_partners(
    app: &App,
    staff: &Staff,
    today: NaiveDate,
) -> ApiResult<Vec<Option<(PartnerId, UserId)>>> {
    let channel = caller(staff.channel, Role::ChannelManager);
    let mut begun = Vec::new();
    for (index, partner) in PARTNERS.iter().enumerate() {
        if matches!(partner.standing, Standing::AppliedAgo(_)) {
            begun.push(None);
            continue;
        }
        let applied = partners::apply(app, &channel, index, today).await?;
        partners::approve(app, &channel, &applied).await?;
        let (username, email) = (partner.username, partner.email());
        let of = Some(applied.id);
        let person =
            people::create_user(app, username, partner.person, &email, Role::Partner, of).await?;
        begun.push(Some((applied.id, person)));
    }
    Ok(begun)
}

async fn read_all(
    app: &App,
    staff: &Staff,
    partners: &[Option<(PartnerId, UserId)>],
) -> ApiResult<()> {
    let people = partners.iter().flatten().map(|(_, user)| *user);
    for user in people.chain([staff.admin, staff.ops, staff.sales]) {
        app.transact(async |tx| {
            store::notifications::mark_read(&**tx, user, &[], tx.now).await?;
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// Nine o'clock so many days ago, or on the working day that is next to it.
fn opening(today: NaiveDate, days_ago: i64) -> DateTime<Utc> {
    let day = today - TimeDelta::days(days_ago);
    let moved = match day.weekday() {
        Weekday::Sat => -1,
        Weekday::Sun if day < today => 1,
        Weekday::Sun => -2,
        _ => 0,
    };
    start_of(day + TimeDelta::days(moved)) + TimeDelta::hours(9)
}

/// Everything that happens, in order of time; nothing lies in the future.
fn schedule(chapters: &[Chapter], now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Act)> {
    let today = business_day(now);
    let mut acts = Vec::new();
    for (index, chapter) in chapters.iter().enumerate() {
        let steps = steps_of(index, chapter, now);
        let placed = steps.first().map_or(now, |(at, _)| *at);
        acts.extend(steps.into_iter().map(|(at, step)| (at, Act::Order(index, step))));
        if chapter.later.is_none() {
            let works = works(index, chapter.fate(), placed, now).into_iter();
            let works = works.filter(|(at, _)| *at <= now);
            acts.extend(works.map(|(at, work)| (at, Act::Deploy(index, work))));
        }
    }
    for (index, partner) in PARTNERS.iter().enumerate() {
        match partner.standing {
            Standing::Active => {}
            Standing::AppliedAgo(days) => acts.push((opening(today, days), Act::Apply(index))),
            Standing::SuspendedAgo(days, _) => {
                acts.push((opening(today, days), Act::Suspend(index)));
            }
        }
    }
    let met = first_met(chapters);
    for index in 0..CUSTOMERS.len() {
        let minutes = i64::try_from(index).unwrap_or_default() * 7 % 300;
        // Who never ordered is somebody whom sales met lately.
        let days = met.get(&index).map_or(20 + minutes % 60, |days| days + 2 + minutes % 14);
        acts.push((opening(today, days) + TimeDelta::minutes(minutes), Act::Meet(index)));
    }
    let granted = GRANTS.iter().enumerate();
    acts.extend(granted.map(|(index, grant)| (opening(today, grant.0), Act::Grant(index))));
    for (index, days) in changes::days_ago() {
        let hours = |hours, days| opening(today, days) + TimeDelta::hours(hours);
        acts.push((hours(1, days), Act::Propose(index)));
        acts.push((hours(3, days - 1), Act::Decide(index)));
    }
    let weeks = (0..=first_day(chapters) / 7).map(|week| opening(today, week * 7 + 1));
    acts.extend(weeks.map(|at| (at + TimeDelta::hours(8), Act::Collect)));
    for index in 0..leads::LEADS {
        let minutes = i64::try_from(index).unwrap_or_default() * 11 % 420;
        let of = leads::beats(index).into_iter();
        acts.extend(of.map(|(days, beat)| {
            let at = opening(today, days) + TimeDelta::minutes(minutes);
            (at, Act::Lead(index, beat))
        }));
    }
    let told = invoices::schedule(|days| opening(today, days));
    acts.extend(told.map(|(at, index)| (at, Act::Invoice(index))));
    acts.push((opening(today, KEYS_DAYS), Act::Keys));
    acts.push((opening(today, UNREAD_DAYS), Act::Read));
    acts.push((opening(today, usage::SILENT_SINCE), Act::LastWords));
    for (at, _) in &mut acts {
        *at = (*at).min(now);
    }
    acts.sort_unstable();
    acts
}

/// So many days ago the first order was placed.
fn first_day(chapters: &[Chapter]) -> i64 {
    chapters.iter().map(Chapter::days_ago).max().unwrap_or_default()
}

/// The customers that orders name, with the days since the first of them.
fn first_met(chapters: &[Chapter]) -> BTreeMap<usize, i64> {
    let mut met = BTreeMap::new();
    for chapter in chapters {
        for customer in chapter.end_users().filter_map(|name| end_user(name)?.customer) {
            let days = met.entry(customer).or_insert(0);
            *days = chapter.days_ago().max(*days);
        }
    }
    met
}

/// What becomes of one order, and when.
fn steps_of(index: usize, chapter: &Chapter, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Step)> {
    let spread = |step: i64, of: i64| i64::try_from(index).unwrap_or_default() * step % of;
    let placed = opening(business_day(now), chapter.days_ago());
    // Orders of today were placed already.
    let placed = (placed + TimeDelta::minutes(spread(37, 350)))
        .min(now - TimeDelta::minutes(30 + spread(7, 60)));
    let soon = TimeDelta::minutes(80 + spread(53, 170));
    let days = TimeDelta::days;
    let mut steps = vec![(placed, Step::Place)];
    if chapter.fate() == Fate::Draft {
        return steps;
    }
    let mut add = |after: TimeDelta, step| steps.push((placed + after, step));
    add(TimeDelta::minutes(20), Step::Submit);
    match chapter.fate() {
        Fate::Draft | Fate::Submitted => {}
        Fate::Rejected(_) | Fate::Cancelled(_) => add(days(1), Step::Decide),
        Fate::Undelivered | Fate::Bounced => add(soon, Step::Decide),
        Fate::Delivered { activated_after } => {
            add(soon, Step::Decide);
            if let Some(after) = activated_after {
                add(days(after) + TimeDelta::hours(6), Step::Activate);
            }
        }
        Fate::Mended(_) => {
            add(soon, Step::Decide);
            add(days(2), Step::Mend);
            add(days(4), Step::Activate);
        }
        Fate::Withdrawn(_) => {
            add(soon, Step::Decide);
            add(days(1), Step::End);
        }
        Fate::Suspended(_) | Fate::Transferred(_) | Fate::Terminated(_) => {
            add(soon, Step::Decide);
            add(days(2), Step::Activate);
            add(days(60), Step::End);
        }
    }
    steps
}
