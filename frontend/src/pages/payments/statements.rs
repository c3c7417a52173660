//! Bank statements: those that were uploaded, and a place for the next one.

use client::Client;
use domain::{
    access::Permission,
    id::BankAccountId,
    payments::{
        MOST_BYTES, StatementStatus,
        wire::{BankAccountView, StatementListQuery, StatementRow},
    },
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use super::statement_dot;
use crate::{
    components::{ListTable, ProblemWords as _, use_load},
    i18n::{lang, t},
    pages::parts::{chip_group, choices, narrowed},
    routes,
    state::{Go, ListState, Session, use_go, use_list, use_session},
    ui::{
        Banner, Card, CardCell, Choice, Column, Day, EmptyState, Field, FilterChips, Glyph, Money,
        PageHeader, Select, Spinner, Time, Tone,
    },
};

fn columns() -> Vec<Column<StatementRow>> {
    vec![
        Column::new("file", t::payments::file, |row: &StatementRow| {
            let format = row.format;
            view! {
                <span class="cell-two">
                    <span>{row.file_name.clone()}</span>
                    <span class="cell-two__second">
                        {row.bank_account_name.clone()} " · " {move || format.label(lang())}
                    </span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("status", t::payments::status, |row: &StatementRow| {
            statement_dot(row.status, false)
        })
        .on_card(CardCell::End),
        Column::new("period", t::payments::period, |row: &StatementRow| {
            row.from_on.zip(row.until_on).map(|(from, until)| {
                view! {
                    <Day on=from/>
                    " – "
                    <Day on=until/>
                }
            })
        })
        .sorted_by("until_on"),
        Column::new("entries", t::payments::entries, |row: &StatementRow| row.entries.to_string())
            .numeric(),
        Column::new("new_entries", t::payments::new_entries, |row: &StatementRow| {
            row.new_entries.to_string()
        })
        .numeric(),
        Column::new("income", t::payments::income, |row: &StatementRow| {
            view! { <Money amount=row.income currency=row.currency/> }
        })
        .numeric(),
        Column::new("uploaded_by", t::payments::uploaded_by, |row: &StatementRow| {
            row.created_by_name.clone()
        }),
        Column::new("created_at", t::payments::uploaded, |row: &StatementRow| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
    ]
}

/// A file on its way.
#[derive(Clone, Copy)]
struct Upload {
    session: Session,
    go: Go,
    account: RwSignal<String>,
    failure: RwSignal<Option<String>>,
    sending: RwSignal<bool>,
}

impl Upload {
    fn refuse(self, words: String) {
        let _ = self.sending.try_set(false);
        let _ = self.failure.try_set(Some(words));
    }

    fn send(self, file: web_sys::File) {
        if self.sending.get_untracked() {
            return;
        }
        self.failure.set(None);
        #[expect(clippy::cast_precision_loss, reason = "the limit is exact")]
        let is_large = file.size() > MOST_BYTES as f64;
        if is_large {
            self.refuse(untrack(|| t::imports::too_large.get().to_owned()));
            return;
        }
        self.sending.set(true);
        let account = self.account.get_untracked().parse::<BankAccountId>().ok();
        let client = untrack(|| self.session.client());
        spawn_local(async move {
            let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
                self.refuse(untrack(|| t::imports::unreadable.get().to_owned()));
                return;
            };
            let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
            match client.upload_statement(account, &file.name(), &bytes).await {
                Ok(made) => match made.first() {
                    Some(first) => self.go.to(&routes::statement(first.statement.id)),
                    None => self.refuse(untrack(|| t::payments::entries_empty.get().to_owned())),
                },
                Err(error) => {
                    let words = untrack(|| {
                        let first = error.problem().and_then(|problem| problem.errors.first());
                        first.map_or_else(|| error.words(), |fault| fault.words(lang()))
                    });
                    self.refuse(words);
                }
            }
        });
    }
}

fn place(accounts: Vec<BankAccountView>) -> AnyView {
    let upload = Upload {
        session: use_session(),
        go: use_go(),
        account: RwSignal::new(String::new()),
        failure: RwSignal::new(None),
        sending: RwSignal::new(false),
    };
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            upload.send(file);
        }
        // The same file again, once it was corrected, is another choice.
        input.set_value("");
    };
    let drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            upload.send(file);
        }
    };
    let options = Signal::derive(move || {
        let named = accounts.iter().filter(|one| one.content.active).map(|one| {
            let (content, id) = (one.content.clone(), one.id);
            let name = format!("{} {} {}", content.name, content.account_number, content.currency);
            Choice::new(id.to_string(), name)
        });
        let by_file = Choice::new(String::new(), t::payments::account_of_file);
        std::iter::once(by_file).chain(named).collect::<Vec<_>>()
    });
    let state = move || {
        if upload.sending.get() {
            let label = t::payments::upload;
            return view! { <p class="row"><Spinner label/></p> }.into_any();
        }
        let failure = upload.failure.get();
        failure.map(|words| view! { <Banner tone=Tone::Error>{words}</Banner> }).into_any()
    };
    view! {
        <Card title=t::payments::upload>
            <div
                class="import-drop stack"
                on:dragover=move |event| event.prevent_default()
                on:drop=drop
            >
                <Field label=t::payments::account>
                    <Select value=upload.account options/>
                </Field>
                <div class="row">
                    <label class="button button--primary import-drop__file">
                        <input
                            class="visually-hidden"
                            type="file"
                            accept=".xlsx,.csv,.txt,.sta,.mt940,.940"
                            on:change=choose
                        />
                        <span class="button__label">{t::imports::choose}</span>
                    </label>
                    <span class="muted">{t::payments::upload_hint}</span>
                </div>
                <div aria-live="polite">{state}</div>
            </div>
        </Card>
    }
    .into_any()
}

fn filters(list: ListState<StatementListQuery>) -> AnyView {
    chip_group(
        t::payments::status,
        view! {
            <FilterChips
                label=t::payments::status
                options=choices!(StatementStatus::ALL)
                value=list.filter("status")
                on_change=list.on_filter("status")
            />
        },
    )
}

/// The list, with the upload above it.
#[component]
pub fn StatementListPage() -> impl IntoView {
    let session = use_session();
    let list = use_list::<StatementListQuery>();
    let accounts = use_load(|client: Client| async move { client.bank_accounts().await });
    let upload = move || {
        let may = session.may(Permission::PaymentsManage);
        accounts.get().filter(|_| may).map(place)
    };
    let empty = || {
        view! {
            <EmptyState
                glyph=Glyph::File
                title=t::payments::statements_empty
                text=t::payments::statements_empty_text
            />
        }
        .into_any()
    };
    let by_link = move || list.get().account.is_some().then_some(t::payments::narrowed);
    view! {
        <PageHeader
            title=t::payments::statements
            meta=|| view! { <span>{t::payments::statements_about}</span> }
        />
        {upload}
        {narrowed(by_link, move || list.reset())}
        <ListTable
            list
            fetch=|client: Client, query: StatementListQuery| async move {
                client.statements(&query).await
            }
            label=t::payments::statements
            key="statements"
            columns=columns()
            id=|row: &StatementRow| row.id.to_string()
            href=Some(|row: &StatementRow| routes::statement(row.id))
            search=t::payments::search_file
            filters=move || filters(list)
            empty
        />
    }
    .into_any()
}
