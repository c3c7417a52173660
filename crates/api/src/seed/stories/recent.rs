//! The last weeks: what waits for activation, for approval, for the mail server, for its author.

use domain::{
    licenses::ActivationMode::{Offline, Online},
    products::Edition::{Basic, Enterprise, Professional, Standard},
};

use super::{
    super::partners::{HAICHUAN, HAIYUE, QIANTANG, QINLING, YUEHAI, YUNZHI, ZHILIAN, ZIJIN},
    Fate::{Bounced, Cancelled, Draft, Mended, Rejected, Submitted, Undelivered},
    Line::{New, Service},
    Story, TRAINING, WAITING, direct, story, used,
};

pub const STORIES: [Story; 21] = [
    // Of a partner that was suspended before it handed this in.
    story(QINLING, 43, &[New(Basic, 1, 1, "曲江影视", Online)], Draft),
    story(HAIYUE, 18, &[New(Standard, 1, 1, "泉城保险", Online)], Mended("套数与合同不符，请核对")),
    story(ZHILIAN, 13, &[New(Basic, 2, 1, "长安电子", Online)], WAITING),
    story(YUEHAI, 9, &[New(Standard, 1, 1, "横琴数字", Online)], Cancelled("重复下单")),
    direct(8, &[New(Standard, 1, 1, "中关村量化", Online)], used(1)),
    story(ZIJIN, 7, &[New(Standard, 3, 1, "苏州精工", Online)], WAITING),
    story(HAICHUAN, 6, &[New(Enterprise, 1, 1, "天津港口", Offline)], WAITING),
    direct(6, &[New(Standard, 1, 1, "雪域文旅", Online)], Draft),
    story(YUNZHI, 5, &[New(Professional, 2, 1, "华东电力", Online)], WAITING),
    story(QIANTANG, 4, &[New(Basic, 2, 1, "瓯江鞋业", Online)], Bounced),
    story(YUNZHI, 3, &[New(Standard, 2, 2, "江南大学附属", Online)], Undelivered),
    direct(
        4,
        &[New(Basic, 1, 1, "太行律师", Online)],
        Rejected("请补充最终客户的统一社会信用代码后重新提交"),
    ),
    direct(3, &[New(Basic, 1, 1, "太行律师", Online)], Draft),
    story(
        ZHILIAN,
        2,
        &[New(Standard, 1, 1, "岳麓数据", Online)],
        Rejected("最终客户名称与合同不符，请核对后重新提交"),
    ),
    story(ZIJIN, 2, &[New(Basic, 3, 1, "鉴湖酒业", Online)], Submitted),
    story(
        YUNZHI,
        1,
        &[New(Enterprise, 1, 3, "苏州精工", Offline), New(Standard, 2, 3, "苏州精工", Online)],
        Submitted,
    ),
    story(HAICHUAN, 1, &[New(Professional, 1, 1, "牡丹轴承", Online)], Submitted),
    // Almost the name of a customer: whoever approves is asked which it is.
    direct(1, &[New(Standard, 2, 1, "精工集团", Online)], Submitted),
    story(
        QIANTANG,
        0,
        &[New(Standard, 1, 2, "刺桐服饰", Online), Service(TRAINING, 1, "刺桐服饰")],
        Submitted,
    ),
    story(YUNZHI, 0, &[New(Basic, 1, 1, "漓江旅游", Online)], Draft),
    story(HAICHUAN, 0, &[New(Professional, 1, 2, "贺兰山", Online)], Draft),
];
