//! Who uses what was sold: sixty organisations of every industry and region, with the person whom
//! licenses and reminders reach; and a few that nobody knows as customers yet.

use domain::{
    Id,
    customers::{CustomerType, Industry, Region, check_credit_code},
    events::{EventKind, SubjectKind},
    id::UserId,
};
use store::customers::{NewContact, NewCustomer};

use crate::{app::App, error::ApiResult, events::record};

use CustomerType::{Education, Enterprise, Government, Startup};
use Industry as I;
use Region::{Central, East, HkMoTw, North, Northeast, Northwest, Overseas, South, Southwest};

/// Name, type, industry, region, city, contact, what the contact does, mail address.
type DemoCustomer =
    (&'static str, CustomerType, I, Region, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
pub const CUSTOMERS: [DemoCustomer; 64] = [
    ("招商远航银行股份有限公司", Enterprise, I::Finance, South, "深圳", "李文静", "科技部总经理", "liwenjing@yuanhangbank.example"),
    ("华东电力设计研究院有限公司", Enterprise, I::Energy, East, "上海", "张志强", "信息中心主任", "zhangzq@hdepd.example"),
    ("江南大学附属医院", CustomerType::Other, I::Healthcare, East, "无锡", "王雪梅", "信息科科长", "wangxm@jndxfy.example"),
    ("苏州精工制造集团有限公司", Enterprise, I::Manufacturing, East, "苏州", "陈立", "数字化总监", "chenli@szjinggong.example"),
    ("杭州西湖区政务服务中心", Government, I::Government, East, "杭州", "周敏", "技术科副科长", "zhoumin@xihuzw.example"),
    ("中科量子通信技术有限公司", Enterprise, I::Technology, East, "合肥", "孙博", "研发总监", "sunbo@zkqt.example"),
    ("广州珠江新能源汽车有限公司", Enterprise, I::Manufacturing, South, "广州", "黄伟", "智能平台部长", "huangwei@zjnev.example"),
    ("南京六朝文化传媒有限公司", Enterprise, I::Other, East, "南京", "吴桐", "内容技术负责人", "wutong@liuchao.example"),
    ("北京师范远程教育学院", Education, I::Education, North, "北京", "郭芳", "教务技术主任", "guofang@bsyc.example"),
    ("天津港口物流控股有限公司", Enterprise, I::Other, North, "天津", "马骏", "信息化部经理", "majun@tjgk.example"),
    ("青岛海洋生物制药有限公司", Enterprise, I::Healthcare, East, "青岛", "朱琳", "信息部经理", "zhulin@qdhyzy.example"),
    ("重庆山城零售连锁有限公司", Enterprise, I::Retail, Southwest, "重庆", "胡斌", "电商技术总监", "hubin@scls.example"),
    ("厦门鹭岛国际贸易有限公司", Enterprise, I::Retail, East, "厦门", "林志颖", "信息主管", "linzy@ludao.example"),
    ("长沙岳麓数据服务有限公司", Startup, I::Technology, Central, "长沙", "高原", "联合创始人", "gaoyuan@yuelu.example"),
    ("沈阳北方重工股份有限公司", Enterprise, I::Manufacturing, Northeast, "沈阳", "罗刚", "智能制造处处长", "luogang@syzg.example"),
    ("合肥科创人工智能研究院", CustomerType::Other, I::Technology, East, "合肥", "梁艳", "平台组组长", "liangyan@hfkc.example"),
    ("济南泉城保险经纪有限公司", Enterprise, I::Finance, East, "济南", "宋佳", "运营总监", "songjia@qcbx.example"),
    ("昆明春城旅游集团有限公司", Enterprise, I::Other, Southwest, "昆明", "唐杰", "数字营销经理", "tangjie@cclv.example"),
    ("福州闽江证券股份有限公司", Enterprise, I::Finance, East, "福州", "韩雪", "信息技术部总经理", "hanxue@mjzq.example"),
    ("郑州中原粮油集团有限公司", Enterprise, I::Manufacturing, Central, "郑州", "冯涛", "流程与信息部经理", "fengtao@zyly.example"),
    ("上海申江地铁运营有限公司", Enterprise, I::Other, East, "上海", "钱学文", "数据中心主任", "qianxw@sjmetro.example"),
    ("北京燕园智慧教育科技有限公司", Startup, I::Education, North, "北京", "许诺", "产品总监", "xunuo@yanyuanedu.example"),
    ("国网江北供电有限公司", Enterprise, I::Energy, East, "南京", "蒋承志", "数字化工作部主任", "jiangcz@jbpower.example"),
    ("深圳前海融通基金管理有限公司", Enterprise, I::Finance, South, "深圳", "邓晓岚", "金融科技总监", "dengxl@qhrtfund.example"),
    ("广州花城妇女儿童医疗中心", CustomerType::Other, I::Healthcare, South, "广州", "谭秀英", "信息科主任", "tanxy@hcfeyl.example"),
    ("东莞长安电子制造有限公司", Enterprise, I::Manufacturing, South, "东莞", "邱国栋", "制造系统经理", "qiugd@cadz.example"),
    ("佛山陶都家居集团有限公司", Enterprise, I::Manufacturing, South, "佛山", "霍启文", "信息总监", "huoqw@taodujj.example"),
    ("珠海横琴数字贸易有限公司", Startup, I::Retail, South, "珠海", "温雅", "总经理助理", "wenya@hqdt.example"),
    ("南宁邕江政务数据中心", Government, I::Government, South, "南宁", "韦明远", "平台科科长", "weimy@yjzwsj.example"),
    ("海口椰风免税品有限公司", Enterprise, I::Retail, South, "海口", "符春燕", "会员运营经理", "fucy@yefengdf.example"),
    ("武汉长江航运设计院有限公司", Enterprise, I::Consulting, Central, "武汉", "叶知秋", "总工办主任", "yezq@cjhysj.example"),
    ("华中江城理工大学", Education, I::Education, Central, "武汉", "丁大为", "网络中心副主任", "dingdw@jclg.example"),
    ("长沙湘江重卡有限公司", Enterprise, I::Manufacturing, Central, "长沙", "彭立新", "数字化部部长", "penglx@xjtruck.example"),
    ("南昌赣江商业银行股份有限公司", Enterprise, I::Finance, East, "南昌", "万里红", "科技部副总经理", "wanlh@gjbank.example"),
    ("郑州嵩山医药连锁有限公司", Enterprise, I::Healthcare, Central, "郑州", "侯亚楠", "信息部经理", "houyn@ssyy.example"),
    ("成都锦江数据集团有限公司", Enterprise, I::Technology, Southwest, "成都", "罗一鸣", "技术副总裁", "luoym@jjdata.example"),
    ("成都天府新区政务服务局", Government, I::Government, Southwest, "成都", "何晓莉", "智慧政务处处长", "hexl@tfxqzw.example"),
    ("重庆渝北汽车电子有限公司", Enterprise, I::Manufacturing, Southwest, "重庆", "冉启明", "软件工程部经理", "ranqm@ybae.example"),
    ("贵阳云岩大数据有限公司", Startup, I::Technology, Southwest, "贵阳", "申若兰", "项目经理", "shenrl@yydata.example"),
    ("昆明滇池生态研究院", CustomerType::Other, I::Consulting, Southwest, "昆明", "段誉清", "信息室主任", "duanyq@dcst.example"),
    ("拉萨雪域文旅发展有限公司", Enterprise, I::Other, Southwest, "拉萨", "格桑卓玛", "运营经理", "gesang@xueyuwl.example"),
    ("西安曲江影视文化有限公司", Enterprise, I::Other, Northwest, "西安", "雷震", "制作技术总监", "leizhen@qjys.example"),
    ("西北秦川电力建设有限公司", Enterprise, I::Energy, Northwest, "西安", "贺建军", "科技信息部主任", "hejj@qcdljs.example"),
    ("兰州黄河石化有限公司", Enterprise, I::Energy, Northwest, "兰州", "牛学民", "信息中心主任", "niuxm@hhsh.example"),
    ("乌鲁木齐天山棉业有限公司", Enterprise, I::Manufacturing, Northwest, "乌鲁木齐", "阿依古丽", "供应链经理", "ayiguli@tsmy.example"),
    ("银川贺兰山葡萄酒业有限公司", Enterprise, I::Retail, Northwest, "银川", "纳文博", "电商经理", "nawb@hlswine.example"),
    ("哈尔滨松江制药股份有限公司", Enterprise, I::Healthcare, Northeast, "哈尔滨", "于海燕", "数字化总监", "yuhy@sjpharma.example"),
    ("长春净月光电研究所", CustomerType::Other, I::Technology, Northeast, "长春", "金成浩", "仿真室主任", "jinch@jyoe.example"),
    ("大连滨海造船有限公司", Enterprise, I::Manufacturing, Northeast, "大连", "曲长海", "设计信息部部长", "quch@bhship.example"),
    ("沈阳浑南人民法院信息中心", Government, I::Government, Northeast, "沈阳", "白露", "技术负责人", "bailu@hnfy.example"),
    ("呼和浩特敕勒川乳业有限公司", Enterprise, I::Manufacturing, North, "呼和浩特", "乌兰", "数字营销总监", "wulan@clcdairy.example"),
    ("石家庄太行律师事务所", CustomerType::Other, I::Consulting, North, "石家庄", "范文博", "合伙人", "fanwb@thlaw.example"),
    ("太原汾河煤电集团有限公司", Enterprise, I::Energy, North, "太原", "武建平", "智能化办公室主任", "wujp@fhcoal.example"),
    ("北京中关村量化投资有限公司", Startup, I::Finance, North, "北京", "邵一帆", "技术合伙人", "shaoyf@zgcquant.example"),
    ("北京朝阳区教育考试中心", Government, I::Education, North, "北京", "薛丽萍", "技术科科长", "xuelp@cyksy.example"),
    ("天津滨海航空物流有限公司", Enterprise, I::Other, North, "天津", "窦晓波", "信息部总监", "douxb@bhair.example"),
    ("香港维港保险代理有限公司", Enterprise, I::Finance, HkMoTw, "香港", "Kelvin Lau", "IT Manager", "kelvin.lau@victoriains.example"),
    ("澳门莲花酒店管理有限公司", Enterprise, I::Other, HkMoTw, "澳门", "Ana Lei", "Guest Systems", "ana.lei@lotushotel.example"),
    ("新加坡狮城智能科技私人有限公司", Startup, I::Technology, Overseas, "新加坡", "Tan Wei Ling", "CTO", "weiling@merlionai.example"),
    ("宁波甬江港务集团有限公司", Enterprise, I::Other, East, "宁波", "方海东", "智慧港口部经理", "fanghd@yjport.example"),
    ("无锡太湖半导体有限公司", Enterprise, I::Manufacturing, East, "无锡", "沈亦凡", "IT 总监", "shenyf@thsemi.example"),
    ("温州瓯江鞋业有限公司", Enterprise, I::Retail, East, "温州", "叶晓东", "门店系统经理", "yexd@oujiang.example"),
    // Kept twice, by somebody in a hurry: what the page of duplicates is for.
    ("锦江数字（成都）有限公司", Enterprise, I::Technology, Southwest, "成都", "罗一鸣", "副总裁", "luoyiming@jjdata.example"),
    ("宁波甬江港口集团", Enterprise, I::Other, East, "宁波", "方海东", "经理", "fanghaidong@yjport.example"),
];

/// From here on they are others of [`CUSTOMERS`], kept again.
const KEPT_TWICE: usize = 62;

/// End users that no approval turned into customers yet: name, contact, mail address. The first is
/// a customer's name, written a little differently.
pub const NEWCOMERS: [(&str, &str, &str); 5] = [
    ("苏州精工集团", "陈立", "chenli@szjinggong.example"),
    ("绍兴鉴湖酒业有限公司", "俞佳音", "yujy@jianhu.example"),
    ("洛阳牡丹轴承股份有限公司", "史建业", "shijy@mdbearing.example"),
    ("泉州刺桐服饰有限公司", "黄丽娜", "huangln@citong.example"),
    ("桂林漓江旅游数据有限公司", "莫小雨", "moxy@lijiang.example"),
];

/// An end user as an order names it.
#[derive(Debug, Clone, Copy)]
pub struct NamedEndUser {
    pub name: &'static str,
    pub contact: &'static str,
    pub email: &'static str,
    /// Mails to it are in English.
    pub abroad: bool,
    /// Its place among the customers; none for a newcomer.
    pub customer: Option<usize>,
}

/// The end user whose name holds this: a customer, else a newcomer.
pub fn end_user(part: &str) -> Option<NamedEndUser> {
    let known = CUSTOMERS.iter().enumerate().find(|(_, customer)| customer.0.contains(part));
    if let Some((index, (name, _, _, region, _, contact, _, email))) = known {
        let abroad = matches!(region, Overseas | HkMoTw);
        return Some(NamedEndUser { name, contact, email, abroad, customer: Some(index) });
    }
    let (name, contact, email) = NEWCOMERS.iter().find(|(name, ..)| name.contains(part))?;
    Some(NamedEndUser { name, contact, email, abroad: false, customer: None })
}

/// Keeps a customer, as sales did when they first met.
pub async fn keep(app: &App, index: usize, by: UserId) -> ApiResult<()> {
    let (name, customer_type, industry, region, city, contact, title, email) = CUSTOMERS[index];
    let customer = NewCustomer {
        id: Id::from_uuid(app.id()),
        name: name.to_owned(),
        credit_code: (index < KEPT_TWICE)
            .then(|| credit_code(customer_type, region, index))
            .flatten(),
        customer_type,
        industry: Some(industry),
        region: Some(region),
        city: Some(city.to_owned()),
        address: None,
        owner: Some(by),
        notes: None,
        contacts: vec![NewContact {
            id: Id::from_uuid(app.id()),
            name: contact.to_owned(),
            title: Some(title.to_owned()),
            email: Some(email.to_owned()),
            phone: Some(phone(index)),
        }],
    };
    app.transact(async |tx| {
        store::customers::create(&**tx, &customer, tx.now).await?;
        let id = customer.id.as_uuid();
        record(app, tx, EventKind::CustomerCreated, SubjectKind::Customer, id, name)
            .by(by)
            .append();
        Ok(())
    })
    .await
}

fn phone(index: usize) -> String {
    format!("13{} {:04} {:04}", 5 + index % 5, 2100 + index * 37 % 7000, 1000 + index * 911 % 9000)
}

/// A code with the check character that makes it one; abroad there is none.
pub fn credit_code(kind: CustomerType, region: Region, index: usize) -> Option<String> {
    let office = match kind {
        Government => "11",
        Education => "12",
        _ => "91",
    };
    let place = match region {
        East => "310115",
        South => "440305",
        North => "110108",
        Central => "420111",
        Southwest => "510107",
        Northwest => "610113",
        Northeast => "210102",
        HkMoTw | Overseas => return None,
    };
    let body = format!("{office}{place}MA{:07}", 1_000_003 + index * 70_417 % 8_999_993);
    let checks = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars();
    checks.map(|check| format!("{body}{check}")).find(|code| check_credit_code(code).is_ok())
}
