//! Saved views: a list's filters, order and columns under a name. What is kept is data only: it is
//! read as the list's own query before it is kept, and again by whoever opens the list with it.

pub mod wire;

use crate::{
    alerts::wire::AlertListQuery,
    auth::wire::UserListQuery,
    change_requests::wire::ChangeRequestListQuery,
    customers::wire::CustomerListQuery,
    deliveries::wire::DeliveryListQuery,
    deployments::wire::DeploymentListQuery,
    engineers::wire::EngineerListQuery,
    events::wire::EventListQuery,
    imports::wire::ImportListQuery,
    invoices::wire::InvoiceListQuery,
    leads::wire::LeadListQuery,
    licenses::wire::LicenseListQuery,
    list::ListQuery,
    orders::wire::OrderListQuery,
    partners::wire::PartnerListQuery,
    payments::wire::{PaymentListQuery, StatementListQuery},
    problem::{FieldError, Reason, Refusal},
    purchases::wire::PurchaseListQuery,
    receivables::wire::{BalanceListQuery, ReceivableListQuery},
    sales_reps::wire::SalesRepListQuery,
    validate::{self, Faults},
    webhooks::wire::WebhookListQuery,
};

/// Views of one list that a person keeps at most.
pub const MOST_VIEWS: u32 = 50;
/// Longest name of a view.
pub const NAME_LENGTH: usize = 60;
/// Longest query string of a view.
pub const QUERY_LENGTH: usize = 1_000;
/// More columns than any list has.
const MOST_COLUMNS: usize = 40;

crate::enums::wire_enum! {
    /// A list whose views can be saved.
    pub enum SavedList {
        #[default]
        Orders = "orders": "订单", "Orders";
        Approvals = "approvals": "待审核订单", "Orders to approve";
        Licenses = "licenses": "许可证", "Licenses";
        Alerts = "alerts": "预警", "Alerts";
        Customers = "customers": "客户", "Customers";
        ChangeRequests = "change-requests": "修改申请", "Change requests";
        Deployments = "deployments": "部署", "Deployments";
        Engineers = "engineers": "工程师", "Engineers";
        Leads = "leads": "商机", "Leads";
        Invoices = "invoices": "发票", "Invoices";
        Purchases = "purchases": "购买记录", "Purchases";
        Payments = "payments": "汇款", "Payments";
        Receivables = "receivables": "应收", "Receivables";
        Balances = "balances": "往来余额", "Balances";
        Statements = "statements": "银行流水", "Bank statements";
        Resellers = "resellers": "经销商", "Resellers";
        SalesReps = "sales-reps": "销售代表", "Sales reps";
        Partners = "partners": "合作伙伴", "Partners";
        Deliveries = "deliveries": "邮件投递", "Deliveries";
        Users = "users": "用户", "Users";
        Events = "events": "审计日志", "Audit log";
        Webhooks = "webhooks": "Webhook", "Webhooks";
        Imports = "imports": "导入", "Imports";
        PortalOrders = "portal.orders": "门户订单", "Orders of the portal";
        PortalLicenses = "portal.licenses": "门户许可证", "Licenses of the portal";
        PortalInvoices = "portal.invoices": "门户发票", "Invoices of the portal";
    }
}

/// A query string as its list understands it: what is said by default is left out, and where one
/// was in the list (page, place) is no part of a view.
///
/// # Errors
/// The list does not understand it.
pub fn normalized_query(list: SavedList, query: &str) -> Result<String, Refusal> {
    fn read<Q: ListQuery>(query: &str) -> Result<String, Refusal> {
        match Q::from_query_string(query) {
            Ok(query) => Ok(query.turned_to(1).to_query_string()),
            Err(_) => Err(Reason::ViewQuery.into()),
        }
    }
    if query.len() > QUERY_LENGTH {
        return Err(Refusal::new(Reason::TooLong).with("max", QUERY_LENGTH));
    }
    let query = query.trim_start_matches('?');
    let kept = match list {
        SavedList::Orders | SavedList::Approvals | SavedList::PortalOrders => {
            read::<OrderListQuery>(query)
        }
        SavedList::Licenses | SavedList::PortalLicenses => read::<LicenseListQuery>(query),
        SavedList::Alerts => read::<AlertListQuery>(query),
        SavedList::Customers => read::<CustomerListQuery>(query),
        SavedList::ChangeRequests => read::<ChangeRequestListQuery>(query),
        SavedList::Deployments => read::<DeploymentListQuery>(query),
        SavedList::Engineers => read::<EngineerListQuery>(query),
        SavedList::Leads => read::<LeadListQuery>(query),
        SavedList::Payments => read::<PaymentListQuery>(query),
        SavedList::Receivables => read::<ReceivableListQuery>(query),
        SavedList::Balances => read::<BalanceListQuery>(query),
        SavedList::Statements => read::<StatementListQuery>(query),
        SavedList::Invoices | SavedList::PortalInvoices => read::<InvoiceListQuery>(query),
        SavedList::Purchases => read::<PurchaseListQuery>(query),
        SavedList::SalesReps => read::<SalesRepListQuery>(query),
        SavedList::Partners | SavedList::Resellers => read::<PartnerListQuery>(query),
        SavedList::Deliveries => read::<DeliveryListQuery>(query),
        SavedList::Users => read::<UserListQuery>(query),
        SavedList::Events => read::<EventListQuery>(query),
        SavedList::Webhooks => read::<WebhookListQuery>(query),
        SavedList::Imports => read::<ImportListQuery>(query),
    }?;
    // Written by us it may be longer than it came: an umlaut is six characters then.
    if kept.len() > QUERY_LENGTH {
        return Err(Refusal::new(Reason::TooLong).with("max", QUERY_LENGTH));
    }
    Ok(kept)
}

/// Checks the name of a view.
///
/// # Errors
/// Missing, too long, or with characters that no name has.
pub fn check_name(name: &str) -> Result<(), Refusal> {
    validate::text(name, 1, NAME_LENGTH)?;
    if name.trim().contains(['\n', '\r', '\t']) {
        return Err(Reason::InvalidCharacters.into());
    }
    Ok(())
}

/// Checks a view and answers its query as it is kept.
///
/// # Errors
/// One field error per fault.
pub fn check(
    list: SavedList,
    name: &str,
    query: &str,
    hidden_columns: &[String],
) -> Result<String, Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", check_name(name));
    let kept = normalized_query(list, query);
    faults.check("/query", kept.as_ref().map(|_| ()).map_err(Clone::clone));
    if hidden_columns.len() > MOST_COLUMNS {
        let refusal = Refusal::new(Reason::TooManyEntries).with("max", MOST_COLUMNS);
        faults.add("/hidden_columns", refusal);
    }
    let is_key = |key: &String| {
        (1..=40).contains(&key.len())
            && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    for (index, key) in hidden_columns.iter().enumerate().take(MOST_COLUMNS) {
        if !is_key(key) {
            faults.add(format!("/hidden_columns/{index}"), Reason::InvalidCharacters);
        }
    }
    faults.into_result()?;
    Ok(kept.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_view_keeps_what_its_list_understands_and_not_where_one_was() {
        let kept = normalized_query(
            SavedList::Orders,
            "?status=draft&status=rejected&placed_by=me&sort=-created_at&page=3&per_page=20",
        );

        assert_eq!(kept.unwrap(), "status=draft&status=rejected&placed_by=me");
        for (list, bad) in [
            (SavedList::Orders, "status=gold"),
            (SavedList::Orders, "level=gold"),
            (SavedList::Partners, "placed_by=me"),
            (SavedList::Users, "per_page=100000"),
            (SavedList::Licenses, "javascript:alert(1)"),
        ] {
            let refused = normalized_query(list, bad).unwrap_err();
            assert_eq!(refused.reason, Reason::ViewQuery, "{list} {bad}");
        }
        let long = format!("q={}", "长".repeat(400));
        assert_eq!(normalized_query(SavedList::Orders, &long).unwrap_err().reason, Reason::TooLong);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let columns = ["sets".to_owned(), "<b>".to_owned()];

        let found = check(SavedList::Orders, " ", "colour=1", &columns).unwrap_err();

        let pointers: Vec<_> = found.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/query", "/hidden_columns/1"]);
        let many = vec!["a".to_owned(); MOST_COLUMNS + 1];
        let found = check(SavedList::Orders, "x", "", &many).unwrap_err();
        assert_eq!(found[0].reason, Reason::TooManyEntries);
    }

    proptest! {
        #[test]
        fn what_was_kept_is_kept_again_unchanged(
            list in proptest::sample::select(SavedList::ALL),
            q in "[a-zA-Z0-9 %&=+长]{0,20}",
        ) {
            let asked = serde_html_form::to_string([("q", q.as_str())]).unwrap();
            let once = normalized_query(list, &asked);
            // Lists without a search box take `q` all the same: it is every list query's.
            let once = once.unwrap();
            prop_assert_eq!(normalized_query(list, &once), Ok(once.clone()));
        }

        #[test]
        fn nothing_makes_it_panic(
            list in proptest::sample::select(SavedList::ALL), query in ".{0,200}",
        ) {
            if let Ok(kept) = normalized_query(list, &query) {
                prop_assert!(kept.len() <= QUERY_LENGTH);
            }
        }
    }
}
