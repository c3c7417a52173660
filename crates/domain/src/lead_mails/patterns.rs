//! The forms that things take in mails. The engine takes time in proportion to the text, whatever a
//! stranger writes.

use std::sync::LazyLock;

use regex::Regex;

#[expect(clippy::unwrap_used, reason = "they are constants, and a test makes each of them")]
fn made(pattern: &str) -> Regex {
    // Han are letters; in mails a number follows them without a space, and is a word of its own.
    Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")).unwrap()
}

macro_rules! patterns {
    ($( $(#[$meta:meta])* $name:ident = $pattern:expr; )+) => {
        $( $(#[$meta])* pub(super) static $name: LazyLock<Regex> = LazyLock::new(|| made($pattern)); )+

        #[cfg(test)]
        mod tests {
            #[test]
            fn every_pattern_can_be_made() {
                $( assert!(!super::$name.as_str().is_empty()); )+
            }
        }
    };
}

patterns! {
    EMAIL = r"(?i)[a-z0-9][a-z0-9._%+\-]{0,63}@[a-z0-9](?:[a-z0-9\-]{0,62}\.)+[a-z]{2,24}";
    /// What replying and forwarding put before a subject.
    PREFIX = r"(?i)^(?:re|fwd?|fw|aw|wg|回复|答复|回覆|转发|轉寄|轉發)\s*(?:\[\d+\])?\s*[:：]";
    HEADER = r"(?i)^[\s>*]*(from|sent|date|to|cc|bcc|subject|reply-to|发件人|寄件者|寄件人|发信人|发送时间|发送日期|发件时间|寄件日期|日期|时间|收件人|收件者|抄送|副本|主题|主旨|标题)\*?\s*[:：]\*?\s*(.*)$";
    FORWARDED = r"(?i)^[\s>]*(?:-{2,}\s*(?:forwarded (?:message|mail|by)|转发(?:的)?(?:邮件|消息)(?:信息)?|轉寄的?郵件|begin forwarded message)[^\n]{0,60}?-{2,}|begin forwarded message\s*:?|开始转发的邮件\s*[:：]?|以下是转发的邮件\s*[:：]?|-+\s*forwarded by .{2,80}-+)\s*$";
    ORIGINAL = r"(?i)^[\s>]*(?:[-_]{2,}\s*(?:original message|original|原始邮件|邮件原件|原邮件|回复的(?:原)?邮件|原始郵件)\s*[-_]{2,}|_{20,})\s*$";
    WROTE = r"(?i)^(?:on .{5,160} wrote\s*:|at .{5,160} wrote\s*:|在?\s*.{4,160}写道\s*[:：]|.{4,160}於.{4,60}寫道\s*[:：])$";
    WROTE_BEGINS = r"(?i)^\s*(?:on|at|在)\s.{5,}";
    QUOTED = r"(?i)^(?:>|on .{5,160} wrote\s*:$|在.{4,160}写道\s*[:：]$)";
    DASHES = r"^(?:-- ?|—{1,3}|_{3,}|-{3,}|\*{3,}|={3,})$";
    CLOSING = r"(?i)^(?:(?:best|kind|warm|many)?\s*(?:regards|wishes)|best|cheers|thanks(?: a lot| again| in advance| so much)?|thank you(?: very much| in advance)?|many thanks|thanks (?:and|&) (?:best )?regards|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|respectfully|此致|敬礼|此致\s*敬礼|顺祝.{0,8}|敬祝.{0,8}|顺颂.{0,6}|祝商祺|商祺|祝好|祝您?.{0,10}|谢谢您?|感谢|多谢|期待.{0,8}回复|谢谢.{0,6}|best wishes|b\.?r\.?|sent from my .{2,20}|发自我的.{2,16})\s*[,，.。!！~]*$";
    LEGAL = r"(?i)^[\s*]*(?:confidentiality notice|this e-?mail (?:and|is|may|message)|disclaimer\s*:|the information (?:contained )?in this|本邮件(?:及其)?(?:附件|内容|所)|声明\s*[:：]|保密(?:声明|提示))";

    /// A mobile number of China's.
    MOBILE = r"(?:\(?\+?86\)?[\- ]?)?\b1[3-9]\d(?:[\- ]?\d{4}[\- ]?\d{4})\b";
    /// A fixed one, perhaps with an extension.
    FIXED = r"(?:\(?\+?86\)?[\- ]?)?[(（]?\b0\d{2,3}[)）]?[\-–— ]{0,2}[2-9]\d{2,3}[\- ]?\d{4}\b(?:\s?(?:-|转|ext\.?|x)\s?\d{1,5}\b)?";
    SERVICE = r"\b[48]00[\- ]?\d{3,4}[\- ]?\d{3,4}\b";
    INTERNATIONAL = r"\+[1-9]\d{0,2}[ .\-]?(?:\(\d{1,4}\)[ .\-]?)?\d{1,4}(?:[ .\-]?\d{2,5}){1,4}\b(?:\s?(?:ext\.?|x)\s?\d{1,5}\b)?";
    NORTH_AMERICAN = r"(?:\(\d{3}\) ?|\b(?:1[.\-])?\d{3}[.\-])\d{3}[ .\-]\d{4}\b(?:\s?(?:ext\.?|x)\s?\d{1,5}\b)?";
    ANY_PHONE = r"(?:\b1[3-9]\d[\- ]?\d{4}[\- ]?\d{4}\b|\b0\d{2,3}[)）]?[\- ]?\d{3,4}[\- ]?\d{4}\b|\+\d[\d .()\-]{7,})";
    FAX = r"(?i)(?:fax|传真|f)\s*[:：.]?\s*$";
    /// What a number is that is no telephone's.
    OTHER_NUMBER = r"(?i)(?:qq|税号|账号|帐号|卡号|订单号?|单号|编号|合同号|工单|发票|信用代码|id|no\.?|邮编|zip)\s*(?:号|群)?\s*[:：#.]?\s*$";

    COMPANY_LABEL = r"(?i)^[\s>*•·\-\d.、()（）【\[]*(?:公司(?:名称|全称|名)?|单位(?:名称|全称)?|企业(?:名称|全称)?|客户(?:名称|单位|公司)|所在(?:公司|单位|企业)|机构(?:名称)?|采购单位|使用单位|最终用户|company(?: name)?|organi[sz]ation(?: name)?|employer|business name|end user|client|account name)[】\]]?\s*(?:[:：]|\t| [\-–] )\s*(.+)$";
    CONTACT_LABEL = r"(?i)^[\s>*•·\-\d.、()（）【\[]*(?:联系人(?:姓名)?|姓名|您的姓名|称呼|对接人|经办人|负责人|name|full name|your name|contact(?: person| name)?|requester)[】\]]?\s*(?:[:：]|\t)\s*(.+)$";
    INLINE_COMPANY_LABEL = r"(?i)(?:公司名称|公司全称|单位名称|公司|单位|company)\s*[:：]\s*([^\s,，;；。|｜/]{2,60})";
    INLINE_CONTACT_LABEL = r"(?i)(?:联系人|姓名|对接人|contact(?: person)?|name)\s*[:：]\s*([\p{Han}]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2})";
    /// A company with its legal form, in Chinese.
    COMPANY_ZH = r"[\p{Han}A-Za-z0-9·&（）()\-]{2,40}?(?:集团股份有限公司|股份有限公司|有限责任公司|集团有限公司|有限公司)(?:\p{Han}{2,8}(?:分公司|办事处))?";
    /// Others that end as organizations do.
    ORGANIZATION_ZH = r"[\p{Han}A-Za-z0-9·&（）()]{2,30}?(?:集团|银行(?:\p{Han}{2,8}分行)?|大学(?:\p{Han}{2,10}(?:学院|医院))?|医院|研究院|研究所|学院|证券|保险|事务所|信息中心|数据中心|委员会|管理局|人民政府|出版社|实验室|公司|科技|中学|总局|检察院|法院)";
    /// What is said before a company's name and is no part of it.
    CUE_ZH = r"我们公司是|我们是|我是|这里是|我司是|我司|公司是|来自于|来自|代表|就职于|任职于|供职于|服务于|我在|我们在|客户是|客户为|最终用户为|最终用户是|最终用户|客户|用户是|用户为|关于|帮助|甲方|乙方|我们|敝司|本人|您好|你好|推荐|转自|是|在|的|为客户|介绍|认识|名叫|叫做|叫";
    COMPANY_EN = r"\b(?:(?:[A-Z0-9][A-Za-z0-9&'’.\-]*|of|and|for|the|&)[ ]){0,5}[A-Z0-9][A-Za-z0-9&'’\-]*,? (?:Co\.?,? ?Ltd\.?|Pte\.? ?Ltd\.?|Pty\.? ?Ltd\.?|Private Limited|Sdn\.? Bhd\.?|Incorporated|Inc\b\.?|LLC\b|L\.L\.C\.|LLP\b|Ltd\b\.?|Limited\b|GmbH\b|AG\b|SE\b|Corp\b\.?|Corporation\b|PLC\b|plc\b|S\.A\.|SAS\b|S\.r\.l\.|B\.V\.|BV\b|N\.V\.|K\.K\.|Oy\b|AB\b)";
    ORGANIZATION_EN = r"\b(?:(?:[A-Z][A-Za-z0-9&'’\-]*|of|and|for|&)[ ]){0,5}(?:[A-Z][A-Za-z0-9&'’\-]* (?:Group|Holdings|University|Hospital|Bank|Institute|Technologies|Systems|Solutions|Labs|Laboratories|Consulting|Partners|Insurance|Logistics|Robotics|Industries|Pharmaceuticals|Energy|Foundation|College|Airlines|Motors|Foods|Studios|Analytics|Software|Capital|Ventures|Health|Healthcare|Media|Networks|Semiconductor|Electronics|Manufacturing|Retail|Telecom)\b|University of [A-Z][a-z]+)";
    SELF_EN = r"(?:\bI\b|\bI'm\b|\bI’m\b|\bwe\b|\bWe\b|\bour\b|\bOur\b|\bmy\b|\bMy\b|\bThis is\b|\bthis is\b|\bhere\b)";
    AT_EN = r"(?:\bfrom|\bat|\bwith|\brepresenting|\bbehalf of|\bwork for|\bworks for|\bjoined|,) (?:the )?([A-Z][A-Za-z0-9&'’\-]*(?: (?:& )?(?:[A-Z][A-Za-z0-9&'’\-]*|of|and)){0,4})";
    TITLE_EN = r"(?i)\b(?:manager|director|engineer|head|chief|officer|cto|ceo|cio|coo|cfo|vp|president|lead|specialist|buyer|architect|consultant|analyst|administrator|founder|owner|professor|dr\.?|assistant|executive|procurement|purchasing|sourcing|developer|scientist|coordinator|department|dept\.?|team|division|office|sales|marketing|it)\b";
    ADDRESS = r"(?i)(?:地址|路\d|号楼|大厦|街道?\d|\d+号|\bstreet\b|\bst\.|\broad\b|\bave(?:nue)?\b|\bfloor\b|\bsuite\b|\bbuilding\b|邮编|www\.|https?:|@|\b\d{5,}\b|微信|wechat|skype|linkedin|address)";
    NAME_EN = r"^(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?\p{Lu}[\p{Latin}'’\-]+(?: \p{Lu}\.)?(?: \p{Lu}[\p{Latin}'’\-]+){1,2}$";
    I_AM_ZH = r"(?:我叫|我的名字是|本人(?:叫)?|我是(?:[\p{Han}A-Za-z0-9（）()·&]{2,40}?(?:的|负责\p{Han}{0,10}的|\p{Han}{0,10}部的?|采购|工程师|经理|[，, ]))?)\s*([\p{Han}]{2,3})(?:[，,。.！!、；;（( ]|$)";
    I_AM_EN = r"(?i:my name is|i am|i'm|i’m|this is) ((?:Dr\. )?[A-Z][a-zA-Z'’\-]+(?: [A-Z]\.)?(?: [A-Z][a-zA-Z'’\-]+){1,2})\b";

    USERS = r"(?i)(\d[\d,]*(?:\.\d+)?)\s*(万|k\b)?\s*(?:多|余|\+|来|几)?\s*(?:个|名|位)?\s*(?:左右的?)?\s*(?:用户|账号|帐号|账户|座席|坐席|席位|人(?:员)?(?:左右)?(?:使用|用|规模|的?团队|同时|在线)|员工|师生|学生|工程师|开发者|研发人员|人(?:$|[，,。；;、左）)])|named users|concurrent users|active users|users\b|seats\b|employees\b|staff\b|people\b|developers\b|engineers\b|agents\b|user licen[cs]es\b|colleagues\b|students\b)";
    USERS_LABEL = r"(?i)(?:用户数量?|使用人数|人数|账号数量?|账户数|坐席数|席位数|(?:number|no\.?|#) of (?:users|seats|employees)|users|seats|team size|user count)\s*(?:[:：]|\t|约为?|大约|大概|预计|为)\s*(?:约|大约|大概|预计|about|approx\.?|around|~)?\s*(\d[\d,]*(?:\.\d+)?)\s*(万|k\b)?";
    BUDGET = r"(?i)(?:预算|费用|budget|price range|资金|spend)[^\n。；;]{0,40}?(?:(usd|us\$|\$|eur|€|£|gbp|¥|￥|rmb|cny|人民币|hkd|hk\$|sgd)\s*)?(\d[\d,]*(?:\.\d+)?)\s*(万|千|百万|k\b|m\b|w\b|million|thousand)?(?:\s*(?:-|–|~|～|至|到|to|and)\s*(?:usd|us\$|\$|eur|€|£|¥|￥|rmb|cny)?\s*(\d[\d,]*(?:\.\d+)?)\s*(万|千|百万|k\b|m\b|w\b|million|thousand)?)?\s*(美元|美金|欧元|港币|元|人民币|usd|dollars|eur|euros?|rmb|cny|gbp|hkd|sgd)?";
    DATE_ISO = r"\b(20\d{2})\s*[\-/.年]\s*(\d{1,2})\s*[\-/.月]\s*(\d{1,2})\b\s*日?";
    DATE_MONTH_DAY = r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]";
    DATE_MONTH_END = r"(?:(20\d{2}|今|明)\s*年\s*)?(\d{1,2})\s*月\s*(底|末|初|中旬|份)";
    DATE_YEAR_MONTH = r"\b(20\d{2})\s*年\s*(\d{1,2})\s*月";
    DATE_YEAR_END = r"(?:(今|明|20\d{2})\s*)?年(?:底|末)(?:前|之前)?";
    DATE_QUARTER = r"(?i)(?:(今|明|20\d{2})\s*年\s*(?:第?\s*([一二三四1-4])\s*季度|q([1-4])|(上|下)半年)|\bq([1-4])\s*(?:of\s*)?,?\s*(20\d{2})\b)";
    DATE_EN = r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s*(20\d{2}))?";
    DATE_EN_DAY_FIRST = r"(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?,?(?:\s+(20\d{2}))?\b";
    DATE_EN_MONTH = r"(?i)\b(?:end of|by|before|in|late|early)\s+(january|february|march|april|may|june|july|august|september|october|november|december)\b(?:,?\s*(20\d{2}))?";
    DATE_CUE = r"(?i)(?:上线|采购|签约|签订|截止|之前|以前|前|交付|启动|部署|完成|投入|开始|计划|希望|预计|时间|日期|立项|招标|投产|deadline|go[ \-]?live|by\b|before|start|launch|roll\s?out|deploy|purchas|sign|decision|decide|close|target|timeline|date|need|until|due|deliver|in place|plan)";
}
