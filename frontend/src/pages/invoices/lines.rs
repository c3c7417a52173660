//! The lines of an invoice, as they are printed.

use domain::{
    invoices::wire::{InvoiceLine, InvoiceView},
    money::Amount,
};
use leptos::prelude::*;

use crate::{
    i18n::t,
    pages::parts::or_dash,
    ui::{Card, Money, TableFrame},
};

fn row(line: InvoiceLine, reversed: Amount, has_red: bool) -> AnyView {
    let reversed = has_red.then(|| view! { <td class="num">{reversed.grouped()}</td> });
    view! {
        <tr>
            <td>{line.line}</td>
            <td>
                <span class="cell-two">
                    <span>{line.name}</span>
                    <span class="cell-two__second mono">{line.order_number}</span>
                </span>
            </td>
            <td class="mono">{or_dash(line.tax_classification)}</td>
            <td class="num">{line.quantity} " " {line.unit}</td>
            <td class="num">{line.unit_price}</td>
            <td class="num">{line.tax_rate.to_string()}</td>
            <td class="num">{line.net.grouped()}</td>
            <td class="num">{line.tax.grouped()}</td>
            <td class="num">{line.gross.grouped()}</td>
            {reversed}
        </tr>
    }
    .into_any()
}

/// The lines, and what they come to.
pub fn lines(invoice: InvoiceView) -> AnyView {
    let InvoiceView { invoice: head, lines, reversed, .. } = invoice;
    let has_red = reversed.iter().any(|amount| *amount != Amount::ZERO);
    let rows = lines.into_iter().zip(reversed.clone());
    let rows = rows.map(|(line, reversed)| row(line, reversed, has_red)).collect_view();
    let foot = has_red.then(|| {
        let all: Amount = reversed.into_iter().sum();
        view! { <td class="num">{all.grouped()}</td> }
    });
    let heading =
        has_red.then(|| view! { <th scope="col" class="num">{t::invoices::reversed}</th> });
    view! {
        <Card title=t::invoices::lines flush=true>
            <TableFrame label=t::invoices::lines>
                <thead>
                    <tr>
                        <th scope="col">"#"</th>
                        <th scope="col">{t::invoices::line_name}</th>
                        <th scope="col">{t::invoices::classification}</th>
                        <th scope="col" class="num">{t::invoices::quantity}</th>
                        <th scope="col" class="num">{t::invoices::unit_price}</th>
                        <th scope="col" class="num">{t::invoices::tax_rate}</th>
                        <th scope="col" class="num">{t::invoices::net}</th>
                        <th scope="col" class="num">{t::invoices::tax}</th>
                        <th scope="col" class="num">{t::invoices::gross}</th>
                        {heading}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr class="strong">
                        <td colspan="6">{t::invoices::sums}</td>
                        <td class="num">{head.net.grouped()}</td>
                        <td class="num">{head.tax.grouped()}</td>
                        <td class="num">
                            <Money amount=head.gross currency=head.currency/>
                        </td>
                        {foot}
                    </tr>
                </tfoot>
            </TableFrame>
        </Card>
    }
    .into_any()
}
