//! Between what is stored and what the domain speaks of. What is stored and cannot be read is a
//! fault of ours and named with its column.

use std::{fmt::Display, str::FromStr};

use chrono::{DateTime, SubsecRound, Utc};
use domain::id::Id;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{StoreError, StoreResult};

/// An instant as every database keeps it: to the microsecond.
pub fn cut(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

/// A value of an enum.
pub(crate) fn word<T: FromStr<Err: Display>>(column: &str, text: &str) -> StoreResult<T> {
    text.parse().map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
}

pub(crate) fn word_opt<T: FromStr<Err: Display>>(
    column: &str,
    text: Option<&str>,
) -> StoreResult<Option<T>> {
    text.map(|text| word(column, text)).transpose()
}

/// A number that is never negative.
pub(crate) fn count<N: TryInto<u32> + Copy + Display>(column: &str, value: N) -> StoreResult<u32> {
    value.try_into().map_err(|_| StoreError::Corrupt(format!("{column}: {value}")))
}

/// A small number on its way into a column.
pub(crate) fn small(column: &str, value: u32) -> StoreResult<i32> {
    i32::try_from(value).map_err(|_| StoreError::Corrupt(format!("{column}: {value}")))
}

pub(crate) fn id_opt<T>(id: Option<Uuid>) -> Option<Id<T>> {
    id.map(Id::from_uuid)
}

pub(crate) fn uuid_opt<T>(id: Option<Id<T>>) -> Option<Uuid> {
    id.map(Id::as_uuid)
}

/// JSON that we wrote.
pub(crate) fn from_json<T: DeserializeOwned>(column: &str, text: &str) -> StoreResult<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
}

pub(crate) fn to_json(column: &str, value: &impl Serialize) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
}

/// A SHA-256.
pub(crate) fn hash(column: &str, bytes: Vec<u8>) -> StoreResult<[u8; 32]> {
    bytes.try_into().map_err(|_| StoreError::Corrupt(format!("{column}: not 32 bytes")))
}
