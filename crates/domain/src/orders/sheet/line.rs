//! One row becomes one line, or says why not. What an order must have is `check_submission`'s
//! word; what is merely missing can be filled in in the form.

use std::collections::BTreeSet;

use super::{Reader, SheetCell, SheetColumn, SheetRow, cells, columns::Layout, table::RawRow};
use crate::{
    licenses::ActivationMode,
    money::BasisPoints,
    orders::{
        check_submission,
        wire::{ActivationInput, EndUser, LineInput, OrderContent},
    },
    problem::{FieldError, Reason, Refusal},
    products::pricing::{MAX_LINES, MAX_SETS, MAX_YEARS},
    validate,
};

/// Reads one row.
pub struct LineReader<'a> {
    reader: Reader<'a>,
    layout: &'a Layout,
    raw: &'a RawRow,
    faults: Vec<(SheetColumn, FieldError)>,
    open: Vec<(SheetColumn, FieldError)>,
}

impl<'a> LineReader<'a> {
    pub const fn new(reader: Reader<'a>, layout: &'a Layout, raw: &'a RawRow) -> Self {
        Self { reader, layout, raw, faults: Vec::new(), open: Vec::new() }
    }

    /// The row's line. `clusters` are those of the rows above, `good` the lines there are already.
    pub fn read(mut self, clusters: &mut BTreeSet<String>, good: usize) -> SheetRow {
        let line = self.line();
        self.check(&line);
        let mine: Vec<&str> =
            line.activations.iter().filter_map(|set| set.cluster_id.as_deref()).collect();
        if mine.iter().any(|id| clusters.contains(*id)) {
            self.refuse(SheetColumn::ClusterIds, Reason::ClusterIdTwice);
        }
        if self.faults.is_empty() && good >= MAX_LINES {
            self.refuse(SheetColumn::Product, super::too_many_lines());
        }
        let line = self.faults.is_empty().then_some(line);
        if let Some(line) = &line {
            let ids = line.activations.iter().filter_map(|set| set.cluster_id.clone());
            clusters.extend(ids);
        }
        SheetRow { row: self.raw.number, cells: self.cells(), line }
    }

    fn line(&mut self) -> LineInput {
        let product_id = self.parsed(SheetColumn::Product, |text, reader| {
            cells::product(text, reader.products).map(|product| product.id)
        });
        let sets = self.number(SheetColumn::Sets, MAX_SETS);
        let years = self.number(SheetColumn::Years, MAX_YEARS);
        let end_user = self.end_user();
        let activations = self.activations(sets);
        let deliver_to = self.parsed(SheetColumn::DeliverTo, |text, _| cells::deliver_to(text));
        let language = self.parsed(SheetColumn::Language, |text, _| cells::language(text));
        let discount =
            self.parsed(SheetColumn::ManualDiscount, |text, reader| match cells::percent(text)? {
                BasisPoints(0) => Ok(BasisPoints(0)),
                _ if !reader.by_staff => Err(Reason::DiscountByStaff.into()),
                points => Ok(points),
            });
        let mut line = LineInput {
            product_id,
            sets,
            years,
            manual_discount: discount.unwrap_or_default(),
            end_user,
            deliver_to: deliver_to.unwrap_or_default(),
            language: language.unwrap_or(self.reader.language),
            ..LineInput::default()
        };
        line.activations = activations;
        line
    }

    fn end_user(&mut self) -> EndUser {
        let text = |text: &str| Ok(cells::plain(text));
        EndUser {
            customer_id: None,
            name: self.parsed(SheetColumn::EndUser, |cell, _| text(cell)).unwrap_or_default(),
            credit_code: self
                .parsed(SheetColumn::CreditCode, |cell, _| cells::code(cell))
                .map(|code| code.to_ascii_uppercase()),
            contact_name: self.parsed(SheetColumn::ContactName, |cell, _| text(cell)),
            contact_email: self.parsed(SheetColumn::ContactEmail, |cell, _| cells::code(cell)),
            contact_phone: self.parsed(SheetColumn::ContactPhone, |cell, _| cells::code(cell)),
        }
    }

    /// One entry per set: one mode for all or one for each, and the cluster ids of those that are
    /// offline. Where only cluster ids are named, the sets are offline.
    fn activations(&mut self, sets: u32) -> Vec<ActivationInput> {
        let sets = sets as usize;
        let ids: Vec<String> = self
            .parsed(SheetColumn::ClusterIds, |cell, _| {
                cells::parts(cell).iter().map(|id| cells::code(id)).collect()
            })
            .unwrap_or_default();
        let modes: Vec<ActivationMode> = self
            .parsed(SheetColumn::Activation, |cell, _| {
                cells::parts(cell).iter().map(|word| cells::mode(word)).collect()
            })
            .unwrap_or_default();
        let usual = if ids.is_empty() { ActivationMode::Online } else { ActivationMode::Offline };
        let modes = match modes.as_slice() {
            [] => vec![usual; sets],
            [only] => vec![*only; sets],
            several if several.len() == sets => modes,
            _ => {
                let refusal = Refusal::new(Reason::SetCount).with("sets", sets);
                self.refuse(SheetColumn::Activation, refusal);
                vec![usual; sets]
            }
        };
        let offline = modes.iter().filter(|mode| **mode == ActivationMode::Offline).count();
        if ids.len() > offline {
            let refusal =
                Refusal::new(Reason::ClusterIdCount).with("sets", offline).with("given", ids.len());
            self.refuse(SheetColumn::ClusterIds, refusal);
        }
        let mut ids = ids.into_iter();
        let activation = |mode| ActivationInput {
            mode,
            cluster_id: if mode == ActivationMode::Offline { ids.next() } else { None },
            installation_key: None,
        };
        modes.into_iter().map(activation).collect()
    }

    /// What submitting would refuse: what is missing stays open, what is wrong is a fault.
    fn check(&mut self, line: &LineInput) {
        let content = OrderContent { lines: vec![line.clone()], ..OrderContent::default() };
        for mut fault in check_submission(&content).err().unwrap_or_default() {
            let Some(pointer) = fault.pointer.strip_prefix("/lines/0").map(str::to_owned) else {
                continue;
            };
            let Some(column) = column_of(&pointer) else { continue };
            if self.faults.iter().any(|(known, _)| *known == column) {
                continue;
            }
            fault.pointer = pointer;
            let missing = matches!(fault.reason, Reason::Required | Reason::ClusterIdRequired);
            if missing && !matches!(column, SheetColumn::Product | SheetColumn::EndUser) {
                // Several sets may want a cluster id; it is said once.
                if self.open.iter().all(|(known, _)| *known != column) {
                    self.open.push((column, fault));
                }
            } else {
                self.faults.push((column, fault));
            }
        }
    }

    /// What stands in the column, if the sheet has it and something stands there.
    fn text(&self, column: SheetColumn) -> Option<&'a str> {
        let cell = self.raw.cells.get(self.layout.index_of(column)?)?;
        (!cells::plain(cell).is_empty()).then_some(cell)
    }

    fn parsed<T>(
        &mut self,
        column: SheetColumn,
        parse: impl FnOnce(&str, &Reader<'a>) -> Result<T, Refusal>,
    ) -> Option<T> {
        let text = self.text(column)?;
        match parse(text, &self.reader) {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.refuse(column, refusal);
                None
            }
        }
    }

    /// A number from 1 on. One, where the sheet has no such column, and where it is wrong.
    fn number(&mut self, column: SheetColumn, max: u32) -> u32 {
        if self.text(column).is_none() {
            let headed = self.layout.index_of(column).is_some();
            if headed {
                self.refuse(column, Reason::Required);
            }
            return 1;
        }
        let within = |text: &str| {
            let number = cells::whole(text)?;
            validate::range(number, 1, max).map(|()| number)
        };
        self.parsed(column, |text, _| within(text)).unwrap_or(1)
    }

    fn refuse(&mut self, column: SheetColumn, refusal: impl Into<Refusal>) {
        self.faults.push((column, refusal.into().at(pointer_of(column))));
    }

    /// A cell for each column of the sheet, and for those that something is said of.
    fn cells(&self) -> Vec<SheetCell> {
        let of = |said: &[(SheetColumn, FieldError)], column: SheetColumn| -> Vec<FieldError> {
            said.iter().filter(|(at, _)| *at == column).map(|(_, said)| said.clone()).collect()
        };
        let cell = |column: &SheetColumn| {
            let index = self.layout.index_of(*column);
            let text = index.and_then(|index| self.raw.cells.get(index));
            SheetCell {
                column: *column,
                text: text.map(|text| text.trim().to_owned()).unwrap_or_default(),
                faults: of(&self.faults, *column),
                open: of(&self.open, *column),
            }
        };
        let in_sheet = |cell: &SheetCell| self.layout.index_of(cell.column).is_some();
        SheetColumn::ALL
            .iter()
            .map(cell)
            .filter(|cell| in_sheet(cell) || !cell.faults.is_empty() || !cell.open.is_empty())
            .collect()
    }
}

/// Where a column's content stands in the line.
const fn pointer_of(column: SheetColumn) -> &'static str {
    match column {
        SheetColumn::Product => "/product_id",
        SheetColumn::Sets => "/sets",
        SheetColumn::Years => "/years",
        SheetColumn::EndUser => "/end_user/name",
        SheetColumn::CreditCode => "/end_user/credit_code",
        SheetColumn::ContactName => "/end_user/contact_name",
        SheetColumn::ContactEmail => "/end_user/contact_email",
        SheetColumn::ContactPhone => "/end_user/contact_phone",
        SheetColumn::Activation | SheetColumn::ClusterIds => "/activations",
        SheetColumn::DeliverTo => "/deliver_to",
        SheetColumn::Language => "/language",
        SheetColumn::ManualDiscount => "/manual_discount",
    }
}

/// The column that a pointer into the line speaks of.
fn column_of(pointer: &str) -> Option<SheetColumn> {
    if pointer.starts_with("/activations") && pointer.ends_with("/cluster_id") {
        return Some(SheetColumn::ClusterIds);
    }
    SheetColumn::ALL.iter().copied().find(|column| pointer_of(*column) == pointer)
}
