//! The records that rows name: found for a batch of rows with a handful of statements, and noted in
//! them, or said to be missing.

use std::collections::HashMap;

use domain::{
    Lang,
    deployments::DeploymentStatus,
    id::{CustomerId, EngineerId, LicenseId, PartnerId, ProductId, UserId},
    imports::{Content, Link},
    licenses::OWNERS,
    problem::{FieldError, Reason, Refusal},
    text::normalized,
    validate::Faults,
};
use sea_orm::ConnectionTrait;
use store::{customers, engineers, engineers::Engineer, licenses, partners, products, users};

use crate::error::ApiResult;

/// What rows may name, by what they may call it.
struct Index<T>(HashMap<String, Vec<T>>);

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone + PartialEq> Index<T> {
    fn put(&mut self, key: &str, value: T) {
        let known = self.0.entry(normalized(key)).or_default();
        if !known.contains(&value) {
            known.push(value);
        }
    }

    /// The only one that is called so.
    fn find(&self, text: &str) -> Result<T, Refusal> {
        match self.0.get(&normalized(text)).map(Vec::as_slice) {
            Some([only]) => Ok(only.clone()),
            Some([_, ..]) => Err(Refusal::new(Reason::SeveralOfThatName).with("name", text)),
            _ => Err(Refusal::new(Reason::NothingOfThatName).with("name", text)),
        }
    }

    /// Notes which one a link means.
    fn follow<Id>(
        &self,
        link: &mut Link<Id>,
        pointer: &str,
        faults: &mut Faults,
        id: impl Fn(&T) -> Id,
    ) -> Option<T> {
        match self.find(link.text.as_deref()?) {
            Ok(found) => {
                link.id = Some(id(&found));
                Some(found)
            }
            Err(refusal) => {
                faults.add(pointer, refusal);
                None
            }
        }
    }
}

/// Everything that the rows of a batch name.
#[derive(Default)]
struct Named {
    licenses: Index<Known>,
    customers: Index<CustomerId>,
    products: Index<ProductId>,
    partners: Index<PartnerId>,
    owners: Index<UserId>,
    engineers: Index<Colleague>,
}

#[derive(Clone, PartialEq)]
struct Known {
    id: LicenseId,
    customer: CustomerId,
    is_terminated: bool,
}

#[derive(Clone, PartialEq)]
struct Colleague {
    id: EngineerId,
    is_active: bool,
}

/// Finds what these rows name; answers for each what is wrong with it.
///
/// # Errors
/// The database is not available.
pub async fn find(
    db: &impl ConnectionTrait,
    contents: &mut [Option<Content>],
) -> ApiResult<Vec<Vec<FieldError>>> {
    let named = look_up(db, contents).await?;
    let check = |content: &mut Option<Content>| {
        let mut faults = Faults::new();
        match content {
            Some(Content::License(line)) => named.license(line, &mut faults),
            Some(Content::Purchase(line)) => named.purchase(line, &mut faults),
            Some(Content::Deployment(line)) => named.deployment(line, &mut faults),
            _ => {}
        }
        faults.into_result().err().unwrap_or_default()
    };
    Ok(contents.iter_mut().map(check).collect())
}

impl Named {
    fn license(&self, line: &mut domain::imports::LicenseLine, faults: &mut Faults) {
        self.customers.follow(&mut line.customer, "/customer", faults, |one| *one);
        self.products.follow(&mut line.product, "/product", faults, |one| *one);
        self.partners.follow(&mut line.partner, "/partner", faults, |one| *one);
        self.owners.follow(&mut line.owner, "/owner", faults, |one| *one);
    }

    fn purchase(&self, line: &mut domain::imports::PurchaseLine, faults: &mut Faults) {
        let license = self.licenses.follow(&mut line.license, "/license", faults, |one| one.id);
        self.customers.follow(&mut line.customer, "/customer", faults, |one| *one);
        self.owners.follow(&mut line.owner, "/owner", faults, |one| *one);
        let Some(license) = license else { return };
        match line.customer.id {
            Some(customer) if customer != license.customer => {
                faults.add("/license", Reason::LicenseOfOther);
            }
            _ => line.customer.id = Some(license.customer),
        }
    }

    fn deployment(&self, line: &mut domain::imports::DeploymentLine, faults: &mut Faults) {
        let is_planned = line.status() == DeploymentStatus::Planned;
        let license = self.licenses.follow(&mut line.license, "/license", faults, |one| one.id);
        if is_planned && license.is_some_and(|license| license.is_terminated) {
            faults.add("/license", Reason::LicenseTerminated);
        }
        for index in 0..line.engineers.len() {
            let link = &mut line.engineers[index];
            let found = self.engineers.follow(link, "/engineers", faults, |one| one.id);
            let id = link.id;
            if is_planned && found.is_some_and(|engineer| !engineer.is_active) {
                faults.add("/engineers", Reason::EngineerInactive);
            }
            if id.is_some() && line.engineers[..index].iter().any(|other| other.id == id) {
                faults.add("/engineers", Reason::NamedTwice);
            }
        }
    }
}

/// What the links of these rows say, each kind by itself.
#[derive(Default)]
struct Texts {
    licenses: Vec<String>,
    customers: Vec<String>,
    products: Vec<String>,
    partners: Vec<String>,
    owners: Vec<String>,
    engineers: Vec<String>,
}

impl Texts {
    fn of(contents: &[Option<Content>]) -> Self {
        let mut texts = Self::default();
        for content in contents.iter().flatten() {
            match content {
                Content::License(line) => {
                    texts.customers.extend(line.customer.text.clone());
                    texts.products.extend(line.product.text.clone());
                    texts.partners.extend(line.partner.text.clone());
                    texts.owners.extend(line.owner.text.clone());
                }
                Content::Purchase(line) => {
                    texts.licenses.extend(line.license.text.clone());
                    texts.customers.extend(line.customer.text.clone());
                    texts.owners.extend(line.owner.text.clone());
                }
                Content::Deployment(line) => {
                    texts.licenses.extend(line.license.text.clone());
                    texts.engineers.extend(line.engineers.iter().filter_map(|e| e.text.clone()));
                }
                _ => {}
            }
        }
        let all = [
            &mut texts.licenses,
            &mut texts.customers,
            &mut texts.products,
            &mut texts.partners,
            &mut texts.owners,
            &mut texts.engineers,
        ];
        for some in all {
            some.sort_unstable();
            some.dedup();
        }
        texts
    }
}

async fn look_up(db: &impl ConnectionTrait, contents: &[Option<Content>]) -> ApiResult<Named> {
    let texts = Texts::of(contents);
    let mut named = Named::default();
    for license in licenses::by_numbers(db, &texts.licenses).await? {
        let (id, customer) = (license.id, license.customer_id);
        let is_terminated = license.terminated_at.is_some();
        named.licenses.put(&license.number, Known { id, customer, is_terminated });
    }
    let names: Vec<String> = texts.customers.iter().map(|text| normalized(text)).collect();
    let codes: Vec<String> = texts.customers.iter().map(|text| text.to_ascii_uppercase()).collect();
    for customer in customers::known(db, &names, &codes).await? {
        named.customers.put(&customer.name, customer.id);
        if let Some(code) = &customer.credit_code {
            named.customers.put(code, customer.id);
        }
    }
    let names: Vec<String> = texts.partners.iter().map(|text| normalized(text)).collect();
    let codes: Vec<String> = texts.partners.iter().map(|text| text.to_ascii_uppercase()).collect();
    for partner in partners::known(db, &names, &codes).await? {
        named.partners.put(&partner.name, partner.id);
        if let Some(code) = &partner.credit_code {
            named.partners.put(code, partner.id);
        }
    }
    if !texts.products.is_empty() {
        for product in products::of_licenses(db).await? {
            let edition = product.edition.into_iter();
            let editions = edition.flat_map(|one| [one.label(Lang::Zh), one.label(Lang::En)]);
            for name in
                [&*product.code, &*product.name_zh, &*product.name_en].into_iter().chain(editions)
            {
                named.products.put(name, product.id);
            }
        }
    }
    if !texts.owners.is_empty() {
        for owner in users::with_roles(db, &OWNERS).await? {
            named.owners.put(&owner.name, owner.id);
            named.owners.put(&owner.email, owner.id);
        }
    }
    let emails: Vec<String> = texts.engineers.iter().map(|text| text.to_lowercase()).collect();
    for Engineer { id, content, active, .. } in
        engineers::called(db, &texts.engineers, &emails).await?
    {
        let colleague = Colleague { id, is_active: active };
        named.engineers.put(&content.name, colleague.clone());
        named.engineers.put(&content.email, colleague);
    }
    Ok(named)
}
