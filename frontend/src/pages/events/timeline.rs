//! A record's story, made of its events.

use client::Side;
use domain::events::{EventKind, SubjectKind, wire::EventView};
use leptos::prelude::*;

use super::{changes::changes, subject};
use crate::{
    i18n::{lang, t},
    ui::{EmptyState, Glyph, Timeline, TimelineEntry, Tone},
};

/// What an event looks like.
#[expect(clippy::too_many_lines, reason = "a line for each kind")]
pub const fn look(kind: EventKind) -> (Glyph, Tone) {
    use EventKind::{
        AcceptanceFormAttached, AcceptanceFormReplaced, ActivationModeChanged, AlertAcknowledged,
        AlertRaised, AlertReopened, AlertResolved, AlertSnoozed, AlertsDigested, ApiKeyCreated,
        ApiKeyRevoked, BalanceCredited, BalanceEntryUndone, BalanceOffset, BalanceRefunded,
        BankAccountChanged, BankAccountCreated, ChangeApproved, ChangeRejected, ChangeRequested,
        ChangeWithdrawn, CreditHoldOverridden, CreditRulesChanged, CustomerArchived,
        CustomerAssigned, CustomerChanged, CustomerCreated, CustomerMerged, CustomerRestored,
        CustomerUnmerged, DeliveryFailed, DeliveryRetried, DeploymentAccepted, DeploymentCancelled,
        DeploymentChanged, DeploymentCompleted, DeploymentFailed, DeploymentPlanned,
        DeploymentReplanned, DeploymentStaffed, DeploymentStarted, DeploymentTicked,
        DuplicateDismissed, DuplicateReopened, EngineerActivated, EngineerChanged, EngineerCreated,
        EngineerDeactivated, EngineerDeleted, ImportApplied, ImportCommitted, ImportFinished,
        ImportRetried, ImportReverted, ImportStopped, ImportUndone, ImportUploaded,
        InstallationRegistered, InvoiceCancelled, InvoiceChanged, InvoiceDelivered, InvoiceFiled,
        InvoiceIssued, InvoiceRejected, InvoiceRequested, InvoiceTitleKept, InvoiceTitleRemoved,
        InvoiceVoided, KeyReissued, KeyShown, LeadActivityLogged, LeadAssigned, LeadChanged,
        LeadConverted, LeadCreated, LeadDeleted, LeadDisqualified, LeadLost, LeadMailAttached,
        LeadMailConfirmed, LeadMailIgnored, LeadMailRestored, LeadMailTaken, LeadMailUndone,
        LeadMoved, LeadReopened, LeadSourceChanged, LeadSourceCreated, LeadStatusChanged,
        LeadStatusCreated, LeadWon, LicenseActivated, LicenseAssigned, LicenseChanged,
        LicenseExpanded, LicenseExtended, LicenseIssued, LicenseRenewed, LicenseResent,
        LicenseRestored, LicenseResumed, LicenseSent, LicenseSuspended, LicenseTerminated,
        LicenseTransferred, LicenseUpgraded, ListExported, MatchingRuleSwitched,
        NotificationsChosen, OrderApproved, OrderCancelled, OrderChanged, OrderFulfilled,
        OrderPlaced, OrderRejected, OrderSubmitted, PartnerApproved, PartnerChanged,
        PartnerCreated, PartnerSuspended, PasswordChanged, PasswordReset, PasswordResetAsked,
        PaymentChanged, PaymentIgnored, PaymentMatched, PaymentRecorded, PaymentRestored,
        PaymentSuggestionRefused, PaymentUnmatched, PermissionGranted, PermissionRevoked,
        PriceChanged, PriceEnded, PriceRemoved, PriceRuleChanged, PriceRuleCreated, PriceRuleEnded,
        PriceRuleRemoved, PriceSet, ProductChanged, ProductCreated, PurchaseCorrected,
        PurchaseDeleted, PurchaseRecorded, RedLetterConfirmed, RedLetterRefused,
        RedLetterRequested, RedLetterWithdrawn, ReturnApproved, ReturnRejected, ReturnRequested,
        SalesRepActivated, SalesRepChanged, SalesRepCreated, SalesRepDeactivated, SalesRepDeleted,
        SecondFactorOff, SecondFactorOn, SecondFactorReset, SellerChanged, SessionReused,
        SessionsEnded, SignedIn, SigningKeyRetired, SigningKeyRotated, StatementCommitted,
        StatementDiscarded, StatementUndone, StatementUploaded, TargetChanged, TargetRemoved,
        TargetSet, TermsPublished, UsageImported, UsageRecorded, UsageReported, UserChanged,
        UserCreated, UserDeactivated, UserReactivated, ViewChanged, ViewDeleted, ViewSaved,
        WebhookChanged, WebhookCreated, WebhookDeleted, WebhookFailed, WebhookReplayed,
        WebhookSecretRenewed, WebhookTested,
    };
    match kind {
        OrderPlaced | PartnerCreated | UserCreated | ProductCreated | PriceRuleCreated => {
            (Glyph::Plus, Tone::Neutral)
        }
        OrderChanged | CustomerChanged | PartnerChanged | UserChanged | ProductChanged
        | PriceChanged | PriceRuleChanged | LicenseChanged => (Glyph::Edit, Tone::Neutral),
        PriceSet => (Glyph::Yuan, Tone::Brand),
        PriceEnded | PriceRuleEnded => (Glyph::Calendar, Tone::Neutral),
        PriceRemoved | PriceRuleRemoved => (Glyph::Trash, Tone::Neutral),
        OrderSubmitted => (Glyph::Send, Tone::Brand),
        ReturnRequested | ChangeRequested => (Glyph::Send, Tone::Warning),
        ChangeApproved => (Glyph::Approve, Tone::Success),
        ChangeWithdrawn => (Glyph::Ban, Tone::Neutral),
        ReturnRejected | ChangeRejected => (Glyph::Close, Tone::Neutral),
        ReturnApproved => (Glyph::Refresh, Tone::Warning),
        OrderApproved | PartnerApproved => (Glyph::Approve, Tone::Success),
        OrderRejected => (Glyph::Close, Tone::Error),
        OrderCancelled | LicenseSuspended | LicenseTerminated | PartnerSuspended
        | UserDeactivated | CustomerArchived => (Glyph::Ban, Tone::Neutral),
        LicenseAssigned | CustomerAssigned => (Glyph::User, Tone::Neutral),
        LicenseExtended => (Glyph::Calendar, Tone::Warning),
        OrderFulfilled | LicenseActivated | LicenseResumed => (Glyph::CheckCircle, Tone::Success),
        CustomerCreated => (Glyph::Building, Tone::Brand),
        CustomerRestored | CustomerUnmerged => (Glyph::Undo, Tone::Warning),
        CustomerMerged => (Glyph::Users, Tone::Brand),
        DuplicateReopened => (Glyph::Refresh, Tone::Neutral),
        LicenseTransferred | ActivationModeChanged => (Glyph::External, Tone::Warning),
        SigningKeyRotated => (Glyph::Key, Tone::Success),
        SigningKeyRetired => (Glyph::Ban, Tone::Warning),
        LicenseIssued | KeyReissued => (Glyph::Key, Tone::Brand),
        LicenseSent => (Glyph::Mail, Tone::Success),
        LicenseRenewed | LicenseUpgraded | LicenseExpanded => (Glyph::Refresh, Tone::Success),
        LicenseRestored => (Glyph::Refresh, Tone::Warning),
        LicenseResent | DeliveryRetried => (Glyph::Refresh, Tone::Brand),
        KeyShown => (Glyph::Eye, Tone::Warning),
        ListExported => (Glyph::Download, Tone::Warning),
        DeliveryFailed => (Glyph::Warning, Tone::Error),
        UserReactivated => (Glyph::User, Tone::Success),
        NotificationsChosen => (Glyph::Bell, Tone::Neutral),
        ViewSaved | ViewChanged | ViewDeleted => (Glyph::Filter, Tone::Neutral),
        PasswordChanged => (Glyph::Lock, Tone::Neutral),
        SignedIn => (Glyph::User, Tone::Neutral),
        ApiKeyCreated => (Glyph::Key, Tone::Warning),
        ApiKeyRevoked => (Glyph::Ban, Tone::Neutral),
        SecondFactorOn => (Glyph::Shield, Tone::Success),
        SecondFactorOff | SecondFactorReset => (Glyph::Shield, Tone::Warning),
        PasswordReset => (Glyph::Lock, Tone::Warning),
        PasswordResetAsked => (Glyph::Mail, Tone::Neutral),
        SessionsEnded => (Glyph::Ban, Tone::Neutral),
        PermissionGranted => (Glyph::Clock, Tone::Warning),
        PermissionRevoked => (Glyph::Ban, Tone::Neutral),
        SessionReused => (Glyph::Shield, Tone::Error),
        WebhookCreated => (Glyph::Plus, Tone::Neutral),
        WebhookChanged => (Glyph::Edit, Tone::Neutral),
        WebhookDeleted => (Glyph::Ban, Tone::Neutral),
        WebhookSecretRenewed => (Glyph::Lock, Tone::Warning),
        WebhookTested | WebhookReplayed => (Glyph::Send, Tone::Brand),
        WebhookFailed => (Glyph::Warning, Tone::Error),
        DeploymentPlanned | DeploymentReplanned => (Glyph::Calendar, Tone::Brand),
        DeploymentChanged | EngineerChanged => (Glyph::Edit, Tone::Neutral),
        DeploymentStaffed => (Glyph::Users, Tone::Neutral),
        DeploymentStarted => (Glyph::Server, Tone::Brand),
        DeploymentTicked | DuplicateDismissed => (Glyph::Check, Tone::Neutral),
        DeploymentCompleted => (Glyph::CheckCircle, Tone::Success),
        DeploymentAccepted => (Glyph::Approve, Tone::Success),
        AcceptanceFormAttached => (Glyph::File, Tone::Success),
        AcceptanceFormReplaced => (Glyph::File, Tone::Warning),
        DeploymentFailed => (Glyph::Warning, Tone::Error),
        DeploymentCancelled | EngineerDeactivated => (Glyph::Ban, Tone::Neutral),
        EngineerCreated => (Glyph::Plus, Tone::Neutral),
        EngineerActivated => (Glyph::User, Tone::Success),
        EngineerDeleted | SalesRepDeleted | PurchaseDeleted | TargetRemoved => {
            (Glyph::Trash, Tone::Neutral)
        }
        PurchaseRecorded => (Glyph::Yuan, Tone::Brand),
        PurchaseCorrected | SalesRepChanged | TargetChanged => (Glyph::Edit, Tone::Neutral),
        SalesRepCreated => (Glyph::Plus, Tone::Neutral),
        SalesRepActivated => (Glyph::User, Tone::Success),
        SalesRepDeactivated => (Glyph::Ban, Tone::Neutral),
        TargetSet => (Glyph::Chart, Tone::Brand),
        PaymentRecorded | BankAccountCreated => (Glyph::Plus, Tone::Neutral),
        PaymentChanged | BankAccountChanged | SellerChanged => (Glyph::Edit, Tone::Neutral),
        PaymentMatched => (Glyph::Yuan, Tone::Success),
        PaymentUnmatched | PaymentRestored | StatementUndone => (Glyph::Undo, Tone::Warning),
        PaymentSuggestionRefused | StatementDiscarded => (Glyph::Close, Tone::Neutral),
        PaymentIgnored => (Glyph::Ban, Tone::Neutral),
        StatementUploaded => (Glyph::Upload, Tone::Neutral),
        StatementCommitted => (Glyph::CheckCircle, Tone::Success),
        MatchingRuleSwitched => (Glyph::Sliders, Tone::Warning),
        LeadCreated | LeadStatusCreated | LeadSourceCreated => (Glyph::Plus, Tone::Neutral),
        LeadChanged | LeadStatusChanged | LeadSourceChanged => (Glyph::Edit, Tone::Neutral),
        LeadAssigned => (Glyph::User, Tone::Neutral),
        InvoiceRequested => (Glyph::Send, Tone::Warning),
        InvoiceChanged => (Glyph::Edit, Tone::Neutral),
        InvoiceIssued => (Glyph::CheckCircle, Tone::Success),
        InvoiceDelivered => (Glyph::Send, Tone::Success),
        InvoiceRejected | RedLetterRefused => (Glyph::Close, Tone::Error),
        InvoiceCancelled | InvoiceVoided | RedLetterWithdrawn => (Glyph::Ban, Tone::Neutral),
        InvoiceFiled | TermsPublished => (Glyph::File, Tone::Brand),
        RedLetterRequested => (Glyph::Undo, Tone::Warning),
        RedLetterConfirmed => (Glyph::Approve, Tone::Success),
        InvoiceTitleKept => (Glyph::Plus, Tone::Neutral),
        InvoiceTitleRemoved => (Glyph::Trash, Tone::Neutral),
        LeadMailTaken => (Glyph::Mail, Tone::Neutral),
        LeadMailConfirmed | LeadMailAttached => (Glyph::Mail, Tone::Success),
        LeadMailIgnored => (Glyph::EyeOff, Tone::Neutral),
        LeadMailRestored | LeadMailUndone => (Glyph::Undo, Tone::Neutral),
        LeadMoved => (Glyph::ArrowRight, Tone::Brand),
        LeadWon => (Glyph::CheckCircle, Tone::Success),
        LeadConverted => (Glyph::Cart, Tone::Success),
        LeadLost => (Glyph::Close, Tone::Error),
        LeadDisqualified => (Glyph::Ban, Tone::Neutral),
        LeadReopened => (Glyph::Undo, Tone::Warning),
        LeadActivityLogged => (Glyph::Activity, Tone::Brand),
        LeadDeleted => (Glyph::Trash, Tone::Neutral),
        AlertRaised | AlertReopened => (Glyph::Bell, Tone::Warning),
        AlertResolved => (Glyph::CheckCircle, Tone::Success),
        AlertAcknowledged => (Glyph::Check, Tone::Neutral),
        AlertSnoozed => (Glyph::Clock, Tone::Neutral),
        ImportUploaded | ImportCommitted | ImportApplied => (Glyph::Upload, Tone::Neutral),
        ImportUndone | ImportReverted => (Glyph::Undo, Tone::Warning),
        ImportRetried => (Glyph::Refresh, Tone::Neutral),
        ImportFinished => (Glyph::CheckCircle, Tone::Success),
        ImportStopped => (Glyph::ErrorCircle, Tone::Error),
        AlertsDigested => (Glyph::Bell, Tone::Neutral),
        BalanceCredited => (Glyph::Plus, Tone::Success),
        BalanceOffset => (Glyph::Yuan, Tone::Success),
        BalanceRefunded => (Glyph::Yuan, Tone::Neutral),
        BalanceEntryUndone => (Glyph::Undo, Tone::Warning),
        CreditRulesChanged => (Glyph::Sliders, Tone::Warning),
        CreditHoldOverridden => (Glyph::Approve, Tone::Warning),
        UsageReported | UsageImported => (Glyph::Chart, Tone::Neutral),
        UsageRecorded => (Glyph::Edit, Tone::Neutral),
        InstallationRegistered => (Glyph::Key, Tone::Brand),
    }
}

/// Whose story it is: what happened to others is told with their name.
#[derive(Clone, Copy)]
struct Of {
    kind: SubjectKind,
    side: Side,
}

fn entry(event: EventView, of: Of) -> AnyView {
    let other = (event.subject_kind != of.kind).then(|| {
        let label = event.subject_label.clone();
        match subject::href(of.side, &event) {
            Some(href) => view! { <a class="mono" href=href>{label}</a> }.into_any(),
            None => view! { <span class="mono">{label}</span> }.into_any(),
        }
    });
    let (glyph, tone) = look(event.kind);
    let kind = event.kind;
    let title = move || kind.label(lang());
    let actor = StoredValue::new(event.actor_name);
    let who = Signal::derive(move || {
        actor.get_value().unwrap_or_else(|| t::events::system.get().to_owned())
    });
    let note = event.note.filter(|note| !note.trim().is_empty());
    let changed = changes(&event.changes);
    if other.is_none() && note.is_none() && changed.is_none() {
        return view! { <TimelineEntry glyph tone title who at=event.at/> }.into_any();
    }
    let between = (other.is_some() && note.is_some()).then_some(" · ");
    view! {
        <TimelineEntry glyph tone title who at=event.at>
            {other}
            {between}
            {note}
            {changed}
        </TimelineEntry>
    }
    .into_any()
}

/// Latest first, as the API gives them.
#[component]
pub fn EventTimeline(
    #[prop(into)] events: Signal<Vec<EventView>>,
    /// What the page is about.
    of: SubjectKind,
    side: Side,
) -> impl IntoView {
    let of = Of { kind: of, side };
    move || {
        let events = events.get();
        if events.is_empty() {
            return view! {
                <EmptyState glyph=Glyph::Activity title=t::events::nothing_happened/>
            }
            .into_any();
        }
        view! {
            <Timeline label=t::events::timeline>
                {events.into_iter().map(|event| entry(event, of)).collect_view()}
            </Timeline>
        }
        .into_any()
    }
}
