//! Our bank accounts, and the rules of matching.

use client::Client;
use domain::{
    access::Permission,
    id::BankAccountId,
    money::Currency,
    payments::{
        check_account,
        wire::{BankAccountContent, BankAccountView, RuleView, SwitchRule},
    },
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Form, FormState, Load, Loaded, tell_failure, use_load},
    i18n::{lang, t},
    pages::parts::choices,
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Button, Card, Checkbox, Drawer, Field, Glyph, Look, PageHeader, Select, Switch, TableFrame,
        TextInput,
    },
};

/// What the drawer is open for.
#[derive(Clone, PartialEq)]
enum Editing {
    New,
    Known(BankAccountView),
}

fn editor(known: Option<BankAccountView>, done: Callback<()>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let before = known.as_ref().map(|known| known.content.clone());
    let text = |of: fn(&BankAccountContent) -> String| {
        RwSignal::new(before.as_ref().map(of).unwrap_or_default())
    };
    let (name, bank) = (text(|it| it.name.clone()), text(|it| it.bank.clone()));
    let number = text(|it| it.account_number.clone());
    let currency =
        RwSignal::new(before.as_ref().map_or(Currency::Cny, |it| it.currency).to_string());
    let active = RwSignal::new(before.as_ref().is_none_or(|it| it.active));
    let at: Option<(BankAccountId, i64)> = known.map(|known| (known.id, known.version));
    let key = StoredValue::new(fresh_key());
    let submit = move || {
        let content = BankAccountContent {
            name: name.get_untracked(),
            bank: bank.get_untracked(),
            account_number: number.get_untracked(),
            currency: currency.get_untracked().parse().unwrap_or_default(),
            active: active.get_untracked(),
        };
        if !form.accepts(check_account(&content).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move {
            match at {
                Some((id, version)) => client.change_bank_account(id, version, &content).await,
                None => client.create_bank_account(&content, &key.get_value()).await,
            }
        };
        form.send(work, move |_| {
            toaster.success(t::common::saved);
            done.run(());
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::payments::name required=true error=form.error("/name")>
                    <TextInput value=name autofocus=true autocomplete="off" maxlength=80_u32/>
                </Field>
                <Field label=t::payments::bank required=true error=form.error("/bank")>
                    <TextInput value=bank autocomplete="off" maxlength=80_u32/>
                </Field>
                <Field label=t::payments::number required=true error=form.error("/account_number")>
                    <TextInput value=number autocomplete="off" maxlength=64_u32/>
                </Field>
                <Field label=t::payments::currency error=form.error("/currency")>
                    <Select value=currency options=Signal::derive(|| choices!(Currency::ALL))/>
                </Field>
                <Checkbox checked=active label=t::payments::active/>
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

fn accounts(
    all: Signal<Vec<BankAccountView>>,
    may: Signal<bool>,
    editing: RwSignal<Option<Editing>>,
) -> AnyView {
    let row = move |one: &BankAccountView| {
        let (content, known) = (one.content.clone(), one.clone());
        let in_use = if content.active { t::common::yes } else { t::common::no };
        let edit = move || {
            let known = known.clone();
            may.get().then(|| {
                view! {
                    <Button
                        label=t::common::edit
                        small=true
                        on_press=move || editing.set(Some(Editing::Known(known.clone())))
                    />
                }
            })
        };
        view! {
            <tr>
                <th scope="row">{content.name}</th>
                <td>{content.bank}</td>
                <td class="mono">{content.account_number}</td>
                <td>{content.currency.as_str()}</td>
                <td>{in_use}</td>
                <td>{edit}</td>
            </tr>
        }
    };
    view! {
        <TableFrame label=t::payments::accounts>
            <thead>
                <tr>
                    <th scope="col">{t::payments::name}</th>
                    <th scope="col">{t::payments::bank}</th>
                    <th scope="col">{t::payments::number}</th>
                    <th scope="col">{t::payments::currency}</th>
                    <th scope="col">{t::payments::active}</th>
                    <th scope="col">{t::common::edit}</th>
                </tr>
            </thead>
            <tbody>{move || all.read().iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
    .into_any()
}

fn rules(all: Signal<Vec<RuleView>>, may: Signal<bool>, load: Load<Vec<RuleView>>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let row = move |one: &RuleView| {
        let (rule, version, on) = (one.rule, one.version, one.automatic);
        let switch = move |automatic: bool| {
            let client = session.client();
            spawn_local(async move {
                let body = SwitchRule { automatic };
                match client.switch_matching_rule(rule, version, &body).await {
                    Ok(_) => toaster.success(t::payments::switched),
                    Err(error) => tell_failure(toaster, &error),
                }
                load.reload();
            });
        };
        view! {
            <li>
                <Switch
                    checked=Signal::stored(on)
                    label=Signal::derive(move || rule.label(lang()).to_owned())
                    disabled=Signal::derive(move || !may.get())
                    on_change=switch
                />
            </li>
        }
    };
    view! {
        <p class="muted small">{t::payments::rules_about}</p>
        <ul class="stack stack--tight board__cards">
            {move || all.read().iter().map(row).collect_view()}
        </ul>
    }
    .into_any()
}

/// Accounts and rules; for finance to keep.
#[component]
pub fn BankAccountsPage() -> impl IntoView {
    let session = use_session();
    let editing = RwSignal::new(None::<Editing>);
    let may = Signal::derive(move || session.may(Permission::PaymentsManage));
    let of_accounts = use_load(|client: Client| async move { client.bank_accounts().await });
    let of_rules = use_load(|client: Client| async move { client.matching_rules().await });
    let done = Callback::new(move |()| {
        editing.set(None);
        of_accounts.reload();
    });
    let add = move || {
        view! {
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <Button
                                label=t::common::create
                                icon=Glyph::Plus
                                small=true
                                on_press=move || editing.set(Some(Editing::New))
                            />
                        }
                    })
            }}
        }
    };
    view! {
        <PageHeader
            title=t::payments::accounts
            meta=|| view! { <span>{t::payments::accounts_about}</span> }
        />
        <div class="stack">
            <Card title=t::payments::accounts flush=true actions=add>
                <Loaded load=of_accounts view=move |all| accounts(all, may, editing)/>
            </Card>
            <Card title=t::payments::rules>
                <Loaded load=of_rules view=move |all| rules(all, may, of_rules)/>
            </Card>
        </div>
        <Drawer
            open=Signal::derive(move || editing.read().is_some())
            on_close=move || editing.set(None)
            title=t::payments::accounts
        >
            {move || {
                editing
                    .get()
                    .map(|editing| match editing {
                        Editing::New => editor(None, done),
                        Editing::Known(known) => editor(Some(known), done),
                    })
            }}
        </Drawer>
    }
    .into_any()
}
