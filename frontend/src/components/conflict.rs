//! Somebody else saved first: theirs or mine, field by field. One dialog for every form; what was
//! typed stays until the person decides.

use std::{future::Future, pin::Pin};

use client::{ClientError, ClientResult};
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{FormState, tell_failure};
use crate::{
    i18n::{Word, t},
    state::use_toaster,
    ui::{Button, Dialog, Look, TableFrame},
};

/// A field of what a form sends: its name there, what people call it, and how a value is said.
pub type Named = (&'static str, Word, fn(&str) -> String);

type Fetching = Pin<Box<dyn Future<Output = ClientResult<(i64, Value)>>>>;

/// A value as it stands.
pub fn as_is(text: &str) -> String {
    text.to_owned()
}

/// A reference to another record, whose name is not known here.
pub fn another(_: &str) -> String {
    t::conflict::another.get().to_owned()
}

/// How a value of such an enumeration is said: `said!(Industry)`.
macro_rules! said {
    ($kind:ty) => {
        |text: &str| {
            text.parse::<$kind>().map_or_else(
                |_| text.to_owned(),
                |value| value.label($crate::i18n::lang()).to_owned(),
            )
        }
    };
}

pub(crate) use said;

/// What a form tells of itself, so that one can choose between two versions of a record. Contents
/// are as they are sent, so that the dialog need not know whose they are.
#[derive(Clone, Copy)]
pub struct Rival {
    names: &'static [Named],
    /// What the fields began with.
    before: StoredValue<Value>,
    typed: Callback<(), Value>,
    theirs: Callback<(), Fetching>,
    /// The version to replace, and what of both is to be kept.
    on_mine: Callback<(i64, Value)>,
    on_theirs: Callback<()>,
}

/// As it would be sent.
fn sent<T: Serialize>(content: &T) -> Value {
    serde_json::to_value(content).unwrap_or_default()
}

impl Rival {
    /// `before` is what the form began with, `typed` what stands in it, `theirs` asks for what is
    /// there now and its version; `on_mine` sends what of both is to be kept instead of that
    /// version, `on_theirs` forgets what was typed.
    pub fn new<T, F>(
        names: &'static [Named],
        before: &T,
        typed: impl Fn() -> T + Send + Sync + 'static,
        theirs: impl Fn() -> F + Send + Sync + 'static,
        on_mine: impl Fn(i64, T) + Send + Sync + 'static,
        on_theirs: impl Fn() + Send + Sync + 'static,
    ) -> Self
    where
        T: Serialize + DeserializeOwned + 'static,
        F: Future<Output = ClientResult<(i64, T)>> + 'static,
    {
        let theirs = move |()| -> Fetching {
            let asked = theirs();
            Box::pin(async move { asked.await.map(|(version, now)| (version, sent(&now))) })
        };
        let keep = move |(version, kept): (i64, Value)| {
            // It was written as such a content, field by field.
            if let Ok(content) = serde_json::from_value(kept) {
                on_mine(version, content);
            }
        };
        Self {
            names,
            before: StoredValue::new(sent(before)),
            typed: Callback::new(move |()| untrack(|| sent(&typed()))),
            theirs: Callback::new(theirs),
            on_mine: Callback::new(keep),
            on_theirs: Callback::new(move |()| on_theirs()),
        }
    }
}

impl Rival {
    /// The form goes on from here: it was saved, or shows what is there now.
    pub fn goes_on_from<T: Serialize>(self, content: &T) {
        self.before.set_value(sent(content));
    }
}

/// What I changed, over what they saved: fields that I left alone are theirs.
fn merged(before: &Value, mine: &Value, theirs: &Value) -> Value {
    let fields = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let (before, mine) = (fields(before), fields(mine));
    let mut kept: Map<String, Value> = fields(theirs);
    for name in before.keys().chain(mine.keys()) {
        if before.get(name) == mine.get(name) {
            continue;
        }
        match mine.get(name) {
            Some(typed) => kept.insert(name.clone(), typed.clone()),
            // What is empty may not be sent at all.
            None => kept.remove(name),
        };
    }
    Value::Object(kept)
}

/// A value as people read it.
fn words(value: Option<&Value>, say: fn(&str) -> String) -> String {
    let several = |all: Vec<String>, between: &str| {
        all.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(between)
    };
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) if text.is_empty() => String::new(),
        Some(Value::String(text)) => say(text),
        Some(Value::Array(all)) => {
            several(all.iter().map(|one| words(Some(one), say)).collect(), "; ")
        }
        Some(Value::Object(fields)) => {
            several(fields.values().map(|one| words(Some(one), say)).collect(), " ")
        }
        Some(other) => say(&other.to_string()),
    }
}

/// The fields that differ: name, mine, theirs.
fn differences(names: &[Named], mine: &Value, theirs: &Value) -> Vec<(Word, String, String)> {
    let differs = |(name, ..): &&Named| mine.get(*name) != theirs.get(*name);
    let row = |(name, word, say): &Named| {
        (*word, words(mine.get(*name), *say), words(theirs.get(*name), *say))
    };
    names.iter().filter(differs).map(row).collect()
}

fn comparison(rows: Vec<(Word, String, String)>) -> AnyView {
    let row = |(name, mine, theirs): (Word, String, String)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="break-all">{mine}</td>
                <td class="break-all">{theirs}</td>
            </tr>
        }
    };
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    view! {
        <TableFrame label=t::conflict::title>
            <thead>
                <tr>
                    <th scope="col">{t::conflict::field}</th>
                    <th scope="col">{t::conflict::mine}</th>
                    <th scope="col">{t::conflict::theirs}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// Stands beside a form, and opens when the server says that the version is another by now. Closing
/// it leads back to what was typed.
#[component]
pub fn ConflictDialog(form: FormState, rival: Rival) -> impl IntoView {
    let toaster = use_toaster();
    let found = RwSignal::new(None::<(i64, Value)>);
    Effect::new(move || {
        if !form.failure().is_some_and(|error: ClientError| error.is_stale()) {
            return;
        }
        let asked = rival.theirs.run(());
        spawn_local(async move {
            match asked.await {
                Ok(now) => {
                    form.clear();
                    let _ = found.try_set(Some(now));
                }
                Err(error) => tell_failure(toaster, &error),
            }
        });
    });
    let keep = move || {
        if let Some((version, theirs)) = found.try_update(Option::take).flatten() {
            let mine = rival.typed.run(());
            let kept = rival.before.with_value(|before| merged(before, &mine, &theirs));
            rival.on_mine.run((version, kept));
        }
    };
    let give_up = move || {
        found.set(None);
        rival.on_theirs.run(());
    };
    let foot = move || {
        view! {
            <Button label=t::conflict::take_theirs on_press=give_up/>
            <Button label=t::conflict::keep_mine look=Look::Primary on_press=keep/>
        }
    };
    let table = move || {
        let now = found.read();
        let (_, theirs) = now.as_ref()?;
        let mine = rival.typed.run(());
        let kept = rival.before.with_value(|before| merged(before, &mine, theirs));
        Some(comparison(differences(rival.names, &kept, theirs)))
    };
    view! {
        <Dialog
            open=Signal::derive(move || found.read().is_some())
            on_close=move || found.set(None)
            title=t::conflict::title
            foot
        >
            <div class="stack">
                <p>{t::conflict::text}</p>
                {table}
            </div>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NAMES: &[Named] = &[
        ("name", t::conflict::field, as_is),
        ("people", t::conflict::mine, as_is),
        ("owner", t::conflict::theirs, another),
    ];

    #[test]
    fn what_i_left_alone_is_theirs() {
        let before = json!({"name": "A", "city": "上海", "people": [{"name": "李强"}]});
        let mine = json!({"name": "B", "city": "上海", "people": [{"name": "李强"}]});
        let theirs = json!({"name": "A", "city": "北京", "people": []});

        let kept = merged(&before, &mine, &theirs);
        assert_eq!(kept, json!({"name": "B", "city": "北京", "people": []}));
        let emptied = json!({"name": "A", "people": [{"name": "李强"}]});
        let kept = merged(&before, &emptied, &theirs);
        assert_eq!(kept, json!({"name": "A", "people": []}), "what I emptied stays empty");
    }

    #[test]
    fn only_what_differs_is_shown_as_people_say_it() {
        let mine = json!({"name": "A", "people": [{"name": "李强", "phone": null}], "owner": "1"});
        let theirs = json!({"name": "A", "people": [], "owner": null});

        let found = differences(NAMES, &mine, &theirs);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].1.as_str(), found[0].2.as_str()), ("李强", ""));
        assert_eq!(found[1].2, "");
        assert!(!found[1].1.contains('1'), "nobody reads ids");
    }
}
