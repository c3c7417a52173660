//! A partner's facts, for staff and for itself.

use domain::partners::wire::PartnerView;
use leptos::prelude::*;

use super::{AgreementDay, LevelTag};
use crate::{
    i18n::{lang, t},
    pages::parts::{copyable, mail_link, or_dash},
    ui::{Card, DescriptionList, Fact, Tag, Time},
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

/// Whom to write to.
pub fn contact_facts(partner: PartnerView) -> AnyView {
    view! {
        <Card title=t::partners::own_contact>
            <DescriptionList rows=true>
                <Fact label=t::partners::contact>{partner.contact_name}</Fact>
                <Fact label=t::partners::email>{mail_link(Some(partner.contact_email))}</Fact>
                <Fact label=t::partners::phone>{or_dash(partner.contact_phone)}</Fact>
                <Fact label=t::partners::legal_address>{or_dash(partner.legal_address)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}
