//! Whether licenses came of a product is looked up whenever the product is changed.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEX: &str = "ix_licenses_product_id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // MySQL has an index for every foreign key of its own accord.
        if manager.get_database_backend() == DbBackend::MySql
            || manager.has_index("licenses", INDEX).await?
        {
            return Ok(());
        }
        let mut index = Index::create();
        index.name(INDEX).table("licenses").col("product_id");
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::MySql
            || !manager.has_index("licenses", INDEX).await?
        {
            return Ok(());
        }
        let mut index = Index::drop();
        index.name(INDEX).table("licenses");
        manager.drop_index(index).await
    }
}
