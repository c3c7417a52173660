//! A page of the calendar: weeks of days on a desk, and on a telephone the days that have something.

use chrono::{Datelike as _, Days, NaiveDate};
use domain::{
    deployments::{
        CalendarSpan,
        wire::{CalendarView, DeploymentListQuery, DeploymentRow},
    },
    list::ListQuery as _,
};
use leptos::prelude::*;

use super::super::{DeploymentStatusDot, deployment_href};
use crate::{
    i18n::{Word, lang, t},
    routes,
    ui::{Clock, EmptyState, Glyph},
};

/// Entries of a day in a month; the others are counted.
const OF_A_DAY: usize = 4;

const WEEKDAYS: [Word; 7] = [
    t::deployments::monday,
    t::deployments::tuesday,
    t::deployments::wednesday,
    t::deployments::thursday,
    t::deployments::friday,
    t::deployments::saturday,
    t::deployments::sunday,
];

fn days(view: &CalendarView) -> Vec<NaiveDate> {
    let all = (view.until - view.from).num_days();
    let after = |n| view.from.checked_add_days(Days::new(u64::try_from(n).ok()?));
    (0..=all).filter_map(after).collect()
}

fn is_in_window(row: &DeploymentRow, on: NaiveDate) -> bool {
    match (row.window_from, row.window_until) {
        (Some(from), Some(until)) => (from..=until).contains(&on),
        (Some(day), None) | (None, Some(day)) => day == on,
        (None, None) => false,
    }
}

/// What stands on a day: first what is planned for it, then whose window it is in.
fn of_day(view: &CalendarView, on: NaiveDate) -> Vec<(&DeploymentRow, bool)> {
    let planned = view.entries.iter().filter(|row| row.planned_on == Some(on));
    let open = view.entries.iter().filter(|row| {
        row.planned_on != Some(on) && row.completed_on.is_none() && is_in_window(row, on)
    });
    planned.map(|row| (row, true)).chain(open.map(|row| (row, false))).collect()
}

/// An entry: planned for the day, or a day that would suit the customer.
fn entry(row: &DeploymentRow, is_planned: bool, detailed: bool) -> AnyView {
    let class = match (is_planned, row.is_late) {
        (false, _) => "calendar__entry calendar__entry--window",
        (true, true) => "calendar__entry calendar__entry--late",
        (true, false) => "calendar__entry",
    };
    let window = (!is_planned).then(|| {
        view! { <span class="calendar__note">{t::deployments::window_day}</span> }
    });
    let late = (is_planned && row.is_late).then(|| {
        view! { <span class="calendar__note">{t::deployments::late}</span> }
    });
    let more = (detailed && is_planned).then(|| {
        let names: Vec<&str> = row.engineers.iter().map(|one| one.name.as_str()).collect();
        let names = names.join("、");
        view! {
            <span class="calendar__more">
                <span class="mono">{row.number.clone()}</span>
                <DeploymentStatusDot status=row.status/>
                <span>{names}</span>
            </span>
        }
    });
    view! {
        <li>
            <a class=class href=deployment_href(row) data-tip=row.number.clone()>
                <span class="calendar__name">{row.customer_name.clone()}</span>
                {window}
                {late}
                {more}
            </a>
        </li>
    }
    .into_any()
}

/// What is planned for a day, as a list.
fn list_of(on: NaiveDate) -> String {
    let query =
        DeploymentListQuery { from: Some(on), until: Some(on), ..DeploymentListQuery::default() };
    format!("{}?{}", routes::DEPLOYMENTS, query.to_query_string())
}

fn cell(view: &CalendarView, on: NaiveDate, span: CalendarSpan, month: u32) -> AnyView {
    let entries = of_day(view, on);
    let detailed = span == CalendarSpan::Week;
    let most = if detailed { entries.len() } else { OF_A_DAY };
    let hidden = entries.len().saturating_sub(most);
    let shown: Vec<_> = entries
        .into_iter()
        .take(most)
        .map(|(row, planned)| entry(row, planned, detailed))
        .collect();
    let more = (hidden > 0).then(|| {
        view! {
            <a class="small" href=list_of(on)>
                {move || t::deployments::more_of_day(hidden)}
            </a>
        }
    });
    let is_other = span == CalendarSpan::Month && on.month() != month;
    let is_today = move || (Clock::today() == on).then_some("date");
    view! {
        <td
            class="calendar__day"
            class:calendar__day--other=is_other
            class:calendar__day--today=move || is_today().is_some()
            aria-current=is_today
        >
            <time class="calendar__number" datetime=on.to_string()>
                {on.day()}
            </time>
            <ul class="calendar__entries">{shown}</ul>
            {more}
        </td>
    }
    .into_any()
}

fn table(view: &CalendarView, span: CalendarSpan, on: NaiveDate) -> AnyView {
    let days = days(view);
    let weeks: Vec<_> = days
        .chunks(7)
        .map(|week| {
            let cells: Vec<_> = week.iter().map(|day| cell(view, *day, span, on.month())).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let heads = WEEKDAYS.map(|word| view! { <th scope="col">{word}</th> });
    view! {
        <table class="calendar" class:calendar--week=span == CalendarSpan::Week>
            <caption class="visually-hidden">{t::deployments::calendar}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}

/// The days that have something, one below the other.
fn agenda(view: &CalendarView) -> AnyView {
    let days: Vec<_> = days(view)
        .into_iter()
        .filter_map(|on| {
            let entries = of_day(view, on);
            if entries.is_empty() {
                return None;
            }
            let weekday = WEEKDAYS[on.weekday().num_days_from_monday() as usize];
            let entries: Vec<_> =
                entries.into_iter().map(|(row, planned)| entry(row, planned, true)).collect();
            Some(view! {
                <li class="agenda__day">
                    <h3 class="agenda__title">
                        <time datetime=on.to_string()>{on.to_string()}</time>
                        " "
                        <span class="muted">{weekday}</span>
                    </h3>
                    <ul class="calendar__entries">{entries}</ul>
                </li>
            })
        })
        .collect();
    if days.is_empty() {
        return view! {
            <div class="agenda">
                <EmptyState glyph=Glyph::Calendar title=t::deployments::calendar_empty/>
            </div>
        }
        .into_any();
    }
    view! { <ol class="agenda">{days}</ol> }.into_any()
}

/// The page, as wide and as narrow screens have it; one of both is shown.
pub fn page(view: &CalendarView, span: CalendarSpan, on: NaiveDate) -> AnyView {
    let cut = view.is_cut.then(|| {
        view! { <p class="card__body muted">{t::deployments::calendar_cut}</p> }
    });
    view! {
        {table(view, span, on)}
        {agenda(view)}
        {cut}
    }
    .into_any()
}

/// What the page is called.
pub fn title(span: CalendarSpan, on: NaiveDate) -> String {
    match span {
        CalendarSpan::Month => {
            let format = lang().pick("%Y 年 %-m 月", "%B %Y");
            on.format(format).to_string()
        }
        CalendarSpan::Week => {
            let (first, last) = span.days(on);
            format!("{first} – {last}")
        }
    }
}
