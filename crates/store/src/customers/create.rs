//! A new customer, findable by its name from the first moment.

use std::slice;

use chrono::{DateTime, Utc};
use domain::{
    customers::{
        CustomerType, Industry, Region,
        duplicates::{Identity, company_domain},
    },
    id::{ContactId, CustomerId, UserId},
    text,
};
use sea_orm::ConnectionTrait;

use super::{contact, customer, keys, term};
use crate::{
    StoreResult,
    convert::{cut, uuid_opt},
    search, write,
};

/// A customer about to be kept.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    pub id: CustomerId,
    pub name: String,
    pub credit_code: Option<String>,
    pub customer_type: CustomerType,
    pub industry: Option<Industry>,
    pub region: Option<Region>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub owner: Option<UserId>,
    pub notes: Option<String>,
    /// The first one is the primary contact.
    pub contacts: Vec<NewContact>,
}

/// A person at a new customer.
#[derive(Debug, Clone)]
pub struct NewContact {
    pub id: ContactId,
    pub name: String,
    pub title: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl NewCustomer {
    /// What it is told from others by.
    fn identity(&self) -> Identity {
        Identity::new(
            &self.name,
            self.credit_code.as_deref(),
            self.contacts.iter().filter_map(|person| person.email.as_deref()),
            self.contacts.iter().filter_map(|person| person.phone.as_deref()),
        )
    }
}

/// Keeps a new customer. A second one of the same name is refused by `uq_customers_name_normalized`,
/// of the same credit code by `uq_customers_credit_code`.
pub async fn create(
    tx: &impl ConnectionTrait,
    new: &NewCustomer,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    create_all(tx, slice::from_ref(new), now).await
}

/// Keeps many new customers in few statements; refused as a whole where one is, as [`create`] does.
pub async fn create_all(
    tx: &impl ConnectionTrait,
    new: &[NewCustomer],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert_all(tx, new.iter().map(|new| row(new, now)).collect()).await?;
    let terms = new.iter().flat_map(|new| {
        let customer_id = new.id.as_uuid();
        let terms = search::terms([new.name.as_str()]);
        terms.into_iter().map(move |term| term::Model { term, customer_id })
    });
    write::insert_all(tx, terms.collect()).await?;
    let identities = new.iter().map(|new| (new.id.as_uuid(), new.identity()));
    keys::insert_all(tx, identities).await?;
    write::insert_all(tx, new.iter().flat_map(|new| contacts(new, now)).collect()).await
}

fn row(new: &NewCustomer, now: DateTime<Utc>) -> customer::Model {
    customer::Model {
        id: new.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        name: text::cleaned(&new.name),
        name_normalized: text::normalized(&new.name),
        core_name: text::core_name(&new.name),
        credit_code: new.credit_code.clone(),
        customer_type: new.customer_type.as_str().to_owned(),
        industry: new.industry.map(|industry| industry.as_str().to_owned()),
        region: new.region.map(|region| region.as_str().to_owned()),
        country: None,
        city: new.city.clone(),
        address: new.address.clone(),
        owner_id: uuid_opt(new.owner),
        mail_domain: new.contacts.iter().find_map(|c| company_domain(c.email.as_deref()?)),
        notes: new.notes.clone(),
        archived: false,
        archived_at: None,
        merged_into: None,
        compared: false,
    }
}

fn contacts(new: &NewCustomer, now: DateTime<Utc>) -> impl Iterator<Item = contact::Model> {
    new.contacts.iter().enumerate().map(move |(index, person)| contact::Model {
        id: person.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        customer_id: new.id.as_uuid(),
        name: person.name.clone(),
        title: person.title.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
        is_primary: index == 0,
    })
}
