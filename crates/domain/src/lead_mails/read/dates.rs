//! When something is wanted.

use chrono::{Datelike as _, NaiveDate};
use regex::Captures;

use super::{Candidate, Source, best, patterns};

/// Longest that somebody plans ahead, in days.
const FARTHEST: i64 = 1_200;

/// What a form of a date says, seen from a day.
type Reader = fn(&Captures<'_>, NaiveDate) -> Option<NaiveDate>;

pub(super) fn date(source: &Source<'_>, today: NaiveDate) -> Option<Candidate> {
    best(source.own().flat_map(|line| {
        let (mut all, mut covered) = (Vec::new(), Vec::<std::ops::Range<usize>>::new());
        let forms: [(&regex::Regex, Reader); 9] = [
            (&patterns::DATE_ISO, iso),
            (&patterns::DATE_MONTH_DAY, month_day),
            (&patterns::DATE_EN, month_first),
            (&patterns::DATE_EN_DAY_FIRST, day_first),
            (&patterns::DATE_MONTH_END, month_end),
            (&patterns::DATE_YEAR_MONTH, year_month),
            (&patterns::DATE_EN_MONTH, month_only),
            (&patterns::DATE_QUARTER, quarter),
            (&patterns::DATE_YEAR_END, year_end),
        ];
        for (place, (form, read)) in (0..).zip(forms) {
            for found in form.captures_iter(line.text) {
                let Some(on) = read(&found, today) else { continue };
                // "2025年3月1日" is not the next 1 March as well.
                let range = found.get(0).map_or(0..0, |part| part.range());
                if covered.iter().any(|other| other.start < range.end && range.start < other.end) {
                    continue;
                }
                covered.push(range);
                let is_near = (0..=FARTHEST).contains(&(on - today).num_days());
                if is_near && patterns::DATE_CUE.is_match(line.text) {
                    let part = found.get(0).map_or("", |part| part.as_str());
                    all.push(Candidate::of(line, part, 88 - place).worth(on.to_string()));
                }
            }
        }
        all
    }))
}

fn number<T: std::str::FromStr>(found: &Captures<'_>, at: usize) -> Option<T> {
    found.get(at)?.as_str().parse().ok()
}

/// The next such day; this year's, or where that is over, next year's.
fn next(month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    let this = NaiveDate::from_ymd_opt(today.year(), month, day)?;
    if this >= today { Some(this) } else { NaiveDate::from_ymd_opt(today.year() + 1, month, day) }
}

fn last_of(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
}

/// The last day of a month, the next one where no year is named.
fn last(year: Option<i32>, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    let year = year.unwrap_or_else(|| today.year() + i32::from(month < today.month()));
    last_of(year, month)
}

fn year_of(word: Option<&str>, today: NaiveDate) -> Option<i32> {
    match word? {
        "今" => Some(today.year()),
        "明" => Some(today.year() + 1),
        year => year.parse().ok(),
    }
}

fn iso(found: &Captures<'_>, _: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(number(found, 1)?, number(found, 2)?, number(found, 3)?)
}

fn month_day(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    next(number(found, 1)?, number(found, 2)?, today)
}

fn month_end(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let year = year_of(found.get(1).map(|year| year.as_str()), today);
    let month = number(found, 2)?;
    match &found[3] {
        "初" => {
            let year = year.unwrap_or_else(|| today.year() + i32::from(month < today.month()));
            NaiveDate::from_ymd_opt(year, month, 10)
        }
        "中旬" => {
            let year = year.unwrap_or_else(|| today.year() + i32::from(month < today.month()));
            NaiveDate::from_ymd_opt(year, month, 20)
        }
        _ => last(year, month, today),
    }
}

fn year_month(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    last(number(found, 1), number(found, 2)?, today)
}

fn year_end(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let year = year_of(found.get(1).map(|year| year.as_str()), today).unwrap_or(today.year());
    NaiveDate::from_ymd_opt(year, 12, 31)
}

fn quarter(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let text = |at| found.get(at).map(|part| part.as_str());
    let year = year_of(text(1).or(text(6)), today)?;
    let quarter = match text(2).or(text(3)).or(text(5)) {
        Some("一" | "1") => 1,
        Some("二" | "2") => 2,
        Some("三" | "3") => 3,
        Some(_) => 4,
        None if text(4) == Some("上") => 2,
        None => 4,
    };
    last_of(year, quarter * 3)
}

fn month_of(word: &str) -> Option<u32> {
    let begins: String = word.to_lowercase().chars().take(3).collect();
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    (1..).zip(months).find(|(_, name)| *name == begins).map(|(month, _)| month)
}

fn named(year: Option<i32>, month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => next(month, day, today),
    }
}

fn month_first(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    named(number(found, 3), month_of(&found[1])?, number(found, 2)?, today)
}

fn day_first(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    named(number(found, 3), month_of(&found[2])?, number(found, 1)?, today)
}

fn month_only(found: &Captures<'_>, today: NaiveDate) -> Option<NaiveDate> {
    last(number(found, 2), month_of(&found[1])?, today)
}
