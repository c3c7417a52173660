//! Engineers 工程师: who brings licenses to life.

mod performance;
pub mod wire;

pub use self::performance::{Done, WEEKS_AHEAD, figures, weeks};
use self::wire::EngineerContent;
use crate::{
    problem::{FieldError, Reason, Refusal},
    validate::{self, Faults},
};

/// Tags of expertise at most.
pub const MOST_TAGS: usize = 10;
/// Longest tag.
pub const TAG_LENGTH: usize = 30;

/// Checks an engineer before they are kept.
///
/// # Errors
/// One field error per fault.
pub fn check(content: &EngineerContent) -> Result<(), Vec<FieldError>> {
    let mut faults = Faults::new();
    faults.check("/name", validate::text(&content.name, 1, 60));
    faults.check("/email", validate::email(content.email.trim()));
    faults.check("/phone", validate::optional_text(content.phone.as_deref(), 40));
    faults.check("/department", validate::optional_text(content.department.as_deref(), 80));
    if content.expertise.len() > MOST_TAGS {
        faults.add("/expertise", Refusal::new(Reason::TooManyEntries).with("max", MOST_TAGS));
    }
    for (index, tag) in content.expertise.iter().enumerate().take(MOST_TAGS) {
        let at = format!("/expertise/{index}");
        if content.expertise[..index].iter().any(|other| other.trim() == tag.trim()) {
            faults.add(at, Reason::NamedTwice);
        } else {
            faults.check(at, validate::text(tag, 1, TAG_LENGTH));
        }
    }
    faults.into_result()
}

/// Whether an engineer may be deleted who works on so many open deployments.
///
/// # Errors
/// There is open work.
pub fn may_delete(open_deployments: u32) -> Result<(), Refusal> {
    if open_deployments == 0 {
        Ok(())
    } else {
        Err(Refusal::new(Reason::EngineerAtWork).with("count", open_deployments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engineer() -> EngineerContent {
        EngineerContent {
            name: "赵工".to_owned(),
            email: "zhao@dsms.example".to_owned(),
            expertise: vec!["Kubernetes".to_owned(), "PostgreSQL".to_owned()],
            ..EngineerContent::default()
        }
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let tags = ["K8s", "K8s", ""].map(str::to_owned).to_vec();
        let bad = EngineerContent {
            name: String::new(),
            email: "x".to_owned(),
            expertise: tags,
            ..engineer()
        };

        let found = check(&bad).unwrap_err();

        let pointers: Vec<_> = found.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/email", "/expertise/1", "/expertise/2"]);
        assert_eq!(check(&engineer()), Ok(()));
    }

    #[test]
    fn who_has_work_stays() {
        assert_eq!(may_delete(0), Ok(()));
        assert_eq!(may_delete(2).unwrap_err().reason, Reason::EngineerAtWork);
    }
}
