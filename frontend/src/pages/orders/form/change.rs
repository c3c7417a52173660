//! What changed between two states of an order's content: the patch that saves it, and the parts
//! in which two people's versions differ.

use domain::{
    orders::wire::{ChangeOrder, OrderContent},
    patch::Patch,
};

/// The patch that leads from `saved` to `now`; `None` where there is nothing to save. Whom an order
/// is placed for never changes.
pub fn change(saved: &OrderContent, now: &OrderContent) -> Option<ChangeOrder> {
    let text = |was: &Option<String>, is: &Option<String>| {
        if was == is { Patch::Keep } else { is.clone().into() }
    };
    let change = ChangeOrder {
        customer_order_number: text(&saved.customer_order_number, &now.customer_order_number),
        contract_number: text(&saved.contract_number, &now.contract_number),
        remark: text(&saved.remark, &now.remark),
        lines: (saved.lines != now.lines).then(|| now.lines.clone()),
    };
    (change != ChangeOrder::default()).then_some(change)
}

/// A part of an order in which two versions may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    CustomerOrderNumber,
    ContractNumber,
    Remark,
    /// From 1.
    Line(usize),
}

/// Where `mine` and `theirs` are not the same.
pub fn differences(mine: &OrderContent, theirs: &OrderContent) -> Vec<Part> {
    let header = [
        (Part::CustomerOrderNumber, mine.customer_order_number != theirs.customer_order_number),
        (Part::ContractNumber, mine.contract_number != theirs.contract_number),
        (Part::Remark, mine.remark != theirs.remark),
    ];
    let lines = mine.lines.len().max(theirs.lines.len());
    header
        .into_iter()
        .filter_map(|(part, differs)| differs.then_some(part))
        .chain(
            (0..lines)
                .filter(|index| mine.lines.get(*index) != theirs.lines.get(*index))
                .map(|index| Part::Line(index + 1)),
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::orders::wire::LineInput;

    use super::*;

    fn content() -> OrderContent {
        OrderContent {
            remark: Some("加急".to_owned()),
            lines: vec![LineInput::default()],
            ..OrderContent::default()
        }
    }

    #[test]
    fn only_what_changed_is_sent() {
        let saved = content();
        let now = OrderContent {
            remark: None,
            customer_order_number: Some("PO-1".to_owned()),
            ..content()
        };

        let change = change(&saved, &now).unwrap();

        assert_eq!(change.remark, Patch::Clear);
        assert_eq!(change.customer_order_number, Patch::Set("PO-1".to_owned()));
        assert_eq!(change.contract_number, Patch::Keep);
        assert_eq!(change.lines, None);
    }

    #[test]
    fn nothing_is_sent_where_nothing_changed() {
        assert_eq!(change(&content(), &content()), None);
    }

    #[test]
    fn versions_differ_in_what_was_edited_and_in_lines_that_only_one_has() {
        let mut theirs = content();
        theirs.remark = None;
        theirs.lines.push(LineInput::default());

        assert_eq!(differences(&content(), &theirs), [Part::Remark, Part::Line(2)]);
    }
}
