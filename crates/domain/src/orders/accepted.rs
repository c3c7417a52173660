//! What was accepted, as one text: its hash proves later that an order is still what it was.

use serde_json::{Map, Value, json};

use super::wire::{LineInput, OrderContent};
use crate::{
    money::Currency,
    products::pricing::{PricedLine, Totals},
};

/// The content of an order with its prices as canonical JSON: keys in order, no spaces, amounts as
/// decimal strings (RFC 8785 for what occurs here).
///
/// A field of a line that is as it always is, is left out, so that a field that comes later changes
/// no hash of the past; so is the customer that approval finds for a name.
pub fn accepted_content(
    content: &OrderContent,
    prices: &[Option<&PricedLine>],
    totals: Totals,
    currency: Currency,
    terms_hash: &str,
) -> String {
    let usual = as_object(&LineInput::default());
    let lines: Vec<Value> = content
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let mut said = as_object(line);
            if let Some(Value::Object(end_user)) = said.get_mut("end_user") {
                end_user.remove("customer_id");
            }
            said.retain(|name, value| usual.get(name) != Some(value));
            let price = prices.get(index).copied().flatten().map(price);
            json!({ "said": said, "price": price })
        })
        .collect();
    let mut header = as_object(content);
    header.remove("lines");
    let whole = json!({
        "header": header,
        "lines": lines,
        "totals": totals,
        "currency": currency,
        "terms": terms_hash,
    });
    in_order(whole).to_string()
}

fn price(price: &PricedLine) -> Value {
    json!({
        "list_price": price.list_price,
        "tax_rate": price.tax_rate,
        "net": price.net,
        "tax": price.tax,
        "gross": price.gross,
    })
}

fn as_object(value: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(object)) => object,
        // What travels is always an object.
        _ => Map::new(),
    }
}

/// The same value with the keys of every object in order, however its maps are kept.
fn in_order(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.into_iter().collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(
                entries.into_iter().map(|(name, value)| (name, in_order(value))).collect(),
            )
        }
        Value::Array(values) => Value::Array(values.into_iter().map(in_order).collect()),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Id, money::Amount};

    fn content() -> OrderContent {
        OrderContent {
            remark: Some("尽快".to_owned()),
            lines: vec![LineInput { sets: 2, ..LineInput::default() }],
            ..OrderContent::default()
        }
    }

    fn text(content: &OrderContent, gross: i64) -> String {
        let totals = Totals { gross: Amount::from_minor(gross), ..Totals::default() };
        accepted_content(content, &[None], totals, Currency::Cny, "ab")
    }

    #[test]
    fn it_is_one_text_for_one_content() {
        assert_eq!(
            text(&content(), 100),
            "{\"currency\":\"CNY\",\"header\":{\"remark\":\"尽快\"},\
             \"lines\":[{\"price\":null,\"said\":{\"sets\":2}}],\"terms\":\"ab\",\
             \"totals\":{\"gross\":\"1.00\",\"net\":\"0.00\",\"tax\":\"0.00\"}}"
        );
    }

    #[test]
    fn whatever_was_agreed_changes_it() {
        let before = text(&content(), 100);
        let mut more = content();
        more.lines[0].sets = 3;
        let mut renamed = content();
        renamed.lines[0].end_user.name = "另一家公司".to_owned();
        let other_terms =
            accepted_content(&content(), &[None], Totals::default(), Currency::Cny, "cd");

        for other in [text(&more, 100), text(&renamed, 100), text(&content(), 101), other_terms] {
            assert_ne!(other, before);
        }
    }

    #[test]
    fn the_customer_that_approval_finds_does_not() {
        let mut approved = content();
        approved.lines[0].end_user.name = "某某公司".to_owned();
        let before = text(&approved, 100);
        approved.lines[0].end_user.customer_id = Some(Id::from_uuid(Uuid::from_u128(7)));

        assert_eq!(text(&approved, 100), before);
    }
}
