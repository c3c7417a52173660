//! What saved views send over HTTP.

use serde::{Deserialize, Serialize};

use super::SavedList;
use crate::id::SavedViewId;

/// A view: one's own, or one that somebody shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    pub id: SavedViewId,
    pub list: SavedList,
    pub name: String,
    /// The list's query string, without the question mark; data, never a program.
    pub query: String,
    /// Keys of the columns that are not shown.
    pub hidden_columns: Vec<String>,
    /// Whether all staff can pick it.
    pub shared: bool,
    /// Whether it is one's own to change.
    pub is_own: bool,
    pub owner_name: String,
    /// Whether the list opens with it, for whoever asks.
    pub is_default: bool,
    pub version: i64,
}

/// `GET /views`: one's own views of a list, and those that are shared, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SavedViewQuery {
    #[cfg_attr(feature = "openapi", param(value_type = SavedList))]
    pub list: SavedList,
}

/// `POST /views`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveView {
    pub list: SavedList,
    pub name: String,
    #[serde(default)]
    pub query: String,
    #[serde(default)]
    pub hidden_columns: Vec<String>,
    /// For all staff: by those who may share.
    #[serde(default)]
    pub shared: bool,
}

/// `PATCH /views/{id}`: what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_columns: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
}

/// `PUT /views/default`: what a list opens with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChooseDefaultView {
    pub list: SavedList,
    /// One's own or a shared one; none for the list as it comes.
    pub view: Option<SavedViewId>,
}
