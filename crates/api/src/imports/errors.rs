//! The rows that are wrong as a file: as they came, and behind them what is wrong, so that they can be
//! corrected there and uploaded again. Read batch by batch, like every list that goes out.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    web::{Bytes, Data},
};
use domain::{
    Lang,
    imports::{ImportTarget, RowState, columns, template, wire::ImportView},
    orders::sheet::csv_of,
};
use futures_util::{Stream, stream::try_unfold};
use store::imports::{Row, batch};

use super::BATCH;
use crate::{
    app::App,
    error::{ApiError, ApiResult},
};

/// The whole file.
pub fn answer(app: Data<App>, import: &ImportView, lang: Lang) -> HttpResponse {
    file("import-errors.csv").streaming(stream(app, import.clone(), lang))
}

/// The sheet to begin with.
pub fn empty(target: ImportTarget, lang: Lang) -> HttpResponse {
    file(&format!("{target}.csv")).body(csv_of(&template(target, lang)))
}

fn file(name: &str) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"));
    response
}

fn stream(app: Data<App>, import: ImportView, lang: Lang) -> impl Stream<Item = ApiResult<Bytes>> {
    try_unfold((app, import, None::<u32>), move |(app, import, after)| async move {
        let width = import.headers.len();
        if after == Some(u32::MAX) {
            return Ok::<_, ApiError>(None);
        }
        let mut text = String::new();
        if after.is_none() {
            let last = lang.pick("错误", "Errors").to_owned();
            let headings = import.headers.iter().cloned().chain([last]);
            text = csv_of(&[headings.collect()]);
        }
        let rows = batch(
            &app.db.read,
            import.id,
            after.unwrap_or_default(),
            &RowState::FAULTY,
            BATCH as u64,
        )
        .await?;
        let last = rows.last().map_or(u32::MAX, |row| row.number);
        let lines: Vec<Vec<String>> =
            rows.iter().map(|row| line(row, import.target, width, lang)).collect();
        text.push_str(csv_of(&lines).trim_start_matches('\u{feff}'));
        Ok(Some((Bytes::from(text), (app, import, Some(last)))))
    })
}

fn line(row: &Row, target: ImportTarget, width: usize, lang: Lang) -> Vec<String> {
    let mut cells = row.cells.clone();
    cells.resize(width.max(row.cells.len()), String::new());
    let faults = row.faults.iter().map(|fault| {
        let key = fault.pointer.trim_start_matches('/');
        match columns(target).iter().find(|column| column.key == key) {
            Some(column) => format!("{}: {}", column.title(lang), fault.words(lang)),
            None => fault.words(lang),
        }
    });
    cells.push(faults.collect::<Vec<_>>().join("; "));
    cells
}
