//! The order terms that partners accept at submit, in both languages.

pub const VERSION: &str = "2026-01";

pub const TEXT_ZH: &str = "\
1. 本订单为双方框架协议项下的订单，与框架协议具有同等法律效力。\n\
2. 许可证按套授权，每套仅限在一个集群中使用；离线许可证绑定所填写的集群 ID。\n\
3. 许可证应在发出之日起 7 个自然日内激活；许可期限自激活日与第 7 日中较早者起算，至届满日前一日止（含当日）。\n\
4. 价格为含税价，按提交时锁定的价格与税率执行；折扣以价格明细为准。\n\
5. 款项应按框架协议约定的账期支付；逾期未付的，供方有权暂停后续订单与许可证。\n\
6. 许可证一经发出，除质量问题外不予退换；更换集群须提出申请并说明理由。\n\
7. 订货方保证所填最终客户信息真实、准确，并对其使用行为承担告知义务。\n\
8. 未尽事宜按框架协议执行；争议由供方所在地人民法院管辖。\n";

pub const TEXT_EN: &str = "\
1. This order is placed under the parties' framework agreement and has the same legal effect.\n\
2. Licenses are granted per set, each for use in one cluster; an offline license is bound to the cluster id given here.\n\
3. A license is to be activated within 7 calendar days of being sent; its term runs from the earlier of activation and the seventh day, to the day before the anniversary inclusive.\n\
4. Prices include tax and are those locked at submission; discounts are as shown in the price details.\n\
5. Payment is due as agreed in the framework agreement; while payment is overdue the vendor may suspend further orders and licenses.\n\
6. Licenses that were sent are not returned or exchanged except for defects; moving to another cluster takes a request with a reason.\n\
7. The buyer warrants that the end user's details are true and accurate, and informs the end user of these terms.\n\
8. Anything else follows the framework agreement; disputes are for the courts at the vendor's seat.\n";
