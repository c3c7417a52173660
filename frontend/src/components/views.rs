//! Saved views of a list: pick one, save the list as it stands under a name, and change, share or
//! delete what one saved. In the toolbar of every list whose views can be saved.

use domain::{
    access::Permission,
    id::SavedViewId,
    views::{
        SavedList, check_name,
        wire::{ChangeView, ChooseDefaultView, SaveView, SavedView},
    },
};
use leptos::{prelude::*, task::spawn_local};

use super::{Form, FormState, Load, ProblemWords as _, tell_failure, use_load};
use crate::{
    i18n::{Word, t},
    state::{Session, fresh_key, use_session, use_toaster},
    ui::{
        Banner, Button, Checkbox, ConfirmDialog, Dialog, Field, Glyph, Icon, Look, Menu, MenuItem,
        MenuLine, MenuTitle, Size, TextInput, Toaster, Tone, effect,
    },
};

/// The list that views belong to, as far as they know it.
#[derive(Clone, Copy)]
pub(super) struct Viewed {
    pub list: SavedList,
    /// Its query, but for where one is in it (tracked).
    pub query: Signal<String>,
    /// Keys of the columns that are not shown.
    pub hidden: RwSignal<Vec<String>>,
    /// Puts a query into the address bar; in place of the one there, or after it.
    pub open: Callback<(String, bool)>,
    /// The list as it comes, with the columns that the browser remembers.
    pub plain: Callback<()>,
}

impl Viewed {
    /// Whether the list stands as the view has it (tracked).
    fn stands_as(self, view: &SavedView) -> bool {
        let sorted = |columns: &[String]| {
            let mut columns = columns.to_vec();
            columns.sort();
            columns
        };
        *self.query.read() == view.query
            && sorted(&self.hidden.read()) == sorted(&view.hidden_columns)
    }

    fn pick(self, view: &SavedView, in_place: bool) {
        self.hidden.set(view.hidden_columns.clone());
        self.open.run((view.query.clone(), in_place));
    }
}

/// What a dialog is open for.
#[derive(Clone, PartialEq)]
enum Asked {
    Save,
    Rename(SavedView),
    Delete(SavedView),
}

#[derive(Clone, Copy)]
struct Views {
    viewed: Viewed,
    load: Load<Vec<SavedView>>,
    picked: RwSignal<Option<SavedViewId>>,
    asked: RwSignal<Option<Asked>>,
    session: Session,
    toaster: Toaster,
}

impl Views {
    fn all(self) -> Vec<SavedView> {
        self.load.data().get().unwrap_or_default()
    }

    /// The view that the list stands as; of several, the one that was picked (tracked).
    fn present(self) -> Option<SavedView> {
        let picked = self.picked.get();
        let mut standing: Vec<_> =
            self.all().into_iter().filter(|view| self.viewed.stands_as(view)).collect();
        let at = standing.iter().position(|view| Some(view.id) == picked).unwrap_or_default();
        (at < standing.len()).then(|| standing.swap_remove(at))
    }

    /// One's own that was picked, where the list has been changed since (tracked).
    fn departed_from(self) -> Option<SavedView> {
        let picked = self.picked.get()?;
        let view = self.all().into_iter().find(|view| view.id == picked && view.is_own)?;
        (!self.viewed.stands_as(&view)).then_some(view)
    }

    fn pick(self, view: &SavedView) {
        self.picked.set(Some(view.id));
        self.viewed.pick(view, false);
    }

    /// Sends a change, and shows the views as they are then.
    fn change(self, view: &SavedView, change: ChangeView) {
        let Self { session, toaster, .. } = self;
        let (id, version) = (view.id, view.version);
        spawn_local(async move {
            match session.client().change_view(id, version, &change).await {
                Ok(_) => toaster.success(t::common::saved),
                Err(error) => tell_failure(toaster, &error),
            }
            self.load.reload();
        });
    }

    fn choose_default(self, view: Option<SavedViewId>) {
        let Self { session, toaster, .. } = self;
        let list = self.viewed.list;
        spawn_local(async move {
            match session.client().choose_default_view(&ChooseDefaultView { list, view }).await {
                Ok(views) => {
                    self.load.set(views);
                    toaster.success(t::common::saved);
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    }
}

/// The menu of views and what it asks.
pub(super) fn views_of(viewed: Viewed) -> AnyView {
    let list = viewed.list;
    let views = Views {
        viewed,
        load: use_load(move |client| async move { client.views(list).await }),
        picked: RwSignal::new(None),
        asked: RwSignal::new(None),
        session: use_session(),
        toaster: use_toaster(),
    };
    open_with_default(views);
    let trigger = move || {
        let present = views.present().map(|view| view.name);
        view! {
            <Icon glyph=Glyph::Filter/>
            {match present {
                Some(name) => {
                    view! {
                        <span class="visually-hidden">{t::views::title}": "</span>
                        <span class="truncate toolbar__view">{name}</span>
                    }
                        .into_any()
                }
                None => view! { <span>{t::views::title}</span> }.into_any(),
            }}
        }
    };
    view! {
        <Menu class="button" end=true trigger>
            {move || items(views)}
        </Menu>
        {name_dialog(views)}
        {delete_dialog(views)}
    }
    .into_any()
}

/// Where the address bar says nothing, the list opens with one's default; once, so that resetting
/// the filters is possible.
fn open_with_default(views: Views) {
    let is_plain = move || views.viewed.query.with_untracked(String::is_empty);
    let waits = StoredValue::new(is_plain());
    effect(move || {
        let Some(all) = views.load.data().get() else { return };
        if !waits.get_value() {
            return;
        }
        waits.set_value(false);
        if let Some(view) = all.iter().find(|view| view.is_default).filter(|_| is_plain()) {
            views.picked.set(Some(view.id));
            views.viewed.pick(view, true);
        }
    });
}

fn items(views: Views) -> AnyView {
    let (own, shared): (Vec<_>, Vec<_>) = views.all().into_iter().partition(|view| view.is_own);
    let present = views.present();
    let id = present.as_ref().map(|view| view.id);
    let group = |title: Word, group: Vec<SavedView>| {
        (!group.is_empty()).then(|| {
            view! {
                <MenuTitle label=title/>
                {group.into_iter().map(|view| entry(views, view, id)).collect_view()}
            }
        })
    };
    let plain = move || {
        views.picked.set(None);
        views.viewed.plain.run(());
    };
    let is_plain = Signal::derive(move || views.viewed.query.read().is_empty() && id.is_none());
    view! {
        <MenuItem label=t::views::plain checked=is_plain on_press=plain/>
        {group(t::views::own, own)}
        {group(t::views::shared, shared)}
        <MenuLine/>
        <MenuItem
            label=t::views::save_as
            icon=Glyph::Plus
            on_press=move || views.asked.set(Some(Asked::Save))
        />
        {views.departed_from().map(|view| update(views, view))}
        {present.map(|view| acts(views, view))}
    }
    .into_any()
}

/// A view to pick: its name, whose it is, and whether the list opens with it.
fn entry(views: Views, view: SavedView, present: Option<SavedViewId>) -> AnyView {
    let name = if view.is_own {
        view.name.clone()
    } else {
        format!("{} · {}", view.name, view.owner_name)
    };
    let is_default = view.is_default;
    let label =
        Signal::derive(
            move || {
                if is_default { t::views::opens(name.clone()) } else { name.clone() }
            },
        );
    let checked = Signal::stored(present == Some(view.id));
    view! { <MenuItem label checked on_press=move || views.pick(&view)/> }.into_any()
}

/// Keeps what was changed since it was picked.
fn update(views: Views, view: SavedView) -> AnyView {
    let name = view.name.clone();
    let label = Signal::derive(move || t::views::update(name.clone()));
    let press = move || {
        let change = ChangeView {
            query: Some(views.viewed.query.get_untracked()),
            hidden_columns: Some(views.viewed.hidden.get_untracked()),
            ..ChangeView::default()
        };
        views.change(&view, change);
    };
    view! { <MenuItem label icon=Glyph::Check on_press=press/> }.into_any()
}

/// What can be done with the view that the list stands as.
fn acts(views: Views, view: SavedView) -> AnyView {
    let may_share = untrack(|| views.session.may(Permission::ViewsShare));
    let (id, is_default, shared) = (view.id, view.is_default, view.shared);
    let default = if is_default { t::views::no_default } else { t::views::make_default };
    let choose = move || views.choose_default((!is_default).then_some(id));
    let default = view! { <MenuItem label=default icon=Glyph::Home on_press=choose/> };
    if !view.is_own {
        return default.into_any();
    }
    let sharing = (shared || may_share).then(|| {
        let view = view.clone();
        let label = if shared { t::views::unshare } else { t::views::share };
        let press = move || {
            views.change(&view, ChangeView { shared: Some(!shared), ..ChangeView::default() });
        };
        view! { <MenuItem label icon=Glyph::Users on_press=press/> }
    });
    let (renamed, deleted) = (view.clone(), view);
    view! {
        {default}
        {sharing}
        <MenuItem
            label=t::views::rename
            icon=Glyph::Edit
            on_press=move || views.asked.set(Some(Asked::Rename(renamed.clone())))
        />
        <MenuItem
            label=t::views::delete
            icon=Glyph::Trash
            danger=true
            on_press=move || views.asked.set(Some(Asked::Delete(deleted.clone())))
        />
    }
    .into_any()
}

fn name_dialog(views: Views) -> AnyView {
    let open =
        Memo::new(move |_| matches!(&*views.asked.read(), Some(Asked::Save | Asked::Rename(_))));
    let title = Signal::derive(move || {
        let word = match &*views.asked.read() {
            Some(Asked::Rename(_)) => t::views::rename_title,
            _ => t::views::save_title,
        };
        word.get().to_owned()
    });
    view! {
        <Dialog open on_close=move || views.asked.set(None) title size=Size::Small>
            {move || match views.asked.get() {
                Some(Asked::Save) => save_form(views),
                Some(Asked::Rename(view)) => rename_form(views, view),
                _ => ().into_any(),
            }}
        </Dialog>
    }
    .into_any()
}

/// A field for the name and a button; `more` stands between them.
fn name_form(
    form: FormState,
    name: RwSignal<String>,
    more: AnyView,
    on_submit: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let submit = move || {
        let refused = check_name(&name.read_untracked()).err();
        if form.accepts(refused.map(|refusal| refusal.at("/name")).into_iter().collect()) {
            on_submit();
        }
    };
    view! {
        <Form form on_submit=submit>
            <Field label=t::views::name error=form.error("/name") required=true>
                <TextInput value=name maxlength=60 autofocus=true/>
            </Field>
            {more}
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

fn save_form(views: Views) -> AnyView {
    let Views { session, toaster, .. } = views;
    let form = FormState::new();
    let name = RwSignal::new(String::new());
    let shared = RwSignal::new(false);
    let as_default = RwSignal::new(false);
    let key = fresh_key();
    let may_share = untrack(|| session.may(Permission::ViewsShare));
    let submit = move || {
        let list = views.viewed.list;
        let new = SaveView {
            list,
            name: name.get_untracked(),
            query: views.viewed.query.get_untracked(),
            hidden_columns: views.viewed.hidden.get_untracked(),
            shared: shared.get_untracked(),
        };
        let opens = as_default.get_untracked();
        let (client, key) = (session.client(), key.clone());
        let work = async move {
            let saved = client.save_view(&new, &key).await?;
            let all = if opens {
                let choice = ChooseDefaultView { list, view: Some(saved.id) };
                client.choose_default_view(&choice).await?
            } else {
                client.views(list).await?
            };
            Ok((saved.id, all))
        };
        form.send(work, move |(id, all)| {
            views.picked.set(Some(id));
            views.load.set(all);
            views.asked.set(None);
            toaster.success(t::views::saved);
        });
    };
    let more = view! {
        <p class="muted small">{t::views::keeps}</p>
        <Checkbox checked=as_default label=t::views::make_default/>
        {may_share.then(|| view! { <Checkbox checked=shared label=t::views::share/> })}
    };
    name_form(form, name, more.into_any(), submit)
}

fn rename_form(views: Views, view: SavedView) -> AnyView {
    let Views { session, toaster, .. } = views;
    let form = FormState::new();
    let name = RwSignal::new(view.name);
    let (id, version) = (view.id, view.version);
    let submit = move || {
        let change = ChangeView { name: Some(name.get_untracked()), ..ChangeView::default() };
        let client = session.client();
        let work = async move { client.change_view(id, version, &change).await };
        form.send(work, move |_| {
            views.load.reload();
            views.asked.set(None);
            toaster.success(t::common::saved);
        });
    };
    name_form(form, name, ().into_any(), submit)
}

fn delete_dialog(views: Views) -> AnyView {
    let Views { session, toaster, .. } = views;
    let form = FormState::new();
    let open = Memo::new(move |_| matches!(&*views.asked.read(), Some(Asked::Delete(_))));
    let text = Signal::derive(move || match &*views.asked.read() {
        Some(Asked::Delete(view)) => t::views::delete_text(view.name.clone()),
        _ => String::new(),
    });
    let close = move || {
        form.clear();
        views.asked.set(None);
    };
    let confirm = move || {
        let Some(Asked::Delete(view)) = views.asked.get_untracked() else { return };
        let client = session.client();
        let work = async move { client.delete_view(view.id, view.version).await };
        form.send(work, move |()| {
            views.load.reload();
            views.asked.set(None);
            toaster.success(t::views::deleted);
        });
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=t::views::delete_title
            text
            confirm=t::common::delete
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
