//! What went wrong, in the person's language.

use client::ClientError;

use crate::{
    i18n::{lang, t},
    ui::Toaster,
};

/// Words for an error.
pub trait ProblemWords {
    /// One sentence (tracked: follows the language).
    fn words(&self) -> String;
    /// What support needs to find it in the logs.
    fn trace(&self) -> Option<String>;
}

impl ProblemWords for ClientError {
    fn words(&self) -> String {
        match self {
            Self::Refused(problem) => problem.words(lang()),
            Self::Unreachable(_) => t::common::unreachable.get().to_owned(),
            Self::Unreadable(_) => t::common::unreadable.get().to_owned(),
        }
    }

    fn trace(&self) -> Option<String> {
        let problem = self.problem().filter(|problem| problem.status >= 500)?;
        problem.request_id.as_ref().map(t::common::request_id)
    }
}

/// Shows a failure as a toast.
pub fn tell_failure(toaster: Toaster, error: &ClientError) {
    toaster.error(error.words(), error.trace().unwrap_or_default());
}
