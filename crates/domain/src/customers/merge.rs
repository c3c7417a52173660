//! Two customers made one, and two again: which field wins, and what undoing gives back.

use serde::{Deserialize, Serialize};

use super::{CustomerType, Industry, Region};
use crate::{
    id::UserId,
    problem::{Reason, Refusal},
};

crate::enums::wire_enum! {
    /// What a customer holds that one of two must give up.
    pub enum MergeField {
        #[default]
        Name = "name": "名称", "Name";
        CreditCode = "credit_code": "统一社会信用代码", "Credit code";
        CustomerType = "customer_type": "类型", "Type";
        Industry = "industry": "行业", "Industry";
        Region = "region": "区域", "Region";
        City = "city": "城市", "City";
        Address = "address": "地址", "Address";
        Notes = "notes": "备注", "Notes";
        Owner = "owner": "负责人", "Owner";
    }
}

crate::enums::wire_enum! {
    /// What goes over from one customer to the other. The store's `customers::merges::REFERENCES`
    /// says where each of them lies.
    pub enum Moved {
        #[default]
        Contacts = "contacts": "联系人", "Contacts";
        OrderLines = "order_lines": "订单行", "Order lines";
        Licenses = "licenses": "许可证", "Licenses";
        Purchases = "purchases": "购买记录", "Purchases";
        Deployments = "deployments": "部署", "Deployments";
        Alerts = "alerts": "预警", "Alerts";
        ChangeRequests = "change_requests": "修改申请", "Change requests";
        Leads = "leads": "商机", "Leads";
        Invoices = "invoices": "发票", "Invoices";
        InvoiceTitles = "invoice_titles": "发票抬头", "Invoice titles";
        Receivables = "receivables": "应收", "Receivables";
        Balances = "balances": "往来余额", "Balances";
        Customers = "customers": "此前并入的客户", "Customers merged earlier";
    }
}

/// All that a customer says of itself: what a merge chooses from and what undoing restores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    pub name: String,
    pub credit_code: Option<String>,
    pub customer_type: CustomerType,
    pub industry: Option<Industry>,
    pub region: Option<Region>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub notes: Option<String>,
    pub owner: Option<UserId>,
}

impl Fields {
    /// Takes one field from another customer.
    fn take(&mut self, field: MergeField, from: &Self) {
        match field {
            MergeField::Name => self.name.clone_from(&from.name),
            MergeField::CreditCode => self.credit_code.clone_from(&from.credit_code),
            MergeField::CustomerType => self.customer_type = from.customer_type,
            MergeField::Industry => self.industry = from.industry,
            MergeField::Region => self.region = from.region,
            MergeField::City => self.city.clone_from(&from.city),
            MergeField::Address => self.address.clone_from(&from.address),
            MergeField::Notes => self.notes.clone_from(&from.notes),
            MergeField::Owner => self.owner = from.owner,
        }
    }

    /// One field as it is stored; nothing where it is empty.
    pub fn told(&self, field: MergeField) -> Option<String> {
        match field {
            MergeField::Name => Some(self.name.clone()),
            MergeField::CreditCode => self.credit_code.clone(),
            MergeField::CustomerType => Some(self.customer_type.as_str().to_owned()),
            MergeField::Industry => self.industry.map(|it| it.as_str().to_owned()),
            MergeField::Region => self.region.map(|it| it.as_str().to_owned()),
            MergeField::City => self.city.clone(),
            MergeField::Address => self.address.clone(),
            MergeField::Notes => self.notes.clone(),
            MergeField::Owner => self.owner.map(|it| it.to_string()),
        }
    }

    /// The fields in which two differ.
    pub fn differing(&self, other: &Self) -> Vec<MergeField> {
        let differs = |field: &MergeField| self.told(*field) != other.told(*field);
        MergeField::ALL.iter().copied().filter(differs).collect()
    }
}

/// The fields that the one that stays lacks and the other one has.
pub fn suggested(winner: &Fields, loser: &Fields) -> Vec<MergeField> {
    let fills = |field: &MergeField| winner.told(*field).is_none() && loser.told(*field).is_some();
    MergeField::ALL.iter().copied().filter(fills).collect()
}

/// The one that stays, with these fields of the other one.
pub fn merged(winner: &Fields, loser: &Fields, take: &[MergeField]) -> Fields {
    let mut after = winner.clone();
    for field in take {
        after.take(*field, loser);
    }
    after
}

/// The one that stayed, with what the merge changed as it was before it. What was changed since in
/// other fields stays.
///
/// # Errors
/// The fields that the merge changed and somebody changed again.
pub fn unmerged(now: &Fields, before: &Fields, after: &Fields) -> Result<Fields, Vec<MergeField>> {
    let by_merge = before.differing(after);
    let since: Vec<_> =
        now.differing(after).into_iter().filter(|field| by_merge.contains(field)).collect();
    if !since.is_empty() {
        return Err(since);
    }
    let mut restored = now.clone();
    for field in by_merge {
        restored.take(field, before);
    }
    Ok(restored)
}

/// What decides whether a merge can be undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoFacts {
    pub is_undone: bool,
    /// Whether the one that stayed was archived or merged into another one since.
    pub winner_is_gone: bool,
    /// The fields that the merge changed and somebody changed again.
    pub changed: Vec<MergeField>,
    /// Whether the people who came over were changed since.
    pub contacts_changed: bool,
}

impl UndoFacts {
    /// Whether it can be undone.
    ///
    /// # Errors
    /// Why not.
    pub fn may_undo(&self) -> Result<(), Refusal> {
        if self.is_undone {
            Err(Reason::MergeUndone.into())
        } else if self.winner_is_gone {
            Err(Reason::MergeNotLast.into())
        } else if self.contacts_changed || !self.changed.is_empty() {
            Err(Reason::MergeOutdated.into())
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::subsequence};

    use super::*;
    use crate::Id;

    fn texts() -> impl Strategy<Value = Option<String>> {
        proptest::option::of("[a-c]{0,2}")
    }

    fn fields() -> impl Strategy<Value = Fields> {
        let words = (
            proptest::sample::select(CustomerType::ALL),
            proptest::option::of(proptest::sample::select(Industry::ALL)),
            proptest::option::of(proptest::sample::select(Region::ALL)),
            proptest::option::of(0_u128..3),
        );
        ("[a-c]{1,3}", texts(), texts(), texts(), texts(), words).prop_map(
            |(
                name,
                credit_code,
                city,
                address,
                notes,
                (customer_type, industry, region, owner),
            )| {
                let owner = owner.map(|n| Id::from_uuid(uuid::Uuid::from_u128(n)));
                Fields {
                    name,
                    credit_code,
                    customer_type,
                    industry,
                    region,
                    city,
                    address,
                    notes,
                    owner,
                }
            },
        )
    }

    fn some_fields() -> impl Strategy<Value = Vec<MergeField>> {
        subsequence(MergeField::ALL.to_vec(), 0..=MergeField::ALL.len())
    }

    proptest! {
        #[test]
        fn a_field_is_the_losers_where_it_was_taken_and_the_winners_elsewhere(
            winner in fields(), loser in fields(), take in some_fields(),
        ) {
            let after = merged(&winner, &loser, &take);
            for field in MergeField::ALL {
                let from = if take.contains(field) { &loser } else { &winner };
                prop_assert_eq!(after.told(*field), from.told(*field));
            }
        }

        #[test]
        fn undoing_restores_every_field(winner in fields(), loser in fields(), take in some_fields()) {
            let after = merged(&winner, &loser, &take);
            prop_assert_eq!(unmerged(&after, &winner, &after), Ok(winner));
        }

        #[test]
        fn what_was_changed_since_stays_or_is_named(
            winner in fields(), loser in fields(), take in some_fields(), later in fields(), touched in some_fields(),
        ) {
            let after = merged(&winner, &loser, &take);
            let now = merged(&after, &later, &touched);
            let by_merge = winner.differing(&after);
            match unmerged(&now, &winner, &after) {
                Ok(restored) => for field in MergeField::ALL {
                    let from = if by_merge.contains(field) { &winner } else { &now };
                    prop_assert_eq!(restored.told(*field), from.told(*field));
                },
                Err(since) => {
                    prop_assert!(!since.is_empty());
                    prop_assert!(since.iter().all(|f| by_merge.contains(f) && touched.contains(f)));
                }
            }
        }

        #[test]
        fn what_is_suggested_fills_gaps_and_overwrites_nothing(winner in fields(), loser in fields()) {
            for field in suggested(&winner, &loser) {
                prop_assert!(winner.told(field).is_none() && loser.told(field).is_some());
            }
        }
    }

    #[test]
    fn what_keeps_a_merge_from_being_undone_is_said() {
        let fine = UndoFacts::default();
        let reason = |facts: UndoFacts| facts.may_undo().map_err(|refusal| refusal.reason);

        assert_eq!(reason(fine.clone()), Ok(()));
        assert_eq!(reason(UndoFacts { is_undone: true, ..fine.clone() }), Err(Reason::MergeUndone));
        assert_eq!(
            reason(UndoFacts { winner_is_gone: true, ..fine.clone() }),
            Err(Reason::MergeNotLast)
        );
        assert_eq!(
            reason(UndoFacts { contacts_changed: true, ..fine.clone() }),
            Err(Reason::MergeOutdated)
        );
        assert_eq!(
            reason(UndoFacts { changed: vec![MergeField::Name], ..fine }),
            Err(Reason::MergeOutdated)
        );
    }
}
