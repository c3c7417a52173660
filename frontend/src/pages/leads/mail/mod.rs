//! Mails that may become leads: those that wait at the left, the chosen one at the right with what was
//! read out of it; one key makes a lead of it.

mod draft;
mod mailbox;
mod of_lead;
mod text;
mod upload;

use client::{Client, ClientResult};
use domain::{
    id::{LeadId, LeadMailId},
    lead_mails::{
        MailState, Verdict,
        wire::{LeadMailFile, LeadMailListQuery, LeadMailRow, LeadMailView, LeadOfMail},
    },
    list::Page,
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

use self::draft::Draft;
pub(super) use self::of_lead::of_lead;
use super::switch::LeadSwitch;
use crate::{
    components::{
        Form, FormState, Load, Loaded, ProblemWords as _, save_file, tell_failure, use_load,
    },
    i18n::{lang, t},
    pages::payments::is_elsewhere,
    routes,
    state::{Session, fresh_key, use_session, use_toaster},
    ui::{
        Banner, Button, Card, Choice, EmptyState, Glyph, Look, PageHeader, Segmented, SkeletonRows,
        Tag, Time, Toaster, Tone,
    },
};

/// The queues, each with the states that are in it.
const TABS: [(&str, &[MailState]); 4] = [
    ("waiting", &[MailState::Waiting]),
    ("kept_out", &[MailState::KeptOut]),
    ("done", &[MailState::Confirmed, MailState::Attached]),
    ("ignored", &[MailState::Ignored]),
];

/// What somebody does with the chosen mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Ignore,
    Restore,
    Undo,
    Attach(LeadId),
}

/// Everything that the page does. `Copy`.
#[derive(Clone, Copy)]
struct Desk {
    session: Session,
    toaster: Toaster,
    queue: Load<Page<LeadMailRow>>,
    chosen: RwSignal<Option<LeadMailId>>,
    opened: Load<Option<LeadMailView>>,
    draft: RwSignal<Option<Draft>>,
    /// What was done last, to be undone.
    last: RwSignal<Option<LeadMailView>>,
    form: FormState,
}

impl Desk {
    fn step(self, by: isize) {
        let Some(queue) = untrack(|| self.queue.get()) else { return };
        let at = self
            .chosen
            .get_untracked()
            .and_then(|id| queue.items.iter().position(|row| row.id == id));
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(queue.items.len().saturating_sub(1)),
            None => 0,
        };
        if let Some(row) = queue.items.get(next) {
            self.choose(row.id);
        }
    }

    fn choose(self, id: LeadMailId) {
        if self.chosen.get_untracked() != Some(id) {
            self.form.clear();
            self.chosen.set(Some(id));
        }
    }

    /// The chosen mail, once it is there.
    fn view(self) -> Option<LeadMailView> {
        let chosen = self.chosen.get_untracked();
        untrack(|| self.opened.get()).flatten().filter(|view| Some(view.mail.id) == chosen)
    }

    /// Goes on to the next one, and reads the queue anew.
    fn done(self, after: LeadMailView) {
        let gone = after.mail.id;
        self.step(1);
        if self.chosen.get_untracked() == Some(gone) {
            self.step(-1);
        }
        if self.chosen.get_untracked() == Some(gone) {
            self.chosen.set(None);
        }
        self.last.set(Some(after));
        self.queue.reload();
    }

    fn confirm(self) {
        let Some(view) = self.view() else { return };
        let Some(draft) = self.draft.get_untracked() else { return };
        if view.mail.state != MailState::Waiting {
            return;
        }
        let content = match draft.content() {
            Ok(content) => content,
            Err(faults) => {
                self.form.accepts(faults);
                return;
            }
        };
        let client = self.session.client();
        let work = async move {
            client.confirm_lead_mail(view.mail.id, view.version, &content, &fresh_key()).await
        };
        self.form.send(work, move |after: LeadMailView| {
            self.toaster.success(t::lead_mails::confirmed);
            self.done(after);
        });
    }

    fn act(self, act: Act) {
        let Some(view) = self.view() else { return };
        if act == Act::Ignore && view.mail.state != MailState::Waiting {
            return;
        }
        let client = self.session.client();
        spawn_local(async move {
            match send(&client, &view, act).await {
                Ok(after) => {
                    self.toaster.success(t::common::saved);
                    self.done(after);
                }
                Err(error) => tell_failure(self.toaster, &error),
            }
        });
    }

    /// Takes back what was done last.
    fn undo(self) {
        let Some(view) = self.last.get_untracked() else { return };
        let act = match view.mail.state {
            MailState::Confirmed | MailState::Attached => Act::Undo,
            MailState::Ignored => Act::Restore,
            MailState::Waiting | MailState::KeptOut => return,
        };
        let client = self.session.client();
        spawn_local(async move {
            match send(&client, &view, act).await {
                Ok(after) => {
                    self.toaster.success(t::lead_mails::undone);
                    self.last.set(None);
                    self.chosen.set(Some(after.mail.id));
                    self.queue.reload();
                    self.opened.reload();
                }
                Err(error) => tell_failure(self.toaster, &error),
            }
        });
    }

    fn press(self, key: &str) -> bool {
        match key {
            "j" => self.step(1),
            "k" => self.step(-1),
            "Enter" => self.confirm(),
            "i" => self.act(Act::Ignore),
            "u" => self.undo(),
            _ => return false,
        }
        true
    }
}

async fn send(client: &Client, view: &LeadMailView, act: Act) -> ClientResult<LeadMailView> {
    let (id, version, key) = (view.mail.id, view.version, fresh_key());
    match act {
        Act::Ignore => client.ignore_lead_mail(id, version, &key).await,
        Act::Restore => client.restore_lead_mail(id, version, &key).await,
        Act::Undo => client.undo_lead_mail(id, version, &key).await,
        Act::Attach(lead) => client.attach_lead_mail(id, version, lead, &key).await,
    }
}

/// Who wrote it, as people are called.
fn writer(row: &LeadMailRow) -> String {
    let named = row.from_name.clone().or_else(|| row.from_email.clone());
    named.unwrap_or_else(|| "–".to_owned())
}

fn verdict_tag(verdict: Verdict) -> Option<AnyView> {
    (verdict != Verdict::Person).then(|| {
        let label = Signal::derive(move || verdict.label(lang()).to_owned());
        view! { <Tag label tone=Tone::Warning/> }.into_any()
    })
}

fn queue(desk: &Desk, page: Signal<Page<LeadMailRow>>) -> AnyView {
    let desk = *desk;
    let rows = move || {
        let page = page.get();
        if page.items.is_empty() {
            return view! {
                <EmptyState
                    glyph=Glyph::Mail
                    title=t::lead_mails::empty
                    text=t::lead_mails::empty_text
                />
            }
            .into_any();
        }
        let row = |row: LeadMailRow| {
            let id = row.id;
            let is_chosen = move || desk.chosen.get() == Some(id);
            view! {
                <li>
                    <button
                        type="button"
                        class="desk__row"
                        aria-current=move || is_chosen().to_string()
                        on:click=move |_| desk.choose(id)
                    >
                        <span class="row row--spread">
                            <span>{row.company.clone().unwrap_or_else(|| writer(&row))}</span>
                            {verdict_tag(row.verdict)}
                        </span>
                        <span class="row row--spread small">
                            <span class="muted">{row.subject.clone()}</span>
                            <span class="muted"><Time at=row.sent_at.unwrap_or(row.received_at)/></span>
                        </span>
                    </button>
                </li>
            }
        };
        view! { <ul class="desk__queue">{page.items.into_iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    view! { {rows} }.into_any()
}

fn file(desk: Desk, mail: LeadMailId, file: LeadMailFile) -> AnyView {
    let name = file.file_name.clone();
    let save = move || {
        let (client, name) = (desk.session.client(), name.clone());
        spawn_local(async move {
            match client.lead_mail_file(mail, file.id).await {
                Ok(bytes) => {
                    if save_file(&name, "application/octet-stream", &bytes).is_err() {
                        desk.toaster.error(untrack(|| t::common::export_failed.get()), "");
                    }
                }
                Err(error) => tell_failure(desk.toaster, &error),
            }
        });
    };
    let label = Signal::stored(file.file_name);
    view! { <Button label icon=Glyph::Download small=true on_press=save/> }.into_any()
}

fn head(desk: Desk, view: &LeadMailView) -> AnyView {
    let row = view.mail.clone();
    let address = row.from_email.clone().unwrap_or_default();
    let forwarded = row.forwarded_by.clone().map(|by| {
        view! { <p class="muted small">{t::lead_mails::forwarded_by} " " {by}</p> }
    });
    let because = view.because.clone().map(|why| {
        let verdict = row.verdict;
        view! {
            <Banner tone=Tone::Warning>
                {move || verdict.label(lang())} " · " <span class="mono">{why}</span>
            </Banner>
        }
    });
    let partner = view.partner.clone().map(|partner| {
        view! {
            <p class="small">
                {t::leads::partner} ": "
                <a href=routes::partner(partner.id)>{partner.name}</a>
            </p>
        }
    });
    let lead = view.lead.clone().map(|lead| {
        view! {
            <p>
                {t::lead_mails::on_lead} " " <a href=routes::lead(lead.id)>{lead.title}</a>
            </p>
        }
    });
    let files: Vec<AnyView> =
        view.files.iter().map(|one| file(desk, row.id, one.clone())).collect();
    let files = (!files.is_empty()).then(|| view! { <div class="row">{files}</div> });
    view! {
        <div class="row row--spread">
            <strong>{row.subject.clone()}</strong>
            <Time at=row.sent_at.unwrap_or(row.received_at)/>
        </div>
        <p class="muted">{writer(&row)} " " {address}</p>
        {forwarded}
        {because}
        {partner}
        {lead}
        {files}
    }
    .into_any()
}

/// Leads and customers that it may be about.
fn alike(desk: Desk, view: &LeadMailView) -> AnyView {
    if view.alike.is_empty() && view.customers.is_empty() {
        return ().into_any();
    }
    let is_waiting = view.mail.state == MailState::Waiting;
    let lead = |lead: LeadOfMail| {
        let id = lead.id;
        let attach = is_waiting.then(|| {
            view! {
                <Button
                    label=t::lead_mails::attach
                    small=true
                    on_press=move || desk.act(Act::Attach(id))
                />
            }
        });
        view! {
            <li class="row row--spread">
                <a href=routes::lead(id)>{lead.company} " · " {lead.title}</a>
                {attach}
            </li>
        }
    };
    let leads = view.alike.iter().cloned().map(lead).collect_view();
    let customers = view.customers.iter().map(|one| {
        view! {
            <li>
                <a href=routes::customer(one.customer_id)>{one.name.clone()}</a>
                <span class="muted small">" " {format!("{}%", one.score)}</span>
            </li>
        }
    });
    let customers = customers.collect_view();
    view! {
        <Card title=t::lead_mails::alike>
            <ul class="stack stack--tight board__cards">{leads} {customers}</ul>
        </Card>
    }
    .into_any()
}

fn actions(desk: Desk, state: MailState) -> AnyView {
    match state {
        MailState::Waiting => view! {
            <Button
                label=t::lead_mails::confirm
                look=Look::Primary
                submit=true
                busy=desk.form.busy()
            />
            <Button label=t::lead_mails::ignore on_press=move || desk.act(Act::Ignore)/>
        }
        .into_any(),
        MailState::KeptOut | MailState::Ignored => view! {
            <Button label=t::lead_mails::restore on_press=move || desk.act(Act::Restore)/>
        }
        .into_any(),
        MailState::Confirmed | MailState::Attached => view! {
            <Button label=t::lead_mails::undo on_press=move || desk.act(Act::Undo)/>
        }
        .into_any(),
    }
}

fn opened(desk: Desk, view: &LeadMailView) -> AnyView {
    let state = view.mail.state;
    let draft = Draft::of(&view.draft);
    desk.draft.set(Some(draft));
    let failure = move || {
        desk.form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
    };
    let body = if state == MailState::Waiting {
        view! {
            <Card title=t::lead_mails::lead>
                <Form form=desk.form on_submit=move || desk.confirm()>
                    {draft::fields(draft, desk.form)}
                    <div class="form__actions">{actions(desk, state)}</div>
                </Form>
            </Card>
        }
        .into_any()
    } else {
        view! { <div class="row">{actions(desk, state)}</div> }.into_any()
    };
    let thread = view.thread.iter().map(|row| {
        let id = row.id;
        let label = Signal::stored(format!("{} · {}", writer(row), row.subject));
        view! { <li><Button label small=true on_press=move || desk.choose(id)/></li> }
    });
    let thread: Vec<_> = thread.collect();
    let thread = (!thread.is_empty()).then(|| {
        view! {
            <Card title=t::lead_mails::thread>
                <ul class="stack stack--tight board__cards">{thread}</ul>
            </Card>
        }
    });
    let (head, text, evidence) = (head(desk, view), text::text(view), text::evidence(view));
    view! {
        <Card>
            <div class="stack stack--tight">{head} {text}</div>
        </Card>
        {failure}
        {body}
        {alike(desk, view)}
        <Card title=t::lead_mails::evidence>{evidence}</Card>
        {thread}
    }
    .into_any()
}

fn chosen(desk: Desk) -> AnyView {
    let shown = move || {
        let Some(id) = desk.chosen.get() else {
            return view! { <EmptyState glyph=Glyph::Mail title=t::lead_mails::choose_one/> }
                .into_any();
        };
        match desk.opened.get().flatten().filter(|view| view.mail.id == id) {
            Some(view) => opened(desk, &view),
            None => view! { <SkeletonRows rows=4/> }.into_any(),
        }
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

/// The page.
#[component]
pub fn LeadMailPage() -> impl IntoView {
    let session = use_session();
    let named = use_query_map().with_untracked(|query| query.get("mail"));
    let chosen_id = RwSignal::new(named.and_then(|id| id.parse::<LeadMailId>().ok()));
    let tab = RwSignal::new(TABS[0].0.to_owned());
    let load = use_load(move |client: Client| {
        let name = tab.get();
        let states =
            TABS.iter().find(|(own, _)| *own == name).map_or(TABS[0].1, |(_, states)| states);
        let query = LeadMailListQuery {
            state: states.to_vec(),
            per_page: 100,
            ..LeadMailListQuery::default()
        };
        async move { client.lead_mails(&query).await }
    });
    let opened = use_load(move |client: Client| {
        let id = chosen_id.get();
        async move {
            match id {
                Some(id) => client.lead_mail(id).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let desk = Desk {
        session,
        toaster: use_toaster(),
        queue: load,
        chosen: chosen_id,
        opened,
        draft: RwSignal::new(None),
        last: RwSignal::new(None),
        form: FormState::new(),
    };
    // Somebody who comes here begins with the first one.
    Effect::new(move || {
        if desk.queue.get().is_some() && desk.chosen.get_untracked().is_none() {
            desk.step(0);
        }
    });
    let keys = window_event_listener(ev::keydown, move |event| {
        if !is_elsewhere(&event) && desk.press(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    let tabs = vec![
        Choice::new(TABS[0].0, t::lead_mails::waiting),
        Choice::new(TABS[1].0, t::lead_mails::kept_out),
        Choice::new(TABS[2].0, t::lead_mails::done),
        Choice::new(TABS[3].0, t::lead_mails::ignored),
    ];
    view! {
        <PageHeader
            title=t::lead_mails::title
            meta=|| view! { <span>{t::lead_mails::about}</span> }
            actions=|| view! { <LeadSwitch here=routes::LEAD_MAIL/> }
        />
        <div class="stack">
            {mailbox::mailbox()}
            {upload::place(Callback::new(move |()| desk.queue.reload()))}
            <div class="row row--spread">
                <Segmented
                    label=t::lead_mails::tabs
                    value=tab
                    options=Signal::stored(tabs)
                    on_change=move |_: String| desk.chosen.set(None)
                />
                <p class="muted small desk__keys">{t::lead_mails::keys}</p>
            </div>
            <div class="desk">
                <Card title=t::lead_mails::queue flush=true>
                    <Loaded load view=move |page| queue(&desk, page)/>
                </Card>
                {chosen(desk)}
            </div>
        </div>
    }
    .into_any()
}
