//! Events: what happened, to what, by whom, when. Audit trail, work queue and timeline in one.

pub mod wire;

crate::enums::wire_enum! {
    pub enum SubjectKind {
        #[default]
        Order = "order": "订单", "Order";
        License = "license": "许可证", "License";
        Customer = "customer": "客户", "Customer";
        Partner = "partner": "合作伙伴", "Partner";
        User = "user": "用户", "User";
        Delivery = "delivery": "投递", "Delivery";
        SigningKey = "signing_key": "签名密钥", "Signing key";
    }
}

crate::enums::wire_enum! {
    pub enum EventKind {
        #[default]
        OrderPlaced = "order.placed": "创建订单", "Order placed";
        OrderChanged = "order.changed": "修改订单", "Order changed";
        OrderSubmitted = "order.submitted": "提交订单", "Order submitted";
        OrderApproved = "order.approved": "批准订单", "Order approved";
        OrderRejected = "order.rejected": "拒绝订单", "Order rejected";
        OrderCancelled = "order.cancelled": "取消订单", "Order canceled";
        OrderFulfilled = "order.fulfilled": "订单完成", "Order fulfilled";
        ReturnRequested = "return.requested": "申请退单", "Return requested";
        ReturnApproved = "return.approved": "批准退单", "Return approved";
        ReturnRejected = "return.rejected": "拒绝退单", "Return rejected";
        CustomerCreated = "customer.created": "创建客户", "Customer created";
        LicenseIssued = "license.issued": "签发许可证", "License issued";
        LicenseSent = "license.sent": "许可证送达", "License delivered";
        LicenseResent = "license.resent": "重新发送许可证", "License sent again";
        LicenseActivated = "license.activated": "许可证激活", "License activated";
        LicenseRenewed = "license.renewed": "许可证续订", "License renewed";
        LicenseUpgraded = "license.upgraded": "许可证升级", "License upgraded";
        LicenseExpanded = "license.expanded": "许可证扩容", "License expanded";
        LicenseRestored = "license.restored": "撤回许可证变更", "License change taken back";
        LicenseSuspended = "license.suspended": "许可证暂停", "License suspended";
        LicenseTerminated = "license.terminated": "许可证终止", "License terminated";
        LicenseTransferred = "license.transferred": "转移集群", "License transferred";
        ActivationModeChanged = "license.activation_mode_changed": "变更激活方式", "Activation mode changed";
        KeyReissued = "license.key_reissued": "重新签发密钥", "Key signed again";
        KeyShown = "license.key_shown": "查看密钥", "Key shown";
        DeliveryFailed = "delivery.failed": "投递失败", "Delivery failed";
        DeliveryRetried = "delivery.retried": "重新投递", "Delivery tried again";
        PartnerCreated = "partner.created": "创建合作伙伴", "Partner created";
        PartnerApproved = "partner.approved": "合作伙伴审核通过", "Partner approved";
        PartnerSuspended = "partner.suspended": "暂停合作伙伴", "Partner suspended";
        PartnerChanged = "partner.changed": "修改合作伙伴资料", "Partner changed";
        UserCreated = "user.created": "创建用户", "User created";
        UserChanged = "user.changed": "修改用户", "User changed";
        UserDeactivated = "user.deactivated": "停用用户", "User deactivated";
        UserReactivated = "user.reactivated": "启用用户", "User reactivated";
        PasswordChanged = "user.password_changed": "修改密码", "Password changed";
        PasswordResetAsked = "user.password_reset_asked": "申请重置密码", "Password reset asked for";
        PasswordReset = "user.password_reset": "通过邮件重置密码", "Password reset by mail";
        SessionsEnded = "user.sessions_ended": "管理员结束会话", "Sessions ended by an administrator";
        PermissionGranted = "user.permission_granted": "临时授权", "Permission granted for a while";
        PermissionRevoked = "user.permission_revoked": "收回临时授权", "Granted permission taken back";
        SignedIn = "user.signed_in": "登录", "Signed in";
        SigningKeyRotated = "signing_key.rotated": "轮换签名密钥", "Signing key rotated";
        SigningKeyRetired = "signing_key.retired": "停用签名密钥", "Signing key retired";
        SessionReused = "user.session_reused": "会话令牌被重复使用", "Session token used twice";
    }
}
