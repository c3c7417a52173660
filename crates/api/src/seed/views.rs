//! Views that the demo's people keep of their lists.

use domain::{
    access::Role,
    id::UserId,
    views::{SavedList, wire::SaveView},
};

use super::people::{Staff, caller};
use crate::{app::App, error::ApiResult, views::service};

/// Whose it is, of which list, what it is called, what it asks for, and whether it is shared.
type Kept = (fn(&Staff) -> (UserId, Role), SavedList, &'static str, &'static str, bool);

const VIEWS: [Kept; 3] = [
    (
        |staff| (staff.manager, Role::SalesManager),
        SavedList::Licenses,
        "90 天内到期，按到期日",
        "ends_within=90&sort=expires_on",
        true,
    ),
    (
        |staff| (staff.channel, Role::ChannelManager),
        SavedList::Partners,
        "协议即将到期",
        "status=active&agreement_ends_within=60&sort=agreement_until",
        true,
    ),
    (
        |staff| (staff.sales, Role::SalesRep),
        SavedList::Orders,
        "我的在途订单",
        "status=submitted&status=approved&placed_by=me&sort=-submitted_at",
        false,
    ),
];

/// Keeps them.
///
/// # Errors
/// As the use case.
pub async fn keep(app: &App, staff: &Staff) -> ApiResult<()> {
    for (whose, list, name, query, shared) in VIEWS {
        let (user, role) = whose(staff);
        let new = SaveView {
            list,
            name: name.to_owned(),
            query: query.to_owned(),
            hidden_columns: Vec::new(),
            shared,
        };
        service::save(app, &caller(user, role), None, &new).await?;
    }
    Ok(())
}
