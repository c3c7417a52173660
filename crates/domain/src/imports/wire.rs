//! What imports send over HTTP.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Counts, ImportStatus, ImportTarget, OnDuplicate, RowState};
use crate::{
    id::ImportId,
    list::Sort,
    problem::{FieldError, Reason},
};

/// One import: the file, what its columns mean, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportView {
    pub id: ImportId,
    pub target: ImportTarget,
    pub status: ImportStatus,
    pub file_name: String,
    /// Bytes.
    pub file_size: u64,
    /// How its text is encoded, `XLSX` for a workbook.
    pub encoding: String,
    /// Where the headings stand, as the spreadsheet counts.
    pub header_row: u32,
    pub headers: Vec<String>,
    /// For each column of the file the key of what it is, or nothing.
    pub columns: Vec<Option<String>>,
    /// Whether the columns are those that were chosen for such a file the last time.
    pub remembered: bool,
    pub on_duplicate: OnDuplicate,
    /// Rows below the headings.
    pub rows: u32,
    /// How many of them are done of what is being done.
    pub done: u32,
    pub counts: Counts,
    /// Why it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Reason>,
    pub created_by_name: String,
    pub created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// A row of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRowView {
    /// As the spreadsheet counts, from 1.
    pub number: u32,
    pub state: RowState,
    /// As the file has them, or as they were corrected.
    pub cells: Vec<String>,
    /// What is wrong; the pointer is `/` and the key of a column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
    /// The earlier row that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<u32>,
    /// The record that it is, or has become.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_label: Option<String>,
}

/// `PUT /imports/{id}/mapping`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MapImport {
    /// For each column of the file the key of what it is, or nothing.
    pub columns: Vec<Option<String>>,
}

/// `PATCH /imports/{id}/rows`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FixRows {
    pub rows: Vec<FixedRow>,
}

/// A row as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FixedRow {
    pub number: u32,
    /// One for each column of the file.
    pub cells: Vec<String>,
}

/// `POST /imports/{id}/commit`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CommitImport {
    /// What becomes of rows whose record is there already.
    pub on_duplicate: OnDuplicate,
    /// Writes the good rows although there are wrong ones.
    pub leave_out_invalid: bool,
}

crate::enums::wire_enum! {
    pub enum ImportSort {
        #[default]
        CreatedAt = "created_at": "上传时间", "Uploaded";
    }
}

crate::list::list_query! {
    /// `GET /imports`; those that one may make.
    pub struct ImportListQuery sorted by ImportSort = Sort::descending(ImportSort::CreatedAt);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        target: Vec<ImportTarget>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        status: Vec<ImportStatus>,
    }
}

crate::enums::wire_enum! {
    pub enum ImportRowSort {
        #[default]
        Number = "number": "行号", "Row";
    }
}

crate::list::list_query! {
    /// `GET /imports/{id}/rows`, in the order of the file.
    pub struct ImportRowListQuery sorted by ImportRowSort = Sort::ascending(ImportRowSort::Number);
    {
        #[serde(skip_serializing_if = "Vec::is_empty")]
        state: Vec<RowState>,
    }
}
