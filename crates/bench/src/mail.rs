//! How well mails are read: precision and recall of each field over the corpus.

use domain::lead_mails::MailField;
use testkit::mails;

use crate::report::{Better, Report};

/// Reads every mail of the corpus, and prints what was not right.
pub fn measure(report: &mut Report) {
    let corpus = mails::corpus();
    let (scores, faults) = mails::score(&corpus);
    println!("{} mails", corpus.len());
    for fault in &faults {
        println!("    {fault}");
    }
    for (field, score) in scores {
        println!(
            "    {field:<8} right {:>4}  wrong {:>3}  missed {:>3}",
            score.right, score.wrong, score.missed
        );
        let is_promised = [MailField::Company, MailField::Phone, MailField::Email].contains(&field);
        let (precision, recall) = (score.precision(), score.recall());
        if is_promised {
            report.goal(
                &format!("{field}_precision"),
                "right ÷ read",
                precision,
                Better::Higher,
                0.95,
            );
            report.goal(&format!("{field}_recall"), "right ÷ there", recall, Better::Higher, 0.85);
        } else {
            report.detail(&format!("{field}_precision"), "right ÷ read", precision);
            report.detail(&format!("{field}_recall"), "right ÷ there", recall);
        }
    }
}
