//! Identifiers that know what they identify: an order's id does not fit where a customer's goes.

use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// The id of a `T`. A UUID v7 on the wire and in the database.
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

impl<T> Id<T> {
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    pub const fn as_uuid(self) -> Uuid {
        self.0
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::from_uuid)
    }
}
impl<T> From<Uuid> for Id<T> {
    fn from(uuid: Uuid) -> Self {
        Self::from_uuid(uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

#[cfg(feature = "openapi")]
impl<T> utoipa::PartialSchema for Id<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::schema::SchemaFormat::KnownFormat(
                utoipa::openapi::schema::KnownFormat::Uuid,
            )))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl<T> utoipa::ToSchema for Id<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("Id")
    }
}

/// The markers that ids are typed with: one per table that is spoken of outside `store`.
pub mod of {
    macro_rules! markers {
        ($( $(#[$meta:meta])* $name:ident; )+) => { $( $(#[$meta])* #[derive(Debug)] pub enum $name {} )+ };
    }

    markers! {
        User;
        Session;
        SecondFactor;
        ApiKey;
        /// A link by which somebody sets a new password.
        PasswordReset;
        /// A permission for a while.
        TemporaryGrant;
        Partner;
        SellerEntity;
        Customer;
        Contact;
        /// Two customers that may be one.
        CustomerPair;
        /// Two customers that were made one.
        CustomerMerge;
        Product;
        Price;
        PriceRule;
        Order;
        OrderLine;
        License;
        /// A signed key of a license.
        LicenseKey;
        /// A change of a license's cluster or activation mode.
        ActivationChange;
        Purchase;
        Return;
        /// A fapiao, or a request for one.
        Invoice;
        /// Whom invoices name.
        InvoiceTitle;
        /// A change that somebody may only ask for.
        ChangeRequest;
        /// A mail (later: a webhook call) on its way.
        Delivery;
        /// Bringing a license to life on a customer's machines.
        Deployment;
        Engineer;
        SalesRep;
        /// What a sales rep is to sell.
        SalesTarget;
        Notification;
        Event;
        Webhook;
        /// A message to a webhook.
        WebhookCall;
        /// A list's filters, order and columns under a name.
        SavedView;
        /// What somebody should look at before it is too late.
        Alert;
        /// A running copy of the product, whose key signs usage reports.
        Installation;
        /// A file that becomes records.
        Import;
        /// A file beside a record.
        Attachment;
        /// An entry of a bank statement, or money that was entered by hand.
        Payment;
        /// A part of an order that falls due on a day of its own.
        Instalment;
        /// A customer or a partner, as somebody who owes and pays.
        Party;
        /// What may become an order.
        Lead;
        LeadStatus;
        LeadSource;
        LeadActivity;
        LeadMove;
        LeadMail;
        LeadMailFile;
        /// A mailbox that is read by itself.
        Mailbox;
        /// What a payment is for.
        PaymentMatch;
        /// A bank's file about one account of ours.
        Statement;
        StatementEntry;
        /// An account of ours.
        BankAccount;
        /// A rule of the matching engine.
        MatchingRule;
        /// What is due of an order on a day.
        Receivable;
        /// What stands to the credit of a party in a currency.
        PartyBalance;
        /// What changed it.
        BalanceEntry;
        /// When nothing more is approved for who does not pay.
        CreditRules;
    }
}

// Short names: the schema of the published document is made of plain names only.
pub type UserId = Id<of::User>;
pub type SessionId = Id<of::Session>;
pub type ApiKeyId = Id<of::ApiKey>;
pub type SecondFactorId = Id<of::SecondFactor>;
pub type PasswordResetId = Id<of::PasswordReset>;
pub type GrantId = Id<of::TemporaryGrant>;
pub type PartnerId = Id<of::Partner>;
pub type SellerEntityId = Id<of::SellerEntity>;
pub type CustomerId = Id<of::Customer>;
pub type ContactId = Id<of::Contact>;
pub type CustomerPairId = Id<of::CustomerPair>;
pub type CustomerMergeId = Id<of::CustomerMerge>;
pub type ProductId = Id<of::Product>;
pub type PriceId = Id<of::Price>;
pub type PriceRuleId = Id<of::PriceRule>;
pub type OrderId = Id<of::Order>;
pub type OrderLineId = Id<of::OrderLine>;
pub type LicenseId = Id<of::License>;
pub type LicenseKeyId = Id<of::LicenseKey>;
pub type ActivationChangeId = Id<of::ActivationChange>;
pub type PurchaseId = Id<of::Purchase>;
pub type ReturnId = Id<of::Return>;
pub type InvoiceId = Id<of::Invoice>;
pub type InvoiceTitleId = Id<of::InvoiceTitle>;
pub type ChangeRequestId = Id<of::ChangeRequest>;
pub type DeliveryId = Id<of::Delivery>;
pub type DeploymentId = Id<of::Deployment>;
pub type EngineerId = Id<of::Engineer>;
pub type SalesRepId = Id<of::SalesRep>;
pub type SalesTargetId = Id<of::SalesTarget>;
pub type NotificationId = Id<of::Notification>;
pub type EventId = Id<of::Event>;
pub type WebhookId = Id<of::Webhook>;
pub type WebhookCallId = Id<of::WebhookCall>;
pub type SavedViewId = Id<of::SavedView>;
pub type AlertId = Id<of::Alert>;
pub type InstallationId = Id<of::Installation>;
pub type ImportId = Id<of::Import>;
pub type AttachmentId = Id<of::Attachment>;
pub type PaymentId = Id<of::Payment>;
pub type InstalmentId = Id<of::Instalment>;
pub type PartyId = Id<of::Party>;
pub type LeadId = Id<of::Lead>;
pub type LeadStatusId = Id<of::LeadStatus>;
pub type LeadSourceId = Id<of::LeadSource>;
pub type LeadActivityId = Id<of::LeadActivity>;
pub type LeadMoveId = Id<of::LeadMove>;
pub type LeadMailId = Id<of::LeadMail>;
pub type LeadMailFileId = Id<of::LeadMailFile>;
pub type MailboxId = Id<of::Mailbox>;
pub type PaymentMatchId = Id<of::PaymentMatch>;
pub type StatementId = Id<of::Statement>;
pub type StatementEntryId = Id<of::StatementEntry>;
pub type BankAccountId = Id<of::BankAccount>;
pub type MatchingRuleId = Id<of::MatchingRule>;
pub type ReceivableId = Id<of::Receivable>;
pub type PartyBalanceId = Id<of::PartyBalance>;
pub type BalanceEntryId = Id<of::BalanceEntry>;
pub type CreditRulesId = Id<of::CreditRules>;
