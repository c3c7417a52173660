//! Customers who stayed: renewed in time or after a lapse, upgraded with credit for unused days,
//! added packs and features.

use domain::{
    licenses::ActivationMode::{Offline, Online},
    products::Edition::{Basic, Enterprise, Professional, Standard},
};

use super::{
    super::partners::{
        HAICHUAN, HAIYUE, QIANTANG, SHENGJING, YUEHAI, YUNCHUANG, YUNZHI, ZHILIAN, ZIJIN,
    },
    AUDIT,
    Line::New,
    Story, USERS, WORKSPACES, added, direct, renewed, story, upgraded, used,
};

pub const STORIES: [Story; 20] = [
    // Renewed before the end.
    story(YUNZHI, 520, &[New(Standard, 3, 1, "远航银行", Online)], used(1))
        .then(&[renewed(180, 1)]),
    story(HAICHUAN, 505, &[New(Basic, 2, 1, "海洋生物", Online)], used(2)).then(&[renewed(165, 2)]),
    direct(498, &[New(Enterprise, 1, 1, "闽江证券", Offline)], used(2))
        .then(&[renewed(160, 1), added(120, AUDIT, 1)]),
    story(ZHILIAN, 480, &[New(Standard, 2, 1, "珠江新能源", Offline)], used(4))
        .then(&[renewed(130, 1), added(70, USERS, 2)]),
    story(QIANTANG, 470, &[New(Professional, 2, 1, "太湖半导体", Online)], used(1))
        .then(&[renewed(128, 3)]),
    story(ZIJIN, 462, &[New(Basic, 1, 1, "苏州精工", Online)], used(1))
        .then(&[upgraded(300, Standard), renewed(120, 1)]),
    story(YUEHAI, 450, &[New(Standard, 1, 1, "前海融通", Online)], used(3))
        .then(&[upgraded(210, Professional), renewed(108, 1)]),
    story(ZIJIN, 370, &[New(Professional, 1, 1, "瓯江鞋业", Online)], used(3))
        .then(&[renewed(25, 1)]),
    story(HAIYUE, 365, &[New(Standard, 3, 1, "泉城保险", Online)], used(2)).then(&[renewed(40, 3)]),
    // Renewed too late: from the day of renewal where the days of grace were over, else on.
    story(HAICHUAN, 540, &[New(Standard, 1, 1, "中关村量化", Online)], used(2))
        .then(&[renewed(95, 1)]),
    story(YUNCHUANG, 515, &[New(Basic, 2, 1, "锦江数据", Online)], used(1)).then(&[renewed(60, 1)]),
    direct(390, &[New(Standard, 2, 1, "中原粮油", Online)], used(1)).then(&[renewed(14, 1)]),
    // Upgraded for the days that were left.
    story(YUNZHI, 300, &[New(Standard, 2, 1, "华东电力", Online)], used(2))
        .then(&[upgraded(90, Enterprise)]),
    direct(280, &[New(Basic, 1, 1, "燕园智慧", Online)], used(1))
        .then(&[upgraded(100, Standard), added(35, WORKSPACES, 2)]),
    story(HAICHUAN, 240, &[New(Standard, 1, 2, "长江航运", Offline)], used(3))
        .then(&[upgraded(55, Professional)]),
    story(QIANTANG, 200, &[New(Basic, 4, 1, "西湖区", Online)], used(2))
        .then(&[upgraded(30, Standard)]),
    // Grew.
    story(YUNZHI, 270, &[New(Standard, 2, 1, "申江地铁", Online)], used(1))
        .then(&[added(150, USERS, 2)]),
    direct(220, &[New(Professional, 2, 2, "江北供电", Offline)], used(4))
        .then(&[added(110, USERS, 4), added(15, AUDIT, 1)]),
    story(YUEHAI, 180, &[New(Standard, 1, 1, "花城妇女", Online)], used(2))
        .then(&[added(66, USERS, 1), added(20, WORKSPACES, 3)]),
    story(SHENGJING, 160, &[New(Professional, 1, 2, "北方重工", Offline)], used(1))
        .then(&[added(45, AUDIT, 1)]),
];
