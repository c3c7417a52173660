//! What engineers send over HTTP.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{EngineerId, UserId},
    list::Sort,
};

/// `POST /engineers` and `PUT /engineers/{id}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EngineerContent {
    pub name: String,
    pub email: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// What they know well, in a word each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expertise: Vec<String>,
    /// The account with which they sign in, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

/// One engineer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngineerView {
    pub id: EngineerId,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub department: Option<String>,
    pub expertise: Vec<String>,
    /// Whether they can be given work.
    pub active: bool,
    pub user_id: Option<UserId>,
    pub user_name: Option<String>,
    /// Deployments that they are assigned to and that still want work.
    pub open_deployments: u32,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl EngineerView {
    /// As it can be sent back changed.
    pub fn content(&self) -> EngineerContent {
        EngineerContent {
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            department: self.department.clone(),
            expertise: self.expertise.clone(),
            user_id: self.user_id,
        }
    }
}

crate::enums::wire_enum! {
    pub enum EngineerSort {
        #[default]
        Name = "name": "姓名", "Name";
        CreatedAt = "created_at": "创建时间", "Created";
    }
}

crate::list::list_query! {
    /// `GET /engineers`; `q` is the beginning of a name or address.
    pub struct EngineerListQuery sorted by EngineerSort = Sort::ascending(EngineerSort::Name);
    {
        /// Only those who can be given work, or only those who cannot.
        #[serde(skip_serializing_if = "Option::is_none")]
        active: Option<bool>,
    }
}
