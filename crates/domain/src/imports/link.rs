//! Another record that a row names in its own words.

/// What the row says, and which record that is, once somebody has looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<Id> {
    pub text: Option<String>,
    pub id: Option<Id>,
}

impl<Id> Link<Id> {
    pub(super) const fn of(text: Option<String>) -> Self {
        Self { text, id: None }
    }
}
