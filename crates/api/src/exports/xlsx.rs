//! Excel's own format. Rows are written to a file that is thrown away as they are read, and the
//! workbook is sent from a file too.

use std::{
    fs::File,
    future::Future,
    io::{Read as _, Seek as _},
};

use actix_web::web::{self, Bytes};
use domain::{
    Lang,
    dates::wall_clock,
    exports::{Cell, Exported},
    list::Page,
};
use futures_util::{Stream, stream::try_unfold};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::error::{ApiError, ApiResult};

/// Rows of a sheet, without the titles: Excel's 1 048 576 and no more.
const ROWS_OF_A_SHEET: u32 = 1_048_575;
/// So much is sent at once.
const PIECE: usize = 64 * 1024;

/// How kinds of cells are shown.
struct Looks {
    title: Format,
    money: Format,
    day: Format,
    instant: Format,
}

impl Looks {
    fn new() -> Self {
        Self {
            title: Format::new().set_bold(),
            money: Format::new().set_num_format("#,##0.00"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

/// Writes the file and answers it, piece by piece. `next` reads the batch after a place.
///
/// # Errors
/// What reading meets; a disk that is full.
pub async fn stream<T, F>(
    next: impl Fn(Option<String>) -> F,
    lang: Lang,
) -> ApiResult<impl Stream<Item = ApiResult<Bytes>>>
where
    T: Exported,
    F: Future<Output = ApiResult<Page<T>>>,
{
    let looks = Looks::new();
    let mut book = Workbook::new();
    let mut sheet = begun::<T>(&mut book, &looks, lang)?;
    let (mut after, mut row) = (None, 0);
    loop {
        let page = next(after).await?;
        for item in &page.items {
            if row == ROWS_OF_A_SHEET {
                (sheet, row) = (begun::<T>(&mut book, &looks, lang)?, 0);
            }
            row += 1;
            for (column, at) in T::COLUMNS.iter().zip(0..) {
                write(sheet, row, at, &column.cell(item, lang), &looks)
                    .map_err(anyhow::Error::from)?;
            }
        }
        match page.next {
            Some(place) => after = Some(place),
            None => break,
        }
    }
    let file = web::block(move || kept(book)).await.map_err(anyhow::Error::from)??;
    Ok(pieces(file))
}

fn begun<'a, T: Exported>(
    book: &'a mut Workbook,
    looks: &Looks,
    lang: Lang,
) -> anyhow::Result<&'a mut Worksheet> {
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, at) in T::COLUMNS.iter().zip(0..) {
        sheet.set_column_width(at, 18)?;
        sheet.write_string_with_format(0, at, column.title(lang), &looks.title)?;
    }
    Ok(sheet)
}

/// Texts are texts: nothing here is ever a formula.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing => return Ok(()),
        // Excel takes no more in a cell.
        Cell::Text(text) if text.len() > 32_000 => {
            sheet.write_string(row, column, text.chars().take(10_000).collect::<String>())?
        }
        Cell::Text(text) => sheet.write_string(row, column, text)?,
        #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
        Cell::Count(count) => sheet.write_number(row, column, *count as f64)?,
        #[expect(clippy::cast_precision_loss, reason = "Excel has no other numbers")]
        Cell::Money(amount) => {
            let value = amount.minor() as f64 / 100.0;
            sheet.write_number_with_format(row, column, value, &looks.money)?
        }
        Cell::Day(day) => sheet.write_date_with_format(row, column, day, &looks.day)?,
        Cell::At(at) => {
            sheet.write_datetime_with_format(row, column, wall_clock(*at), &looks.instant)?
        }
    };
    Ok(())
}

fn kept(mut book: Workbook) -> anyhow::Result<File> {
    let mut file = tempfile::tempfile()?;
    book.save_to_writer(&mut file)?;
    file.rewind()?;
    Ok(file)
}

fn pieces(file: File) -> impl Stream<Item = ApiResult<Bytes>> {
    try_unfold(file, |mut file| async move {
        let read = web::block(move || {
            let mut piece = vec![0; PIECE];
            let count = file.read(&mut piece)?;
            piece.truncate(count);
            Ok::<_, std::io::Error>((piece, file))
        });
        let (piece, file) =
            read.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
        let piece = (!piece.is_empty()).then(|| Bytes::from(piece));
        Ok::<_, ApiError>(piece.map(|piece| (piece, file)))
    })
}
