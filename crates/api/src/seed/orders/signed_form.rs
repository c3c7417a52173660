//! A signed form as a scanner would have made it: a page of PDF.

use std::fmt::Write as _;

use domain::attachments::MediaType;
use sha2::{Digest as _, Sha256};

use crate::attachments::Received;

/// The form of a deployment, for the demo.
pub fn signed_form(number: &str) -> Received {
    let content = pdf(&[
        &format!("Acceptance form {number}"),
        "Installed, tested and handed over.",
        "Signed: the customer's project manager",
    ]);
    Received {
        file_name: format!("验收单-{number}.pdf"),
        media_type: MediaType::Pdf,
        sha256: Sha256::digest(&content).into(),
        content,
    }
}

/// A page with lines in ASCII without parentheses, in a font that every reader has.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let shown: Vec<String> = lines.iter().map(|line| format!("({line}) Tj T*")).collect();
    let page = format!("BT /F1 16 Tf 24 TL 72 760 Td {} ET", shown.join(" "));
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = "0000000000 65535 f \n".to_owned();
    for (object, number) in objects.iter().zip(1..) {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (all, start) = (objects.len() + 1, file.len());
    let _ = write!(
        file,
        "xref\n0 {all}\n{places}trailer\n<< /Size {all} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}
