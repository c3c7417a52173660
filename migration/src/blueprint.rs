//! Tables as a short list of columns. What every table shares stands here once: how ids, instants,
//! money and texts are stored on MySQL and on SQLite, and how indexes and constraints are named
//! (`pk`, `uq_table_columns`, `ix_table_columns`, `fk_table_column`): errors are mapped by name.

use sea_orm_migration::{
    prelude::{
        ColumnDef, ForeignKey, ForeignKeyAction, Index, IndexCreateStatement, IntoIden,
        SchemaManager, Table, TableCreateStatement,
    },
    sea_orm::{DbBackend, DbErr},
};

type Columns = &'static [&'static str];

/// A table to be created.
pub struct Blueprint {
    name: &'static str,
    make: fn(Draft) -> Draft,
}

/// A table as it is being described.
pub struct Draft {
    name: &'static str,
    is_mysql: bool,
    statement: TableCreateStatement,
    indexes: Vec<(Columns, bool)>,
}

pub const fn table(name: &'static str, make: fn(Draft) -> Draft) -> Blueprint {
    Blueprint { name, make }
}

/// Creates the tables that are not there yet, with their indexes: a step that was killed halfway
/// runs again from its beginning.
pub async fn create(manager: &SchemaManager<'_>, tables: &[Blueprint]) -> Result<(), DbErr> {
    let is_mysql = manager.get_database_backend() == DbBackend::MySql;
    for blueprint in tables {
        let mut statement = Table::create();
        statement.table(blueprint.name);
        if is_mysql {
            statement.engine("InnoDB").character_set("utf8mb4").collate("utf8mb4_bin");
        }
        let draft = Draft { name: blueprint.name, is_mysql, statement, indexes: Vec::new() };
        let mut draft = (blueprint.make)(draft);
        let is_new = !manager.has_table(blueprint.name).await?;
        let indexes = std::mem::take(&mut draft.indexes).into_iter();
        let indexes = indexes.map(|(columns, is_unique)| index(blueprint.name, columns, is_unique));
        if is_mysql {
            // The table and its indexes in one statement: all of it or nothing, and much quicker.
            for (_, mut index) in indexes {
                draft.statement.index(&mut index);
            }
            if is_new {
                manager.create_table(draft.statement).await?;
            }
            continue;
        }
        if is_new {
            manager.create_table(draft.statement).await?;
        }
        for (name, mut index) in indexes {
            if !manager.has_index(blueprint.name, &name).await? {
                manager.create_index(index.table(blueprint.name).take()).await?;
            }
        }
    }
    Ok(())
}

/// An index that is named after its table and columns.
fn index(table: &'static str, columns: Columns, is_unique: bool) -> (String, IndexCreateStatement) {
    let prefix = if is_unique { "uq" } else { "ix" };
    // MySQL's names end at 64 characters.
    let mut name = format!("{prefix}_{table}_{}", columns.join("_"));
    name.truncate(64);
    let mut index = Index::create();
    index.name(&name);
    for column in columns {
        index.col(*column);
    }
    if is_unique {
        index.unique();
    }
    (name, index)
}

/// Drops the tables, the last one first.
pub async fn drop(manager: &SchemaManager<'_>, tables: &[Blueprint]) -> Result<(), DbErr> {
    for blueprint in tables.iter().rev() {
        manager.drop_table(Table::drop().table(blueprint.name).if_exists().take()).await?;
    }
    Ok(())
}

/// Adds columns, and indexes over them, to tables that are there. A column that rows must have
/// needs a default for those that have been written ([`Draft::word_or`] and its like).
pub async fn add(manager: &SchemaManager<'_>, tables: &[Blueprint]) -> Result<(), DbErr> {
    for blueprint in tables {
        let draft = draft(manager, blueprint);
        for column in draft.statement.get_columns() {
            if !manager.has_column(blueprint.name, column.get_column_name()).await? {
                let mut table = Table::alter();
                table.table(blueprint.name).add_column(column.clone());
                manager.alter_table(table).await?;
            }
        }
        for (columns, is_unique) in draft.indexes {
            let (name, mut index) = index(blueprint.name, columns, is_unique);
            if !manager.has_index(blueprint.name, &name).await? {
                manager.create_index(index.table(blueprint.name).take()).await?;
            }
        }
    }
    Ok(())
}

/// Takes out what [`add`] added.
pub async fn remove(manager: &SchemaManager<'_>, tables: &[Blueprint]) -> Result<(), DbErr> {
    for blueprint in tables.iter().rev() {
        let draft = draft(manager, blueprint);
        for (columns, is_unique) in draft.indexes {
            let (name, _) = index(blueprint.name, columns, is_unique);
            if manager.has_index(blueprint.name, &name).await? {
                let mut drop = Index::drop();
                drop.name(&name).table(blueprint.name);
                manager.drop_index(drop).await?;
            }
        }
        for column in draft.statement.get_columns() {
            let name = column.get_column_name();
            if manager.has_column(blueprint.name, &name).await? {
                let mut table = Table::alter();
                table.table(blueprint.name).drop_column(name);
                manager.alter_table(table).await?;
            }
        }
    }
    Ok(())
}

fn draft(manager: &SchemaManager<'_>, blueprint: &Blueprint) -> Draft {
    let is_mysql = manager.get_database_backend() == DbBackend::MySql;
    (blueprint.make)(Draft {
        name: blueprint.name,
        is_mysql,
        statement: Table::create(),
        indexes: Vec::new(),
    })
}

impl Draft {
    fn col(mut self, mut column: ColumnDef, required: bool) -> Self {
        if required {
            column.not_null();
        } else {
            column.null();
        }
        self.statement.col(column);
        self
    }

    fn custom(&self, name: &'static str, mysql: &'static str, sqlite: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        column.custom((if self.is_mysql { mysql } else { sqlite }).into_iden());
        column
    }

    /// What every business row has: id, when it was made and changed, and its version.
    pub fn record(self) -> Self {
        self.id("id").primary_key(&["id"]).at("created_at").at("updated_at").big("version")
    }

    pub fn primary_key(mut self, columns: Columns) -> Self {
        let mut index = Index::create();
        index.name("pk");
        for column in columns {
            index.col(*column);
        }
        self.statement.primary_key(index.primary());
        self
    }

    /// A UUID in 16 bytes.
    pub fn id(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).binary_len(16).take(), true)
    }

    pub fn id_opt(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).binary_len(16).take(), false)
    }

    /// An id of a row in another table.
    pub fn of(self, name: &'static str, table: &'static str) -> Self {
        self.id(name).references(name, table)
    }

    pub fn of_opt(self, name: &'static str, table: &'static str) -> Self {
        self.id_opt(name).references(name, table)
    }

    fn references(mut self, column: &'static str, table: &'static str) -> Self {
        let mut key = ForeignKey::create();
        key.name(format!("fk_{}_{column}", self.name))
            .from(self.name, column)
            .to(table, "id")
            .on_delete(ForeignKeyAction::Restrict);
        self.statement.foreign_key(&mut key);
        self
    }

    pub fn text(self, name: &'static str, length: u32) -> Self {
        self.col(ColumnDef::new(name).string_len(length).take(), true)
    }

    pub fn text_opt(self, name: &'static str, length: u32) -> Self {
        self.col(ColumnDef::new(name).string_len(length).take(), false)
    }

    /// One of the values of an enum.
    pub fn word(self, name: &'static str) -> Self {
        self.text(name, 32)
    }

    /// A word that rows have had all along, when it is added to them.
    pub fn word_or(self, name: &'static str, before: &'static str) -> Self {
        self.col(ColumnDef::new(name).string_len(32).default(before).take(), true)
    }

    /// A text that rows have had all along, when it is added to them.
    pub fn text_or(self, name: &'static str, length: u32, before: &'static str) -> Self {
        self.col(ColumnDef::new(name).string_len(length).default(before).take(), true)
    }

    pub fn word_opt(self, name: &'static str) -> Self {
        self.text_opt(name, 32)
    }

    /// A currency of ISO 4217.
    pub fn currency(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).char_len(3).take(), true)
    }

    /// A text of up to 16 K characters.
    pub fn long_opt(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).text().take(), false)
    }

    /// JSON or a text of any length, kept byte for byte (a JSON column would rewrite it).
    pub fn json(self, name: &'static str) -> Self {
        let column = self.custom(name, "longtext", "text");
        self.col(column, true)
    }

    pub fn json_opt(self, name: &'static str) -> Self {
        let column = self.custom(name, "longtext", "text");
        self.col(column, false)
    }

    /// Binary of a fixed length, e.g. a hash.
    pub fn hash(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).binary_len(32).take(), true)
    }

    pub fn hash_opt(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).binary_len(32).take(), false)
    }

    /// Binary of up to 16 MiB; a server's packets may take less.
    pub fn bytes(self, name: &'static str) -> Self {
        let column = self.custom(name, "mediumblob", "blob");
        self.col(column, true)
    }

    pub fn int(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).integer().take(), true)
    }

    /// A number that rows have had all along, when it is added to them.
    pub fn int_or(self, name: &'static str, before: i32) -> Self {
        self.col(ColumnDef::new(name).integer().default(before).take(), true)
    }

    pub fn int_opt(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).integer().take(), false)
    }

    pub fn big(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).big_integer().take(), true)
    }

    pub fn big_opt(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).big_integer().take(), false)
    }

    pub fn flag(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).boolean().take(), true)
    }

    /// A flag that rows have had all along, when it is added to them.
    pub fn flag_or(self, name: &'static str, before: bool) -> Self {
        self.col(ColumnDef::new(name).boolean().default(before).take(), true)
    }

    /// An instant in UTC, to the microsecond.
    pub fn at(self, name: &'static str) -> Self {
        let column = self.custom(name, "datetime(6)", "datetime_text");
        self.col(column, true)
    }

    pub fn at_opt(self, name: &'static str) -> Self {
        let column = self.custom(name, "datetime(6)", "datetime_text");
        self.col(column, false)
    }

    /// A day.
    pub fn on(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).date().take(), true)
    }

    pub fn on_opt(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).date().take(), false)
    }

    pub fn unique(mut self, columns: Columns) -> Self {
        self.indexes.push((columns, true));
        self
    }

    pub fn index(mut self, columns: Columns) -> Self {
        self.indexes.push((columns, false));
        self
    }
}
