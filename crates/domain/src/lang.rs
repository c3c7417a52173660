//! The two languages that people read. Every word for people exists in both.

crate::enums::wire_enum! {
    /// A language of the user interface, of mails and of problem texts.
    pub enum Lang {
        #[default]
        Zh = "zh-CN": "简体中文", "Simplified Chinese";
        En = "en": "英文", "English";
    }
}

impl Lang {
    /// Picks a word by language.
    pub const fn pick<T: Copy>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The best match for an `Accept-Language` header (RFC 9110 §12.5.4, by order of preference
    /// as browsers write it; weights are not weighed). Chinese where nothing is asked for.
    pub fn from_accept_language(header: &str) -> Self {
        header
            .split(',')
            .map(|range| range.trim().to_ascii_lowercase())
            .find_map(|range| {
                if range.starts_with("zh") {
                    Some(Self::Zh)
                } else if range.starts_with("en") {
                    Some(Self::En)
                } else {
                    None
                }
            })
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_speak_is_taken() {
        assert_eq!(Lang::from_accept_language("fr-FR, en;q=0.8, zh;q=0.5"), Lang::En);
        assert_eq!(Lang::from_accept_language("zh-TW"), Lang::Zh);
        assert_eq!(Lang::from_accept_language(""), Lang::Zh);
    }
}
