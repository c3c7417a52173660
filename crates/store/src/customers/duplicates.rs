//! Customers that a new end user may be already. Every look-up is a range of an index.

use std::collections::BTreeMap;

use domain::{
    orders::wire::{DuplicateReason, PossibleCustomer},
    text,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    create::mail_domain,
    customer::{Column, Entity, Model},
    views::license_figures,
};
use crate::{StoreResult, search};

/// Most candidates of one kind, and in all.
const MOST_OF_A_KIND: u64 = 20;
const MOST: usize = 10;
/// Core names shorter than this are like too many others.
const SHORTEST_CORE: usize = 2;

/// Customers that somebody of this name, credit code and mail address might be, the likeliest first.
pub async fn possible_duplicates(
    db: &impl ConnectionTrait,
    name: &str,
    credit_code: Option<&str>,
    email: Option<&str>,
) -> StoreResult<Vec<PossibleCustomer>> {
    let normalized = text::normalized(name);
    let core = text::core_name(name);
    let mut found = Candidates::default();
    if let Some(code) = credit_code.map(str::trim).filter(|code| !code.is_empty()) {
        let same = like(db, Column::CreditCode.eq(code)).await?;
        found.add(same, |_| DuplicateReason::SameCreditCode);
    }
    let by_core = like(db, Column::CoreName.eq(core.as_str())).await?;
    found.add(by_core, |customer| {
        if customer.name_normalized == normalized {
            DuplicateReason::SameName
        } else {
            DuplicateReason::SameCore
        }
    });
    if core.chars().count() >= SHORTEST_CORE {
        // Names that hold this one, and names that this one begins with.
        let holding = search::ids_by_term("customer_terms", "customer_id", &core);
        let holding = like(db, Expr::col("id").in_subquery(holding)).await?;
        let beginnings = beginnings_of(&core);
        let shorter = like(db, Column::CoreName.is_in(beginnings)).await?;
        for similar in [holding, shorter] {
            found.add(similar, |_| DuplicateReason::SimilarName);
        }
    }
    if let Some(domain) = email.and_then(mail_domain) {
        let same = like(db, Column::MailDomain.eq(domain)).await?;
        found.add(same, |_| DuplicateReason::SameMailDomain);
    }
    found.ranked(db).await
}

async fn like(db: &impl ConnectionTrait, condition: Expr) -> StoreResult<Vec<Model>> {
    let found = Entity::find().filter(condition).limit(MOST_OF_A_KIND).all(db).await?;
    Ok(found)
}

/// The beginnings of a core name, itself left out.
fn beginnings_of(core: &str) -> Vec<String> {
    let chars: Vec<char> = core.chars().take(48).collect();
    (SHORTEST_CORE.max(chars.len().div_ceil(2))..chars.len())
        .map(|end| chars[..end].iter().collect())
        .collect()
}

#[derive(Default)]
struct Candidates(BTreeMap<Uuid, (String, Vec<DuplicateReason>)>);

impl Candidates {
    fn add(&mut self, found: Vec<Model>, reason: impl Fn(&Model) -> DuplicateReason) {
        for customer in found {
            let reason = reason(&customer);
            let (_, reasons) =
                self.0.entry(customer.id).or_insert_with(|| (customer.name, Vec::new()));
            let is_named_better = reason == DuplicateReason::SimilarName
                && reasons.iter().any(|known| {
                    matches!(known, DuplicateReason::SameName | DuplicateReason::SameCore)
                });
            if !is_named_better && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }

    async fn ranked(self, db: &impl ConnectionTrait) -> StoreResult<Vec<PossibleCustomer>> {
        let mut all: Vec<_> = self.0.into_iter().collect();
        all.sort_by_key(|(_, (_, reasons))| {
            std::cmp::Reverse(reasons.iter().map(|reason| weight(*reason)).sum::<u32>())
        });
        all.truncate(MOST);
        let ids: Vec<Uuid> = all.iter().map(|(id, _)| *id).collect();
        let figures = license_figures(db, &ids).await?;
        Ok(all
            .into_iter()
            .map(|(id, (name, reasons))| {
                let licenses = figures.get(&id).map_or(0, |figures| figures.licenses);
                PossibleCustomer { customer_id: id.into(), name, licenses, reasons }
            })
            .collect())
    }
}

const fn weight(reason: DuplicateReason) -> u32 {
    match reason {
        DuplicateReason::SameCreditCode => 100,
        DuplicateReason::SameName => 90,
        DuplicateReason::SameCore => 50,
        DuplicateReason::SameMailDomain => 40,
        DuplicateReason::SimilarName => 20,
    }
}
