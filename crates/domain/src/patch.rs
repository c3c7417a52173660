//! JSON merge patch (RFC 7396) for one field: absent keeps, `null` clears, a value sets.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a PATCH says about a field that may be empty. Use with
/// `#[serde(default, skip_serializing_if = "Patch::is_keep")]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Applies the patch to what is there.
    pub fn apply(self, target: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *target = None,
            Self::Set(value) => *target = Some(value),
        }
    }
}

impl<T: PartialEq> Patch<T> {
    /// Nothing, where it comes to what `present` says already.
    #[must_use]
    pub fn differing_from(self, present: &Self) -> Self {
        if self == *present { Self::Keep } else { self }
    }
}

impl<T> Patch<T> {
    /// Nothing, where `asked` says nothing.
    #[must_use]
    pub fn limited_to(self, asked: &Self) -> Self {
        if asked.is_keep() { Self::Keep } else { self }
    }
}

impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep | Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Body {
        #[serde(default)]
        note: Patch<String>,
    }

    #[test]
    fn absent_null_and_value_are_three_things() {
        let read = |json| serde_json::from_str::<Body>(json).unwrap().note;

        assert_eq!(read("{}"), Patch::Keep);
        assert_eq!(read(r#"{"note": null}"#), Patch::Clear);
        assert_eq!(read(r#"{"note": "x"}"#), Patch::Set("x".to_owned()));
    }
}
