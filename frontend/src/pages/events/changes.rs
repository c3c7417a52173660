//! What an event changed, field by field: «list price: ¥28,000.00 → ¥30,000.00».

use domain::{
    deployments::{Cloud, DeploymentMethod, DeploymentMode, Environment},
    events::wire::FieldChange,
    licenses::{LapsedRenewal, wire::PaymentStatus},
    money::{Amount, BasisPoints, Currency},
    partners::PartnerLevel,
    products::{Edition, ProductKind, pricing::PriceRuleKind},
    purchases::PaymentMethod,
    sales_reps::SalesRepKind,
    usage::OverageMode,
};
use leptos::prelude::*;

use crate::{
    i18n::{Word, lang, t},
    pages::change_requests,
};

/// What a field is called; none for what is not told.
fn name_of(field: &str) -> Option<Word> {
    Some(match field {
        "list_price" => t::products::list_price,
        "floor_price" => t::products::floor,
        "tax_rate" => t::products::tax,
        "tax_classification" => t::products::tax_classification,
        "valid_from" => t::products::valid_from,
        "valid_until" => t::products::valid_until,
        "code" => t::products::code,
        "kind" => t::products::kind,
        "edition" => t::products::edition,
        "name_zh" => t::products::name_zh,
        "name_en" => t::products::name_en,
        "unit" => t::products::unit,
        "workspaces" => t::products::workspaces,
        "users" => t::products::users,
        "grace_days" => t::products::grace_days,
        "sold" => t::products::sale,
        "sort_order" => t::products::sort_order,
        "lapsed_renewal" => t::products::lapsed_renewal,
        "reminder_days" => t::products::reminder_days,
        "overage_mode" => t::products::overage_mode,
        "overage_percent" => t::products::overage_percent,
        "at_least" => t::products::at_least,
        "level" => t::products::level,
        "discount" => t::products::discount,
        "mode" => t::deployments::mode,
        "method" => t::deployments::method,
        "environment" => t::deployments::environment,
        "cloud" => t::deployments::cloud,
        "planned_on" => t::deployments::planned_on,
        "form_file" => t::deployments::form_file,
        "form_sha256" => t::deployments::form_hash,
        "window_from" => t::deployments::window_from,
        "window_until" => t::deployments::window_until,
        "window_hours" => t::deployments::window_hours,
        "product_version" => t::deployments::product_version,
        "server_info" => t::deployments::server_info,
        "email" => t::engineers::email,
        "phone" => t::engineers::phone,
        "department" => t::engineers::department,
        "expertise" => t::engineers::expertise,
        "user_id" => t::engineers::account,
        "amount" => t::purchases::amount,
        "currency" => t::purchases::currency,
        "payment_status" => t::purchases::payment_status,
        "contract_number" => t::purchases::contract_number,
        "owner_id" => t::purchases::owner,
        "position" => t::sales::position,
        "year" => t::sales::year,
        "quarter" => t::sales::quarter,
        "sales_rep_id" => t::sales::name,
        other => return change_requests::name_of(other),
    })
}

/// A value as people read it (tracked).
fn in_words(field: &str, value: Option<&str>) -> String {
    let Some(value) = value else { return "—".to_owned() };
    let read = match field {
        "list_price" | "floor_price" => {
            value.parse::<Amount>().ok().map(|amount| amount.display(Currency::Cny))
        }
        "tax_rate" | "discount" => value.parse().ok().map(|bp| BasisPoints(bp).to_string()),
        "sold" => {
            let word = if value == "true" { t::products::sold } else { t::products::not_sold };
            Some(word.get().to_owned())
        }
        "workspaces" | "users" if value == "0" => Some(t::products::unlimited.get().to_owned()),
        "kind" => value
            .parse::<ProductKind>()
            .map(|kind| kind.label(lang()))
            .or_else(|_| value.parse::<PriceRuleKind>().map(|kind| kind.label(lang())))
            .or_else(|_| value.parse::<SalesRepKind>().map(|kind| kind.label(lang())))
            .ok()
            .map(str::to_owned),
        "edition" => value.parse::<Edition>().ok().map(|it| it.label(lang()).to_owned()),
        "lapsed_renewal" => {
            value.parse::<LapsedRenewal>().ok().map(|it| it.label(lang()).to_owned())
        }
        "overage_mode" => value.parse::<OverageMode>().ok().map(|it| it.label(lang()).to_owned()),
        "level" => value.parse::<PartnerLevel>().ok().map(|it| it.label(lang()).to_owned()),
        "mode" => value.parse::<DeploymentMode>().ok().map(|it| it.label(lang()).to_owned()),
        "method" => value
            .parse::<DeploymentMethod>()
            .map(|it| it.label(lang()))
            .or_else(|_| value.parse::<PaymentMethod>().map(|it| it.label(lang())))
            .ok()
            .map(str::to_owned),
        "payment_status" => {
            value.parse::<PaymentStatus>().ok().map(|it| it.label(lang()).to_owned())
        }
        "environment" => value.parse::<Environment>().ok().map(|it| it.label(lang()).to_owned()),
        "cloud" => value.parse::<Cloud>().ok().map(|it| it.label(lang()).to_owned()),
        other => change_requests::value_in_words(other, value),
    };
    read.unwrap_or_else(|| value.to_owned())
}

/// One field (tracked).
fn sentence(change: &FieldChange) -> String {
    let field = change.field.as_str();
    let name = name_of(field).map_or(field, |name| name.get());
    let to = in_words(field, change.to.as_deref());
    match change.from.as_deref() {
        None => format!("{name} {to}"),
        from => format!("{name} {} → {to}", in_words(field, from)),
    }
}

/// All of them in a line; nothing where nothing is told.
pub fn changes(changes: &[FieldChange]) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let changes = changes.to_vec();
    let words = move || changes.iter().map(sentence).collect::<Vec<_>>().join(" · ");
    Some(view! { <span class="muted">{words}</span> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_reads_like_a_sentence() {
        let change = FieldChange {
            field: "list_price".to_owned(),
            from: Some("28000.00".to_owned()),
            to: Some("30000.00".to_owned()),
        };
        let told = untrack(|| sentence(&change));

        assert!(told.ends_with("¥28,000.00 → ¥30,000.00"), "{told}");
        let ended = FieldChange { field: "valid_until".to_owned(), from: None, to: None };
        assert!(untrack(|| sentence(&ended)).ends_with('—'));
    }
}
