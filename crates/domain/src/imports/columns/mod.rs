//! The columns of each target: what they are called, what else people write above them, and an
//! example for the sheet to begin with.

mod parties;
mod sales;

use self::{
    parties::{CUSTOMERS, ENGINEERS, RESELLERS, SALES_REPS},
    sales::{DEPLOYMENTS, LICENSES, PURCHASES},
};
use super::ImportTarget;
use crate::Lang;

/// A column that can be imported.
#[derive(Debug, Clone, Copy)]
pub struct ImportColumn {
    /// Its name on the wire, in faults and in mappings.
    pub key: &'static str,
    title: (&'static str, &'static str),
    /// Whether every row has something there.
    pub required: bool,
    /// What people write above it, in small letters and without spaces, signs and brackets.
    names: &'static [&'static str],
    example: &'static str,
}

impl ImportColumn {
    /// What stands above it.
    pub const fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.title.0, self.title.1)
    }

    /// Whether this heading means it. `heading` is squeezed.
    pub(super) fn is_meant_by(&self, heading: &str) -> bool {
        let titles = [self.title.0, self.title.1].map(super::layout::squeezed);
        self.key == heading
            || titles.iter().any(|title| title == heading)
            || self.names.contains(&heading)
    }
}

const fn column(
    key: &'static str,
    title: (&'static str, &'static str),
    names: &'static [&'static str],
    example: &'static str,
) -> ImportColumn {
    ImportColumn { key, title, required: false, names, example }
}

const fn required(column: ImportColumn) -> ImportColumn {
    ImportColumn { required: true, ..column }
}

/// The columns of a target, in the order of its template.
pub const fn columns(target: ImportTarget) -> &'static [ImportColumn] {
    match target {
        ImportTarget::Customers => CUSTOMERS,
        ImportTarget::Engineers => ENGINEERS,
        ImportTarget::SalesReps => SALES_REPS,
        ImportTarget::Resellers => RESELLERS,
        ImportTarget::Licenses => LICENSES,
        ImportTarget::Purchases => PURCHASES,
        ImportTarget::Deployments => DEPLOYMENTS,
    }
}

/// The sheet to begin with: headings and one example.
pub fn template(target: ImportTarget, lang: Lang) -> Vec<Vec<String>> {
    let columns = columns(target);
    vec![
        columns.iter().map(|column| column.title(lang).to_owned()).collect(),
        columns.iter().map(|column| column.example.to_owned()).collect(),
    ]
}
