//! Which of several amounts make a sum: searched within bounds, and only an answer where there is
//! one.

/// Amounts that are looked through, and most of them in one sum.
pub const MOST_AMOUNTS: usize = 24;
const MOST_PARTS: usize = 6;
/// Steps until the search gives up.
const STEPS: usize = 20_000;
/// More answers than this are as good as many.
const ANSWERS: usize = 3;

/// The sets that make a sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Places of the amounts, rising; the smaller sets first.
    pub sets: Vec<Vec<usize>>,
    /// Whether these are all there are.
    pub is_complete: bool,
}

/// Finds sets of at least `fewest` of the `amounts` (each above zero) that make `target`.
pub fn sums(amounts: &[i64], target: i64, fewest: usize) -> Sums {
    let mut order: Vec<usize> = (0..amounts.len().min(MOST_AMOUNTS)).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(amounts[*at]), *at));
    // What is left from here on, so that one can stop where it cannot reach any more.
    let mut rest = vec![0_i64; order.len() + 1];
    for at in (0..order.len()).rev() {
        rest[at] = rest[at + 1].saturating_add(amounts[order[at]]);
    }
    let mut search =
        Search { amounts, order, rest, fewest, taken: Vec::new(), sets: Vec::new(), steps: 0 };
    if target > 0 {
        search.descend(0, target);
    }
    let is_complete = search.steps < STEPS && search.sets.len() < ANSWERS;
    let mut sets = search.sets;
    for set in &mut sets {
        set.sort_unstable();
    }
    sets.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    Sums { sets, is_complete }
}

struct Search<'a> {
    amounts: &'a [i64],
    order: Vec<usize>,
    rest: Vec<i64>,
    fewest: usize,
    taken: Vec<usize>,
    sets: Vec<Vec<usize>>,
    steps: usize,
}

impl Search<'_> {
    fn descend(&mut self, from: usize, missing: i64) {
        self.steps += 1;
        if missing == 0 {
            if self.taken.len() >= self.fewest {
                self.sets.push(self.taken.clone());
            }
            return;
        }
        if self.taken.len() == MOST_PARTS {
            return;
        }
        for at in from..self.order.len() {
            if self.steps >= STEPS || self.sets.len() >= ANSWERS || self.rest[at] < missing {
                return;
            }
            let amount = self.amounts[self.order[at]];
            if amount <= missing && amount > 0 {
                self.taken.push(self.order[at]);
                self.descend(at + 1, missing - amount);
                self.taken.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_found_and_so_is_its_twin() {
        assert_eq!(sums(&[100, 250, 700], 350, 2).sets, [[0, 1]]);
        assert_eq!(sums(&[100, 250, 100], 350, 2).sets, [[0, 1], [1, 2]]);
        assert!(sums(&[100, 250, 700], 350, 2).is_complete);
        assert!(sums(&[100, 250], 250, 2).sets.is_empty());
        assert!(sums(&[], 5, 1).sets.is_empty() && sums(&[0, 0], 0, 0).sets.is_empty());
    }

    #[test]
    fn too_many_answers_are_not_all_given() {
        let found = sums(&[1; 24], 3, 2);

        assert!(found.sets.len() == ANSWERS && !found.is_complete);
    }

    #[cfg(not(target_family = "wasm"))]
    proptest::proptest! {
        #[test]
        fn what_is_found_is_a_sum(amounts in proptest::collection::vec(0_i64..60, 0..12), target in 0_i64..200) {
            for set in sums(&amounts, target, 2).sets {
                proptest::prop_assert!(set.windows(2).all(|pair| pair[0] < pair[1]) && set.len() >= 2);
                proptest::prop_assert_eq!(set.iter().map(|at| amounts[*at]).sum::<i64>(), target);
            }
        }
    }
}
