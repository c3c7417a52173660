//! `dsms audit verify`: has anybody touched the log?

use std::{process::ExitCode, str::FromStr};

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::{Args, Subcommand};
use store::events::{Break, ChainReport, Flaw, Head, verify_chain};

use crate::{config::Config, setup};

#[derive(Debug, Subcommand)]
pub enum Action {
    /// Recompute the chain and name the first event that does not fit.
    Verify(Verify),
}

#[derive(Debug, Args)]
pub struct Verify {
    /// An end of the chain that was printed before and kept elsewhere, `NUMBER:HASH`: finds a log
    /// that was set back as a whole.
    #[arg(long)]
    noted: Option<Noted>,
}

/// `NUMBER:HASH` as it is printed.
#[derive(Debug, Clone, Copy)]
struct Noted(Head);

impl FromStr for Noted {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (seq, hash) = text.split_once(':').context("NUMBER:HASH, as `verify` prints it")?;
        let bytes = URL_SAFE_NO_PAD.decode(hash).ok().and_then(|bytes| bytes.try_into().ok());
        let hash = bytes.context("the hash has 43 characters")?;
        Ok(Self(Head { seq: seq.parse().context("the number")?, hash }))
    }
}

impl Action {
    /// # Errors
    /// No database.
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let Self::Verify(options) = self;
        let app = setup::app(config).await?;
        let seal = |seq, hash: &_| app.sealer.chain_head(seq, hash);
        let noted = options.noted.map(|noted| noted.0);
        let report = verify_chain(&app.db.read, &seal, noted).await?;
        if let Some(at) = report.broken {
            println!("{}", words(at));
            return Ok(ExitCode::FAILURE);
        }
        println!("{}", whole(&report));
        Ok(ExitCode::SUCCESS)
    }
}

fn whole(report: &ChainReport) -> String {
    let ChainReport { sealed, unsealed, backdated, head, .. } = report;
    let mut text = format!("{sealed} events, an unbroken chain; {unsealed} wait to be sealed.");
    if let Some(place) = backdated {
        let (seq, event) = (place.seq, place.event);
        text += &format!(
            "\nNumber {seq}, event {event}, bears a time well before the ones before it: a clock was \
             set back, or it was written later than it says."
        );
    }
    let hash = URL_SAFE_NO_PAD.encode(head.hash);
    text + &format!("\nKeep this elsewhere and pass it as --noted next time: {}:{hash}", head.seq)
}

fn words(at: Break) -> String {
    let Break { seq, event, flaw } = at;
    let event = event.map(|event| format!(", event {event}")).unwrap_or_default();
    let what = match flaw {
        Flaw::Changed => "what stands there is not what was sealed",
        Flaw::Missing => "the event with that number is gone",
        Flaw::CutOff => "it and what came after it is gone",
        Flaw::HeadForged => {
            "the note of where the chain ends is gone or not ours (after an upgrade from a version \
             without it: ask again when something has happened)"
        }
        Flaw::NotAsNoted => "the chain does not go through the end that was noted",
    };
    format!("The chain is broken at number {seq}{event}: {what}.")
}
