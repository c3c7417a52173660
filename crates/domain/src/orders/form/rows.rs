//! A line of the form.

use super::SheetRow;
use crate::{
    Lang,
    licenses::ActivationMode,
    money::Amount,
    orders::{
        LineKind,
        wire::{EndUser, LineInput, OrderLineView},
    },
    products::pricing::{PriceStepKind, PricedLine},
};

pub(super) fn row(line: &OrderLineView, lang: Lang) -> SheetRow {
    let input = &line.input;
    let name = match lang {
        Lang::Zh => &line.product_name_zh,
        Lang::En => &line.product_name_en,
    };
    let open = || "—".to_owned();
    let price = line.price.as_ref();
    let end_user = [Some(&input.end_user.name), input.end_user.credit_code.as_ref()];
    let end_user: Vec<&str> = end_user
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    SheetRow {
        cells: [
            line.line.to_string(),
            format!("{}\n{}", input.kind.label(lang), name.clone().unwrap_or_else(open)),
            if end_user.is_empty() { open() } else { end_user.join("\n") },
            input.sets.to_string(),
            if has_years(input) { input.years.to_string() } else { open() },
            price.map_or_else(open, |price| figures(price.list_price)),
            price.map_or_else(open, |price| figures(taken_off(price))),
            price.map_or_else(open, |price| price.tax_rate.to_string()),
            price.map_or_else(open, |price| figures(price.gross)),
        ],
        notes: notes(input, price, lang),
    }
}

/// A line with an end of its own, or on a license's term, has no years to show.
const fn has_years(input: &LineInput) -> bool {
    input.kind.has_years() && input.ends_on.is_none()
}

/// An amount without its currency, which stands with the totals.
fn figures(amount: Amount) -> String {
    amount.grouped()
}

/// What all discounts take off together.
fn taken_off(price: &PricedLine) -> Amount {
    let list = price.trace.first().map_or(price.gross, |step| step.amount);
    price.gross.minus(list).unwrap_or_default()
}

/// What the columns have no room for: discounts one by one, contact, delivery, activation.
fn notes(input: &LineInput, price: Option<&PricedLine>, lang: Lang) -> Vec<String> {
    let colon = lang.pick("：", ": ");
    let mut notes = Vec::new();
    let discounts = price.map(|price| discounts(price, lang)).unwrap_or_default();
    if !discounts.is_empty() {
        notes.push(format!("{}{colon}{discounts}", lang.pick("价格构成", "Price")));
    }
    if let Some(day) = input.ends_on {
        notes.push(format!("{}{colon}{day}", lang.pick("期限至", "Until")));
    }
    let licenses = price.map(|price| licenses(price, lang)).unwrap_or_default();
    if !licenses.is_empty() {
        notes.push(format!("{}{colon}{licenses}", lang.pick("涉及许可证", "Licenses")));
    }
    let contact = contact(&input.end_user);
    if !contact.is_empty() {
        notes.push(format!("{}{colon}{contact}", lang.pick("客户联系人", "End user's contact")));
    }
    if input.kind == LineKind::Service {
        return notes;
    }
    let mut delivery = format!(
        "{}{colon}{}",
        lang.pick("许可证交付", "Licenses go to"),
        input.deliver_to.label(lang)
    );
    if input.kind == LineKind::New {
        let activation = activation(input, lang);
        delivery += &format!("{}{colon}{activation}", lang.pick("；激活方式", "; activation"));
    }
    notes.push(delivery);
    notes
}

fn discounts(price: &PricedLine, lang: Lang) -> String {
    let steps = price.trace.iter().filter(|step| step.kind != PriceStepKind::List);
    let words = steps.map(|step| match step.discount.0 {
        0 => step.kind.label(lang).to_owned(),
        _ => format!("{} {}", step.kind.label(lang), step.discount),
    });
    words.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The licenses that a line changes, each with the days that are paid for and their price.
fn licenses(price: &PricedLine, lang: Lang) -> String {
    let parts = price.parts.iter().map(|part| {
        let (number, gross) = (&part.number, figures(part.gross));
        match lang {
            Lang::Zh => format!("{number}（{} 至 {}，{gross}）", part.from, part.until),
            Lang::En => format!("{number} ({} to {}, {gross})", part.from, part.until),
        }
    });
    parts.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn contact(end_user: &EndUser) -> String {
    let parts = [&end_user.contact_name, &end_user.contact_phone, &end_user.contact_email];
    let known =
        parts.into_iter().filter_map(|part| part.as_deref()).filter(|part| !part.is_empty());
    known.collect::<Vec<_>>().join(" · ")
}

/// How the sets are activated, with the cluster ids in the order of the sets.
fn activation(input: &LineInput, lang: Lang) -> String {
    let of_mode = |mode: ActivationMode| {
        let sets: Vec<_> = input.activations.iter().filter(|set| set.mode == mode).collect();
        let clusters: Vec<&str> = sets.iter().filter_map(|set| set.cluster_id.as_deref()).collect();
        let count = sets.len();
        let word = match lang {
            Lang::Zh => format!("{} {count} 套", mode.label(lang)),
            Lang::En => format!("{} {count}", mode.label(lang)),
        };
        let clusters = match (clusters.is_empty(), lang) {
            (true, _) => String::new(),
            (false, Lang::Zh) => format!("（集群 ID：{}）", clusters.join("、")),
            (false, Lang::En) => format!(" (cluster ids: {})", clusters.join(", ")),
        };
        (count > 0).then(|| format!("{word}{clusters}"))
    };
    let modes = [ActivationMode::Online, ActivationMode::Offline];
    modes.into_iter().filter_map(of_mode).collect::<Vec<_>>().join(lang.pick("，", ", "))
}
