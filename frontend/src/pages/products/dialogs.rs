//! What can be asked about a product: a form each, in one dialog; removal is confirmed by name.

use domain::products::wire::{ListedProduct, PriceView};
use leptos::prelude::*;

use super::{
    end_form::{EndForm, Ended},
    price_form::PriceForm,
    product_form::ProductForm,
};
use crate::{
    components::{FormState, ProblemWords as _},
    i18n::t,
    state::{use_session, use_toaster},
    ui::{Banner, ConfirmDialog, Dialog, Tone},
};

/// What the dialog is open for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    NewProduct,
    /// With whether licenses came of it.
    Product(ListedProduct, bool),
    NewPrice(ListedProduct),
    ChangePrice(ListedProduct, PriceView),
    EndPrice(ListedProduct, PriceView),
    RemovePrice(ListedProduct, PriceView),
}

fn title(asked: Option<&Asked>) -> String {
    let word = match asked {
        None | Some(Asked::NewProduct) => t::products::create,
        Some(Asked::Product(..)) => t::products::edit,
        Some(Asked::NewPrice(_)) => t::products::set_price,
        Some(Asked::ChangePrice(..)) => t::products::change_price,
        Some(Asked::EndPrice(..)) => t::products::end_price,
        Some(Asked::RemovePrice(..)) => t::products::remove_price,
    };
    word.get().to_owned()
}

fn content(asked: Asked, on_done: Callback<()>) -> AnyView {
    match asked {
        Asked::NewProduct => view! { <ProductForm on_done/> }.into_any(),
        Asked::Product(product, has_licenses) => {
            view! { <ProductForm known=(product, has_licenses) on_done/> }.into_any()
        }
        Asked::NewPrice(product) => view! { <PriceForm product on_done/> }.into_any(),
        Asked::ChangePrice(product, price) => {
            view! { <PriceForm product price on_done/> }.into_any()
        }
        Asked::EndPrice(product, price) => {
            view! { <EndForm of=Ended::Price(Box::new(product), price) on_done/> }.into_any()
        }
        Asked::RemovePrice(..) => ().into_any(),
    }
}

fn removal(asked: RwSignal<Option<Asked>>, on_done: Callback<()>) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let open = Memo::new(move |_| matches!(&*asked.read(), Some(Asked::RemovePrice(..))));
    let text = Signal::derive(move || match &*asked.read() {
        Some(Asked::RemovePrice(_, price)) => t::products::remove_price_text(price.valid_from),
        _ => String::new(),
    });
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let Some(Asked::RemovePrice(_, price)) = asked.get_untracked() else { return };
        let client = session.client();
        let work = async move { client.remove_price(price.id, price.version).await };
        form.send(work, move |_| on_done.run(()));
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=t::products::remove_price
            text
            confirm=t::common::remove
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

/// Open while something is asked.
#[component]
pub fn ProductDialogs(
    asked: RwSignal<Option<Asked>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let toaster = use_toaster();
    let done = Callback::new(move |()| {
        asked.set(None);
        toaster.success(t::common::saved);
        on_done.run(());
    });
    let is_form = Memo::new(move |_| {
        asked.read().as_ref().is_some_and(|asked| !matches!(asked, Asked::RemovePrice(..)))
    });
    view! {
        <Dialog
            open=is_form
            on_close=move || asked.set(None)
            title=Signal::derive(move || title(asked.read().as_ref()))
        >
            {move || asked.get().map(|asked| content(asked, done))}
        </Dialog>
        {removal(asked, done)}
    }
    .into_any()
}
