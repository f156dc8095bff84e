"""What stands in the documents of two made-up offices, and what people ask of them. Everything is made up."""

from typing import NamedTuple


class Question(NamedTuple):
    """A question, its answers (none: the documents do not say), where the answer stands, and of what kind it is."""

    question: str
    answers: tuple[str, ...]
    source: str
    kind: str


# --- Tables -----------------------------------------------------------------------------------------------------------

CONTACTS = (
    "通讯录.xlsx",
    [
        ["姓名", "部门", "办公室", "电话"],
        ["周雨桐", "财务科", "三楼305", "0471-5550118"],
        ["孟凡林", "人事科", "三楼309", "0471-5550126"],
        ["乌兰", "宣传科", "四楼402", "0471-5550133"],
        ["贺长青", "后勤科", "一楼108", "0471-5550147"],
        ["苏日娜", "档案室", "二楼201", "0471-5550152"],
    ],
)
PAY = (
    "补贴标准.docx",
    [
        ["职级", "餐补", "交通补贴", "通讯补贴"],
        ["科员", "300元", "120元", "50元"],
        ["主任科员", "360元", "180元", "80元"],
        ["副科长", "420元", "260元", "110元"],
        ["科长", "480元", "330元", "150元"],
    ],
)
DEVICES = (
    "设备台账.csv",
    [
        ["编号", "设备", "存放地点", "购置年份", "价格"],
        ["SB-014", "激光打印机", "文印室", "2019年", "3200元"],
        ["SB-027", "投影仪", "二号会议室", "2021年", "5600元"],
        ["SB-033", "除湿机", "档案室", "2022年", "1450元"],
        ["SB-041", "对讲机", "门卫室", "2020年", "680元"],
    ],
)
TRAINING = (
    "培训安排.html",
    [
        ["课程", "时间", "地点", "授课人"],
        ["公文写作", "4月9日上午", "大礼堂", "郑维民"],
        ["消防演练", "4月16日下午", "东广场", "李树森"],
        ["心理健康", "4月23日上午", "活动室", "白音"],
        ["保密教育", "5月7日下午", "二号会议室", "方志远"],
    ],
)
PRICES = (
    "price list.xlsx",
    [
        ["Model", "Description", "Weight", "Price"],
        ["KP-20", "hand pump", "14 kg", "185 euros"],
        ["KP-35", "double pump", "22 kg", "310 euros"],
        ["VS-7", "gate valve", "3 kg", "46 euros"],
        ["TR-110", "water trough", "61 kg", "540 euros"],
    ],
)
STAFF = (
    "who does what.md",
    [
        ["Name", "Task", "Room", "Extension"],
        ["Ingrid Moe", "invoices", "B12", "4417"],
        ["Pavel Dvorak", "deliveries", "C03", "4425"],
        ["Aisha Rahman", "repairs", "A21", "4431"],
        ["Tom Whitlock", "complaints", "B16", "4448"],
    ],
)
SALES = (
    "sales.odt",
    [
        ["Region", "First quarter", "Second quarter"],
        ["Coast", "1,240 tonnes", "1,385 tonnes"],
        ["Valley", "870 tonnes", "915 tonnes"],
        ["Islands", "402 tonnes", "377 tonnes"],
    ],
)
HOURS = (
    "opening hours.csv",
    [
        ["Place", "Weekdays", "Saturday", "Entrance fee"],
        ["Library", "9:00 to 18:00", "10:00 to 14:00", "free"],
        ["Swimming hall", "6:30 to 21:00", "8:00 to 17:00", "7.50 euros"],
        ["Museum", "11:00 to 17:00", "11:00 to 19:00", "9.00 euros"],
    ],
)
# Table, column asked for, how it is asked (a row's first cell and the header go in), kind.
CELLS: list[tuple[tuple[str, list[list[str]]], str, str, str]] = [
    (CONTACTS, "电话", "{0}的电话是多少?", "telephone"),
    (CONTACTS, "办公室", "{0}在哪个办公室?", "where"),
    (CONTACTS, "部门", "{0}是哪个部门的?", "who"),
    (PAY, "餐补", "{0}的餐补是多少?", "cell"),
    (PAY, "通讯补贴", "{0}每月通讯补贴多少钱?", "cell"),
    (DEVICES, "价格", "{1}的价格是多少?", "price"),
    (DEVICES, "存放地点", "{0}存放在哪里?", "where"),
    (TRAINING, "时间", "{0}什么时候上课?", "date"),
    (TRAINING, "授课人", "{0}由谁授课?", "who"),
    (PRICES, "Price", "How much does the {0} cost?", "price"),
    (PRICES, "Weight", "What is the weight of the {1}?", "cell"),
    (STAFF, "Extension", "What is the extension of {0}?", "telephone"),
    (STAFF, "Name", "Who takes care of {1}?", "who"),
    (SALES, "Second quarter", "How much was sold in the {0} region in the second quarter?", "cell"),
    (HOURS, "Saturday", "When is the {0} open on Saturday?", "date"),
    (HOURS, "Entrance fee", "What is the entrance fee of the {0}?", "price"),
]

# --- Texts ------------------------------------------------------------------------------------------------------------

TEXTS = {
    "会议纪要.docx": """# 第四次办公会纪要
会议时间:2024年3月14日下午三点
会议地点:四楼小会议室
主持人:孟凡林
记录人:苏日娜
## 议定事项
会议决定于4月8日启用新的门禁系统。
会议同意为档案室添置两台除湿机,因为去年雨季有一百二十册卷宗受潮。
办公楼电梯检修费用定为八千六百元,由后勤科列支。
下次办公会定于4月11日召开。""",
    "请假办法.md": """# 职工请假办法
第一条 职工请事假须提前两个工作日提出。
第二条 病假三天以上的,应当提交医院证明。
第三条 婚假为十五天,丧假为三天。
第四条 请假五天以内由科长批准,超过五天由分管领导批准。
第五条 年休假不得跨年累计。
第六条 女职工产假为一百五十八天。""",
    "采购合同.docx": """# 办公家具采购合同
合同编号:QS-2024-031
甲方:青原区事务中心
乙方:林河木业有限公司
合同总价:人民币七万四千二百元
交货日期:2024年6月20日
第一条 乙方不得将本合同转让给第三方。
第二条 家具保修期为三年,自验收合格之日起计算。
第三条 逾期交货的,每日按合同总价的千分之二支付违约金。
第四条 发生争议时,由青原区人民法院管辖。""",
    "常见问题.txt": """常见问题

问:饭卡丢了怎么补办?
答:带工作证到后勤科登记,交十元工本费,第二天领取。

问:访客停车收费吗?
答:两小时内免费,之后每小时三元。

问:打印机没有纸找谁?
答:打文印室内线8021,由文印员补纸。

问:健身房什么时候开放?
答:工作日中午十二点到一点半。""",
    "停电通知.html": """# 停电通知
因更换变压器,办公楼定于5月18日上午八点至十二点停电。
停电期间电梯停用,请走东侧楼梯。
机房由备用电源供电,网站照常开放。
联系人:贺长青
联系电话:0471-5550147""",
    "志愿者登记表.odt": """# 志愿者登记表
姓名:哈斯
年龄:二十六岁
特长:手语翻译
服务时间:每周六上午
服务地点:社区图书角""",
    "年度总结.pptx": """# 2023年工作总结
全年办理群众来信三百一十二件,办结率为百分之九十七。
新建便民服务点九处,其中五处设在牧区。
# 2024年打算
计划把便民服务点增加到十四处。""",
    "travel policy.docx": """# Travel policy
Purpose: to keep journeys short and cheap
Approved by: the board, on 12 January 2024
## Rules
Journeys under four hours are made by train.
The hotel limit is 140 euros a night, breakfast included.
Taxis are paid only when luggage weighs more than 20 kilograms.
Receipts must be handed in within 30 days, otherwise the claim lapses.
Alcohol is never paid for.""",
    "board minutes.md": """# Minutes of the board
Chair: Marta Lindholm
Place: the old customs house
Date: 6 February 2024
The board decided to close the depot at Norvik, because its roof can no longer be repaired.
Repairs of the quay will cost 96,000 euros and begin on 3 June.
Pavel Dvorak will write to the carriers before the end of the month.
The proposal to move the office was rejected.""",
    "lease.pdf": """Lease of the boathouse
Landlord: Harbour Trust
Tenant: the rowing club of Ostby
The rent is 420 euros a month, payable on the first.
The tenant must not sublet the boathouse.
The lease ends on 31 August 2027 and may be renewed once for two years.
The deposit of 1,260 euros is returned within six weeks.""",
    "faq.html": """# Questions about membership
## How do I join?
Fill in the form at desk two and pay the first year.
## What does membership cost?
A year costs 36 euros, for students 18 euros.
## Can I bring a guest?
Yes, one guest at a time, except on match days.
## How do I cancel?
Write to the secretary by the end of November.""",
    "mail about the pump.eml": """Subject: Pump at the north well
From: Aisha Rahman <aisha@example.org>
To: all@example.org
Date: Tue, 16 Apr 2024 08:30:00 +0000

Dear all,

the pump at the north well failed on Sunday night and was replaced by a
KP-35 on Monday morning, so that water is available again for both of the
barns and the kitchen.

The broken pump goes back to the maker on 22 April, since it is still
under warranty until the end of the year.

Aisha""",
    "meeting.srt": """1
00:00:01,000 --> 00:00:04,000
The sports hall will be closed

2
00:00:04,100 --> 00:00:07,000
from 8 July to 19 July for a new floor.

3
00:00:07,200 --> 00:00:10,000
Training moves to the school in Ekby.""",
}

ASKED: list[tuple[str, str, str, str]] = [
    ("第四次办公会是什么时候开的?", "2024年3月14日", "会议纪要.docx", "field"),
    ("第四次办公会在哪里开的?", "四楼小会议室", "会议纪要.docx", "field"),
    ("第四次办公会由谁主持?", "孟凡林", "会议纪要.docx", "field"),
    ("第四次办公会的记录人是谁?", "苏日娜", "会议纪要.docx", "field"),
    ("新的门禁系统哪天启用?", "4月8日", "会议纪要.docx", "date"),
    ("为什么给档案室添置除湿机?", "受潮", "会议纪要.docx", "why"),
    ("电梯检修费用是多少?", "八千六百元", "会议纪要.docx", "price"),
    ("下次办公会定在哪天?", "4月11日", "会议纪要.docx", "date"),
    ("事假要提前多久提出?", "两个工作日", "请假办法.md", "rule"),
    ("病假几天以上要交医院证明?", "三天以上", "请假办法.md", "rule"),
    ("婚假有多少天?", "十五天", "请假办法.md", "rule"),
    ("请假超过五天由谁批准?", "分管领导", "请假办法.md", "who"),
    ("年休假可以跨年累计吗?", "不得跨年累计", "请假办法.md", "yes/no"),
    ("请假办法第六条是什么?", "一百五十八天", "请假办法.md", "rule"),
    ("采购合同的编号是多少?", "QS-2024-031", "采购合同.docx", "field"),
    ("办公家具采购合同的乙方是谁?", "林河木业", "采购合同.docx", "field"),
    ("采购合同的总价是多少?", "七万四千二百元", "采购合同.docx", "field"),
    ("家具的交货日期是哪天?", "2024年6月20日", "采购合同.docx", "field"),
    ("乙方可以把合同转让给第三方吗?", "不得将本合同转让", "采购合同.docx", "yes/no"),
    ("家具保修期是几年?", "三年", "采购合同.docx", "rule"),
    ("逾期交货每天付多少违约金?", "千分之二", "采购合同.docx", "rule"),
    ("饭卡丢了怎么补办?", "到后勤科登记", "常见问题.txt", "how to"),
    ("访客停车收费吗?", "两小时内免费", "常见问题.txt", "yes/no"),
    ("打印机没有纸找谁?", "8021", "常见问题.txt", "how to"),
    ("健身房什么时候开放?", "十二点到一点半", "常见问题.txt", "date"),
    ("办公楼哪天停电?", "5月18日", "停电通知.html", "date"),
    ("为什么停电?", "更换变压器", "停电通知.html", "why"),
    ("停电期间怎么上楼?", "东侧楼梯", "停电通知.html", "how to"),
    ("停电通知的联系人是谁?", "贺长青", "停电通知.html", "field"),
    ("志愿者哈斯有什么特长?", "手语翻译", "志愿者登记表.odt", "field"),
    ("志愿者在哪里服务?", "社区图书角", "志愿者登记表.odt", "field"),
    ("志愿者登记表上写的年龄是多少?", "二十六岁", "志愿者登记表.odt", "field"),
    ("2023年办理了多少件群众来信?", "三百一十二件", "年度总结.pptx", "number"),
    ("群众来信的办结率是多少?", "百分之九十七", "年度总结.pptx", "number"),
    ("2024年便民服务点要增加到几处?", "十四处", "年度总结.pptx", "number"),
    ("Who approved the travel policy?", "the board", "travel policy.docx", "field"),
    ("What is the hotel limit?", "140 euros", "travel policy.docx", "rule"),
    ("When are taxis paid for?", "more than 20 kilograms", "travel policy.docx", "rule"),
    ("Within how many days must receipts be handed in?", "30 days", "travel policy.docx", "rule"),
    ("Is alcohol paid for?", "never paid for", "travel policy.docx", "yes/no"),
    ("Who chaired the board meeting?", "Marta Lindholm", "board minutes.md", "field"),
    ("Where did the board meet?", "old customs house", "board minutes.md", "field"),
    ("Why is the depot at Norvik closed?", "roof can no longer be repaired", "board minutes.md", "why"),
    ("How much will repairs of the quay cost?", "96,000 euros", "board minutes.md", "price"),
    ("When do repairs of the quay begin?", "3 June", "board minutes.md", "date"),
    ("Who writes to the carriers?", "Pavel Dvorak", "board minutes.md", "who"),
    ("Was the proposal to move the office accepted?", "rejected", "board minutes.md", "yes/no"),
    ("What is the rent of the boathouse?", "420 euros", "lease.pdf", "price"),
    ("Who is the tenant of the boathouse?", "rowing club of Ostby", "lease.pdf", "field"),
    ("When does the lease end?", "31 August 2027", "lease.pdf", "date"),
    ("May the tenant sublet the boathouse?", "must not sublet", "lease.pdf", "yes/no"),
    ("How much is the deposit?", "1,260 euros", "lease.pdf", "price"),
    ("How do I join?", "form at desk two", "faq.html", "how to"),
    ("What does membership cost for students?", "18 euros", "faq.html", "price"),
    ("Can I bring a guest on match days?", "except on match days", "faq.html", "yes/no"),
    ("How do I cancel my membership?", "Write to the secretary", "faq.html", "how to"),
    ("When did the pump at the north well fail?", "Sunday night", "mail about the pump.eml", "date"),
    ("Which pump replaced the one at the north well?", "KP-35", "mail about the pump.eml", "who"),
    ("When does the broken pump go back to the maker?", "22 April", "mail about the pump.eml", "date"),
    ("Until when is the broken pump under warranty?", "end of the year", "mail about the pump.eml", "date"),
    ("Who sent the mail about the pump?", "Aisha Rahman", "mail about the pump.eml", "field"),
    ("Until when is the sports hall closed?", "19 July", "meeting.srt", "date"),
    ("Where does training move to?", "Ekby", "meeting.srt", "where"),
    ("餐补最高的职级是哪个?", "科长", "补贴标准.docx", "most"),
    ("哪台设备最贵?", "投影仪", "设备台账.csv", "most"),
    ("Which model is the heaviest?", "TR-110", "price list.xlsx", "most"),
    ("Which region sold most in the first quarter?", "Coast", "sales.odt", "most"),
]
# Near misses: the documents speak of such things, and do not say this.
ABSENT = [
    "陈立的电话是多少?",
    "处长的餐补是多少?",
    "SB-055存放在哪里?",
    "英语课由谁授课?",
    "第五次办公会在哪里开的?",
    "护理假有多少天?",
    "采购合同的付款方式是什么?",
    "食堂几点开门?",
    "办公楼哪天停水?",
    "2022年办理了多少件群众来信?",
    "How much does the KP-50 cost?",
    "What is the extension of Olga Petrov?",
    "How much was sold in the Highlands region?",
    "When is the theatre open on Saturday?",
    "What is the limit for flights?",
    "Who chaired the annual meeting?",
    "What is the rent of the workshop?",
    "How do I become a coach?",
    "When did the pump at the south well fail?",
    "Until when is the tennis court closed?",
]


def questions() -> list[Question]:
    """Every question, those of tables first."""
    found = [
        Question(asked.format(*row), (row[table[0].index(column)],), name, kind)
        for (name, table), column, asked, kind in CELLS
        for row in table[1:]
    ]
    found += [Question(asked, (answer,), source, kind) for asked, answer, source, kind in ASKED]
    return [*found, *(Question(asked, (), "", "absent") for asked in ABSENT)]
