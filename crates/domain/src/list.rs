//! Lists: one typed query is the API's query string, the store's filter and the SPA's address bar.

use std::{fmt, num::NonZeroU32, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

/// Pages beyond this many rows are asked for with `after`; the count stops here.
pub const COUNT_CAP: u64 = 10_000;
/// Rows of a page when nothing is asked for.
pub const DEFAULT_PER_PAGE: u32 = 20;
/// Most rows of a page.
pub const MAX_PER_PAGE: u32 = 100;
/// Rows that an export reads at once. Nobody can ask for so many, and nobody counts them.
pub const EXPORT_BATCH: u32 = 1_000;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Rows that match in all, as far as they were counted.
    pub total: u64,
    /// Whether there are more than `total` (counting stops at 10 000).
    pub total_is_capped: bool,
    /// Where the next page begins, for `after`; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The same page with other items, e.g. views made of rows.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            total: self.total,
            total_is_capped: self.total_is_capped,
            next: self.next,
        }
    }
}

/// What a list is sorted by: a key, `-` before it for descending. Ties are broken by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<K> {
    pub key: K,
    pub descending: bool,
}

impl<K> Sort<K> {
    pub const fn ascending(key: K) -> Self {
        Self { key, descending: false }
    }

    pub const fn descending(key: K) -> Self {
        Self { key, descending: true }
    }
}

impl<K: fmt::Display> fmt::Display for Sort<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.key)
    }
}

impl<K: FromStr> FromStr for Sort<K> {
    type Err = K::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (descending, key) = match text.strip_prefix('-') {
            Some(key) => (true, key),
            None => (false, text),
        };
        Ok(Self { key: key.parse()?, descending })
    }
}

impl<K: fmt::Display> Serialize for Sort<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: FromStr<Err: fmt::Display>> Deserialize<'de> for Sort<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl<K> utoipa::PartialSchema for Sort<K> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}

#[cfg(feature = "openapi")]
impl<K> utoipa::ToSchema for Sort<K> {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Sort")
    }
}

/// Which page: by number, or after the row that the previous answer named in `next`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging<'a> {
    pub page: u32,
    pub per_page: u32,
    pub after: Option<&'a str>,
}

impl Paging<'_> {
    /// Rows before this page.
    pub fn offset(&self) -> u64 {
        u64::from(self.page - 1) * u64::from(self.per_page)
    }

    /// Whether it is one of an export's batches, which need no count.
    pub const fn is_export(&self) -> bool {
        self.per_page > MAX_PER_PAGE
    }

    /// Whether the page is near enough to be counted to; otherwise it is asked for with `after`.
    pub fn is_within_cap(&self) -> bool {
        self.after.is_some() || self.offset() < COUNT_CAP
    }
}

/// What every list query can do; the fields themselves are the list's own.
pub trait ListQuery: Default + Clone + PartialEq + Serialize + DeserializeOwned {
    fn paging(&self) -> Paging<'_>;

    /// The same list on another page.
    #[must_use]
    fn turned_to(self, page: u32) -> Self;

    /// The batch of an export of this list that begins at `after`, at its beginning where that is
    /// nowhere.
    #[must_use]
    fn batch(self, after: Option<String>) -> Self;

    /// Reads a query string, without the question mark. Unknown names and values are errors.
    fn from_query_string(text: &str) -> Result<Self, String> {
        let query: Self = serde_html_form::from_str(text).map_err(|error| error.to_string())?;
        let paging = query.paging();
        if paging.per_page == 0 || paging.per_page > MAX_PER_PAGE {
            return Err(format!("per_page is between 1 and {MAX_PER_PAGE}"));
        }
        if !paging.is_within_cap() {
            return Err(format!("pages beyond row {COUNT_CAP} are asked for with `after`"));
        }
        Ok(query)
    }

    /// Writes the query string; defaults are left out.
    fn to_query_string(&self) -> String {
        let Ok(all) = serde_html_form::to_string(self) else { return String::new() };
        let Ok(defaults) = serde_html_form::to_string(Self::default()) else { return all };
        let defaults: Vec<&str> = defaults.split('&').collect();
        all.split('&').filter(|pair| !defaults.contains(pair)).collect::<Vec<_>>().join("&")
    }
}

/// Any other query as a query string, without the question mark.
pub fn query_string(query: &impl Serialize) -> String {
    serde_html_form::to_string(query).unwrap_or_default()
}

/// The first page.
pub const fn first_page() -> NonZeroU32 {
    NonZeroU32::MIN
}

/// Declares a list query: its filters, its sort keys and the default order.
macro_rules! list_query {
    (
        $(#[$meta:meta])*
        pub struct $name:ident sorted by $key:ident = $default_sort:expr;
        { $( $(#[$field_meta:meta])* $field:ident : $type:ty, )* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
        #[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            /// What is searched for.
            #[serde(skip_serializing_if = "String::is_empty")]
            #[cfg_attr(feature = "openapi", param(required = false))]
            pub q: String,
            $( $(#[$field_meta])* #[cfg_attr(feature = "openapi", param(required = false))] pub $field: $type, )*
            /// One of the sort keys, `-` before it for descending.
            #[cfg_attr(feature = "openapi", param(required = false, value_type = String))]
            pub sort: $crate::list::Sort<$key>,
            /// Which page, from 1.
            #[cfg_attr(feature = "openapi", param(required = false, value_type = u32, minimum = 1))]
            pub page: std::num::NonZeroU32,
            /// Rows of a page, at most 100.
            #[cfg_attr(feature = "openapi", param(required = false, minimum = 1, maximum = 100))]
            pub per_page: u32,
            /// The `next` of the previous answer, instead of a page number.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[cfg_attr(feature = "openapi", param(required = false))]
            pub after: Option<String>,
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    q: String::new(),
                    $( $field: Default::default(), )*
                    sort: $default_sort,
                    page: $crate::list::first_page(),
                    per_page: $crate::list::DEFAULT_PER_PAGE,
                    after: None,
                }
            }
        }

        impl $crate::list::ListQuery for $name {
            fn paging(&self) -> $crate::list::Paging<'_> {
                $crate::list::Paging {
                    page: self.page.get(),
                    per_page: self.per_page,
                    after: self.after.as_deref(),
                }
            }

            fn turned_to(self, page: u32) -> Self {
                Self {
                    page: std::num::NonZeroU32::new(page).unwrap_or($crate::list::first_page()),
                    after: None,
                    ..self
                }
            }

            fn batch(self, after: Option<String>) -> Self {
                Self {
                    page: $crate::list::first_page(),
                    per_page: $crate::list::EXPORT_BATCH,
                    after,
                    ..self
                }
            }
        }
    };
}

pub(crate) use list_query;
