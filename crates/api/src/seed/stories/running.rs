//! What runs, ends soon, or ended days ago; and services that were rendered.

use domain::{
    licenses::ActivationMode::{Offline, Online},
    products::Edition::{Basic, Enterprise, Professional, Standard},
};

use super::{
    super::partners::{
        HAICHUAN, HAIYUE, QIANTANG, QINLING, SHENGJING, YUEHAI, YUNCHUANG, YUNZHI, ZHILIAN, ZIJIN,
    },
    DEPLOYMENT,
    Fate::{Draft, Submitted, Transferred},
    Line::{New, Service},
    Story, TRAINING, WAITING, direct, renewed, story, upgraded, used,
};

pub const STORIES: [Story; 43] = [
    story(YUNZHI, 431, &[New(Enterprise, 1, 3, "江南大学附属", Offline)], used(1)),
    story(
        YUNZHI,
        271,
        &[New(Enterprise, 1, 2, "苏州精工", Offline)],
        Transferred("客户机房搬迁，集群重建"),
    ),
    direct(250, &[New(Professional, 2, 1, "闽江证券", Online)], used(3)),
    story(ZHILIAN, 241, &[New(Standard, 3, 1, "岳麓数据", Online)], used(2)),
    story(YUNCHUANG, 230, &[New(Standard, 2, 1, "天府新区", Online)], used(1)),
    story(QINLING, 215, &[New(Basic, 3, 1, "天山棉业", Online)], used(4)),
    story(YUNZHI, 211, &[New(Professional, 2, 3, "西湖区", Offline)], used(3)),
    story(ZIJIN, 191, &[New(Standard, 1, 3, "六朝文化", Online)], used(2)),
    story(HAICHUAN, 170, &[New(Enterprise, 1, 1, "滨海航空", Online)], used(1)),
    // Enough sets for the volume discount.
    story(QIANTANG, 155, &[New(Basic, 10, 1, "瓯江鞋业", Online)], used(2)),
    story(YUEHAI, 145, &[New(Standard, 2, 1, "邕江政务", Offline)], used(2)),
    story(
        HAIYUE,
        135,
        &[New(Standard, 2, 1, "海洋生物", Online), Service(DEPLOYMENT, 5, "海洋生物")],
        used(2),
    ),
    story(
        YUNZHI,
        121,
        &[New(Standard, 3, 1, "量子通信", Online), New(Basic, 2, 1, "量子通信", Offline)],
        used(2),
    ),
    story(SHENGJING, 110, &[New(Basic, 2, 1, "浑南人民法院", Offline)], used(3)),
    story(ZIJIN, 105, &[New(Professional, 1, 1, "敕勒川", Online)], used(1)),
    story(ZHILIAN, 95, &[New(Professional, 1, 2, "长安电子", Online)], used(1))
        .then(&[upgraded(1, Enterprise).but(Submitted)]),
    story(QIANTANG, 85, &[New(Standard, 2, 2, "甬江港务", Online)], used(2)),
    story(YUNCHUANG, 75, &[New(Professional, 1, 1, "渝北汽车", Offline)], used(2)),
    direct(72, &[New(Enterprise, 1, 2, "赣江商业", Offline)], used(3)),
    story(YUNZHI, 61, &[New(Enterprise, 2, 3, "远航银行", Offline)], used(1)),
    direct(58, &[New(Professional, 1, 1, "狮城智能", Online)], used(1)),
    story(YUEHAI, 50, &[New(Basic, 2, 1, "椰风免税", Online)], used(2)),
    direct(45, &[New(Standard, 2, 1, "中原粮油", Online)], used(1)),
    story(YUNZHI, 34, &[New(Professional, 3, 1, "太湖半导体", Online)], used(2)),
    story(HAICHUAN, 30, &[New(Professional, 2, 1, "师范远程", Online)], used(2)),
    direct(26, &[New(Standard, 1, 1, "维港保险", Online)], used(1)),
    // Still waits, though its term runs by now.
    story(QIANTANG, 38, &[New(Standard, 1, 1, "春城旅游", Online)], WAITING),
    // Terms that end within three months.
    story(HAIYUE, 356, &[New(Basic, 2, 1, "鹭岛", Online)], used(2)),
    story(HAICHUAN, 350, &[New(Professional, 2, 1, "天津港口", Online)], used(1))
        .then(&[renewed(2, 1).but(Submitted)]),
    story(ZHILIAN, 342, &[New(Standard, 1, 1, "湘江重卡", Offline)], used(4)),
    story(YUNCHUANG, 340, &[New(Standard, 1, 1, "山城零售", Online)], used(1))
        .then(&[renewed(4, 1).but(Draft)]),
    story(YUNZHI, 335, &[New(Enterprise, 1, 1, "苏州精工", Offline)], used(2)),
    story(YUNZHI, 328, &[New(Standard, 2, 1, "华东电力", Online)], used(1)),
    direct(325, &[New(Professional, 2, 1, "汾河煤电", Online)], used(1)),
    story(ZIJIN, 318, &[New(Standard, 2, 1, "江城理工", Online)], used(3)),
    story(HAICHUAN, 300, &[New(Basic, 3, 1, "朝阳区教育", Online)], used(5)),
    story(YUEHAI, 290, &[New(Standard, 1, 1, "嵩山医药", Online)], used(2)),
    // Ended, with days of grace left.
    story(SHENGJING, 377, &[New(Basic, 1, 1, "滨海造船", Online)], used(2)),
    story(YUNZHI, 374, &[New(Professional, 1, 1, "滇池生态", Online)], used(1)),
    story(ZHILIAN, 371, &[New(Standard, 2, 1, "珠江新能源", Offline)], used(3)),
    // Services.
    story(YUNZHI, 205, &[Service(TRAINING, 2, "西湖区")], WAITING),
    direct(65, &[Service(DEPLOYMENT, 8, "赣江商业")], WAITING),
    story(QIANTANG, 22, &[Service(TRAINING, 1, "甬江港务")], WAITING),
];
