//! Where the sheet comes from: the clipboard, which is read here, or a file, which the server reads.

use client::Side;
use domain::orders::sheet::{MAX_BYTES, Reader, SheetView, csv_of, template};
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::ProblemWords as _,
    i18n::{lang, t},
    pages::orders::form::context::FormContext,
    ui::{Banner, Field, Glyph, Icon, Spinner, TextArea, Tone},
};

/// What was given, and what became of it.
#[derive(Clone, Copy)]
pub struct Source {
    context: FormContext,
    pub text: RwSignal<String>,
    read: RwSignal<Option<SheetView>>,
    failure: RwSignal<Option<String>>,
    /// The name of the file that is being read or was.
    file: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    /// Counts what is given: an answer to an earlier file comes too late.
    turn: StoredValue<u32>,
}

impl Source {
    pub fn new(context: FormContext) -> Self {
        let source = Self {
            context,
            text: RwSignal::new(String::new()),
            read: RwSignal::new(None),
            failure: RwSignal::new(None),
            file: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
        };
        Effect::new(move || {
            let text = source.text.get();
            if !text.trim().is_empty() {
                untrack(|| source.read_text(&text));
            }
        });
        source
    }

    /// What the sheet says, once it was read (tracked).
    pub fn view(self) -> Option<SheetView> {
        self.read.get()
    }

    /// As if nothing had been given.
    pub fn clear(self) {
        self.next_turn();
        self.text.set(String::new());
        self.read.set(None);
        self.failure.set(None);
        self.file.set(None);
        self.busy.set(false);
    }

    fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }

    fn read_text(self, text: &str) {
        self.next_turn();
        self.busy.set(false);
        self.file.set(None);
        let catalogue = self.context.catalogue.get_untracked();
        let reader = Reader {
            products: &catalogue.products,
            language: lang(),
            by_staff: self.context.side == Side::Staff,
        };
        match reader.read_text(text) {
            Ok(view) => self.show(view),
            Err(refusal) => self.refuse(refusal.words(lang())),
        }
    }

    fn show(self, view: SheetView) {
        self.failure.set(None);
        self.read.set(Some(view));
    }

    fn refuse(self, words: String) {
        self.read.set(None);
        self.failure.set(Some(words));
    }

    /// Has the server read a file.
    fn read_file(self, file: web_sys::File) {
        let turn = self.next_turn();
        self.text.set(String::new());
        self.read.set(None);
        self.failure.set(None);
        self.file.set(Some(file.name()));
        #[expect(clippy::cast_precision_loss, reason = "two megabytes are exact")]
        let is_large = file.size() > MAX_BYTES as f64;
        if is_large {
            self.refuse(untrack(|| t::sheet::too_large.get().to_owned()));
            return;
        }
        self.busy.set(true);
        let (client, side) = (self.context.client(), self.context.side);
        spawn_local(async move {
            let outcome = match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => {
                    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                    let read = client.read_lines(side, "application/octet-stream", bytes).await;
                    read.map_err(|error| untrack(|| error.words()))
                }
                Err(_) => Err(untrack(|| t::sheet::unreadable.get().to_owned())),
            };
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match outcome {
                Ok(view) => self.show(view),
                Err(words) => self.refuse(words),
            }
        });
    }

    /// Takes what is dropped or pasted: a file, or else text; answers whether there was any.
    fn take(self, data: Option<web_sys::DataTransfer>) -> bool {
        let Some(data) = data else { return false };
        let file = data.files().and_then(|files| files.get(0));
        let text = data.get_data("text/plain").unwrap_or_default();
        // A spreadsheet's cells come as text and as a picture of them.
        if !text.trim().is_empty() {
            self.text.set(text);
            return true;
        }
        match file {
            Some(file) => {
                self.read_file(file);
                true
            }
            None => false,
        }
    }
}

/// A link that saves the sheet to begin with; made here, by the function that the server has.
fn template_link(context: FormContext) -> AnyView {
    let href = move || {
        let catalogue = context.catalogue.read();
        let rows = template(&catalogue.products, lang(), context.side == Side::Staff);
        let text = String::from(js_sys::encode_uri_component(&csv_of(&rows)));
        format!("data:text/csv;charset=utf-8,{text}")
    };
    let name = move || lang().pick("订单明细模板.csv", "order-lines.csv");
    view! {
        <a class="button" href=href download=name>
            <span class="button__label">
                <Icon glyph=Glyph::Download/>
                {t::sheet::template}
            </span>
        </a>
    }
    .into_any()
}

/// A place to paste into, a file to choose, and a template to begin with.
#[component]
pub fn SourceFields(source: Source, context: FormContext) -> impl IntoView {
    // Anywhere in the dialog; a field that is being typed in has its own idea of it.
    let paste = window_event_listener(ev::paste, move |event| {
        let typing = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| element.matches("textarea, input").unwrap_or_default());
        if !typing && source.take(event.clipboard_data()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || paste.remove());
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            source.read_file(file);
        }
        // The same file again, once it was corrected, is another choice.
        input.set_value("");
    };
    let drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        source.take(event.data_transfer());
    };
    let state = move || {
        let name = source.file.get();
        if source.busy.get() {
            let label = t::sheet::reading(name.unwrap_or_default());
            return view! { <p class="row"><Spinner label/></p> }.into_any();
        }
        if let Some(words) = source.failure.get() {
            return view! { <Banner tone=Tone::Error>{words}</Banner> }.into_any();
        }
        name.map(|name| view! { <p class="muted small">{t::sheet::file_read(name)}</p> }).into_any()
    };
    view! {
        <div
            class="sheet-import__source stack stack--tight"
            on:dragover=move |event| event.prevent_default()
            on:drop=drop
        >
            <Field label=t::sheet::paste hint=t::sheet::columns_hint>
                <TextArea value=source.text rows=5 placeholder=t::sheet::paste_placeholder/>
            </Field>
            <div class="row">
                <label class="button sheet-import__file">
                    <input
                        class="visually-hidden"
                        type="file"
                        accept=".xlsx,.csv,.tsv,.txt"
                        on:change=choose
                    />
                    <span class="button__label">
                        <Icon glyph=Glyph::Upload/>
                        {t::sheet::choose}
                    </span>
                </label>
                {template_link(context)}
                <span class="muted small">{t::sheet::drop_hint}</span>
            </div>
            <div aria-live="polite">{state}</div>
        </div>
    }
    .into_any()
}
