//! Signing reports, each of which names the one before.

use anyhow::ensure;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    dates::business_day,
    usage::{
        MOST_LINES,
        chain::{CLOCK_TOLERANCE, ClosingClaims, Head, UsageClaims},
    },
};

use super::State;
use crate::usage::jws::digest;

/// What is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub workspaces: u32,
    pub users: u32,
    /// The installed version of the product.
    pub version: Option<String>,
    /// The business day that they are of; today where it is absent.
    pub day: Option<NaiveDate>,
}

impl State {
    /// Signs the next report; answers its number. Nothing is signed by a clock that was set back: the
    /// server would refuse the report, and everything after it.
    ///
    /// # Errors
    /// The clock is behind the last report, the day before its day or yet to come.
    pub fn record(&mut self, figures: Figures, now: DateTime<Utc>) -> anyhow::Result<u64> {
        let (iat, today) = (now.timestamp(), business_day(now));
        let day = figures.day.unwrap_or(today);
        if let Some(last) = &self.head {
            let behind = last.iat - iat;
            ensure!(
                behind <= CLOCK_TOLERANCE && last.day <= today,
                "the clock was set back: the last report was signed {behind} seconds later than now"
            );
            ensure!(last.day <= day, "{} is reported already", last.day);
        }
        ensure!(day <= today, "{day} is yet to come");
        let (seq, prev) = self
            .head
            .as_ref()
            .map_or((1, String::new()), |head| (head.seq + 1, head.digest.clone()));
        let claims = UsageClaims {
            sub: self.license_number.clone(),
            cluster_id: self.cluster_id.clone(),
            seq,
            prev,
            day,
            iat,
            workspaces: figures.workspaces,
            users: figures.users,
            version: figures.version,
        };
        let report = self.signer()?.report(&claims)?;
        self.head = Some(Head { seq, digest: digest(&report), day, iat });
        self.reports.push(report);
        // A file has an end as well.
        let surplus = self.reports.len().saturating_sub(MOST_LINES - 1);
        self.reports.drain(..surplus);
        Ok(seq)
    }

    /// All reports that are kept, one on a line, and the line that says where they end.
    ///
    /// # Errors
    /// There is none yet.
    pub fn file(&self, now: DateTime<Utc>) -> anyhow::Result<String> {
        let Some(last) = &self.head else { anyhow::bail!("nothing was recorded yet") };
        let closing = ClosingClaims {
            sub: self.license_number.clone(),
            cluster_id: self.cluster_id.clone(),
            seq: last.seq,
            last: last.digest.clone(),
            iat: now.timestamp(),
        };
        let closing = self.signer()?.closing(&closing)?;
        let lines = self.reports.iter().map(String::as_str).chain([closing.as_str()]);
        Ok(lines.collect::<Vec<_>>().join("\n") + "\n")
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn figures(users: u32) -> Figures {
        Figures { workspaces: 3, users, version: None, day: None }
    }

    fn state() -> State {
        State::new([7; 32], "ENT-202611-386037", "prod-cluster-01").unwrap()
    }

    #[test]
    fn a_clock_that_was_set_back_signs_nothing() {
        let now: DateTime<Utc> = "2026-11-22T04:00:00Z".parse().unwrap();
        let mut state = state();
        assert_eq!(state.record(figures(40), now).unwrap(), 1);
        assert_eq!(state.record(figures(41), now - TimeDelta::minutes(5)).unwrap(), 2, "a little");

        let refused = state.record(figures(42), now - TimeDelta::hours(1)).unwrap_err();

        assert!(refused.to_string().contains("the clock was set back"), "{refused}");
        assert_eq!(state.reports.len(), 2, "nothing was signed");
        let late = Figures { day: business_day(now).pred_opt(), ..figures(1) };
        assert!(state.record(late, now).unwrap_err().to_string().contains("reported already"));
        let early = Figures { day: business_day(now).succ_opt(), ..figures(1) };
        assert!(state.record(early, now).unwrap_err().to_string().contains("yet to come"));
        assert_eq!(state.record(figures(43), now + TimeDelta::days(2)).unwrap(), 3);
    }

    #[test]
    fn the_key_is_shown_nowhere_and_kept_for_its_owner() {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.json");
        let mut state = state();
        state.record(figures(40), "2026-11-22T04:00:00Z".parse().unwrap()).unwrap();
        let secret = URL_SAFE_NO_PAD.encode([7_u8; 32]);

        state.save(&path).unwrap();

        let told = format!("{state:?} {}", state.told().unwrap());
        assert!(!told.contains(&secret), "{told}");
        assert!(std::fs::read_to_string(&path).unwrap().contains(&secret));
        assert_eq!(State::load(&path).unwrap().reports, state.reports);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |mode| std::fs::Permissions::from_mode(mode);
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, mode(0o640)).unwrap();
            assert!(State::load(&path).unwrap_err().to_string().contains("0640"));
        }
    }
}
