//! A partner's facts, for staff and for itself.

use domain::partners::wire::{PartnerContact, PartnerView};
use leptos::prelude::*;

use super::{AgreementDay, LevelTag, credit::terms_in_words};
use crate::{
    i18n::{lang, t},
    pages::parts::{copyable, mail_link, or_dash, or_word},
    ui::{Card, DescriptionList, Fact, Money, Tag, Time},
};

/// Level, agreement, identity: what is agreed.
pub fn agreement_facts(partner: PartnerView) -> AnyView {
    let region = partner.region;
    let reseller = partner.is_reseller;
    view! {
        <Card title=t::partners::own_agreement>
            <DescriptionList>
                <Fact label=t::partners::level>
                    <span class="row">
                        <LevelTag level=partner.level/>
                        {reseller.then(|| view! { <Tag label=t::partners::reseller/> })}
                    </span>
                </Fact>
                <Fact label=t::partners::agreement_number>
                    {copyable(partner.agreement_number)}
                </Fact>
                <Fact label=t::partners::agreement_signed_on>
                    {or_dash(partner.agreement_signed_on.map(|day| day.to_string()))}
                </Fact>
                <Fact label=t::partners::agreement_until>
                    <AgreementDay until=partner.agreement_until/>
                </Fact>
                <Fact label=t::partners::payment_terms>{terms_in_words(partner.payment_terms)}</Fact>
                <Fact label=t::partners::credit_limit>
                    {match partner.credit_limit {
                        Some(limit) => view! { <Money amount=limit/> }.into_any(),
                        None => or_word(None::<AnyView>, t::partners::no_limit),
                    }}
                </Fact>
                <Fact label=t::partners::region>
                    {move || region.map_or("—", |region| region.label(lang()))}
                </Fact>
                <Fact label=t::partners::credit_code>{copyable(partner.credit_code)}</Fact>
                <Fact label=t::partners::created>
                    <Time at=partner.created_at full=true/>
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// A name, and what they are there.
fn titled(name: String, title: Option<String>) -> String {
    match title {
        Some(title) => format!("{name} · {title}"),
        None => name,
    }
}

/// Whom else to write to.
fn further_contacts(contacts: Vec<PartnerContact>) -> AnyView {
    let one = |contact: PartnerContact| {
        view! {
            <div class="stack stack--tight">
                <span class="strong">{titled(contact.name, contact.title)}</span>
                <span>{mail_link(Some(contact.email))}</span>
                {contact.phone.map(|phone| view! { <span class="muted">{phone}</span> })}
            </div>
        }
    };
    view! {
        <Card title=t::partners::further_contacts>
            <div class="stack">{contacts.into_iter().map(one).collect_view()}</div>
        </Card>
    }
    .into_any()
}

/// Whom to write to, and where their mails come from.
pub fn contact_facts(partner: PartnerView) -> AnyView {
    let senders = Some(partner.sender_addresses.join(", "));
    let further = (!partner.contacts.is_empty()).then(|| further_contacts(partner.contacts));
    view! {
        <Card title=t::partners::own_contact>
            <DescriptionList rows=true>
                <Fact label=t::partners::contact>
                    {titled(partner.contact_name, partner.contact_title)}
                </Fact>
                <Fact label=t::partners::email>{mail_link(Some(partner.contact_email))}</Fact>
                <Fact label=t::partners::phone>{or_dash(partner.contact_phone)}</Fact>
                <Fact label=t::partners::legal_address>{or_dash(partner.legal_address)}</Fact>
                <Fact label=t::partners::sender_addresses>{or_dash(senders)}</Fact>
            </DescriptionList>
        </Card>
        {further}
    }
    .into_any()
}
