//! A file as browsers send it: the part `file` of a form (RFC 7578).

/// What stands between the parts of a form; nothing that a file would hold by accident.
const BOUNDARY: &str = "dsms-7d1f4c0b9a6e4f58";

/// The form's media type, and its bytes.
pub(crate) fn form_of(name: &str, file: &[u8]) -> (String, Vec<u8>) {
    // As browsers escape it (RFC 7578 §4.2 and the HTML standard).
    let name = name.replace('"', "%22").replace(['\r', '\n'], " ");
    let mut form = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    form.extend_from_slice(file);
    form.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), form)
}
