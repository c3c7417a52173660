//! Products and prices: the same for who asks the server and who computes by its rules.

use client::Side;
use domain::{
    access::Role,
    money::BasisPoints,
    products::{
        ProductKind,
        pricing::{self, Pricing, QuoteLine},
        wire::QuoteRequest,
    },
};
use testkit::TestApp;

#[actix_web::test]
async fn the_portal_computes_the_very_price_that_the_server_does() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let catalogue = partner.catalogue(Side::Portal).await.unwrap();
    let lines: Vec<_> = catalogue
        .products
        .iter()
        .filter(|product| product.kind == ProductKind::License)
        .zip(1..)
        .map(|(product, n)| QuoteLine::new(product.id, n * 5, n.min(3)))
        .collect();

    let request = QuoteRequest { lines: lines.clone(), partner_id: None };
    let by_server = partner.quote(Side::Portal, &request).await.unwrap();

    let pricing = Pricing { level: catalogue.level, on: catalogue.today };
    let by_rule = pricing::quote(&lines, &catalogue.price_book, pricing).unwrap();
    assert_eq!(by_server, by_rule);
    assert!(by_rule.lines[3].trace.len() > 3, "term, volume and level");
}

#[actix_web::test]
async fn a_partner_quotes_for_nobody_else_and_takes_nothing_off() {
    let app = TestApp::start().await;
    let partner = app.as_role(Role::Partner).await;
    let product_id = partner.catalogue(Side::Portal).await.unwrap().products[0].id;
    let line = QuoteLine { manual_discount: BasisPoints(1), ..QuoteLine::new(product_id, 1, 1) };
    let request = QuoteRequest { lines: vec![line], partner_id: Some(app.partner_b) };

    let refused = partner.quote(Side::Portal, &request).await.unwrap_err();

    let errors = &refused.problem().unwrap().errors;
    let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/lines/0/manual_discount", "/partner_id"]);
}
