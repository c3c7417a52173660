//! Where an import stands, and each of its rows.

use serde::{Deserialize, Serialize};

use crate::problem::{Reason, Refusal};

/// Times that a batch of an import is tried before the import is stopped.
pub const MOST_TRIES: u32 = 5;

crate::enums::wire_enum! {
    /// Where an import stands.
    pub enum ImportStatus {
        /// The file is being taken over, row by row.
        #[default]
        Reading = "reading": "读取中", "Reading";
        /// Nothing is written yet: a preview.
        Ready = "ready": "待确认", "To be confirmed";
        /// The rows are looked at again, after the columns were changed.
        Checking = "checking": "检查中", "Checking";
        Committing = "committing": "导入中", "Importing";
        Committed = "committed": "已导入", "Imported";
        Undoing = "undoing": "撤销中", "Being undone";
        Undone = "undone": "已撤销", "Undone";
        /// Given up before anything was written; its rows are gone.
        Discarded = "discarded": "已放弃", "Discarded";
        /// The file could not be read to its end; its rows are gone.
        ReadFailed = "read_failed": "读取失败", "Could not be read";
        /// Stopped after it had failed again and again, where it stood.
        CheckFailed = "check_failed": "检查中断", "Check stopped";
        CommitFailed = "commit_failed": "导入中断", "Import stopped";
        UndoFailed = "undo_failed": "撤销中断", "Undoing stopped";
        /// Long over; its rows are gone, and it can no longer be undone.
        Closed = "closed": "已归档", "Closed";
    }
}

impl ImportStatus {
    /// Something is being done, and will lead somewhere else by itself.
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Reading | Self::Checking | Self::Committing | Self::Undoing)
    }

    /// Those that the worker has something to do about.
    pub const AT_WORK: [Self; 3] = [Self::Checking, Self::Committing, Self::Undoing];

    /// Those whose rows are to be forgotten.
    pub const OVER: [Self; 3] = [Self::Discarded, Self::ReadFailed, Self::Closed];

    /// Whether its rows are still there.
    pub const fn has_rows(self) -> bool {
        !matches!(self, Self::Discarded | Self::ReadFailed | Self::Closed)
    }

    /// What it becomes when its next batch has failed [`MOST_TRIES`] times; nothing of what goes on
    /// for as long as it takes.
    pub const fn stopped(self) -> Option<Self> {
        match self {
            Self::Checking => Some(Self::CheckFailed),
            Self::Committing => Some(Self::CommitFailed),
            Self::Undoing => Some(Self::UndoFailed),
            _ => None,
        }
    }

    /// What was stopped goes on where it stood.
    ///
    /// # Errors
    /// It was not stopped.
    pub fn retried(self) -> Result<Self, Refusal> {
        self.allow(&[Self::CheckFailed, Self::CommitFailed, Self::UndoFailed])?;
        Ok(match self {
            Self::CheckFailed => Self::Checking,
            Self::CommitFailed => Self::Committing,
            _ => Self::Undoing,
        })
    }

    /// What it becomes when nobody has touched it for [`KEPT_DAYS`](super::KEPT_DAYS) days: a preview
    /// is given up, and what is written or undone is closed.
    pub const fn aged(self) -> Option<Self> {
        match self {
            Self::Ready | Self::CheckFailed => Some(Self::Discarded),
            Self::Committed | Self::Undone => Some(Self::Closed),
            _ => None,
        }
    }

    fn allow(self, good: &[Self]) -> Result<(), Refusal> {
        if good.contains(&self) {
            Ok(())
        } else {
            Err(Refusal::new(Reason::IllegalImportMove).with("status", self))
        }
    }

    /// Whether its columns and rows may be changed.
    ///
    /// # Errors
    /// It is no preview.
    pub fn may_change(self) -> Result<(), Refusal> {
        self.allow(&[Self::Ready])
    }

    /// Whether it may be written: a preview, or what was undone.
    ///
    /// # Errors
    /// It is being worked on, is written, or is over.
    pub fn may_commit(self) -> Result<(), Refusal> {
        self.allow(&[Self::Ready, Self::Undone])
    }

    /// What undoing the whole import leads to: what was written is taken back, a preview is given
    /// up, and what was undone stays so.
    ///
    /// # Errors
    /// The file is still being read, or the rows are gone.
    pub fn undone(self) -> Result<Self, Refusal> {
        self.allow(&[
            Self::Ready,
            Self::Checking,
            Self::Committing,
            Self::Committed,
            Self::Undoing,
            Self::Undone,
            Self::Discarded,
            Self::ReadFailed,
            Self::CheckFailed,
            Self::CommitFailed,
            Self::UndoFailed,
        ])?;
        Ok(match self {
            Self::Ready | Self::Checking | Self::CheckFailed => Self::Discarded,
            Self::Committing | Self::Committed | Self::CommitFailed | Self::UndoFailed => {
                Self::Undoing
            }
            other => other,
        })
    }
}

crate::enums::wire_enum! {
    /// What becomes of a row whose record is there already.
    pub enum OnDuplicate {
        #[default]
        Skip = "skip": "跳过", "Skip them";
        Update = "update": "更新已有记录", "Update what is there";
    }
}

crate::enums::wire_enum! {
    /// What a row comes to: before it is written, and after.
    pub enum RowState {
        #[default]
        Ready = "ready": "将新建", "New";
        Exists = "exists": "已存在", "Exists already";
        Repeated = "repeated": "文件内重复", "Repeats another row";
        Invalid = "invalid": "有错误", "Has errors";
        Created = "created": "已新建", "Created";
        Updated = "updated": "已更新", "Updated";
        Unchanged = "unchanged": "无变化", "Nothing to change";
        Skipped = "skipped": "已跳过", "Skipped";
        Undone = "undone": "已撤销", "Undone";
        Kept = "kept": "未能撤销", "Could not be undone";
    }
}

impl RowState {
    /// Those whose row goes into the file of errors.
    pub const FAULTY: [Self; 2] = [Self::Invalid, Self::Kept];

    /// Whether something was written for it that an undo takes back.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Created | Self::Updated)
    }
}

/// How many rows are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Counts {
    pub ready: u32,
    pub exists: u32,
    pub repeated: u32,
    pub invalid: u32,
    pub created: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub skipped: u32,
    pub undone: u32,
    pub kept: u32,
}

impl Counts {
    fn slot(&mut self, state: RowState) -> &mut u32 {
        match state {
            RowState::Ready => &mut self.ready,
            RowState::Exists => &mut self.exists,
            RowState::Repeated => &mut self.repeated,
            RowState::Invalid => &mut self.invalid,
            RowState::Created => &mut self.created,
            RowState::Updated => &mut self.updated,
            RowState::Unchanged => &mut self.unchanged,
            RowState::Skipped => &mut self.skipped,
            RowState::Undone => &mut self.undone,
            RowState::Kept => &mut self.kept,
        }
    }

    /// How many there are in this state.
    pub fn of(mut self, state: RowState) -> u32 {
        *self.slot(state)
    }

    /// A row more in this state.
    pub fn add(&mut self, state: RowState) {
        *self.slot(state) += 1;
    }

    /// A row that was in one state is in another.
    pub fn moved(&mut self, from: RowState, to: RowState) {
        let slot = self.slot(from);
        *slot = slot.saturating_sub(1);
        self.add(to);
    }
}
