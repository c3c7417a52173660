//! Lines as a table, which reads back as the same lines; and the empty one that people begin with.

use super::SheetColumn;
use crate::{
    Lang,
    licenses::ActivationMode,
    orders::{
        DeliverTo,
        wire::{ActivationInput, EndUser, LineInput},
    },
    products::{ProductKind, wire::ProductView},
};

/// The headings, and a row for each line.
pub fn rows_of(
    lines: &[LineInput],
    products: &[ProductView],
    lang: Lang,
    by_staff: bool,
) -> Vec<Vec<String>> {
    let columns: Vec<SheetColumn> = SheetColumn::ALL
        .iter()
        .copied()
        .filter(|column| by_staff || *column != SheetColumn::ManualDiscount)
        .collect();
    let headings = columns.iter().map(|column| column.label(lang).to_owned()).collect();
    let row = |line: &LineInput| {
        columns.iter().map(|column| cell_of(line, *column, products, lang)).collect()
    };
    std::iter::once(headings).chain(lines.iter().map(row)).collect()
}

fn cell_of(line: &LineInput, column: SheetColumn, products: &[ProductView], lang: Lang) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let end_user = &line.end_user;
    match column {
        SheetColumn::Product => line
            .product_id
            .and_then(|id| products.iter().find(|product| product.id == id))
            .map(|product| product.code.clone())
            .unwrap_or_default(),
        SheetColumn::Sets => line.sets.to_string(),
        SheetColumn::Years => line.years.to_string(),
        SheetColumn::EndUser => end_user.name.clone(),
        SheetColumn::CreditCode => text(&end_user.credit_code),
        SheetColumn::ContactName => text(&end_user.contact_name),
        SheetColumn::ContactEmail => text(&end_user.contact_email),
        SheetColumn::ContactPhone => text(&end_user.contact_phone),
        SheetColumn::Activation => modes_of(&line.activations, lang),
        SheetColumn::ClusterIds => {
            let ids = line.activations.iter().filter_map(|set| set.cluster_id.clone());
            ids.collect::<Vec<_>>().join("; ")
        }
        SheetColumn::DeliverTo => line.deliver_to.label(lang).to_owned(),
        SheetColumn::Language => lang.pick(["中文", "英文"], ["Chinese", "English"])
            [usize::from(line.language == Lang::En)]
        .to_owned(),
        SheetColumn::ManualDiscount if line.manual_discount.0 == 0 => String::new(),
        SheetColumn::ManualDiscount => line.manual_discount.to_string(),
    }
}

/// One word where all sets share it.
fn modes_of(activations: &[ActivationInput], lang: Lang) -> String {
    let words: Vec<&str> = activations.iter().map(|set| set.mode.label(lang)).collect();
    match words.split_first() {
        Some((first, rest)) if rest.iter().all(|word| word == first) => (*first).to_owned(),
        _ => words.join("; "),
    }
}

/// A table to begin with: the headings, and one example for each license that is sold.
pub fn template(products: &[ProductView], lang: Lang, by_staff: bool) -> Vec<Vec<String>> {
    let sold = |product: &&ProductView| product.sold && product.kind == ProductKind::License;
    let lines: Vec<LineInput> = products
        .iter()
        .filter(sold)
        .zip(1..)
        .map(|(product, n)| example(product, n, lang))
        .collect();
    rows_of(&lines, products, lang, by_staff)
}

/// Every second example is offline, with two sets, and so shows how cluster ids are written.
fn example(product: &ProductView, n: u32, lang: Lang) -> LineInput {
    let offline = n.is_multiple_of(2);
    let activation = |set: u32| ActivationInput {
        mode: if offline { ActivationMode::Offline } else { ActivationMode::Online },
        cluster_id: offline.then(|| format!("example-cluster-{n}{set}")),
        installation_key: None,
    };
    let sets = if offline { 2 } else { 1 };
    let mut line = LineInput {
        product_id: Some(product.id),
        sets,
        years: n.min(3),
        end_user: EndUser {
            name: lang
                .pick(format!("示例客户{n}有限公司").as_str(), &format!("Example {n} Ltd"))
                .to_owned(),
            contact_name: Some(lang.pick("张三", "Zhang San").to_owned()),
            contact_email: Some(format!("zhang.san{n}@example.com")),
            contact_phone: Some("13800000000".to_owned()),
            ..EndUser::default()
        },
        deliver_to: if offline { DeliverTo::Customer } else { DeliverTo::Partner },
        language: lang,
        ..LineInput::default()
    };
    line.activations = (1..=sets).map(activation).collect();
    line
}
