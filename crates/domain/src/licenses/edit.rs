//! What is written on a license beside its life: whose it is, and notes.

use serde::{Deserialize, Serialize};

use crate::{
    id::UserId,
    patch::Patch,
    problem::FieldError,
    text::cleaned,
    validate::{self, Faults},
};

/// Most characters of the notes.
pub const LONGEST_NOTES: usize = 2000;

/// `PUT /licenses/{id}`: all of it, as it is to be from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LicenseContent {
    /// Whose it is, among those who sell.
    pub owner_id: Option<UserId>,
    /// For staff only.
    pub notes: Option<String>,
}

/// `PATCH /licenses/{id}`: what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeLicenseContent {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UserId>))]
    pub owner_id: Patch<UserId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub notes: Patch<String>,
}

impl LicenseContent {
    /// With blank notes as none.
    #[must_use]
    pub fn cleaned(self) -> Self {
        let notes = self.notes.map(|notes| cleaned(&notes)).filter(|notes| !notes.is_empty());
        Self { notes, ..self }
    }

    /// Everything of it as a change.
    pub fn as_change(&self) -> ChangeLicenseContent {
        ChangeLicenseContent { owner_id: self.owner_id.into(), notes: self.notes.clone().into() }
    }

    /// # Errors
    /// Notes that are too long, or of characters that nobody reads.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        check_notes(self.notes.as_deref())
    }
}

impl ChangeLicenseContent {
    /// What `present` becomes by it.
    #[must_use]
    pub fn applied_to(self, mut present: LicenseContent) -> LicenseContent {
        self.owner_id.apply(&mut present.owner_id);
        self.notes.apply(&mut present.notes);
        present.cleaned()
    }
}

/// Checks notes.
///
/// # Errors
/// A field error at `/notes`.
pub fn check_notes(notes: Option<&str>) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/notes", validate::optional_text(notes, LONGEST_NOTES));
    faults.into_result()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Id, problem::Reason};

    #[test]
    fn what_a_patch_leaves_out_stays() {
        let owner = Id::from_uuid(Uuid::from_u128(1));
        let present = LicenseContent { owner_id: Some(owner), notes: Some("双活".to_owned()) };
        let read = |text| serde_json::from_str::<ChangeLicenseContent>(text).unwrap();

        assert_eq!(read("{}").applied_to(present.clone()), present);
        let noted = read(r#"{"notes": "  主备  "}"#).applied_to(present.clone());
        assert_eq!((noted.owner_id, noted.notes.as_deref()), (Some(owner), Some("主备")));
        let cleared = read(r#"{"owner_id": null, "notes": "  "}"#).applied_to(present.clone());
        assert_eq!(cleared, LicenseContent::default());
        assert_eq!(present.as_change().applied_to(LicenseContent::default()), present);
    }

    #[test]
    fn notes_have_an_end() {
        let long = LicenseContent { notes: Some("长".repeat(2001)), owner_id: None };

        let faults = long.check().unwrap_err();
        assert_eq!((faults[0].pointer.as_str(), faults[0].reason), ("/notes", Reason::TooLong));
    }
}
