//! CSV (RFC 4180) as Excel and WPS open it by double click: UTF-8 with a mark that says so.

use std::future::Future;

use ::csv::{Terminator, Writer, WriterBuilder};
use actix_web::web::Bytes;
use domain::{Lang, exports::Exported, list::Page};
use futures_util::{Stream, stream::try_unfold};

use crate::error::{ApiError, ApiResult};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Where reading goes on.
enum At {
    Beginning,
    After(String),
    End,
}

/// The file, a batch at a time. `next` reads the batch after a place.
pub fn stream<T, F>(
    next: impl Fn(Option<String>) -> F,
    lang: Lang,
) -> impl Stream<Item = ApiResult<Bytes>>
where
    T: Exported,
    F: Future<Output = ApiResult<Page<T>>>,
{
    try_unfold((next, At::Beginning), move |(next, at)| async move {
        let (mut text, after) = match at {
            At::Beginning => (head::<T>(lang)?, None),
            At::After(place) => (Vec::new(), Some(place)),
            At::End => return Ok::<_, ApiError>(None),
        };
        let page = next(after).await?;
        let mut lines = lines(&mut text);
        for row in &page.items {
            let cells = T::COLUMNS.iter().map(|column| column.cell(row, lang).plain());
            lines.write_record(cells).map_err(anyhow::Error::from)?;
        }
        lines.flush().map_err(anyhow::Error::from)?;
        drop(lines);
        Ok(Some((Bytes::from(text), (next, page.next.map_or(At::End, At::After)))))
    })
}

fn lines(text: &mut Vec<u8>) -> Writer<&mut Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(text)
}

fn head<T: Exported>(lang: Lang) -> anyhow::Result<Vec<u8>> {
    let mut text = BYTE_ORDER_MARK.as_bytes().to_vec();
    let mut lines = lines(&mut text);
    lines.write_record(T::COLUMNS.iter().map(|column| column.title(lang)))?;
    lines.flush()?;
    drop(lines);
    Ok(text)
}
