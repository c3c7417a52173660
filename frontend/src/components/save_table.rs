//! A table that stands on a page, as a file. Lists are exported by the server, whole.

use domain::exports::Cell;
use leptos::prelude::*;

use super::save_file;
use crate::{i18n::t, ui::Toaster};

/// Hands lines over as a file that spreadsheets open; `name` is without its extension.
pub fn save_table(toaster: Toaster, name: &str, lines: &[Vec<Cell>]) {
    let file = format!("{name}.csv");
    if save_file(&file, "text/csv; charset=utf-8", csv(lines).as_bytes()).is_err() {
        toaster.error(untrack(|| t::common::export_failed.get()), "");
    }
}

/// With a byte order mark, by which spreadsheets know the characters.
fn csv(lines: &[Vec<Cell>]) -> String {
    let quoted = |cell: &Cell| format!("\"{}\"", cell.plain().replace('"', "\"\""));
    let line = |cells: &Vec<Cell>| cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
    std::iter::once("\u{feff}".to_owned()).chain(lines.iter().map(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_ends_where_it_ends_and_computes_nothing() {
        let lines = [vec![Cell::from("a \"b\", c"), Cell::from("=1+1"), Cell::Count(3)]];

        assert_eq!(csv(&lines), "\u{feff}\"a \"\"b\"\", c\",\"'=1+1\",\"3\"\r\n");
    }
}
