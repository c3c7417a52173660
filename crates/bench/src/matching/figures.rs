//! What was decided, against what is true.

use std::collections::{BTreeMap, HashMap};

use domain::{
    finance::matching::{AllocationKind, Band, Decision, Ledger, Proposal, Rule},
    id::{InstalmentId, PaymentId},
};

use super::generator::{Case, Truth};
use crate::report::{Better, Report};

/// A person looks at so many.
const FIRST: usize = 3;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    all: usize,
    /// For something that is open.
    matchable: usize,
    automatic: usize,
    right: usize,
    among_first: usize,
}

/// Counts, of all and by case and rule.
#[derive(Debug, Default)]
pub struct Figures {
    total: Count,
    cases: BTreeMap<Case, Count>,
    rules: BTreeMap<Rule, Count>,
    wrong: Vec<String>,
}

impl Figures {
    pub fn of(
        ledger: &Ledger,
        truth: &HashMap<PaymentId, (Case, Truth)>,
        decisions: &[Decision],
    ) -> Self {
        let remarks: HashMap<PaymentId, &str> =
            ledger.payments.iter().map(|one| (one.id, one.remark.as_str())).collect();
        let mut figures = Self::default();
        for decision in decisions {
            let Some((case, truth)) = truth.get(&decision.payment) else { continue };
            let mut count = Count { all: 1, ..Count::default() };
            count.matchable = usize::from(!truth.is_empty());
            let rule = decision.chosen().and_then(|chosen| chosen.rule);
            if decision.band == Band::Automatic {
                count.automatic = 1;
                let is_right = decision.chosen().is_some_and(|chosen| is_true(chosen, truth));
                count.right = usize::from(is_right);
                if !is_right && figures.wrong.len() < 12 {
                    let remark = remarks.get(&decision.payment).copied().unwrap_or_default();
                    figures.wrong.push(format!("{case:?} {rule:?} «{remark}»"));
                }
            }
            let first = decision.proposals.iter().take(FIRST);
            let found = first.filter(|proposal| items(proposal) == items_of(truth)).count();
            count.among_first = usize::from(!truth.is_empty() && found > 0);
            figures.total.add(count);
            figures.cases.entry(*case).or_default().add(count);
            if let Some(rule) = rule.filter(|_| decision.band == Band::Automatic) {
                figures.rules.entry(rule).or_default().add(count);
            }
        }
        figures
    }

    pub fn precision(&self) -> f64 {
        ratio(self.total.right, self.total.automatic)
    }

    pub fn recall(&self) -> f64 {
        ratio(self.total.right, self.total.matchable)
    }

    pub fn goals(&self, report: &mut Report, suffix: &str) {
        let name = |figure: &str| format!("P26_{figure}{suffix}");
        let first = ratio(self.total.among_first, self.total.matchable);
        let what = "right ÷ matched without a person";
        report.goal(&name("precision"), what, self.precision(), Better::Higher, 0.998);
        let what = "matched rightly without a person ÷ what is for an order";
        report.goal(&name("recall"), what, self.recall(), Better::Higher, 0.85);
        let what = "right one among the first three";
        report.goal(&name("first3"), what, first, Better::Higher, 0.97);
        let left = 1.0 - ratio(self.total.automatic, self.total.all);
        report.detail(&format!("to_people{suffix}"), "share that is left to people", left);
    }

    pub fn print(&self) {
        println!(
            "{:<18} {:>7} {:>10} {:>7} {:>8} {:>9}",
            "", "all", "automatic", "wrong", "recall", "first 3"
        );
        for (case, count) in &self.cases {
            print_row(&format!("{case:?}"), *count);
        }
        println!();
        for (rule, count) in &self.rules {
            print_row(rule.as_str(), *count);
        }
        println!();
        self.wrong.iter().for_each(|wrong| println!("    wrong: {wrong}"));
    }
}

fn print_row(name: &str, count: Count) {
    println!(
        "{name:<18} {:>7} {:>10} {:>7} {:>8.4} {:>9.4}",
        count.all,
        count.automatic,
        count.automatic - count.right,
        ratio(count.right, count.matchable),
        ratio(count.among_first, count.matchable)
    );
}

impl Count {
    const fn add(&mut self, other: Self) {
        self.all += other.all;
        self.matchable += other.matchable;
        self.automatic += other.automatic;
        self.right += other.right;
        self.among_first += other.among_first;
    }
}

/// Whether it is what the payment was for, amount by amount.
fn is_true(proposal: &Proposal, truth: &Truth) -> bool {
    let money = proposal.allocations.iter().filter(|one| one.kind != AllocationKind::Fee);
    let mut told: Vec<(Option<InstalmentId>, i64)> =
        money.map(|one| (one.item, one.amount.minor())).collect();
    told.sort_unstable();
    let truth: Vec<_> = truth.iter().map(|(item, amount)| (Some(*item), *amount)).collect();
    told == truth
}

/// The items alone, for what a person still looks at.
fn items(proposal: &Proposal) -> Vec<InstalmentId> {
    let mut items: Vec<_> = proposal.allocations.iter().filter_map(|one| one.item).collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn items_of(truth: &Truth) -> Vec<InstalmentId> {
    truth.iter().map(|part| part.0).collect()
}

fn ratio(part: usize, whole: usize) -> f64 {
    let float = |n: usize| u32::try_from(n).map_or(f64::INFINITY, f64::from);
    if whole == 0 { 1.0 } else { float(part) / float(whole) }
}
