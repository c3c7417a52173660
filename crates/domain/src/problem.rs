//! How we say no: RFC 9457 problems with a closed table of codes, and a closed table of reasons
//! whose words stand here once, in both languages, for the SPA, mails and reports alike.

mod codes;

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

pub use self::codes::ProblemCode;
use crate::Lang;

/// A string that is none of the values of an enum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not one of: {allowed}")]
pub struct UnknownValue {
    pub value: String,
    pub allowed: &'static str,
}

macro_rules! reasons {
    ($( $name:ident = $wire:literal, $code:ident, $zh:literal, $en:literal; )+) => {
        crate::enums::wire_enum! {
            /// Why a rule refuses. `{name}` in the words stands for a parameter of the refusal.
            pub enum Reason { #[default] Unspecified = "unspecified": "无法完成", "This cannot be done"; $( $name = $wire: $zh, $en; )+ }
        }

        impl Reason {
            /// The problem code that a refusal with this reason shows as.
            pub const fn code(self) -> ProblemCode {
                match self {
                    Self::Unspecified => ProblemCode::Internal,
                    $( Self::$name => ProblemCode::$code ),+
                }
            }
        }
    };
}

reasons! {
    // Fields
    Required = "required", InvalidFields, "必填", "This is required";
    TooShort = "too-short", InvalidFields, "至少 {min} 个字符", "At least {min} characters";
    TooLong = "too-long", InvalidFields, "最多 {max} 个字符", "At most {max} characters";
    OutOfRange = "out-of-range", InvalidFields, "应在 {min} 到 {max} 之间", "This is between {min} and {max}";
    InvalidCharacters = "invalid-characters", InvalidFields, "含有不允许的字符", "There are characters that are not allowed";
    InvalidEmail = "invalid-email", InvalidFields, "邮箱格式不正确", "This is not an e-mail address";
    InvalidCreditCode = "invalid-credit-code", InvalidFields, "统一社会信用代码不正确（18 位，校验位不符或含非法字符）", "This is not a unified social credit code (18 characters, check character)";
    UnknownField = "unknown-field", InvalidFields, "不认识的字段", "This field is not known";
    WrongType = "wrong-type", InvalidFields, "格式不正确：{expected}", "This has another form: {expected}";
    UnknownReference = "unknown-reference", InvalidFields, "所选内容不存在", "What was chosen does not exist";
    PasswordCommon = "password-common", InvalidFields, "密码过于常见，请换一个", "This password is too common";
    PasswordWrong = "password-wrong", InvalidFields, "当前密码不正确", "The present password is wrong";
    PasswordSame = "password-same", InvalidFields, "新密码不能与当前密码相同", "The new password is the old one";
    EndsBeforeItBegins = "ends-before-it-begins", InvalidFields, "结束日期早于开始日期", "This ends before it begins";
    PartnerOfStaff = "partner-of-staff", InvalidFields, "员工账号不属于合作伙伴", "Staff belong to no partner";
    OtherSide = "other-side", InvalidFields, "员工与合作伙伴账号不能互换", "Staff stay staff, and partners' people partners'";
    TooManyEntries = "too-many-entries", InvalidFields, "最多 {max} 项", "At most {max} of them";
    NegativeAmount = "negative-amount", InvalidFields, "金额不能为负", "The amount cannot be negative";
    PublicMailDomain = "public-mail-domain", InvalidFields, "{domain} 是公共邮箱域名，请填写完整的邮箱地址", "{domain} is a public mail domain; give the whole address";
    AlreadyTaken = "already-taken", InvalidFields, "已被使用", "This is taken already";

    // Sheets
    NotANumber = "not-a-number", InvalidFields, "应为整数", "This is a whole number";
    NotOneOf = "not-one-of", InvalidFields, "应为：{allowed}", "This is one of: {allowed}";
    PercentSign = "percent-sign", InvalidFields, "请带百分号填写，例如 5%", "Write it with a percent sign, e.g. 5%";
    ScientificNumber = "scientific-number", InvalidFields, "已被表格软件改写为科学计数法，请将单元格设为文本后重新填写", "The spreadsheet has made this a number in scientific notation; format the cell as text and write it again";
    UnknownProduct = "unknown-product", InvalidFields, "没有名称或编码为“{name}”的产品", "No product has the name or code “{name}”";
    ClusterIdCount = "cluster-id-count", InvalidFields, "离线激活 {sets} 套，填写了 {given} 个集群 ID", "{sets} sets are offline, {given} cluster ids are given";
    DiscountByStaff = "discount-by-staff", InvalidFields, "手工折扣由原厂人员填写", "Manual discounts are given by the vendor's staff";
    EmptySheet = "empty-sheet", InvalidFields, "表格中没有内容", "There is nothing in this sheet";
    TooManyRows = "too-many-rows", InvalidFields, "表格过大，最多 {max} 行", "The sheet is too large; it has at most {max} rows";
    UnreadableSheet = "unreadable-sheet", InvalidFields, "无法读取此文件，请另存为 .xlsx 或 .csv 后重试", "This file cannot be read; save it as .xlsx or .csv and try again";

    // Imports
    ImportTooLarge = "import-too-large", TooLarge, "文件过大，最多 {max} MB；请拆分后分别导入", "The file is too large: at most {max} MB; split it and import the parts";
    NotASheet = "not-a-sheet", InvalidFields, "不是可以读取的表格，请另存为 .xlsx 或 .csv 后重试", "This is no spreadsheet that can be read; save it as .xlsx or .csv and try again";
    SheetBomb = "sheet-bomb", InvalidFields, "文件解压后异常庞大，已拒绝读取", "The file unpacks to far more than a spreadsheet; it was not read";
    FarCell = "far-cell", InvalidFields, "单元格 {cell} 超出范围（最多 {rows} 行、{columns} 列），请删除多余内容后重试", "Cell {cell} is out of range (at most {rows} rows and {columns} columns); delete what stands there and try again";
    TooManyColumns = "too-many-columns", InvalidFields, "第 {row} 行超过 {max} 列", "Row {row} has more than {max} columns";
    CellTooLong = "cell-too-long", InvalidFields, "第 {row} 行附近的单元格过长（引号可能未闭合）", "A cell near row {row} is too long; a quotation mark may not be closed";
    BrokenEncoding = "broken-encoding", InvalidFields, "第 {row} 行的文字编码无法识别，请以 UTF-8、GB18030 或 UTF-16 保存", "The text of row {row} is in no encoding that is known; save it as UTF-8, GB 18030 or UTF-16";
    FormulaCell = "formula-cell", InvalidFields, "单元格 {cell} 是公式，且文件中没有保存其结果，请粘贴为数值", "Cell {cell} is a formula whose result the file does not keep; paste the value instead";
    NotADay = "not-a-day", InvalidFields, "应为日期，例如 2026-01-31", "This is a day, e.g. 2026-01-31";
    NotAnAmount = "not-an-amount", InvalidFields, "应为金额，最多两位小数，例如 168000.55", "This is an amount with at most two decimals, e.g. 168000.55";
    NothingOfThatName = "nothing-of-that-name", InvalidFields, "没有找到“{name}”", "There is no “{name}”";
    SeveralOfThatName = "several-of-that-name", InvalidFields, "有多个“{name}”，请改用邮箱或编号", "There are several called “{name}”; name them by e-mail address or number";
    CompletedAlready = "completed-already", InvalidFields, "填写了完成日期，状态应为“已完成”", "A day of completion is given: it is completed, not planned";
    ImportStopped = "import-stopped", IllegalMove, "多次尝试均未成功，已停止处理；已写入的内容保持不变，可重试或撤销", "It failed several times and was stopped; what was written stays. Try again, or undo it";
    MissingColumn = "missing-column", InvalidFields, "请选择必填列：{name}", "A required column is not chosen: {name}";
    IllegalImportMove = "illegal-import-move", IllegalMove, "导入为“{status}”，不能执行此操作", "The import is “{status}”; this cannot be done";
    RowsInvalid = "rows-invalid", IllegalMove, "还有 {count} 行有错误，请修正，或选择跳过这些行", "Rows with errors: {count}. Correct them, or choose to leave them out";
    ImportInterrupted = "import-interrupted", IllegalMove, "读取中断，请重新上传", "Reading was interrupted; upload it again";
    ChangedSince = "changed-since", IllegalMove, "导入后已被修改，未撤销", "It was changed since the import and was not undone";
    InUse = "in-use", IllegalMove, "已被其他数据使用，未撤销", "Other records use it; it was not undone";

    // Prices
    NoLines = "no-lines", InvalidFields, "订单至少需要一行", "An order has at least one line";
    TooManyLines = "too-many-lines", InvalidFields, "订单最多 {max} 行", "An order has at most {max} lines";
    NoPrice = "no-price", InvalidFields, "该产品没有此币种的价格", "This product has no price in this currency";
    ProductNotSold = "product-not-sold", InvalidFields, "该产品已停售", "This product is not sold any more";
    AmountTooLarge = "amount-too-large", InvalidFields, "金额过大", "The amount is too large";
    SetCount = "set-count", InvalidFields, "每套许可证需要各自的激活方式（应为 {sets} 套）", "Each set has its own activation mode ({sets} sets)";
    ClusterIdRequired = "cluster-id-required", InvalidFields, "离线激活需要填写集群 ID", "Offline activation needs the cluster id";
    ClusterIdInvalid = "cluster-id-invalid", InvalidFields, "集群 ID 为 8–64 位字母、数字或 . _ -", "A cluster id is 8 to 64 letters, digits, or . _ -";
    ClusterIdTwice = "cluster-id-twice", InvalidFields, "同一集群 ID 不能用于两套许可证", "One cluster id cannot serve two licenses";
    ProductOfOtherKind = "product-of-other-kind", InvalidFields, "该产品不能用于“{kind}”行", "This product is not for a line of kind “{kind}”";
    ReturnedAlready = "returned-already", InvalidFields, "该行已退单或正在退单", "This line is returned already, or about to be";
    NoLicenses = "no-licenses", InvalidFields, "请选择许可证", "Choose the licenses";
    NoLicensesHere = "no-licenses-here", InvalidFields, "“{kind}”行不针对已有许可证", "A line of kind “{kind}” is not on licenses";
    LicenseTwice = "license-twice", InvalidFields, "同一许可证在订单中出现多次", "A license is named more than once in the order";
    LicensesOfOthers = "licenses-of-others", InvalidFields, "一行中的许可证须属于同一客户、同一产品", "The licenses of a line belong to one customer and one product";
    OtherProduct = "other-product", InvalidFields, "续订须选择许可证当前的产品", "A renewal is of the product that the license is of";
    NotAnUpgrade = "not-an-upgrade", InvalidFields, "所选产品不高于许可证 {number} 当前的产品", "This product is not above the one that license {number} is of";
    AlreadyUnlimited = "already-unlimited", InvalidFields, "许可证 {number} 已不限量，无需扩容", "License {number} is unlimited already";
    NoActivations = "no-activations", InvalidFields, "此类行不设置激活方式", "Lines of this kind are not activated";
    EndsTooEarly = "ends-too-early", InvalidFields, "结束日期应晚于 {on}", "The last day is after {on}";
    EndsTooLate = "ends-too-late", InvalidFields, "结束日期不能晚于 {on}", "The last day is not after {on}";
    OnlyAdmin = "only-admin", InvalidFields, "仅管理员可以设置", "Only an administrator sets this";
    TermNotSettled = "term-not-settled", IllegalMove, "许可证尚未激活，期限未定", "The license is not activated yet; its term may still move";
    LicenseOfOrder = "license-of-order", IllegalMove, "此许可证来自订单 {order}，请取消该订单或办理退单", "This license came of order {order}; cancel or return that order instead";
    LicenseWasSent = "license-was-sent", IllegalMove, "许可证已发送，不能撤回，只能终止", "This license was sent; it can be terminated, not taken back";
    LicenseMoved = "license-moved", Conflict, "许可证 {number} 在提交后已变更，请退回订单重新提交", "License {number} has changed since the order was submitted; return it to be submitted again";
    TermsNotAccepted = "terms-not-accepted", InvalidFields, "请先同意订单条款", "Accept the terms first";
    TermsOutdated = "terms-outdated", InvalidFields, "条款已更新，请重新阅读并同意", "The terms have changed; read and accept them again";
    PriceChanged = "price-changed", Conflict, "价格已变动（原 {was}，现 {now}），请确认后重新提交", "The price has changed (was {was}, now {now}); look at it and submit again";
    InThePast = "in-the-past", InvalidFields, "不能早于今天", "This is in the past";
    InTheFuture = "in-the-future", InvalidFields, "不能晚于今天", "This is in the future";
    AmountNotPositive = "amount-not-positive", InvalidFields, "金额应大于 0", "The amount is above zero";
    PeriodTooLong = "period-too-long", InvalidFields, "期间最长 {max} 个月", "A period has at most {max} months";
    FloorAboveList = "floor-above-list", InvalidFields, "最低价不能高于目录价", "The floor price is not above the list price";
    UnknownTaxRate = "unknown-tax-rate", InvalidFields, "税率应为 {rates} 之一", "The tax rate is one of {rates}";
    InvalidTaxClassification = "invalid-tax-classification", InvalidFields, "税收分类编码为 19 位数字", "A tax classification code has 19 digits";
    PriceFromThatDay = "price-from-that-day", InvalidFields, "已有自 {on} 起的价格，请改选日期或修改该价格", "There is a price from {on} already; choose another day, or change that price";
    NextPriceBegins = "next-price-begins", InvalidFields, "下一价格随后生效，结束日最晚为 {on}", "The next price begins then; this one ends on {on} at the latest";
    RuleOverlaps = "rule-overlaps", InvalidFields, "与自 {from} 起的同条件规则重叠，请先结束该规则", "It overlaps with the rule of the same condition from {from}; end that one first";
    LevelOfLevelRules = "level-of-level-rules", InvalidFields, "仅等级折扣可指定等级", "Only level discounts have a level";
    EditionOfLicenses = "edition-of-licenses", InvalidFields, "仅许可证产品有版本", "Only licenses have an edition";
    ProductHasLicenses = "product-has-licenses", InvalidFields, "该产品已签发许可证，不能修改此项", "Licenses were issued for this product; this stays as it is";
    PartnerOrLevel = "partner-or-level", InvalidFields, "伙伴与等级只能指定其一", "Either a partner or a level";
    InForce = "in-force", IllegalMove, "已生效，只能设定结束日", "This is in force; only its end can be set";
    NoLongerInForce = "no-longer-in-force", IllegalMove, "已失效，不能再修改", "This is over; it stays as it was";

    // Orders
    IllegalOrderMove = "illegal-order-move", IllegalMove, "“{status}”状态的订单不能{action}", "An order that is {status} cannot be {action}";
    NotEditable = "not-editable", IllegalMove, "“{status}”状态的订单不能修改", "An order that is {status} cannot be changed";
    SelfApproval = "self-approval", IllegalMove, "不能审核自己提交或最后修改的订单", "An order is not approved by the person who placed or last changed it";
    NotReturnable = "not-returnable", IllegalMove, "“{status}”状态的订单不能退单，请改为取消", "An order that is {status} cannot be returned; cancel it instead";
    ReturnDecided = "return-decided", IllegalMove, "退单{status}，不能再次处理", "The return is decided already: {status}";
    LicensesDelivered = "licenses-delivered", IllegalMove, "许可证已经发出，不能取消", "Licenses have been delivered; it cannot be canceled";
    CancelNeedsAdmin = "cancel-needs-admin", IllegalMove, "已批准的订单只能由管理员取消", "An approved order is canceled by an admin only";
    AgreementMissing = "agreement-missing", IllegalMove, "贵司尚未签署框架协议，不能提交订单", "There is no framework agreement; orders cannot be submitted";
    AgreementExpired = "agreement-expired", IllegalMove, "框架协议已于 {on} 到期，不能提交订单", "The framework agreement expired on {on}; orders cannot be submitted";
    PartnerActive = "partner-active", IllegalMove, "合作伙伴已是正常状态", "The partner is active already";
    PartnerNotActive = "partner-not-active", IllegalMove, "合作伙伴状态为“{status}”", "The partner is {status}";

    // Customers
    CustomerArchived = "customer-archived", IllegalMove, "客户已归档，请先恢复", "The customer is archived; restore it first";
    CustomerNotArchived = "customer-not-archived", IllegalMove, "客户没有归档", "The customer is not archived";
    CustomerMerged = "customer-merged", IllegalMove, "客户已并入“{name}”，请撤销合并", "The customer was merged into “{name}”; undo that instead";
    MergeWithItself = "merge-with-itself", InvalidFields, "不能与自身合并", "A customer is not merged with itself";
    MergeUndone = "merge-undone", IllegalMove, "该合并已撤销", "This merge is undone already";
    MergeOutdated = "merge-outdated", Conflict, "合并后相关内容已被修改，不能撤销", "What the merge changed was changed since; it cannot be undone";
    MergeNotLast = "merge-not-last", Conflict, "合并后的客户又被归档或并入其他客户，请先恢复", "The customer was archived or merged into another one since; take that back first";
    TooManyContacts = "too-many-contacts", Conflict, "合并后的联系人超过 {max} 位，请先整理联系人", "Together they have more than {max} contacts; tidy them up first";
    PairDismissed = "pair-dismissed", IllegalMove, "已标记为非重复", "These are known to be two already";
    PairOpen = "pair-open", IllegalMove, "仍在疑似重复列表中", "These are among the possible duplicates already";

    // Change requests
    NothingChanges = "nothing-changes", InvalidFields, "内容没有变化", "Nothing of this is different";
    KeyComesWithActivation = "key-comes-with-activation", InvalidFields, "在线激活时由安装端登记密钥，此处无需填写", "Online, the installation registers its key with its activation";
    OneChangeAtATime = "one-change-at-a-time", InvalidFields, "一次只能申请修改一项", "One thing is proposed at a time";
    ExtensionTooLong = "extension-too-long", InvalidFields, "新的到期日须晚于当前到期日，且延期不超过 {max} 天", "The new last day is later than the present one, by {max} days at most";
    OnlyClusterId = "only-cluster-id", InvalidFields, "工程师只能申请修改集群 ID", "Engineers propose another cluster, and nothing else";
    ChangeOpen = "change-open", Conflict, "修改申请 {number} 尚待审批，处理后才能再次申请", "Change request {number} still waits for approval; another one can be made after it";
    ChangeOutdated = "change-outdated", Conflict, "提出申请后相关内容已被修改，请拒绝此申请并重新提出", "What this changes was changed since it was proposed; reject it, and have it proposed again";
    ChangeDecided = "change-decided", IllegalMove, "修改申请{status}，不能再次处理", "The change request is decided already: {status}";
    ChangeOfOneself = "change-of-oneself", IllegalMove, "不能批准自己提出的修改申请", "A change is not approved by the person who proposed it";
    ChangeOfOthers = "change-of-others", NotPermitted, "只有申请人可以撤回", "Only the person who proposed it withdraws it";

    // Licenses
    UnknownCode = "unknown-code", NotFound, "激活码不正确", "This activation code is not known";
    OfflineOnly = "offline-only", IllegalMove, "此许可证为离线激活，请使用邮件中的密钥文件", "This license is activated offline, with the key file of the mail";
    BoundElsewhere = "bound-elsewhere", IllegalMove, "此许可证已绑定其他集群", "This license is bound to another cluster";
    LicenseSuspended = "license-suspended", IllegalMove, "许可证已暂停", "The license is suspended";
    LicenseTerminated = "license-terminated", IllegalMove, "许可证已终止", "The license is terminated";
    LicenseExpired = "license-expired", IllegalMove, "许可证已于 {on} 过期", "The license expired on {on}";
    NotSentYet = "not-sent-yet", IllegalMove, "许可证尚未发出", "The license has not been sent yet";
    AlreadyActivated = "already-activated", IllegalMove, "许可证已激活", "The license is activated already";
    OnlineOnly = "online-only", IllegalMove, "此许可证为在线激活", "This license is activated online";
    NotBoundYet = "not-bound-yet", IllegalMove, "许可证尚未激活，还没有绑定集群", "The license is not activated yet; it is bound to no cluster";
    SameCluster = "same-cluster", InvalidFields, "许可证已绑定此集群", "The license is bound to this cluster already";
    SameMode = "same-mode", IllegalMove, "激活方式没有变化", "This is its activation mode already";
    OtherCluster = "other-cluster", InvalidFields, "已绑定的集群不随激活方式改变，请使用“转移集群”", "The mode does not change the cluster it is bound to; transfer it instead";
    NotSuspended = "not-suspended", IllegalMove, "许可证未暂停", "The license is not suspended";
    OneByOne = "one-by-one", InvalidFields, "终止不可撤销，请逐个操作", "This is final, and done one by one";
    NotForAction = "not-for-action", InvalidFields, "此操作不需要该项", "This action does not take it";
    NotASalesPerson = "not-a-sales-person", InvalidFields, "负责人须为启用的销售人员", "This is nobody who sells, or not any more";
    NotThatDay = "not-that-day", InvalidFields, "请选择 {from} 至今天之间的日期", "Choose a day between {from} and today";
    ActivatedInFuture = "activated-in-future", InvalidFields, "激活日期应在发出日与今天之间", "The day of activation lies between sending and today";

    // Usage
    UnknownInstallation = "unknown-installation", NotFound, "没有登记此安装密钥，或已被替换", "This installation's key is not registered, or another took its place";
    InstallationKeyInvalid = "installation-key-invalid", InvalidFields, "安装密钥应为 Ed25519 公钥（43 位 base64url）", "An installation key is a public Ed25519 key: 43 characters of base64url";
    ManualOrFile = "manual-or-file", InvalidFields, "人工录入与文件只能选其一", "Either figures or a file";
    MissingReports = "missing-reports", Conflict, "报告不连续：接下来应为第 {seq} 份", "Reports are missing: the next one is number {seq}";
    UsageChanged = "usage-changed", InvalidFields, "第 {line} 行被改动过：签名不符", "Line {line} was changed: its signature is wrong";
    UsageInserted = "usage-inserted", InvalidFields, "第 {line} 行是插入的，不是此安装签名的", "Line {line} was inserted: this installation did not sign it";
    UsageRepeated = "usage-repeated", InvalidFields, "第 {line} 行重复", "Line {line} is there twice";
    UsageReordered = "usage-reordered", InvalidFields, "第 {line} 行的顺序被调换", "Line {line} is not in its place";
    UsageMissing = "usage-missing", InvalidFields, "缺少第 {seq} 份报告", "Report number {seq} is missing";
    UsageCutOff = "usage-cut-off", InvalidFields, "文件末尾被截断：从第 {seq} 份报告起缺失或无法确认", "The end was cut off: from report number {seq} on it is missing, or not vouched for";
    UsageForked = "usage-forked", InvalidFields, "第 {seq} 份报告与已知的记录不是同一条链", "Report number {seq} belongs to another history than the one we know";
    UsageClockBack = "usage-clock-back", InvalidFields, "在 {day} 的报告之前，时钟被回拨", "The clock was set back before the report of {day}";
    UsageAhead = "usage-ahead", InvalidFields, "{day} 的报告来自未来", "The report of {day} is from the future";
    UsageOtherLicense = "usage-other-license", InvalidFields, "第 {line} 行属于其他许可证", "Line {line} is of another license";
    UsageOtherCluster = "usage-other-cluster", InvalidFields, "第 {line} 行来自其他集群", "Line {line} comes from another cluster";
    UsageEmpty = "usage-empty", InvalidFields, "其中没有用量报告", "There is no report in it";
    UsageOtherClusterBound = "usage-other-cluster-bound", InvalidFields, "许可证绑定的是其他集群", "The license is bound to another cluster";
    NothingOver = "nothing-over", IllegalMove, "用量没有超出授权，无需补购", "Usage is within what was bought; there is nothing to make up for";
    NoPackForIt = "no-pack-for-it", IllegalMove, "没有在售的扩容包可以补足", "No pack is sold that makes up for it";

    // Deployments
    IllegalDeploymentMove = "illegal-deployment-move", IllegalMove, "“{status}”状态的部署不能{action}", "A deployment that is “{status}” cannot be {action}";
    DeploymentOver = "deployment-over", IllegalMove, "“{status}”状态的部署不能修改", "A deployment that is “{status}” cannot be changed";
    FormBeforeCompletion = "form-before-completion", IllegalMove, "“{status}”状态的部署没有验收单：完成部署后才能上传", "A deployment that is “{status}” has no acceptance form: it is attached once it is completed";
    UnknownFile = "unknown-file", InvalidFields, "请上传 PDF、JPEG、PNG 或 WebP 文件；文件内容不属于这些格式", "Attach a PDF, JPEG, PNG or WebP file: this is none by its content";
    AttachmentTooLarge = "attachment-too-large", TooLarge, "文件过大，最多 {max} MB", "The file is too large: at most {max} MB";
    NoEngineer = "no-engineer", IllegalMove, "原厂部署须先分配工程师", "Assign an engineer first: the vendor does this one";
    ChecklistOpen = "checklist-open", IllegalMove, "检查清单还有 {count} 项未完成", "Items of the checklist that are still open: {count}";
    NotOnChecklist = "not-on-checklist", InvalidFields, "不在此部署的检查清单中", "This is not on the checklist of this deployment";
    OutsideWindow = "outside-window", InvalidFields, "不在客户时间窗口内", "This is outside the customer's window";
    FixedOncePlanned = "fixed-once-planned", InvalidFields, "计划后不能更改，请取消后重新计划", "This stays as it was planned; cancel it and plan another";
    OneLead = "one-lead", InvalidFields, "项目负责人只能有一位", "There is one project lead";
    EngineerInactive = "engineer-inactive", InvalidFields, "该工程师已停用", "This engineer is deactivated";
    EngineerAtWork = "engineer-at-work", IllegalMove, "该工程师还有 {count} 个未完成的部署，不能删除", "This engineer is assigned to open deployments ({count}) and cannot be deleted";
    NotYourDeployment = "not-your-deployment", NotPermitted, "密钥只在您负责的部署未完成时可见", "Its key is shown to you while a deployment of it is yours to do";
    EngineerStatus = "engineer-status", IllegalMove, "工程师状态没有变化", "The engineer is so already";

    // Alerts
    AlertResolved = "alert-resolved", IllegalMove, "预警已解除，无需再处理", "The alert is resolved; there is nothing more to do";
    AlertOpen = "alert-open", IllegalMove, "预警尚未确认或推迟", "The alert is open: it is neither acknowledged nor snoozed";

    // Purchases
    PaymentMove = "payment-move", InvalidFields, "“{from}”不能改为“{to}”", "What is “{from}” cannot become “{to}”";
    PurchaseOfOrder = "purchase-of-order", IllegalMove, "此记录来自订单，请通过退单或取消订单处理", "An order brought this; return or cancel the order instead";
    GiftCostsNothing = "gift-costs-nothing", InvalidFields, "赠送的金额应为 0", "A gift costs nothing";
    GiftIsPaid = "gift-is-paid", InvalidFields, "赠送无需支付，状态应为“已支付”", "Nothing is to be paid for a gift: it is paid";
    CostsNothing = "costs-nothing", InvalidFields, "金额为 0 时，支付方式应为“赠送”", "What costs nothing is a gift; say so as the method";
    LicenseOfOther = "license-of-other", InvalidFields, "该许可证不属于此客户", "This license is another customer's";

    // Sales
    SalesRepStatus = "sales-rep-status", IllegalMove, "销售代表状态没有变化", "The sales rep is so already";
    SalesRepHasTargets = "sales-rep-has-targets", IllegalMove, "该销售代表已有目标，请改为停用", "This sales rep has targets; deactivate them instead";
    TargetTwice = "target-twice", InvalidFields, "此期间与币种已有目标", "There is a target for this time and currency already";
    NotAReseller = "not-a-reseller", InvalidFields, "该合作伙伴不是经销商", "This partner is no reseller";

    // Leads
    IllegalLeadMove = "illegal-lead-move", IllegalMove, "“{kind}”的商机不能{action}", "A lead that is “{kind}” cannot be {action}";
    SameLeadStatus = "same-lead-status", IllegalMove, "商机已处于该状态", "The lead has this status already";
    NotYoursToGive = "not-yours-to-give", InvalidFields, "只能归自己或放回公海；转给他人请联系销售主管", "It can be yours or the pool's; ask a sales manager to give it to somebody else";
    LeadHasOrders = "lead-has-orders", IllegalMove, "商机已产生订单，不能删除", "Orders came of this lead; it cannot be deleted";
    StatusKindFixed = "status-kind-fixed", InvalidFields, "状态的类型不能更改", "What a status means stays as it was made";
    LastStatusOfKind = "last-status-of-kind", InvalidFields, "每种类型至少保留一个启用的状态", "There is at least one active status of each kind";
    NotActive = "not-active", InvalidFields, "已停用", "This is not in use any more";
    ClosedProbability = "closed-probability", InvalidFields, "已结束的商机没有自己的概率", "A lead that is over has no probability of its own";
    IllegalMailMove = "illegal-mail-move", IllegalMove, "“{state}”的邮件不能{action}", "A mail that is “{state}” cannot be {action}";
    LeadTouched = "lead-touched", IllegalMove, "商机已有新的跟进，不能撤销", "The lead was worked on since; this cannot be undone";
    UnreadableMail = "unreadable-mail", InvalidFields, "不是可以读取的邮件，请上传 .eml 文件", "This is no mail that can be read; upload an .eml file";
    // Payments
    IllegalPaymentMove = "illegal-payment-move", IllegalMove, "“{status}”的汇款不能{action}", "A payment that is “{status}” cannot be {action}";
    OutgoingPayment = "outgoing-payment", IllegalMove, "支出不能与订单匹配", "Money that went out is for no order";
    MoreThanPaid = "more-than-paid", InvalidFields, "超过汇款的未匹配金额 {open}", "This is more than is open of the payment: {open}";
    MoreThanOpen = "more-than-open", InvalidFields, "超过订单的未付金额 {open}", "This is more than is open of the order: {open}";
    FeeTooLarge = "fee-too-large", InvalidFields, "手续费最多 {max}", "A bank fee is at most {max}";
    OrderNotPayable = "order-not-payable", InvalidFields, "“{status}”的订单不能收款", "No money is asked for an order that is “{status}”";
    OtherCurrencyOfOrder = "other-currency-of-order", InvalidFields, "订单币种为 {currency}", "The order is in {currency}";
    PaymentOfBank = "payment-of-bank", InvalidFields, "银行流水的内容不能修改，只能修改备注", "What the bank said stays; only the note changes";
    MatchedAlready = "matched-already", InvalidFields, "已有匹配，不能修改", "It is matched already; this stays";
    LessThanMatched = "less-than-matched", InvalidFields, "不能少于已匹配金额 {matched}", "This is less than is matched: {matched}";
    MatchUndone = "match-undone", IllegalMove, "匹配已撤销", "This match is undone already";
    IllegalStatementMove = "illegal-statement-move", IllegalMove, "“{status}”的银行流水不能{action}", "A statement that is “{status}” cannot be {action}";
    StatementMatched = "statement-matched", IllegalMove, "其中 {count} 笔汇款已匹配，请先撤销匹配", "Payments of it that are matched: {count}; undo their matches first";
    AccountNotNamed = "account-not-named", InvalidFields, "文件中没有账号，请选择银行账户", "The file names no account; choose one";
    AccountNotOurs = "account-not-ours", InvalidFields, "文件的账号 {account} 不是所选账户，或尚未登记", "The file is of account {account}, which is not the one chosen, or not one of ours";
    AccountCurrency = "account-currency", InvalidFields, "文件币种为 {currency}，与账户不符", "The file is in {currency}, the account is not";
    AccountTwice = "account-twice", InvalidFields, "已有此账号与币种的账户", "There is an account with this number and currency already";
    AccountInUse = "account-in-use", InvalidFields, "已有银行流水，账号与币种不能修改", "There are statements of it; number and currency stay";
    // Receivables
    PartyOnHold = "party-on-hold", IllegalMove, "信用冻结：{party} 逾期 {days} 天，逾期金额 {overdue}", "Credit hold: {party} is overdue by {days} days with {overdue}";
    BalanceTooLow = "balance-too-low", InvalidFields, "超过往来余额 {open}", "This is more than the balance: {open}";
    BalanceDrawn = "balance-drawn", IllegalMove, "往来余额已被使用，仅剩 {open}", "The balance was drawn on; {open} is left of it";
    EntryUndone = "entry-undone", IllegalMove, "该笔往来已撤销", "This entry is undone already";
    EntryOfOrder = "entry-of-order", IllegalMove, "该笔往来随订单产生，不能单独撤销", "This follows from an order and is not undone by itself";
    MoneyGivenBack = "money-given-back", IllegalMove, "款项已退回往来余额，不能撤销匹配", "The money was given back to the party's balance; this match stays";
    OrderOfOther = "order-of-other", InvalidFields, "订单不属于该往来单位", "The order is not this party's";
    OneParty = "one-party", InvalidFields, "请选择一个合作伙伴或客户", "Name one partner or one customer";
    // People
    OwnAccount = "own-account", IllegalMove, "不能停用自己的账号", "One cannot deactivate oneself";
    NoPrintFont = "no-print-font", Unavailable, "服务器缺少中文字体，无法生成 PDF；请联系管理员安装 fonts-noto-cjk，或设置 print.font", "The server has no font with Chinese and makes no PDF; ask an administrator to install fonts-noto-cjk, or to set print.font";
    NotSetUp = "not-set-up", IllegalMove, "尚未设置产品与价格，请联系管理员（dsms seed）", "There are no products and prices yet; ask an administrator (dsms seed)";
    OwnRole = "own-role", IllegalMove, "不能修改自己的角色", "One cannot change one's own role";
    LastOrgAdmin = "last-org-admin", IllegalMove, "至少保留一名启用的企业管理员", "An organization keeps at least one active administrator";
    OrgAdminOnly = "org-admin-only", NotPermitted, "只有企业管理员可以管理团队成员", "Only the organization's administrators manage its people";
    LastAdmin = "last-admin", IllegalMove, "至少保留一名启用的管理员", "There is at least one active admin";
    ResetOver = "reset-over", IllegalMove, "链接已失效或已使用，请重新申请", "This link is over or was used; ask for another";
    NotAScope = "not-a-scope", InvalidFields, "不能授予密钥此权限", "A key cannot have this permission";
    KeyTooLong = "key-too-long", InvalidFields, "到期时间应晚于现在，且不超过 {days} 天", "It ends later than now and within {days} days";
    TooManyKeys = "too-many-keys", IllegalMove, "有效的密钥已达 {max} 个，请先吊销不用的", "There are {max} keys in force already; revoke one that is not used";
    KeyRevoked = "key-revoked", IllegalMove, "密钥已吊销", "This key is revoked already";
    NobodyToActFor = "nobody-to-act-for", IllegalMove, "该合作伙伴没有启用的账号，密钥无法代其操作", "This partner has no active account that a key could act as";
    CodeWrong = "code-wrong", InvalidFields, "验证码不正确或已使用过", "The code is wrong, or was used before";
    SecondFactorOn = "second-factor-on", IllegalMove, "两步验证已启用", "There is a second factor already";
    SecondFactorOff = "second-factor-off", IllegalMove, "两步验证尚未启用", "There is no second factor";
    SecondFactorRequired = "second-factor-required", IllegalMove, "按规定员工必须启用两步验证", "Staff must have a second factor here";
    EnrollmentNotBegun = "enrollment-not-begun", IllegalMove, "请先开始设置两步验证", "Begin to set it up first";
    OwnSecondFactor = "own-second-factor", IllegalMove, "请在自己的账号页面管理两步验证", "Manage your own second factor on your account page";
    GrantToOneself = "grant-to-oneself", IllegalMove, "不能给自己授权", "Nobody grants anything to themselves";
    GrantToPartner = "grant-to-partner", IllegalMove, "临时授权只能给员工", "Only staff are granted something";
    GrantToInactive = "grant-to-inactive", IllegalMove, "该账号已停用", "This account is deactivated";
    GrantByGrant = "grant-by-grant", IllegalMove, "通过临时授权获得的权限不能再授予他人", "Who has this only for a while cannot pass it on";
    NotGrantable = "not-grantable", InvalidFields, "此权限不能临时授予", "This permission cannot be granted";
    AlreadyPermitted = "already-permitted", InvalidFields, "该用户的角色已有此权限", "Their role has this already";
    GrantTooLong = "grant-too-long", InvalidFields, "结束时间应晚于现在，且不超过 {days} 天", "It ends later than now and within {days} days";
    GrantOver = "grant-over", IllegalMove, "该授权已结束", "This grant is over already";
    WebhookAddress = "webhook-address", InvalidFields, "应为完整的 https 地址，且不含用户名和密码", "This is a whole https address, without user name and password";
    WebhookSecretUnused = "webhook-secret-unused", InvalidFields, "此类型不使用对方的密钥", "This form takes no secret of the other side";
    WebhookKind = "webhook-kind", InvalidFields, "不能订阅此事件", "This event cannot be subscribed to";
    WebhookSecretTheirs = "webhook-secret-theirs", IllegalMove, "机器人的密钥由对方生成", "A robot's secret is drawn by the other side";
    NamedTwice = "named-twice", InvalidFields, "重复出现", "This is named twice";
    DutyStaysListed = "duty-stays-listed", InvalidFields, "等待您处理的事项始终显示在通知列表中，可以关闭邮件", "What waits for you to act always stays in the list; its mail can be turned off";
    NoMailOfThis = "no-mail-of-this", InvalidFields, "此类通知没有邮件", "There is no mail for this kind of notification";
    ViewQuery = "view-query", InvalidFields, "不是此列表的查询条件", "This list does not understand these filters";
    MayNotShare = "may-not-share", InvalidFields, "仅管理员与主管可以共享视图", "Only administrators and managers share views";
    NotInvoiceable = "not-invoiceable", IllegalMove, "订单“{status}”，批准后才能开票", "The order is “{status}”; it is invoiced once it is approved";
    NothingToInvoice = "nothing-to-invoice", InvalidFields, "没有可开票的金额", "Nothing is left to invoice";
    OverOpenAmount = "over-open-amount", InvalidFields, "应大于零且不超过可开票金额 {open}", "This is more than nothing, and at most {open} is left to invoice";
    OtherInvoiceParty = "other-invoice-party", InvalidFields, "同一张发票的订单须属于同一购买方、同一开票主体、同一币种", "The orders of an invoice have one buyer, one seller and one currency";
    InvoiceNumberFormat = "invoice-number-format", InvalidFields, "发票号码为 {digits} 位数字", "The number has {digits} digits";
    InvoiceCodeFormat = "invoice-code-format", InvalidFields, "发票代码为 10 或 12 位数字", "The code has 10 or 12 digits";
    InvoiceCodeUnused = "invoice-code-unused", InvalidFields, "数电发票没有发票代码", "Digital invoices have no code";
    InvoiceNumberTaken = "invoice-number-taken", InvalidFields, "此发票号码已登记", "An invoice has this number already";
    TaxClassificationNeeded = "tax-classification-needed", InvalidFields, "有行没有税收分类编码，请填写", "A line has no tax classification code; give one";
    TaxNumberFormat = "tax-number-format", InvalidFields, "纳税人识别号为 15–20 位数字或大写字母", "A tax number has 15 to 20 digits and capitals";
    SpecialNeedsEnterprise = "special-needs-enterprise", InvalidFields, "专票的抬头须为企业", "A special invoice names an enterprise";
    TitleDiffers = "title-differs", InvalidFields, "抬头与合同方“{party}”不一致，请说明原因", "The title is not the contract party “{party}”; say why";
    OnePartyOnly = "one-party-only", InvalidFields, "请选择合作伙伴或客户之一", "Name a partner or a customer";
    IllegalInvoiceMove = "illegal-invoice-move", IllegalMove, "发票“{status}”，不能执行“{action}”", "The invoice is “{status}” and cannot be {action}";
    InvoiceNotEditable = "invoice-not-editable", IllegalMove, "发票“{status}”，内容不能再修改", "The invoice is “{status}”; its content cannot be changed";
    InvoiceNotIssued = "invoice-not-issued", IllegalMove, "发票“{status}”，开具后才能执行此操作", "The invoice is “{status}”; this is for what was issued";
    NotAnInvoiceFile = "not-an-invoice-file", InvalidFields, "请上传 PDF、OFD 或 XML 文件；文件内容不属于这些格式", "Attach a PDF, OFD or XML file: this is none by its content";
    RedUnconfirmed = "red-unconfirmed", IllegalMove, "红字确认单“{confirmation}”，不能执行此操作", "The red letter's confirmation is “{confirmation}”; this cannot be done";
    RedOfRed = "red-of-red", IllegalMove, "红字发票不能再红冲", "A red letter cannot be reversed";
    ReversedWhole = "reversed-whole", IllegalMove, "已全额红冲或正在红冲", "All of it is reversed already, or about to be";
    OverInvoice = "over-invoice", InvalidFields, "超过该行可红冲金额 {left}", "At most {left} of this line can be reversed";
    WholeOnly = "whole-only", InvalidFields, "“开票有误”只能对整张发票红冲", "What was issued wrong is reversed as a whole";
    VoidLegacyOnly = "void-legacy-only", IllegalMove, "数电票不能作废，请红冲", "Only legacy paper is made void; reverse this by a red letter";
    VoidOtherMonth = "void-other-month", IllegalMove, "只能在开具当月作废，请红冲", "It is made void in its month only; reverse it by a red letter";
    VoidReversed = "void-reversed", IllegalMove, "已有红字发票，不能作废", "A red letter reverses it; it cannot be made void";
    StillCounts = "still-counts", InvalidFields, "原发票全额红冲或作废后才能换开", "An invoice is replaced once it is reversed whole or void";
    DeliveryNotFailed = "delivery-not-failed", IllegalMove, "只有失败的投递可以重试", "Only what failed is tried again";
}

/// A rule's refusal: the reason and its parameters. The words follow from them, in any language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words(Lang::En))]
pub struct Refusal {
    pub reason: Reason,
    pub params: Params,
}

/// Parameters of a refusal, by the name they have in the words.
pub type Params = BTreeMap<Cow<'static, str>, String>;

impl Refusal {
    pub const fn new(reason: Reason) -> Self {
        Self { reason, params: Params::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.params.insert(Cow::Borrowed(name), value.to_string());
        self
    }

    /// The sentence for people.
    pub fn words(&self, lang: Lang) -> String {
        words(self.reason, &self.params, lang)
    }

    /// The refusal of one field, by its JSON pointer (RFC 6901).
    pub fn at(self, pointer: impl Into<String>) -> FieldError {
        FieldError {
            pointer: pointer.into(),
            detail: self.words(Lang::En),
            reason: self.reason,
            params: self.params,
        }
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

/// Values like an order's status are translated by their wire name, where they have one.
fn words(reason: Reason, params: &Params, lang: Lang) -> String {
    params.iter().fold(reason.label(lang).to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), known_word(value, lang).unwrap_or(value))
    })
}

fn known_word(value: &str, lang: Lang) -> Option<&'static str> {
    use crate::{
        change_requests::ChangeStatus,
        deployments::{DeploymentAction, DeploymentStatus},
        imports::ImportStatus,
        invoices::{InvoiceAction, InvoiceStatus, RedConfirmation},
        lead_mails::{MailAction, MailState},
        leads::{LeadAction, StatusKind},
        licenses::wire::PaymentStatus,
        orders::{OrderAction, OrderStatus},
        partners::PartnerStatus,
        payments::{MatchStatus, PaymentAction, StatementAction, StatementStatus},
    };
    value
        .parse::<OrderStatus>()
        .map(|status| status.label(lang))
        .or_else(|_| value.parse::<OrderAction>().map(|action| action.refused(lang)))
        .or_else(|_| value.parse::<PartnerStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<ChangeStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<DeploymentStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<DeploymentAction>().map(|action| action.refused(lang)))
        .or_else(|_| value.parse::<PaymentStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<ImportStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<StatusKind>().map(|kind| kind.label(lang)))
        .or_else(|_| value.parse::<InvoiceStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<InvoiceAction>().map(|action| action.refused(lang)))
        .or_else(|_| value.parse::<RedConfirmation>().map(|it| it.label(lang)))
        .or_else(|_| value.parse::<LeadAction>().map(|action| action.refused(lang)))
        .or_else(|_| value.parse::<MailState>().map(|state| state.label(lang)))
        .or_else(|_| value.parse::<MailAction>().map(|action| action.refused(lang)))
        .or_else(|_| value.parse::<MatchStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<PaymentAction>().map(|action| action.refused(lang)))
        .or_else(|_| value.parse::<StatementStatus>().map(|status| status.label(lang)))
        .or_else(|_| value.parse::<StatementAction>().map(|action| action.refused(lang)))
        .ok()
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer into the body, e.g. `/lines/0/sets`.
    pub pointer: String,
    pub reason: Reason,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub params: Params,
    /// The words in the language that the request asked for.
    pub detail: String,
}

impl FieldError {
    pub fn words(&self, lang: Lang) -> String {
        words(self.reason, &self.params, lang)
    }
}

/// An RFC 9457 problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `/problems/{code}`
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// The path that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    pub code: ProblemCode,
    /// The rule that refused, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub params: Params,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// What the logs know this request by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    pub const MEDIA_TYPE: &'static str = "application/problem+json";

    /// A problem that no rule of ours stands behind; `detail` is technical and in English.
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title: code.label(Lang::En).to_owned(),
            status: code.status(),
            detail: detail.into(),
            instance: None,
            code,
            reason: None,
            params: Params::new(),
            errors: Vec::new(),
            request_id: None,
        }
    }

    /// Several fields are wrong.
    pub fn of_fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(ProblemCode::InvalidFields, "") }
    }

    /// What people read above the fields: the rule's words, else the title.
    pub fn words(&self, lang: Lang) -> String {
        match self.reason {
            Some(reason) => words(reason, &self.params, lang),
            None => self.code.label(lang).to_owned(),
        }
    }

    /// The same problem in the language that was asked for.
    #[must_use]
    pub fn in_language(mut self, lang: Lang) -> Self {
        self.code.label(lang).clone_into(&mut self.title);
        if self.reason.is_some() || self.detail.is_empty() {
            self.detail = self.words(lang);
        }
        for error in &mut self.errors {
            error.detail = error.words(lang);
        }
        self
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            detail: refusal.words(Lang::En),
            reason: Some(refusal.reason),
            params: refusal.params,
            ..Self::new(refusal.reason.code(), "")
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)?;
        for error in &self.errors {
            write!(f, "\n  {}: {}", error.pointer, error.detail)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
