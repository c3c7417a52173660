//! What is typed becomes content, and content what is typed.

use super::*;

#[test]
fn percent_are_read_and_written_without_floats() {
    assert_eq!(points_of("5"), Some(BasisPoints(5_00)));
    assert_eq!(points_of(" 12.5 % "), Some(BasisPoints(12_50)));
    assert_eq!(points_of("-1"), None);
    assert_eq!(points_of("abc"), None);
    assert_eq!(percent_of(BasisPoints(12_50)), "12.5");
    assert_eq!(percent_of(BasisPoints(0)), "");
}

#[test]
fn content_survives_the_form() {
    let owner = Owner::new();
    owner.with(|| {
        let set = |mode, cluster: Option<&str>| ActivationInput {
            mode,
            cluster_id: cluster.map(str::to_owned),
            installation_key: None,
        };
        let line = LineInput {
            sets: 2,
            years: 3,
            manual_discount: BasisPoints(2_50),
            end_user: EndUser {
                name: "上海云智科技有限公司".to_owned(),
                contact_email: Some("it@yunzhi.example".to_owned()),
                ..EndUser::default()
            },
            activations: vec![
                set(ActivationMode::Offline, Some("cluster-0001")),
                set(ActivationMode::Online, None),
            ],
            ..LineInput::default()
        };
        let content = OrderContent {
            remark: Some("加急".to_owned()),
            lines: vec![line],
            ..OrderContent::default()
        };
        let form = OrderForm::new();

        form.show(&content);

        assert_eq!(untrack(|| form.content()), content);
    });
}

#[test]
fn a_copied_line_keeps_everything_but_the_cluster_ids() {
    let owner = Owner::new();
    owner.with(|| {
        let form = OrderForm::new();
        let offline = ActivationInput {
            mode: ActivationMode::Offline,
            cluster_id: Some("cluster-0001".to_owned()),
            installation_key: Some("A".repeat(43)),
        };
        let line = LineInput { activations: vec![offline], ..LineInput::default() };
        form.show(&OrderContent { lines: vec![line], ..OrderContent::default() });
        let first = form.lines.read_untracked()[0];

        let copy = form.duplicate(first.key).unwrap();

        let copied = untrack(|| copy.content()).activations;
        assert_eq!(copied[0].mode, ActivationMode::Offline);
        assert_eq!((&copied[0].cluster_id, &copied[0].installation_key), (&None, &None));
        form.remove(first.key);
        assert_eq!(form.lines.read_untracked().len(), 1);
    });
}

#[test]
fn a_direct_order_is_delivered_to_the_customer() {
    let owner = Owner::new();
    owner.with(|| {
        let form = OrderForm::new();
        form.add(&LineInput::default());
        form.buyer.set(BUYER_DIRECT.to_owned());

        let content = untrack(|| form.content());

        assert_eq!(content.lines[0].deliver_to, DeliverTo::Customer);
    });
}

#[test]
fn more_sets_get_the_mode_of_the_line() {
    let owner = Owner::new();
    owner.with(|| {
        let form = OrderForm::new();
        let line = form.add(&LineInput::default()).unwrap();
        line.mode.set("offline".to_owned());

        line.sets.set(Some(3));
        // As in an effect, whose own signals go when it runs again.
        let effect = Owner::new();
        effect.with(|| line.grow());
        effect.cleanup();

        let content = untrack(|| line.content());
        assert_eq!(content.activations.len(), 3);
        assert!(content.activations.iter().all(|set| set.mode == ActivationMode::Offline));
    });
}
