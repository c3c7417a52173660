//! What is over: terms that ran out unrenewed, licenses that were suspended or terminated, orders
//! that came to nothing.

use domain::{
    licenses::ActivationMode::{Offline, Online},
    products::Edition::{Basic, Enterprise, Professional, Standard},
};

use super::{
    super::partners::{
        HAICHUAN, QIANTANG, QINLING, SHENGJING, YUEHAI, YUNCHUANG, YUNZHI, ZHILIAN, ZIJIN,
    },
    Fate::{Cancelled, Rejected, Suspended, Terminated, Withdrawn},
    Line::New,
    Story, WAITING, direct, story, used,
};

pub const STORIES: [Story; 21] = [
    story(YUNZHI, 541, &[New(Standard, 2, 1, "江南大学附属", Online)], used(2)),
    story(HAICHUAN, 533, &[New(Basic, 3, 1, "师范远程", Online)], used(3)),
    direct(526, &[New(Standard, 2, 1, "北方重工", Offline)], used(2)),
    story(ZHILIAN, 517, &[New(Basic, 2, 1, "横琴数字", Online)], used(1)),
    story(YUNCHUANG, 508, &[New(Standard, 1, 1, "山城零售", Online)], used(5)),
    // Nobody ever activated these: their term began on the last day for it all the same.
    story(QINLING, 500, &[New(Basic, 2, 1, "曲江影视", Online)], WAITING),
    story(QIANTANG, 492, &[New(Professional, 1, 1, "甬江港务", Offline)], used(2)),
    story(YUEHAI, 470, &[New(Basic, 1, 1, "椰风免税", Online)], used(4)),
    story(SHENGJING, 455, &[New(Standard, 1, 1, "净月光电", Online)], used(1)),
    story(HAICHUAN, 430, &[New(Basic, 2, 1, "天津港口", Online)], used(2)),
    direct(402, &[New(Standard, 1, 1, "科创人工智能", Online)], used(1)),
    story(
        YUEHAI,
        330,
        &[New(Standard, 2, 1, "陶都家居", Online)],
        Terminated("客户更换平台，提前解约"),
    ),
    story(ZHILIAN, 310, &[New(Basic, 5, 1, "花城妇女", Online)], Cancelled("客户改由另一渠道采购")),
    story(QINLING, 260, &[New(Standard, 2, 1, "黄河石化", Online)], Suspended("伙伴逾期未付款")),
    direct(225, &[New(Enterprise, 1, 3, "太湖半导体", Online)], Cancelled("客户立项推迟到明年")),
    direct(
        190,
        &[New(Professional, 1, 1, "松江制药", Offline)],
        Suspended("合同争议处理中，暂停使用"),
    ),
    story(
        YUNCHUANG,
        150,
        &[New(Basic, 1, 1, "云岩大数据", Online)],
        Terminated("客户项目终止，双方协商解约"),
    ),
    story(
        ZIJIN,
        140,
        &[New(Standard, 3, 1, "六朝文化", Online)],
        Withdrawn("最终客户信息有误，订单作废重下"),
    ),
    story(
        QINLING,
        120,
        &[New(Professional, 1, 1, "秦川电力", Online)],
        Rejected("请先结清上一订单的款项"),
    ),
    story(HAICHUAN, 80, &[New(Standard, 1, 1, "岳麓数据", Online)], Cancelled("客户预算取消")),
    story(
        SHENGJING,
        64,
        &[New(Standard, 2, 1, "浑南人民法院", Online)],
        Rejected("政府采购请补充招标文件编号"),
    ),
];
