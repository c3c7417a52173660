//! Which reading of each payment goes together with those of all others: the best sum over all
//! payments that compete for the same items, not the best for whoever comes first.

use std::collections::BTreeMap;

use super::{alternatives::Alternative, assignment::assign};

/// Payments of a group for which the assignment is computed.
const MOST_ROWS: usize = 96;
/// Payments of a group through which one searches.
const MOST_DEEP: usize = 200;
/// Steps of a search until it stops with the best that it found.
const STEPS: usize = 5_000;

/// Readings that are worse than a payment's best by more do not tie groups together.
const WORSE: i32 = 7_000;

/// What was chosen for each payment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The place of its reading, and by how much a choice without it would be worse at least.
    pub chosen: Vec<Option<(usize, i32)>>,
    /// Whether nothing better was left untried.
    pub is_complete: Vec<bool>,
}

/// Chooses for all payments, whose readings are there the best first. `open` is what is open of each
/// item.
pub fn choose(readings: &[Vec<Alternative>], open: &[i64]) -> Choice {
    let near: Vec<&[Alternative]> = readings.iter().map(|readings| near_best(readings)).collect();
    let mut chosen: Chosen = vec![None; readings.len()];
    let mut is_complete = vec![true; readings.len()];
    for members in groups(&near, open.len()) {
        if let [only] = members.as_slice() {
            chosen[*only] = Some(0);
            continue;
        }
        let of_group: Vec<&[Alternative]> = members.iter().map(|at| near[*at]).collect();
        let group = Group::new(&of_group, open);
        let (of_group, complete) = if group.is_exclusive() && members.len() <= MOST_ROWS {
            (group.assigned(), true)
        } else if members.len() <= MOST_DEEP {
            group.searched()
        } else {
            (group.greedy(), false)
        };
        for (at, one) in members.iter().zip(of_group) {
            chosen[*at] = one;
            is_complete[*at] = complete;
        }
    }
    let all: Vec<&[Alternative]> = readings.iter().map(Vec::as_slice).collect();
    let group = Group::new(&all, open);
    group.fill(&mut chosen);
    let with_margin =
        |(payment, at): (usize, &Option<usize>)| at.map(|at| (at, group.margin(&chosen, payment)));
    let chosen = chosen.iter().enumerate().map(with_margin).collect();
    Choice { chosen, is_complete }
}

/// The readings that are not much worse than the best one.
fn near_best(readings: &[Alternative]) -> &[Alternative] {
    let best = readings.first().map_or(0, |best| best.score);
    let count = readings.partition_point(|one| one.score >= best.saturating_sub(WORSE));
    &readings[..count]
}

/// Payments that compete, by their places in `alternatives`; each group and all groups in rising
/// order. Payments without readings are in no group.
fn groups(alternatives: &[&[Alternative]], items: usize) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..alternatives.len()).collect();
    let mut last_of: Vec<Option<usize>> = vec![None; items];
    for (payment, readings) in alternatives.iter().enumerate() {
        for part in readings.iter().flat_map(|reading| &reading.parts) {
            if let Some(other) = last_of[part.item].replace(payment) {
                let (a, b) = (find(&mut root, payment), find(&mut root, other));
                root[a.max(b)] = a.min(b);
            }
        }
    }
    let mut members: Vec<(usize, usize)> = (0..alternatives.len())
        .filter(|payment| !alternatives[*payment].is_empty())
        .map(|payment| (find(&mut root, payment), payment))
        .collect();
    members.sort_unstable();
    let groups = members.chunk_by(|a, b| a.0 == b.0);
    groups.map(|group| group.iter().map(|member| member.1).collect()).collect()
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// Payments that compete, with all that they may want.
struct Group<'a> {
    readings: &'a [&'a [Alternative]],
    open: &'a [i64],
    /// Who may want an item: item, payment, reading; sorted.
    wanted: Vec<(usize, usize, usize)>,
}

type Chosen = Vec<Option<usize>>;

impl<'a> Group<'a> {
    fn new(readings: &'a [&'a [Alternative]], open: &'a [i64]) -> Self {
        let mut wanted = Vec::new();
        for (payment, readings) in readings.iter().enumerate() {
            for (at, reading) in readings.iter().enumerate() {
                wanted.extend(reading.parts.iter().map(|part| (part.item, payment, at)));
            }
        }
        wanted.sort_unstable();
        Self { readings, open, wanted }
    }

    fn reading(&self, payment: usize, at: usize) -> &'a Alternative {
        &self.readings[payment][at]
    }

    /// Payments with their readings that want an item.
    fn wanting(&self, item: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let from = self.wanted.partition_point(|row| row.0 < item);
        let rows = self.wanted[from..].iter().take_while(move |row| row.0 == item);
        rows.map(|row| (row.1, row.2))
    }

    /// What is open of the items that are wanted.
    fn left_of_all(&self) -> BTreeMap<usize, i64> {
        self.wanted.iter().map(|row| (row.0, self.open[row.0])).collect()
    }

    /// Gives those that got nothing the best of what is left.
    fn fill(&self, chosen: &mut Chosen) {
        let mut left = self.left_of_all();
        for (payment, at) in chosen.iter().enumerate() {
            if let Some(at) = at {
                take(&mut left, self.reading(payment, *at));
            }
        }
        let mut order: Vec<(i32, usize, usize)> = Vec::new();
        for payment in (0..chosen.len()).filter(|payment| chosen[*payment].is_none()) {
            let readings = self.readings[payment].iter().enumerate();
            order.extend(readings.map(|(at, one)| (-one.score, payment, at)));
        }
        order.sort_unstable();
        for (_, payment, at) in order {
            if chosen[payment].is_none() && take(&mut left, self.reading(payment, at)) {
                chosen[payment] = Some(at);
            }
        }
    }

    /// Whether each reading is of one item, and no two payments go into any.
    fn is_exclusive(&self) -> bool {
        let single = |reading: &Alternative| reading.parts.len() == 1;
        let all_single = self.readings.iter().all(|readings| readings.iter().all(single));
        all_single
            && self.wanted.chunk_by(|a, b| a.0 == b.0).all(|wanted| {
                let uses = |(item, payment, at): &(usize, usize, usize)| {
                    self.reading(*payment, *at).uses(*item)
                };
                let mut uses: Vec<i64> = wanted.iter().map(uses).collect();
                uses.sort_unstable();
                uses.len() < 2 || uses[0].saturating_add(uses[1]) > self.open[wanted[0].0]
            })
    }

    fn assigned(&self) -> Chosen {
        let mut items: Vec<usize> = self.wanted.iter().map(|row| row.0).collect();
        items.dedup();
        let column = |item: usize| items.binary_search(&item).ok();
        let weights: Vec<Vec<(usize, i64)>> = self
            .readings
            .iter()
            .map(|readings| {
                let pair = |reading: &Alternative| {
                    Some((column(reading.parts.first()?.item)?, i64::from(reading.score)))
                };
                readings.iter().filter_map(pair).collect()
            })
            .collect();
        let assigned = assign(&weights, items.len());
        let reading_of = |(payment, column): (usize, &Option<usize>)| {
            let item = items[(*column)?];
            self.readings[payment].iter().position(|reading| reading.has(item))
        };
        assigned.iter().enumerate().map(reading_of).collect()
    }

    /// The readings by score, each where it still has room.
    fn greedy(&self) -> Chosen {
        let mut chosen = vec![None; self.readings.len()];
        self.fill(&mut chosen);
        chosen
    }

    /// By branch and bound; begins with the greedy choice.
    fn searched(&self) -> (Chosen, bool) {
        let greedy = self.greedy();
        let mut order: Vec<usize> = (0..self.readings.len()).collect();
        order.sort_by_key(|payment| (self.readings[*payment].len(), *payment));
        let best_of = |payment: &usize| {
            self.readings[*payment].first().map_or(0, |reading| i64::from(reading.score))
        };
        // The most that the payments from here on can bring.
        let mut rest = vec![0_i64; order.len() + 1];
        for at in (0..order.len()).rev() {
            rest[at] = rest[at + 1] + best_of(&order[at]);
        }
        let total = self.total(&greedy);
        let mut search = Search {
            group: self,
            order,
            rest,
            left: self.left_of_all(),
            current: vec![None; greedy.len()],
            best: greedy,
            best_total: total,
            steps: 0,
        };
        search.descend(0, 0);
        (search.best, search.steps < STEPS)
    }

    fn total(&self, chosen: &Chosen) -> i64 {
        let value = |(payment, at): (usize, &Option<usize>)| {
            at.map_or(0, |at| i64::from(self.reading(payment, at).score))
        };
        chosen.iter().enumerate().map(value).sum()
    }

    fn value(&self, chosen: &Chosen, payment: usize) -> i32 {
        chosen[payment].map_or(0, |at| self.reading(payment, at).score)
    }

    /// The best that a payment has without an item.
    fn without(&self, payment: usize, item: usize) -> i32 {
        let others = self.readings[payment].iter().filter(|reading| !reading.has(item));
        others.map(|reading| reading.score).max().unwrap_or_default().max(0)
    }

    /// At least how much worse every choice is in which this payment has another reading: it takes
    /// one itself (and whoever has that item loses it), or another payment takes its item.
    fn margin(&self, chosen: &Chosen, payment: usize) -> i32 {
        let Some(at) = chosen[payment] else { return 0 };
        let mine = self.reading(payment, at);
        let mut margin = mine.score;
        for (other, reading) in self.readings[payment].iter().enumerate() {
            if other != at {
                let displaced: i32 = reading
                    .parts
                    .iter()
                    .map(|part| self.displacing(chosen, payment, part.item, part.uses()))
                    .sum();
                margin = margin.min(mine.score - reading.score + displaced);
            }
        }
        for part in &mine.parts {
            for (rival, at) in self.wanting(part.item) {
                let wish = self.reading(rival, at);
                if rival == payment || chosen[rival] == Some(at) {
                    continue;
                }
                if self.left(chosen, rival, part.item) >= wish.uses(part.item) {
                    continue;
                }
                let gain = wish.score - self.value(chosen, rival);
                margin = margin.min(mine.score - self.without(payment, part.item) - gain);
            }
        }
        margin
    }

    /// What is left of an item, if one payment gives back what it has.
    fn left(&self, chosen: &Chosen, except: usize, item: usize) -> i64 {
        let mut counted = None;
        let mut left = self.open[item];
        for (payment, at) in self.wanting(item) {
            if payment != except && counted != Some(payment) && chosen[payment] == Some(at) {
                left = left.saturating_sub(self.reading(payment, at).uses(item));
                counted = Some(payment);
            }
        }
        left
    }

    /// The least that others lose when a payment takes this much of an item.
    fn displacing(&self, chosen: &Chosen, payment: usize, item: usize, uses: i64) -> i32 {
        if self.left(chosen, payment, item) >= uses {
            return 0;
        }
        let owners = self.wanting(item);
        let owners = owners.filter(|(owner, at)| *owner != payment && chosen[*owner] == Some(*at));
        let losses =
            owners.map(|(owner, at)| self.reading(owner, at).score - self.without(owner, item));
        losses.min().unwrap_or_default().max(0)
    }
}

/// Takes what a reading needs, if all of it is there.
fn take(left: &mut BTreeMap<usize, i64>, reading: &Alternative) -> bool {
    let fits = |part: &super::alternatives::Part| {
        left.get(&part.item).is_some_and(|left| *left >= part.uses())
    };
    if !reading.parts.iter().all(fits) {
        return false;
    }
    for part in &reading.parts {
        if let Some(left) = left.get_mut(&part.item) {
            *left -= part.uses();
        }
    }
    true
}

struct Search<'a> {
    group: &'a Group<'a>,
    order: Vec<usize>,
    rest: Vec<i64>,
    left: BTreeMap<usize, i64>,
    current: Chosen,
    best: Chosen,
    best_total: i64,
    steps: usize,
}

impl Search<'_> {
    fn descend(&mut self, at: usize, total: i64) {
        if total > self.best_total {
            self.best_total = total;
            self.best.clone_from(&self.current);
        }
        if at == self.order.len() || self.steps >= STEPS || total + self.rest[at] <= self.best_total
        {
            return;
        }
        self.steps += 1;
        let payment = self.order[at];
        for reading in 0..self.group.readings[payment].len() {
            let one = self.group.reading(payment, reading);
            if take(&mut self.left, one) {
                self.current[payment] = Some(reading);
                self.descend(at + 1, total + i64::from(one.score));
                self.current[payment] = None;
                for part in &one.parts {
                    if let Some(left) = self.left.get_mut(&part.item) {
                        *left += part.uses();
                    }
                }
            }
        }
        self.descend(at + 1, total);
    }
}
