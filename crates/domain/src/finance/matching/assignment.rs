//! The assignment of rows to columns with the highest sum, where each column goes to one row at
//! most (the Hungarian method with potentials, in n²m steps). A row may stay without a column.

/// Stands for «these two do not go together».
const NEVER: i64 = 1 << 40;

/// For each row its column. `weights[row]` has (column, weight above zero) pairs; a pair that is
/// not there is not possible.
pub fn assign(weights: &[Vec<(usize, i64)>], columns: usize) -> Vec<Option<usize>> {
    let rows = weights.len();
    // A column of its own for each row that gets none.
    let width = columns + rows;
    let mut cost = vec![vec![NEVER; width]; rows];
    for (row, pairs) in weights.iter().enumerate() {
        for (column, weight) in pairs {
            cost[row][*column] = -*weight;
        }
        cost[row][columns + row] = 0;
    }
    let (mut row_potential, mut column_potential) = (vec![0_i64; rows + 1], vec![0_i64; width + 1]);
    // Place 0 is where the row that is being placed stands; rows and columns count from 1.
    let mut row_of = vec![0_usize; width + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut at = 0;
        let mut least = vec![i64::MAX; width + 1];
        let mut came_from = vec![0_usize; width + 1];
        let mut is_used = vec![false; width + 1];
        while row_of[at] != 0 {
            is_used[at] = true;
            let current = row_of[at];
            let (mut delta, mut next) = (i64::MAX, 0);
            for column in 1..=width {
                if is_used[column] {
                    continue;
                }
                let reduced = cost[current - 1][column - 1]
                    - row_potential[current]
                    - column_potential[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    came_from[column] = at;
                }
                if least[column] < delta {
                    (delta, next) = (least[column], column);
                }
            }
            for column in 0..=width {
                if is_used[column] {
                    row_potential[row_of[column]] += delta;
                    column_potential[column] -= delta;
                } else if least[column] != i64::MAX {
                    least[column] -= delta;
                }
            }
            at = next;
        }
        while at != 0 {
            let before = came_from[at];
            row_of[at] = row_of[before];
            at = before;
        }
    }
    let mut assigned = vec![None; rows];
    for (column, row) in row_of.iter().enumerate().skip(1).take(columns) {
        if *row > 0 {
            assigned[*row - 1] = Some(column - 1);
        }
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_not_greedy() {
        // Whoever takes the best pair first leaves nothing for the second row.
        let weights = [vec![(0, 10), (1, 9)], vec![(0, 8)]];

        assert_eq!(assign(&weights, 2), [Some(1), Some(0)]);
        assert_eq!(assign(&[vec![(0, 10)], vec![(0, 8)]], 1), [Some(0), None]);
        assert!(assign(&[], 3).is_empty());
        assert_eq!(assign(&[vec![]], 0), [None]);
    }

    #[cfg(not(target_family = "wasm"))]
    proptest::proptest! {
        #[test]
        fn no_other_assignment_is_better(
            weights in proptest::collection::vec(proptest::collection::btree_map(0_usize..4, 1_i64..20, 0..4), 0..5)
        ) {
            let weights: Vec<Vec<(usize, i64)>> =
                weights.into_iter().map(|row| row.into_iter().collect()).collect();
            let assigned = assign(&weights, 4);
            let total: i64 = assigned.iter().zip(&weights).filter_map(|(column, row)| {
                row.iter().find(|pair| Some(pair.0) == *column).map(|pair| pair.1)
            }).sum();
            proptest::prop_assert_eq!(total, best(&weights, 0));
            let mut taken: Vec<usize> = assigned.into_iter().flatten().collect();
            taken.sort_unstable();
            proptest::prop_assert!(taken.windows(2).all(|pair| pair[0] != pair[1]));
        }
    }

    /// By trying all.
    #[cfg(not(target_family = "wasm"))]
    fn best(rows: &[Vec<(usize, i64)>], taken: u32) -> i64 {
        let Some((row, rest)) = rows.split_first() else { return 0 };
        let free = row.iter().filter(|(column, _)| taken & (1 << column) == 0);
        let with = free.map(|(column, weight)| weight + best(rest, taken | (1 << column)));
        with.chain([best(rest, taken)]).max().unwrap_or_default()
    }
}
