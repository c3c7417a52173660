//! What can go wrong between the caller and the server.

use domain::problem::{Problem, ProblemCode};

pub type ClientResult<T> = Result<T, ClientError>;

/// Why there is no answer, or not the one that was hoped for.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ClientError {
    /// The server said no, and why.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// No answer at all.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// An answer that this version does not understand.
    #[error("the answer is not understood: {0}")]
    Unreadable(String),
}

impl ClientError {
    /// The problem, if the server told one.
    pub const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused(problem) => Some(problem),
            Self::Unreachable(_) | Self::Unreadable(_) => None,
        }
    }

    /// The problem's code, if the server told one.
    pub fn code(&self) -> Option<ProblemCode> {
        self.problem().map(|problem| problem.code)
    }

    /// Whether somebody else saved first.
    pub fn is_stale(&self) -> bool {
        matches!(self.code(), Some(ProblemCode::StaleVersion | ProblemCode::VersionMismatch))
    }
}
