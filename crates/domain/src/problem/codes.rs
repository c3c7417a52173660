//! What programs branch on: a closed table of codes.

macro_rules! codes {
    ($( $(#[$meta:meta])* $name:ident = $wire:literal, $status:literal, $zh:literal, $en:literal; )+) => {
        crate::enums::wire_enum! {
            /// What programs branch on. The title is the same for every problem of a code.
            pub enum ProblemCode { $( $(#[$meta])* $name = $wire: $zh, $en; )+ }
        }

        impl ProblemCode {
            /// The HTTP status that goes with the code.
            pub const fn status(self) -> u16 {
                match self { $( Self::$name => $status ),+ }
            }
        }
    };
}

codes! {
    InvalidQuery = "invalid-query", 400, "查询参数无法识别", "The query string is not understood";
    InvalidBody = "invalid-body", 400, "请求内容无法识别", "The body is not understood";
    SignInRequired = "sign-in-required", 401, "请先登录", "Sign in first";
    WrongCredentials = "wrong-credentials", 401, "用户名或密码不正确", "The user name or password is wrong";
    TotpRequired = "totp-required", 401, "请输入两步验证码", "Enter the code of your authenticator";
    WrongCode = "wrong-code", 401, "验证码不正确或已使用过", "The code is wrong, or was used before";
    EnrollmentRequired = "enrollment-required", 403, "请先设置两步验证", "Set up your second factor first";
    NotPermitted = "not-permitted", 403, "您的角色没有此权限", "Your role does not allow this";
    NotFound = "not-found", 404, "不存在，或不属于您", "There is no such thing, or it is not yours";
    MethodNotAllowed = "method-not-allowed", 405, "不支持此操作", "This cannot be done here";
    IllegalMove = "illegal-move", 409, "当前状态不能执行此操作", "This cannot be done in the present state";
    StaleVersion = "stale-version", 409, "数据已被他人修改", "Somebody changed this meanwhile";
    Conflict = "conflict", 409, "与已有数据冲突", "This conflicts with what is there";
    VersionMismatch = "version-mismatch", 412, "数据已被他人修改", "Somebody changed this meanwhile";
    TooLarge = "too-large", 413, "内容过大", "This is too large";
    UnsupportedMediaType = "unsupported-media-type", 415, "不支持的内容类型", "This media type is not supported";
    InvalidFields = "invalid-fields", 422, "部分内容需要修改", "Some fields need another look";
    KeyReused = "idempotency-key-reused", 422, "幂等键已用于其他请求", "The idempotency key was used for something else";
    VersionRequired = "version-required", 428, "请提供数据版本 (If-Match)", "Say which version you mean (If-Match)";
    KeyRequired = "idempotency-key-required", 428, "请提供幂等键 (Idempotency-Key)", "Send an idempotency key (Idempotency-Key)";
    TooManyRequests = "too-many-requests", 429, "尝试过于频繁，请稍候", "Too many attempts, wait a little";
    #[default]
    Internal = "internal", 500, "系统内部错误", "Something went wrong on our side";
    Unavailable = "unavailable", 503, "服务暂时不可用", "Not available for the moment";
}
