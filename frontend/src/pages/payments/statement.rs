//! One bank statement: what the file says, whether it adds up, how it meets the others; committed and
//! taken back as a whole.

use client::Client;
use domain::{
    access::Permission,
    finance::Direction,
    payments::{
        StatementAction, StatementStatus,
        wire::{EntryListQuery, EntryView, StatementView},
    },
};
use leptos::prelude::*;

use super::{match_dot, statement_dot};
use crate::{
    components::{FormState, ListTable, Load, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    pages::parts::{id_in_address, or_dash},
    routes,
    state::{fresh_key, use_list, use_session, use_toaster},
    ui::{
        Banner, ButtonLink, Card, CardCell, Column, ConfirmDialog, Day, DescriptionList,
        EmptyState, Fact, Glyph, GuardedButton, Look, Money, PageHeader, TableFrame, Tone,
    },
};

fn facts(view: &StatementView) -> AnyView {
    let row = view.statement.clone();
    let (format, currency) = (row.format, row.currency);
    let amount = move |amount: Option<domain::money::Amount>| match amount {
        Some(amount) => view! { <Money amount currency/> }.into_any(),
        None => or_dash(None),
    };
    let period = row.from_on.zip(row.until_on).map(|(from, until)| {
        view! {
            <Day on=from/>
            " – "
            <Day on=until/>
        }
    });
    let adds_up = (row.opening.is_some() && row.closing.is_some())
        .then(|| view! { <p class="muted small">{t::payments::balances}</p> });
    view! {
        <Card title=t::payments::facts>
            <DescriptionList>
                <Fact label=t::payments::account>{row.bank_account_name}</Fact>
                <Fact label=t::payments::format>{move || format.label(lang())}</Fact>
                <Fact label=t::payments::period>{period}</Fact>
                <Fact label=t::payments::entries>{row.entries}</Fact>
                <Fact label=t::payments::new_entries>{row.new_entries}</Fact>
                <Fact label=t::payments::opening>{amount(row.opening)}</Fact>
                <Fact label=t::payments::income>{amount(Some(row.income))}</Fact>
                <Fact label=t::payments::expense>{amount(Some(row.expense))}</Fact>
                <Fact label=t::payments::closing>{amount(row.closing)}</Fact>
                <Fact label=t::payments::uploaded_by>{row.created_by_name}</Fact>
            </DescriptionList>
            {adds_up}
        </Card>
    }
    .into_any()
}

fn faults(view: &StatementView) -> AnyView {
    if view.faults.is_empty() {
        return ().into_any();
    }
    let rows = view.faults.iter().cloned().map(|one| {
        view! {
            <tr>
                <td class="num">{one.line}</td>
                <td>{move || one.fault.words(lang())}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Card title=t::payments::faults flush=true>
            <TableFrame label=t::payments::faults>
                <thead>
                    <tr>
                        <th scope="col" class="num">
                            {t::payments::line}
                        </th>
                        <th scope="col">{t::payments::fault}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
    .into_any()
}

fn seams(view: &StatementView) -> AnyView {
    if view.seams.is_empty() {
        return ().into_any();
    }
    let rows = view.seams.iter().copied();
    let rows = rows.map(|seam| view! { <li>{move || seam.words(lang())}</li> }).collect_view();
    view! {
        <Banner tone=Tone::Warning title=t::payments::seams>
            <ul>{rows}</ul>
        </Banner>
    }
    .into_any()
}

fn columns(currency: domain::money::Currency) -> Vec<Column<EntryView>> {
    vec![
        Column::new("counterparty", t::payments::counterparty, |row: &EntryView| {
            view! {
                <span class="cell-two">
                    <span>{row.counterparty.clone()}</span>
                    <span class="cell-two__second">{row.remark.clone()}</span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("line", t::payments::line, |row: &EntryView| row.line.to_string())
            .sorted_by("line")
            .numeric(),
        Column::new("value_date", t::payments::value_date, |row: &EntryView| {
            view! { <Day on=row.value_date/> }
        }),
        Column::new("amount", t::payments::amount, move |row: &EntryView| {
            let out = (row.direction == Direction::Out).then_some("−");
            view! {
                {out}
                <Money amount=row.amount currency/>
            }
        })
        .numeric(),
        Column::new("balance", t::payments::balance, move |row: &EntryView| {
            row.balance.map(|amount| view! { <Money amount currency/> })
        })
        .numeric(),
        Column::new("reference", t::payments::reference, |row: &EntryView| {
            or_dash(Some(row.reference.clone()).filter(|text| !text.is_empty()))
        }),
        Column::new("payment", t::payments::payment, |row: &EntryView| {
            match (row.payment_id, row.payment_status) {
                (Some(id), Some(status)) => {
                    view! { <a href=routes::payment(id)>{match_dot(status, false)}</a> }.into_any()
                }
                _ => view! { <span class="muted">{t::payments::new_entry}</span> }.into_any(),
            }
        })
        .on_card(CardCell::End),
    ]
}

fn actions(
    view: Signal<StatementView>,
    load: Load<StatementView>,
    form: FormState,
    undoing: RwSignal<bool>,
) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let key = StoredValue::new(fresh_key());
    let commit = move || {
        let (client, view) = (session.client(), view.get_untracked());
        let work = async move {
            let (id, version) = (view.statement.id, view.version);
            client.commit_statement(id, version, &key.get_value()).await
        };
        form.send(work, move |after| {
            key.set_value(fresh_key());
            toaster.success(t::payments::committed);
            load.set(after);
        });
    };
    let why = move |action: StatementAction| {
        Signal::derive(move || {
            session.why_not(Permission::PaymentsManage).or_else(|| {
                let status = view.read().statement.status;
                status.moved(action).err().map(|refusal| refusal.words(lang()))
            })
        })
    };
    let buttons = move || {
        let status = view.read().statement.status;
        let (action, label) = match status {
            StatementStatus::Preview | StatementStatus::Faulty => {
                (StatementAction::Discard, t::payments::discard)
            }
            _ => (StatementAction::Undo, t::payments::undo_statement),
        };
        let desk = (status == StatementStatus::Committed).then(|| {
            view! {
                <ButtonLink
                    label=t::payments::to_desk
                    href=routes::FINANCE_DESK
                    look=Look::Primary
                />
            }
        });
        let import = (status != StatementStatus::Committed).then(|| {
            view! {
                <GuardedButton
                    label=t::payments::commit
                    look=Look::Primary
                    blocked=why(StatementAction::Commit)
                    busy=form.busy()
                    on_press=commit
                />
            }
        });
        view! {
            <GuardedButton label blocked=why(action) on_press=move || undoing.set(true)/>
            {import}
            {desk}
        }
    };
    view! { {buttons} }.into_any()
}

fn undo(open: RwSignal<bool>, view: Signal<StatementView>, load: Load<StatementView>) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let confirm = move || {
        let (client, view) = (session.client(), view.get_untracked());
        let work = async move { client.undo_statement(view.statement.id, view.version).await };
        form.send(work, move |after| {
            open.set(false);
            load.set(after);
        });
    };
    view! {
        <ConfirmDialog
            open
            on_close=move || {
                form.clear();
                open.set(false);
            }
            on_confirm=confirm
            title=t::payments::undo_statement
            text=t::payments::undo_text
            confirm=t::common::confirm
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

fn body(view: Signal<StatementView>, load: Load<StatementView>) -> AnyView {
    let form = FormState::new();
    let undoing = RwSignal::new(false);
    let list = use_list::<EntryListQuery>();
    let (id, currency) = view.with_untracked(|view| (view.statement.id, view.statement.currency));
    let empty =
        || view! { <EmptyState glyph=Glyph::File title=t::payments::entries_empty/> }.into_any();
    // What was committed or undone shows beside the entries.
    let status = Memo::new(move |_| view.read().statement.status);
    let entries = move || {
        let _ = status.get();
        view! {
            <ListTable
                list
                fetch=move |client: Client, query: EntryListQuery| async move {
                    client.statement_entries(id, &query).await
                }
                label=t::payments::entries
                key="statement-entries"
                columns=columns(currency)
                id=|row: &EntryView| row.id.to_string()
                empty
            />
        }
    };
    view! {
        <PageHeader
            title=Signal::derive(move || view.read().statement.file_name.clone())
            back=routes::STATEMENTS
            back_label=t::payments::statements
            status=move || view! { {move || statement_dot(view.read().statement.status, true)} }
            actions=move || actions(view, load, form, undoing)
        />
        {move || {
            form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
        }}
        <div class="stack">
            {move || seams(&view.read())} {move || faults(&view.read())}
            {move || facts(&view.read())} {entries}
        </div>
        {undo(undoing, view, load)}
    }
    .into_any()
}

/// One statement.
#[component]
pub fn StatementPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.statement(id).await }
    });
    view! { <Loaded load view=move |statement| body(statement, load)/> }.into_any()
}
