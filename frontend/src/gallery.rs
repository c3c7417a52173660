//! Every part on a few mock pages, to look at while working on them. Debug builds only.
#![expect(clippy::wildcard_imports, reason = "every part is what this is about")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::money::Amount;
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::{
    i18n::{Word, t},
    layout::*,
    ui::*,
};

macro_rules! w {
    ($zh:literal, $en:literal) => {
        Word::from_pair(&[$zh, $en])
    };
}

fn ago(hours: i64) -> DateTime<Utc> {
    untrack(Clock::now) - TimeDelta::hours(hours)
}

#[derive(Clone)]
struct Mock {
    number: &'static str,
    buyer: &'static str,
    partner: &'static str,
    sets: u32,
    gross: i64,
    tone: Tone,
    status: Word,
    at: i64,
}

fn mocks() -> Vec<Mock> {
    let rows = [
        (
            "ORD-20261122-004127",
            "上海云帆智能科技有限公司",
            "北京星链软件有限公司",
            3,
            47_88_000_00,
            Tone::Warning,
            w!("待审批", "Submitted"),
            1,
        ),
        (
            "ORD-20261122-004126",
            "Northwind Manufacturing",
            "深圳前海数据服务有限公司",
            1,
            168_000_55,
            Tone::Success,
            w!("已批准", "Approved"),
            3,
        ),
        (
            "ORD-20261121-004098",
            "中国国际能源集团股份有限公司",
            "北京星链软件有限公司",
            12,
            1_915_200_00,
            Tone::Success,
            w!("已批准", "Approved"),
            25,
        ),
        (
            "ORD-20261121-004091",
            "杭州未来教育研究院",
            "杭州启明云计算有限公司",
            2,
            110_200_00,
            Tone::Error,
            w!("已驳回", "Rejected"),
            30,
        ),
        (
            "ORD-20261120-004077",
            "广州智造装备有限公司",
            "深圳前海数据服务有限公司",
            1,
            28_000_00,
            Tone::Neutral,
            w!("草稿", "Draft"),
            52,
        ),
        (
            "ORD-20261119-004051",
            "成都蜀道大数据有限责任公司",
            "成都天府信息技术有限公司",
            4,
            372_400_00,
            Tone::Brand,
            w!("审核中", "In review"),
            75,
        ),
        (
            "ORD-20261118-004032",
            "Contoso Asia Pacific Pte. Ltd.",
            "北京星链软件有限公司",
            2,
            335_999_00,
            Tone::Neutral,
            w!("已取消", "Cancelled"),
            120,
        ),
        (
            "ORD-20261101-003877",
            "武汉光谷医疗科技有限公司",
            "武汉楚天网络有限公司",
            1,
            58_000_00,
            Tone::Success,
            w!("已批准", "Approved"),
            500,
        ),
    ];
    rows.into_iter()
        .map(|(number, buyer, partner, sets, gross, tone, status, at)| Mock {
            number,
            buyer,
            partner,
            sets,
            gross,
            tone,
            status,
            at,
        })
        .collect()
}

fn items() -> Vec<NavItem> {
    let s = |word: Word| word.signal();
    vec![
        NavItem::new(w!("工作台", "Home"), "/", Glyph::Home),
        NavItem::new(w!("审批", "Approvals"), "/gallery/approvals", Glyph::Approve)
            .badge(Signal::stored(4))
            .group(s(w!("销售", "Sales"))),
        NavItem::new(w!("订单", "Orders"), "/gallery", Glyph::File).group(s(w!("销售", "Sales"))),
        NavItem::new(w!("客户", "Customers"), "/gallery/customers", Glyph::Building)
            .group(s(w!("销售", "Sales"))),
        NavItem::new(w!("许可证", "Licenses"), "/gallery/detail", Glyph::Key)
            .group(s(w!("交付", "Delivery"))),
        NavItem::new(w!("发送记录", "Deliveries"), "/gallery/form", Glyph::Mail)
            .group(s(w!("交付", "Delivery"))),
        NavItem::new(w!("产品与价格", "Products"), "/gallery/parts", Glyph::Box)
            .group(s(w!("设置", "Settings"))),
        NavItem::new(w!("合作伙伴", "Partners"), "/gallery/partners", Glyph::Users)
            .group(s(w!("设置", "Settings"))),
    ]
}

#[component]
fn Staff(children: Children) -> impl IntoView {
    let account = Account { name: "王晓雨".into(), role: "商务".into() };
    view! {
        <StaffShell items=items() account=Signal::stored(account) profile="/profile" unread=Signal::stored(12) on_bell=|| () on_search=|| () on_sign_out=|| ()>
            {children()}
        </StaffShell>
    }
}

#[component]
fn ListPage() -> impl IntoView {
    let sort = RwSignal::new("-placed_at".to_owned());
    let chosen = RwSignal::new(Vec::new());
    let chips = RwSignal::new(vec!["submitted".to_owned()]);
    let page = RwSignal::new(2);
    let columns = vec![
        Column::new("number", w!("订单号", "Order"), |m: &Mock| m.number).sorted_by("number").on_card(CardCell::Title),
        Column::new("buyer", w!("最终客户", "End user"), |m: &Mock| view! { <span class="cell-two"><span>{m.buyer}</span><span class="cell-two__second">{m.partner}</span></span> }).on_card(CardCell::Wide),
        Column::new("status", w!("状态", "Status"), |m: &Mock| view! { <StatusDot tone=m.tone label=m.status/> }).on_card(CardCell::End),
        Column::new("sets", w!("套数", "Sets"), |m: &Mock| m.sets).numeric(),
        Column::new("gross", w!("含税金额", "Total"), |m: &Mock| view! { <Money amount=Amount::from_minor(m.gross)/> }).numeric().sorted_by("gross").on_card(CardCell::End),
        Column::new("at", w!("提交时间", "Placed"), |m: &Mock| view! { <Time at=ago(m.at)/> }).sorted_by("placed_at"),
    ];
    view! {
        <PageHeader title=w!("订单", "Orders") meta=move || view! { <span>{w!("合作伙伴与销售代客下的订单", "Orders placed by partners and by sales on a customer's behalf")}</span> }
            actions=move || view! { <Button label=t::common::export icon=Glyph::Download/> <Button label=w!("新建订单", "New order") icon=Glyph::Plus look=Look::Primary/> }/>
        <Card flush=true>
            <div class="toolbar">
                <div class="toolbar__filters"><SearchInput value=Signal::stored(String::new()) on_search=|_| () label=w!("搜索订单号、客户或拼音", "Order number, customer")/>
                <FilterChips label=w!("状态", "Status") options=Signal::stored(vec![Choice::new("submitted", w!("待审批", "Submitted")).hint("4"), Choice::new("approved", w!("已批准", "Approved")), Choice::new("rejected", w!("已驳回", "Rejected"))]) value=chips on_change=move |v| chips.set(v)/></div>
                <div class="toolbar__end"><IconButton label=w!("列", "Columns") glyph=Glyph::Columns on_press=|| ()/></div>
            </div>
            {move || (!chosen.read().is_empty()).then(|| view! { <div class="bulk-bar"><span>{move || t::common::selected(chosen.read().len())}</span><Button label=w!("批量批准", "Approve") small=true/></div> })}
            <DataTable label=w!("订单", "Orders") columns rows=mocks() id=|m| m.number.to_owned() href=Some(|m| format!("/gallery/detail?{}", m.number)) sort on_sort=move |s| sort.set(s) selection=Some(chosen)/>
            <Pager page per_page=20_u32 total=184_u64 on_turn=move |p| page.set(p)/>
        </Card>
    }
}

#[component]
fn DetailPage() -> impl IntoView {
    let confirm = RwSignal::new(false);
    let tab = RwSignal::new("timeline".to_owned());
    let steps = vec![
        Step::new(w!("已提交", "Submitted"), StepState::Done).note("11-22 10:04"),
        Step::new(w!("审批", "Approval"), StepState::Current).note("商务"),
        Step::new(w!("签发", "Issue"), StepState::Ahead),
        Step::new(w!("交付", "Delivery"), StepState::Ahead),
        Step::new(w!("激活", "Activation"), StepState::Ahead),
    ];
    view! {
        <PageHeader title="ORD-20261122-004127" back="/gallery" back_label=w!("订单", "Orders")
            status=|| view! { <StatusDot tone=Tone::Warning label=w!("待审批", "Submitted") badge=true/> }
            meta=|| view! { <span>"北京星链软件有限公司"</span> <span>{w!("提交于", "placed")} " " <Time at=ago(2)/></span> }
            actions=move || view! {
                <IconButton label=t::common::more_actions glyph=Glyph::More on_press=|| ()/>
                <Button label=w!("驳回", "Reject") look=Look::Danger on_press=move || confirm.set(true)/>
                <GuardedButton label=w!("批准", "Approve") look=Look::Primary icon=Glyph::Check blocked=Some("不能审批自己提交的订单".to_owned()) on_press=|| ()/>
            }/>
        <div class="detail">
            <div class="detail__main">
                <Card><Steps label=w!("进度", "Progress") steps/></Card>
                <Banner tone=Tone::Warning title=w!("可能重复的客户", "Possible duplicate")>{w!("“上海云帆智能科技有限公司”与已有客户“云帆智能”相似。", "“上海云帆智能科技有限公司” looks like “云帆智能”.")}</Banner>
                <Card title=w!("订单明细", "Lines") note="3" flush=true>
                    <TableFrame label=w!("订单明细", "Lines")>
                        <thead><tr><th>{w!("产品", "Product")}</th><th class="num">{w!("套数", "Sets")}</th><th class="num">{w!("年限", "Years")}</th><th class="num">{w!("单价", "Price")}</th><th class="num">{w!("小计", "Total")}</th></tr></thead>
                        <tbody>
                            <tr><td>"Dify 企业版"</td><td class="num">"2"</td><td class="num">"2"</td><td class="num"><Money amount=Amount::from_minor(168_000_00)/></td><td class="num"><Money amount=Amount::from_minor(638_400_00)/></td></tr>
                            <tr><td>"Dify 专业版"</td><td class="num">"1"</td><td class="num">"1"</td><td class="num"><Money amount=Amount::from_minor(98_000_00)/></td><td class="num"><Money amount=Amount::from_minor(98_000_00)/></td></tr>
                        </tbody>
                        <tfoot><tr><td colspan="4">{w!("合计（含税）", "Total incl. tax")}</td><td class="num"><Money amount=Amount::from_minor(736_400_00)/></td></tr></tfoot>
                    </TableFrame>
                </Card>
                <Card>
                    <Tabs label=w!("记录", "Records") active=tab tabs=vec![Tab::new("timeline", w!("动态", "Timeline")).count(Signal::stored(3)), Tab::new("licenses", w!("许可证", "Licenses"))]>
                        <TabPanel value="timeline">
                            <div style:padding-top="16px"><Timeline label=w!("动态", "Timeline")>
                                <TimelineEntry glyph=Glyph::Send tone=Tone::Brand title=w!("提交订单", "Submitted") who="李强" at=ago(2)/>
                                <TimelineEntry glyph=Glyph::Edit title=w!("修改草稿", "Edited") who="李强" at=ago(3)>"套数 1 → 2"</TimelineEntry>
                                <TimelineEntry glyph=Glyph::Plus title=w!("创建草稿", "Drafted") who="李强" at=ago(30)/>
                            </Timeline></div>
                        </TabPanel>
                        <TabPanel value="licenses"><EmptyState glyph=Glyph::Key title=w!("尚未签发", "None yet") text=w!("批准后，每套自动签发一张许可证。", "Approval issues one license per set.")/></TabPanel>
                    </Tabs>
                </Card>
            </div>
            <div class="detail__side detail__side--sticky">
                <Card title=w!("最终客户", "End user")>
                    <DescriptionList rows=true>
                        <Fact label=w!("名称", "Name")>"上海云帆智能科技有限公司"</Fact>
                        <Fact label=w!("区域", "Region")>"华东"</Fact>
                        <Fact label=w!("合同号", "Contract")><span class="copy"><span class="mono">"HT-2026-0912"</span><CopyButton text="HT-2026-0912"/></span></Fact>
                        <Fact label=w!("到期", "Expires")><Day on=NaiveDate::from_ymd_opt(2026, 12, 4).unwrap_or_default() distance=true/></Fact>
                        <Fact label=w!("备注", "Remark")/>
                    </DescriptionList>
                </Card>
                <Card title=w!("用量", "Usage")>
                    <div class="stack"><div class="row row--spread"><span>{w!("工作空间", "Workspaces")}</span><span>"42 / 50"</span></div><Meter value=42_u64 max=50_u64 label=w!("工作空间", "Workspaces") tone=Tone::Warning/></div>
                </Card>
            </div>
        </div>
        <ConfirmDialog open=confirm on_close=move || confirm.set(false) on_confirm=move || confirm.set(false) title=w!("驳回 ORD-20261122-004127？", "Reject ORD-20261122-004127?") text=w!("合作伙伴会收到邮件，可以修改后重新提交。", "The partner is told by mail and may submit again.") confirm=w!("驳回订单", "Reject order") danger=true>
            <Field label=w!("驳回原因", "Reason") required=true><TextArea value=RwSignal::new(String::new())/></Field>
        </ConfirmDialog>
    }
}

#[component]
fn FormPage() -> impl IntoView {
    let text = RwSignal::new(String::from("PO-8841"));
    let bad = RwSignal::new(String::from("not-a-mail"));
    let number = RwSignal::new(Some(3));
    let mode = RwSignal::new(String::from("online"));
    let product = RwSignal::new(String::new());
    let customer = RwSignal::new(None);
    let terms = RwSignal::new(true);
    let options = Signal::stored(vec![
        Choice::new("online", w!("在线激活", "Online"))
            .hint(w!("部署后自动激活，7 天内有效", "Activates by itself within 7 days")),
        Choice::new("offline", w!("离线激活", "Offline"))
            .hint(w!("需要集群 ID", "Needs the cluster id")),
    ]);
    let source = ComboSource::new(|typed| async move {
        Ok(["上海云帆智能科技有限公司", "云帆智能", "Northwind"]
            .iter()
            .filter(|n| n.contains(&typed))
            .map(|n| ComboOption::new(*n, *n).hint("华东 · 3 张许可证"))
            .collect())
    });
    view! {
        <PageHeader title=w!("新建订单", "New order") back="/gallery" back_label=w!("订单", "Orders")/>
        <div class="detail">
            <div class="detail__main">
                <Card title=w!("产品", "Product")>
                    <div class="form">
                        <div class="form__grid">
                            <Field label=w!("产品", "Product") required=true><Select value=product placeholder=w!("请选择", "Choose") options=Signal::stored(vec![Choice::new("a", "Dify 企业版"), Choice::new("b", "Dify 专业版")])/></Field>
                            <Field label=w!("套数", "Sets") required=true><NumberInput value=number min=1 max=99/></Field>
                            <Field label=w!("最终客户", "End user") required=true hint=w!("输入名称、拼音首字母或信用代码", "Name, initials or code")><Combobox value=customer source on_create=|_| ()/></Field>
                            <Field label=w!("客户订单号", "Buyer's number") aside=t::common::optional><TextInput value=text/></Field>
                            <Field label=w!("收件邮箱", "Mail") required=true error=Some("邮箱格式不正确".to_owned())><TextInput value=bad kind="email"/></Field>
                            <Field label=w!("激活方式", "Activation")><Segmented label=w!("激活方式", "Activation") value=mode options=Signal::stored(vec![Choice::new("online", w!("在线", "Online")), Choice::new("offline", w!("离线", "Offline"))])/></Field>
                        </div>
                        <RadioCards label=w!("激活方式", "Activation") value=mode options/>
                        <Field label=w!("备注", "Remark") wide=true><TextArea value=RwSignal::new(String::new())/></Field>
                        <Checkbox checked=terms label=w!("我已阅读并同意", "I have read and accept ")><a href="/terms">{w!("《合作协议》", "the terms")}</a></Checkbox>
                        <div class="form__actions form__actions--sticky"><Button label=t::common::submit look=Look::Primary submit=true/><Button label=w!("存草稿", "Save draft")/><span class="muted small">{w!("草稿已自动保存", "Draft saved")}</span></div>
                    </div>
                </Card>
            </div>
            <div class="detail__side detail__side--sticky">
                <Card title=w!("合计", "Total")><div class="stack"><Money amount=Amount::from_minor(736_400_00) large=true/><span class="muted small">"人民币柒拾叁万陆仟肆佰元整"</span></div></Card>
            </div>
        </div>
    }
}

#[component]
fn Parts() -> impl IntoView {
    let on = RwSignal::new(true);
    let toaster = Toaster::default();
    let drawer = RwSignal::new(false);
    Effect::new(move || {
        toaster.success("订单已提交");
        toaster.undoable("已删除草稿", || ());
        toaster.error("保存失败", "服务暂时不可用");
    });
    view! {
        <PageHeader title=w!("部件", "Parts")/>
        <div class="stack stack--loose">
            <div class="grid">
                <Stat label=w!("待审批", "To approve") icon=Glyph::Approve href="/gallery" note=w!("最早 2 小时前", "oldest 2 hours ago")>"4"</Stat>
                <Stat label=w!("本月成交", "This month") icon=Glyph::Yuan><Money amount=Amount::from_minor(1_915_200_00) large=true/></Stat>
                <Stat label=w!("7 天内未激活", "Not activated") icon=Glyph::Clock>"2"</Stat>
            </div>
            <Card title="Buttons"><div class="row">
                <Button label="Primary" look=Look::Primary/><Button label="Default"/><Button label="Danger" look=Look::Danger/><Button label="Delete" look=Look::DangerSolid/><Button label="Ghost" look=Look::Ghost/><Button label="Link" look=Look::Link/>
                <Button label="Busy" busy=true look=Look::Primary/><Button label="Blocked" blocked=Some("why not".to_owned())/><Button label="Small" small=true icon=Glyph::Plus/><Button label="Drawer" on_press=move || drawer.set(true)/>
                <Menu label="more" trigger=|| view! { <Icon glyph=Glyph::More/> } class="button button--icon"><MenuItem label="编辑" icon=Glyph::Edit on_press=|| ()/><MenuItem label="取消订单" danger=true icon=Glyph::Ban on_press=|| ()/><MenuItem label="不可用" blocked=Some("已批准".to_owned()) on_press=|| ()/></Menu>
            </div></Card>
            <Card title="Status"><div class="row">{[Tone::Neutral, Tone::Brand, Tone::Second, Tone::Success, Tone::Warning, Tone::Error].map(|tone| view! { <StatusDot tone label="状态"/> <StatusDot tone label="状态" badge=true/> <Tag tone label="标签"/> }).collect_view()}</div></Card>
            <Card title="Switches"><div class="row"><Switch checked=on on_change=move |v| on.set(v) label="通知"/><Checkbox checked=on label="已阅读"/><Kbd keys="⌘K"/></div></Card>
            <Card title="Icons"><div class="row" style:font-size="20px">{Glyph::ALL.iter().map(|g| view! { <Icon glyph=*g/> }).collect_view()}</div></Card>
            <div class="stack">{[Tone::Brand, Tone::Success, Tone::Warning, Tone::Error].map(|tone| view! { <Banner tone title="标题">"说明文字"</Banner> }).collect_view()}</div>
            <Card title="Loading" flush=true><SkeletonRows rows=4/></Card>
            <Card title="Error" flush=true><ErrorState title="无法连接服务器" text="请检查网络后重试。" on_retry=|| ()/></Card>
            <Card title="Empty" flush=true><EmptyState title="还没有订单" text="合作伙伴提交的订单会出现在这里，也可以代客户下单。"><Button label="新建订单" look=Look::Primary/></EmptyState></Card>
        </div>
        <Drawer open=drawer on_close=move || drawer.set(false) title="抽屉" foot=|| view! { <Button label="保存" look=Look::Primary/> }>"内容"</Drawer>
        <ToastStack toaster/>
    }
}

#[component]
fn PortalPage() -> impl IntoView {
    let items = vec![
        NavItem::new(w!("首页", "Home"), "/portal", Glyph::Home),
        NavItem::new(w!("下单", "New order"), "/gallery/form", Glyph::Cart),
        NavItem::new(w!("订单", "Orders"), "/gallery/portal", Glyph::File),
        NavItem::new(w!("许可证", "Licenses"), "/portal/l", Glyph::Key),
        NavItem::new(w!("资料", "Profile"), "/portal/p", Glyph::User),
    ];
    let account = Account { name: "李强".into(), role: "北京星链软件有限公司".into() };
    view! { <PortalShell items account=Signal::stored(account) profile="/profile" unread=Signal::stored(2) on_bell=|| () on_search=|| () on_sign_out=|| ()><ListPage/></PortalShell> }
}

#[component]
fn AuthPage() -> impl IntoView {
    let door = RwSignal::new("staff".to_owned());
    view! {
        <AuthLayout>
            <h1>{w!("登录", "Sign in")}</h1>
            <div class="form">
                <Segmented label="door" value=door options=Signal::stored(vec![Choice::new("staff", w!("员工", "Staff")), Choice::new("partner", w!("合作伙伴", "Partner"))])/>
                <Field label=w!("用户名", "User name")><TextInput value=RwSignal::new(String::new())/></Field>
                <Field label=w!("密码", "Password")><TextInput kind="password" value=RwSignal::new(String::new())/></Field>
                <Button label=w!("登录", "Sign in") look=Look::Primary large=true wide=true submit=true/>
            </div>
        </AuthLayout>
    }
}

/// The mock pages.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| "?">
                <Route path=path!("/gallery") view=|| view! { <Staff><ListPage/></Staff> }/>
                <Route path=path!("/gallery/detail") view=|| view! { <Staff><DetailPage/></Staff> }/>
                <Route path=path!("/gallery/form") view=|| view! { <Staff><FormPage/></Staff> }/>
                <Route path=path!("/gallery/parts") view=|| view! { <Staff><Parts/></Staff> }/>
                <Route path=path!("/gallery/portal") view=PortalPage/>
                <Route path=path!("/gallery/auth") view=AuthPage/>
            </Routes>
        </Router>
        <TooltipLayer/>
    }
}
