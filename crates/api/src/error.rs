//! One place that answers when something is wrong: refusals for the caller, faults for us.

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use domain::{
    Lang,
    problem::{FieldError, Problem, ProblemCode, Reason, Refusal},
};
use store::StoreError;

pub type ApiResult<T> = Result<T, ApiError>;

/// Two kinds, because there are two readers.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// For the caller: they asked for something that a rule forbids.
    #[error("{}", .problem.detail)]
    Refused {
        problem: Box<Problem>,
        /// Seconds to wait before the next try.
        retry_after: Option<i64>,
    },
    /// For us: logged once, with the request's id, and told to nobody.
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
    /// The database could not be reached or did not get through; the caller may try again.
    #[error("the database is not available: {0}")]
    Unavailable(StoreError),
    /// Lost a race; `App::transact` runs the work again.
    #[error("the transaction lost a race")]
    Deadlock,
}

impl ApiError {
    pub fn refuse(code: ProblemCode, detail: impl Into<String>) -> Self {
        Problem::new(code, detail).into()
    }

    pub fn not_found() -> Self {
        Self::refuse(ProblemCode::NotFound, "")
    }

    pub fn wait(code: ProblemCode, seconds: i64) -> Self {
        Self::Refused {
            problem: Box::new(Problem::new(code, "")),
            retry_after: Some(seconds.max(1)),
        }
    }

    /// The problem as the caller reads it.
    pub fn problem(&self, lang: Lang) -> Problem {
        match self {
            Self::Refused { problem, .. } => (**problem).clone(),
            Self::Fault(_) => Problem::new(ProblemCode::Internal, ""),
            Self::Unavailable(_) | Self::Deadlock => Problem::new(ProblemCode::Unavailable, ""),
        }
        .in_language(lang)
    }

    fn retry_after(&self) -> Option<i64> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            Self::Unavailable(_) | Self::Deadlock => Some(1),
            Self::Fault(_) => None,
        }
    }

    /// The answer, in the caller's language and with what the logs know the request by.
    pub fn respond(&self, lang: Lang, instance: &str, request_id: &str) -> HttpResponse {
        match self {
            Self::Fault(fault) => tracing::error!(error = ?fault, "request failed: {fault:#}"),
            Self::Unavailable(error) => tracing::warn!(%error, "the database is not available"),
            Self::Deadlock | Self::Refused { .. } => {}
        }
        let mut problem = self.problem(lang);
        problem.instance = Some(instance.to_owned());
        problem.request_id = Some(request_id.to_owned());
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.retry_after() {
            response.insert_header(("Retry-After", seconds.to_string()));
        }
        if problem.status == 401 {
            response.insert_header(("WWW-Authenticate", "Bearer"));
        }
        response.content_type(Problem::MEDIA_TYPE).json(problem)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        let status = match self {
            Self::Refused { problem, .. } => problem.status,
            Self::Fault(_) => 500,
            Self::Unavailable(_) | Self::Deadlock => 503,
        };
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Answers where no middleware could say more.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .content_type(Problem::MEDIA_TYPE)
            .json(self.problem(Lang::En))
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self::Refused { problem: Box::new(problem), retry_after: None }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Problem::from(refusal).into()
    }
}

impl From<Reason> for ApiError {
    fn from(reason: Reason) -> Self {
        Refusal::new(reason).into()
    }
}

impl From<Vec<FieldError>> for ApiError {
    fn from(errors: Vec<FieldError>) -> Self {
        Problem::of_fields(errors).into()
    }
}

impl From<FieldError> for ApiError {
    fn from(error: FieldError) -> Self {
        vec![error].into()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::not_found(),
            StoreError::Stale => Self::refuse(ProblemCode::StaleVersion, ""),
            StoreError::Deadlock => Self::Deadlock,
            StoreError::ConnectionLost => Self::Unavailable(error),
            StoreError::InvalidAfter => Self::refuse(
                ProblemCode::InvalidQuery,
                "`after` is the `next` of an answer to the same list",
            ),
            other => Self::Fault(other.into()),
        }
    }
}
