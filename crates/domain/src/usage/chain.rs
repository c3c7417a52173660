//! Reports as a chain: each is signed by the installation, has a number, and names the digest of the
//! one before. Whatever is done to a file of them is found and named; so is a clock that was set back.
//!
//! What is here does not know how to sign or hash: lines come with whether they are genuine and with
//! their digest.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use super::wire::UsageGap;
use crate::{
    dates::{business_day, plus_days},
    problem::{Reason, Refusal},
};

/// The header's `typ` of a report.
pub const REPORT_TYPE: &str = "usage+jwt";
/// The header's `typ` of the line that ends a file.
pub const CLOSING_TYPE: &str = "usage-closing+jwt";
/// Seconds that a clock may be set back by, or be ahead of ours, without a word.
pub const CLOCK_TOLERANCE: i64 = 300;

/// What a report says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageClaims {
    /// The license's number.
    pub sub: String,
    pub cluster_id: String,
    /// Counts up from 1, without a gap.
    pub seq: u64,
    /// The digest of the report before; empty for the first.
    pub prev: String,
    /// The business day that the figures are of. Several reports of a day are fine: the highest
    /// figures count.
    pub day: NaiveDate,
    /// When it was signed: seconds since 1970, by the installation's clock.
    pub iat: i64,
    pub workspaces: u32,
    pub users: u32,
    /// The installed version of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// What the last line of a file says: here it ends. Without it an end that was cut off would not show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingClaims {
    /// The license's number.
    pub sub: String,
    pub cluster_id: String,
    /// The number of the last report.
    pub seq: u64,
    /// Its digest.
    pub last: String,
    pub iat: i64,
}

/// A genuine report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub claims: UsageClaims,
    /// SHA-256 of its text, in base64url.
    pub digest: String,
}

/// A line as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    Report(Report),
    Closing(ClosingClaims),
    /// Not what the installation signed, or nothing that can be read.
    Broken,
}

/// The last report that is known of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub seq: u64,
    pub digest: String,
    pub day: NaiveDate,
    pub iat: i64,
}

impl Report {
    /// What is to be remembered of it.
    pub fn head(&self) -> Head {
        let UsageClaims { seq, day, iat, .. } = self.claims;
        Head { seq, digest: self.digest.clone(), day, iat }
    }
}

crate::enums::wire_enum! {
    /// What was done to reports.
    pub enum Flaw {
        #[default]
        Changed = "changed": "内容被改动", "Changed";
        Inserted = "inserted": "被插入", "Inserted";
        Repeated = "repeated": "重复出现", "Repeated";
        Reordered = "reordered": "顺序被调换", "Reordered";
        Missing = "missing": "有缺失", "Missing";
        CutOff = "cut_off": "末尾被截断", "Cut off";
        Forked = "forked": "与已知记录不是同一条链", "Another history";
        ClockBack = "clock_back": "时钟被回拨", "Clock set back";
        Ahead = "ahead": "来自未来", "From the future";
        OtherLicense = "other_license": "属于其他许可证", "Of another license";
        OtherCluster = "other_cluster": "来自其他集群", "From another cluster";
        Empty = "empty": "没有内容", "Empty";
    }
}

impl Flaw {
    /// Its words.
    pub const fn reason(self) -> Reason {
        match self {
            Self::Changed => Reason::UsageChanged,
            Self::Inserted => Reason::UsageInserted,
            Self::Repeated => Reason::UsageRepeated,
            Self::Reordered => Reason::UsageReordered,
            Self::Missing => Reason::UsageMissing,
            Self::CutOff => Reason::UsageCutOff,
            Self::Forked => Reason::UsageForked,
            Self::ClockBack => Reason::UsageClockBack,
            Self::Ahead => Reason::UsageAhead,
            Self::OtherLicense => Reason::UsageOtherLicense,
            Self::OtherCluster => Reason::UsageOtherCluster,
            Self::Empty => Reason::UsageEmpty,
        }
    }
}

/// Something that was found, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The line, from 1; the one after the gap where something is missing.
    pub line: u32,
    pub flaw: Flaw,
    /// The number of the report that it is about, where that is known.
    pub seq: Option<u64>,
    pub day: Option<NaiveDate>,
}

impl Finding {
    const fn at(line: u32, flaw: Flaw) -> Self {
        Self { line, flaw, seq: None, day: None }
    }

    /// The refusal that says it.
    pub fn refusal(&self) -> Refusal {
        let number = |seq: Option<u64>| seq.map_or_else(|| "?".to_owned(), |seq| seq.to_string());
        let day = self.day.map_or_else(|| "?".to_owned(), |day| day.to_string());
        match self.flaw {
            Flaw::Missing | Flaw::CutOff | Flaw::Forked => {
                Refusal::new(self.flaw.reason()).with("seq", number(self.seq))
            }
            Flaw::ClockBack | Flaw::Ahead => Refusal::new(self.flaw.reason()).with("day", day),
            Flaw::Empty => self.flaw.reason().into(),
            _ => Refusal::new(self.flaw.reason()).with("line", self.line),
        }
    }
}

/// What is expected of reports.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The license's number.
    pub license: &'a str,
    /// The cluster that the installation is bound to.
    pub cluster_id: &'a str,
    /// What is known of it already.
    pub known: Option<&'a Head>,
    /// Whether the last line says that it ends here.
    pub is_closed: bool,
    /// Seconds since 1970, by our clock.
    pub now: i64,
}

/// What was found, and the reports that are new, in order. Where anything was found none is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// By line.
    pub findings: Vec<Finding>,
    pub fresh: Vec<Report>,
    /// Reports that were known already.
    pub known: u32,
}

impl Verdict {
    fn refused(findings: BTreeSet<Finding>) -> Self {
        Self { findings: findings.into_iter().collect(), ..Self::default() }
    }
}

/// Numbered lines of one kind.
type Numbered<'a, T> = Vec<(u32, &'a T)>;

/// Looks through reports as they came.
pub fn verify(lines: &[Line], expected: &Expected<'_>) -> Verdict {
    let mut findings = BTreeSet::new();
    let (mut reports, mut closings): (Numbered<'_, Report>, Numbered<'_, ClosingClaims>) =
        (Vec::new(), Vec::new());
    let mut broken = Vec::new();
    for (number, line) in (1..).zip(lines) {
        match line {
            Line::Report(report) => reports.push((number, report)),
            Line::Closing(closing) => closings.push((number, closing)),
            Line::Broken => broken.push(number),
        }
    }
    if reports.is_empty() && broken.is_empty() {
        return Verdict::refused([Finding::at(1, Flaw::Empty)].into());
    }
    strangers(&reports, &closings, expected, &mut findings);
    if !findings.is_empty() {
        return Verdict::refused(findings);
    }
    let chain = in_order(&reports, &mut findings);
    let closing = the_closing(&closings, &reports, &mut findings);
    let end = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let mut places = Places { chain: &chain, closing, findings: &mut findings, end };
    places.missing_and_broken(&broken, expected);
    places.end_of_file(expected);
    links(&chain, closing, expected, &mut findings);
    chronology(&chain, expected, &mut findings);
    if !findings.is_empty() {
        return Verdict::refused(findings);
    }
    let is_known =
        |report: &&Report| expected.known.is_some_and(|head| report.claims.seq <= head.seq);
    let (known, fresh): (Vec<&Report>, Vec<&Report>) =
        chain.values().map(|(_, report)| *report).partition(is_known);
    Verdict {
        findings: Vec::new(),
        fresh: fresh.into_iter().cloned().collect(),
        known: u32::try_from(known.len()).unwrap_or(u32::MAX),
    }
}

/// Lines of another license or cluster: nothing else of them is worth a look.
fn strangers(
    reports: &Numbered<'_, Report>,
    closings: &Numbered<'_, ClosingClaims>,
    expected: &Expected<'_>,
    findings: &mut BTreeSet<Finding>,
) {
    let of_reports = reports.iter().map(|(line, report)| {
        (*line, report.claims.sub.as_str(), report.claims.cluster_id.as_str())
    });
    let of_closings = closings
        .iter()
        .map(|(line, closing)| (*line, closing.sub.as_str(), closing.cluster_id.as_str()));
    for (line, sub, cluster) in of_reports.chain(of_closings) {
        if sub != expected.license {
            findings.insert(Finding::at(line, Flaw::OtherLicense));
        } else if cluster != expected.cluster_id {
            findings.insert(Finding::at(line, Flaw::OtherCluster));
        }
    }
}

type Chain<'a> = BTreeMap<u64, (u32, &'a Report)>;

/// The reports by number; those that come twice or not in their place are named.
fn in_order<'a>(reports: &Numbered<'a, Report>, findings: &mut BTreeSet<Finding>) -> Chain<'a> {
    let mut chain = Chain::new();
    let mut highest = 0;
    for (line, report) in reports {
        let UsageClaims { seq, day, .. } = report.claims;
        let found = |flaw| Finding { line: *line, flaw, seq: Some(seq), day: Some(day) };
        match chain.get(&seq) {
            Some((_, same)) if same.digest == report.digest => {
                findings.insert(found(Flaw::Repeated));
            }
            // Two reports with one number: the installation was copied, or set back as a whole.
            Some(_) => {
                findings.insert(found(Flaw::Forked));
            }
            None => {
                if seq < highest {
                    findings.insert(found(Flaw::Reordered));
                }
                chain.insert(seq, (*line, *report));
            }
        }
        highest = highest.max(seq);
    }
    chain
}

/// The line that ends the file; another one beside it, and reports after it, are named.
fn the_closing<'a>(
    closings: &Numbered<'a, ClosingClaims>,
    reports: &Numbered<'_, Report>,
    findings: &mut BTreeSet<Finding>,
) -> Option<(u32, &'a ClosingClaims)> {
    let (line, closing) = *closings.iter().max_by_key(|(line, closing)| (closing.seq, *line))?;
    for (other, _) in closings.iter().filter(|(other, _)| *other != line) {
        findings.insert(Finding::at(*other, Flaw::Repeated));
    }
    for (after, report) in reports.iter().filter(|(after, _)| *after > line) {
        let UsageClaims { seq, day, .. } = report.claims;
        let finding =
            Finding { seq: Some(seq), day: Some(day), ..Finding::at(*after, Flaw::Reordered) };
        findings.insert(finding);
    }
    Some((line, closing))
}

/// Where numbers are missing and lines are broken: one explains the other, or does not.
struct Places<'a, 'f> {
    chain: &'f Chain<'a>,
    closing: Option<(u32, &'a ClosingClaims)>,
    findings: &'f mut BTreeSet<Finding>,
    /// The number of the last line.
    end: u32,
}

impl Places<'_, '_> {
    /// Numbers that should be there and are not, as ranges: between the first that is expected and
    /// the last that the closing line tells of.
    fn missing(&self, expected: &Expected<'_>) -> Vec<(u64, u64)> {
        let first = self.chain.keys().next().copied().unwrap_or(u64::MAX);
        let mut next = match expected.known {
            // What was seen already may be left out at the beginning.
            Some(head) if first <= head.seq => first,
            Some(head) => head.seq.saturating_add(1),
            None => 1,
        };
        let mut missing = Vec::new();
        let last = self.closing.map(|(_, closing)| closing.seq);
        let told = last.map(|last| last.saturating_add(1));
        for seq in self.chain.keys().copied().chain(told) {
            if seq > next {
                missing.push((next, seq - 1));
            }
            next = next.max(seq.saturating_add(1));
        }
        missing
    }

    /// A broken line where a number is missing was that report; elsewhere it was put there.
    fn missing_and_broken(&mut self, broken: &[u32], expected: &Expected<'_>) {
        let mut missing = self.missing(expected);
        let mut taken = 0;
        let first = self.chain.iter().next().map(|(seq, (line, _))| (*seq, *line));
        for line in broken {
            let before = |other: u32| other < *line;
            let numbers = |is_before: bool| {
                let found = self.chain.iter().filter(move |(_, (at, _))| before(*at) == is_before);
                found.map(|(seq, _)| *seq)
            };
            let low = numbers(true).max().unwrap_or_default().max(taken);
            let high = numbers(false).min().unwrap_or(u64::MAX);
            let fits =
                missing.iter_mut().find(|(from, to)| *to > low && *from < high && from <= to);
            let finding = match fits {
                Some(range) => {
                    let seq = range.0.max(low + 1);
                    // What lies before it in the range stays missing only in a file that was cut up
                    // as well; it is named by the links.
                    range.0 = seq.saturating_add(1);
                    taken = seq;
                    Finding { seq: Some(seq), ..Finding::at(*line, Flaw::Changed) }
                }
                // One that we have seen, so that nobody misses it.
                None if first.is_some_and(|(seq, at)| seq > 1 && *line < at) => {
                    Finding::at(*line, Flaw::Changed)
                }
                // The line that ended the file.
                None if self.closing.is_none() && *line == self.end && expected.is_closed => {
                    Finding::at(*line, Flaw::Changed)
                }
                // After the last that can be read, where nothing says how many there are.
                None if !expected.is_closed && high == u64::MAX => {
                    Finding::at(*line, Flaw::Changed)
                }
                None => Finding::at(*line, Flaw::Inserted),
            };
            self.findings.insert(finding);
        }
        for (from, to) in missing.into_iter().filter(|(from, to)| from <= to) {
            let after = self.chain.range(to..).next().map(|(_, (line, _))| *line);
            let (line, flaw) = match (after, self.closing) {
                (Some(line), _) => (line, Flaw::Missing),
                (None, Some((line, _))) => (line, Flaw::CutOff),
                (None, None) => (self.end, Flaw::CutOff),
            };
            self.findings.insert(Finding { seq: Some(from), ..Finding::at(line, flaw) });
        }
    }

    /// A file says where it ends, and ends there.
    fn end_of_file(&mut self, expected: &Expected<'_>) {
        if !expected.is_closed {
            return;
        }
        let last = self.chain.keys().next_back().copied();
        let is_whole = self.closing.is_some_and(|(_, closing)| last <= Some(closing.seq));
        if !is_whole {
            let seq = last.map(|last| last.saturating_add(1));
            self.findings.insert(Finding { seq, ..Finding::at(self.end, Flaw::CutOff) });
        }
    }
}

/// Each report continues the one before it, and the first what is known.
fn links(
    chain: &Chain<'_>,
    closing: Option<(u32, &ClosingClaims)>,
    expected: &Expected<'_>,
    findings: &mut BTreeSet<Finding>,
) {
    let mut before =
        expected.known.map_or((0, String::new()), |head| (head.seq, head.digest.clone()));
    if chain.keys().next().is_some_and(|first| *first <= before.0) {
        before = (u64::MAX, String::new());
    }
    for (seq, (line, report)) in chain {
        let continues = before.0.checked_add(1) != Some(*seq) || report.claims.prev == before.1;
        let is_as_known =
            expected.known.is_none_or(|head| head.seq != *seq || head.digest == report.digest);
        if !continues || !is_as_known {
            let day = Some(report.claims.day);
            findings.insert(Finding { seq: Some(*seq), day, ..Finding::at(*line, Flaw::Forked) });
        }
        before = (*seq, report.digest.clone());
    }
    if let Some((line, closing)) = closing
        && let Some((_, last)) = chain.get(&closing.seq)
        && last.digest != closing.last
    {
        let seq = Some(closing.seq);
        findings.insert(Finding { seq, ..Finding::at(line, Flaw::Forked) });
    }
}

/// Time goes forward, and not beyond now.
fn chronology(chain: &Chain<'_>, expected: &Expected<'_>, findings: &mut BTreeSet<Finding>) {
    let mut before = None;
    for (seq, (line, report)) in chain {
        let UsageClaims { day, iat, .. } = report.claims;
        let known = expected.known.filter(|head| head.seq.checked_add(1) == Some(*seq));
        let last: Option<(NaiveDate, i64)> = known.map(|head| (head.day, head.iat)).or(before);
        let mut found = |flaw| {
            findings.insert(Finding { line: *line, flaw, seq: Some(*seq), day: Some(day) });
        };
        if last.is_some_and(|(last_day, last_iat)| {
            day < last_day || iat < last_iat.saturating_sub(CLOCK_TOLERANCE)
        }) {
            found(Flaw::ClockBack);
        }
        let signed = DateTime::from_timestamp(iat.saturating_add(CLOCK_TOLERANCE), 0);
        let is_ahead = iat > expected.now.saturating_add(CLOCK_TOLERANCE)
            || signed.is_none_or(|at| day > business_day(at));
        if is_ahead {
            found(Flaw::Ahead);
        }
        before = Some((day, iat));
    }
}

/// The days of which these reports, that continue what is known, say nothing.
pub fn gaps(fresh: &[Report], known: Option<&Head>) -> Vec<UsageGap> {
    let mut before = known.map(|head| head.day);
    let mut gaps = Vec::new();
    for report in fresh {
        let day = report.claims.day;
        if let Some(last) = before
            && plus_days(last, 1) < day
        {
            let to = day.pred_opt().unwrap_or(day);
            gaps.push(UsageGap { from: plus_days(last, 1), to });
        }
        before = Some(day);
    }
    gaps
}
