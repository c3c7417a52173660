//! Writing down what happened, in the transaction in which it happened.

use domain::{
    Id,
    events::{EventKind, SubjectKind},
    id::UserId,
};
use serde_json::{Value, json};
use store::events::NewEvent;
use uuid::Uuid;

use crate::{
    app::{App, Tx},
    http,
};

/// An event in the making.
#[must_use = "nothing is written down before `append`"]
pub struct Record<'a> {
    tx: &'a Tx,
    event: NewEvent,
}

/// Begins an event; `label` is what people call the subject.
pub fn record<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    subject_kind: SubjectKind,
    subject_id: Uuid,
    label: &str,
) -> Record<'a> {
    Record {
        tx,
        event: NewEvent {
            id: Id::from_uuid(tx.event_id(app)),
            kind,
            subject_kind,
            subject_id,
            subject_label: label.to_owned(),
            actor: None,
            note: None,
            data: Value::Null,
            at: tx.now,
            origin: http::origin(),
            links: Vec::new(),
        },
    }
}

impl Record<'_> {
    /// Who did it.
    pub fn by(mut self, actor: UserId) -> Self {
        self.event.actor = Some(actor);
        self
    }

    /// A reason, a remark, a recipient: what people read beside it.
    pub fn note(mut self, note: Option<&str>) -> Self {
        self.event.note = note.filter(|note| !note.is_empty()).map(str::to_owned);
        self
    }

    /// What it was, and what it is now. Never keys, codes or tokens.
    pub fn changed(mut self, before: &Value, after: &Value) -> Self {
        self.event.data = json!({ "before": before, "after": after });
        self
    }

    /// What the worker needs.
    pub fn data(mut self, data: Value) -> Self {
        self.event.data = data;
        self
    }

    /// It stands on this record's timeline too.
    pub fn also_on(mut self, kind: SubjectKind, id: Uuid) -> Self {
        self.event.links.push((kind, id));
        self
    }

    /// Writes it, with the transaction's other events, before the commit.
    pub fn append(self) {
        self.tx.tell(self.event);
    }
}
