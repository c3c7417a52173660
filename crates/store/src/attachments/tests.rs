//! What was kept comes back byte for byte, in however many pieces, and there is one of each.

use domain::deployments::{DeploymentKind, DeploymentStatus, fresh, wire::DeploymentContent};

use super::*;
use crate::{
    Db,
    deployments::{self, Deployment},
    licenses::{self, tests::fixtures},
    testing::{at, uuid},
    users,
};

const USER: u128 = 44;

async fn prepared() -> Vec<(Db, DeploymentId)> {
    let mut all = Vec::new();
    for db in fixtures::prepared().await {
        let license = fixtures::license(1);
        licenses::insert_all(&db.write, std::slice::from_ref(&license), at(0)).await.unwrap();
        let user = users::User {
            id: uuid(USER).into(),
            username: "zhao".to_owned(),
            name: "赵工".to_owned(),
            email: String::new(),
            role: domain::access::Role::Engineer,
            partner_id: None,
            org_admin: false,
            password_hash: String::new(),
            active: true,
            language: domain::Lang::Zh,
            last_sign_in_at: None,
            created_at: at(0),
            updated_at: at(0),
            version: 1,
        };
        users::insert(&db.write, &user).await.unwrap();
        let deployment = Deployment {
            id: uuid(800).into(),
            number: format!("{}-D1", license.number),
            ordinal: 1,
            customer_id: license.customer_id,
            status: DeploymentStatus::Completed,
            content: DeploymentContent::of(license.id, DeploymentKind::Initial),
            checklist: fresh(DeploymentKind::Initial),
            attempt: 1,
            started_at: None,
            completed_on: None,
            acceptance: None,
            reason: None,
            created_at: at(0),
            version: 1,
        };
        deployments::insert_all(&db.write, std::slice::from_ref(&deployment), at(0)).await.unwrap();
        all.push((db, deployment.id));
    }
    all
}

fn new(n: u128, deployment_id: DeploymentId, content: &[u8]) -> NewAttachment<'_> {
    NewAttachment {
        id: uuid(n).into(),
        deployment_id,
        file_name: "验收单.pdf",
        media_type: MediaType::Pdf,
        sha256: [7; 32],
        uploaded_by: uuid(USER).into(),
        content,
    }
}

#[tokio::test]
async fn what_was_kept_comes_back_byte_for_byte() {
    for (db, deployment) in prepared().await {
        assert_eq!(of_deployment(&db.read, deployment).await.unwrap(), None);
        assert!(matches!(content_of(&db.read, deployment).await, Err(StoreError::NotFound)));
        let noise = |length: usize| -> Vec<u8> {
            (0..length).map(|at| u8::try_from(at * 31 % 251).unwrap()).collect()
        };

        // As large as a file may be: more than a server's packet may be.
        for (n, length) in [(1, domain::attachments::MAX_BYTES), (2, PIECE), (3, PIECE + 1), (4, 9)]
        {
            let content = noise(length);
            replace(&db.write, &new(n, deployment, &content), at(5)).await.unwrap();

            let view = of_deployment(&db.read, deployment).await.unwrap().unwrap();
            assert_eq!((view.size, view.uploaded_by.as_str()), (length as u64, "赵工"));
            assert_eq!(view.sha256, "07".repeat(32));
            assert_eq!((view.file_name.as_str(), view.uploaded_at), ("验收单.pdf", at(5)));
            let kept = content_of(&db.read, deployment).await.unwrap();
            assert!(kept.content == content, "{length} bytes");
            let pieces = piece::Entity::find().all(&db.read).await.unwrap();
            assert_eq!(pieces.len(), length.div_ceil(PIECE), "nothing of the one before is left");
        }
    }
}
