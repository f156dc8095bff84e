"""Made documents that look alike, ten of each kind, and questions that only the right one answers.

Minutes by date, contracts by number and party, price lists by year, manuals by model, mails by sender, Japanese reports by
fiscal year, French reports by town: so that nothing is tuned to government reports alone. `write` makes them.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from qa.evaluation.questions import Question

Made = tuple[str, str, list[tuple[str, str]]]  # source, text, (question, answer)
_SURNAMES, _GIVEN = "陈林何郭罗宋郑谢韩唐", "海青文远志宁立夏云舟"
_FIRMS = (
    "晨光文具",
    "海川物流",
    "长青纸业",
    "云鼎电子",
    "北辰家具",
    "金穗食品",
    "东麓建材",
    "惠风印刷",
    "天启软件",
    "河图测绘",
)
_PEOPLE = (
    "Anna Berg",
    "Tom Hale",
    "Rita Moss",
    "Ivan Petrov",
    "Lucy Chan",
    "Omar Said",
    "Nina Kraus",
    "Paul Stone",
    "Eva Lind",
    "Jack Ford",
)
_TOWNS = ("Lyon", "Nantes", "Rennes", "Lille", "Dijon", "Tours", "Brest", "Metz", "Nancy", "Angers")
_CHINESE = "一二三四五六七八九十"


def write(folder: Path, seed: int = 1) -> list[Question]:
    """Write the documents into `folder` and give the questions on them."""
    draw = random.Random(seed)
    questions: list[Question] = []
    for kind, maker in _MAKERS.items():
        made = list(maker(draw))
        for source, text, asked in made:
            path = folder / kind / source
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_text("utf-8") != text:  # an index knows an unchanged file
                path.write_text(text, encoding="utf-8")
            for question, answer in asked:
                name = f"{kind}{len(questions) + 1}"
                questions.append(Question(name, question, (answer,), (f"{kind}/{source}",), {"kind": kind}))
    return questions


def _minutes(draw: random.Random) -> Iterator[Made]:
    for month in range(1, 11):
        day, mended, hours = draw.randint(3, 27), draw.randint(11, 97), draw.randint(101, 399)
        who = _SURNAMES[month - 1] + _GIVEN[draw.randrange(10)]
        text = (
            f"安全生产例会纪要\n\n时间:2023年{month}月{day}日 地点:三楼会议室\n\n会议由{who}主持,各车间主任参加。\n\n"
            f"一、隐患整改\n\n会议通报了上次例会以来的隐患整改情况,共整改{mended}项,其余按期完成。\n\n"
            f"二、培训\n\n新员工安全培训累计{hours}学时,考核全部合格。会议要求各车间继续做好培训登记。\n"
        )
        yield (
            f"2023-{month:02}-{day:02}.txt",
            text,
            [
                (f"2023年{month}月{day}日的安全例会上说整改了多少项隐患?", f"{mended}项"),
                (f"{_CHINESE[month - 1]}月份那次例会,新员工培训了多少学时?", f"{hours}学时"),
            ],
        )


def _contracts(draw: random.Random) -> Iterator[Made]:
    for number, firm in enumerate(_FIRMS, start=3):
        days, fine = draw.randint(7, 60), draw.randint(2, 19) * 1000
        text = (
            f"采购合同\n\n合同编号:HT-2021-{number:03}\n\n甲方:明德学校\n\n乙方:{firm}有限公司\n\n"
            f"第一条 付款\n\n甲方收到发票后{days}日内付清货款。\n\n第二条 违约\n\n任何一方不履行本合同的,应当向对方支付违约金{fine}元。\n"
        )
        yield (
            f"HT-2021-{number:03}.txt",
            text,
            [
                (f"合同HT-2021-{number:03}的违约金是多少?", f"{fine}元"),
                (f"跟{firm}签的合同,货款要在多少天内付清?", f"{days}日内"),
            ],
        )


def _prices(draw: random.Random) -> Iterator[Made]:
    for year in range(2011, 2021):
        single, double = draw.randint(51, 99), draw.randint(101, 199)
        text = (
            f"# Price list {year}\n\nAll prices are in euros and hold for the whole season.\n\n## Rooms\n\n"
            f"A single room costs {single} euros a night. A double room costs {double} euros a night.\n\n"
            "## Meals\n\nBreakfast is included. Dinner is served from six to nine.\n"
        )
        yield (
            f"price-list-{year}.md",
            text,
            [
                (f"What did a single room cost in {year}?", f"{single} euros"),
                (f"{year}年双人间一晚多少钱?", f"{double} euros"),
            ],
        )


def _manuals(draw: random.Random) -> Iterator[Made]:
    for number in range(10):
        model = f"{draw.choice(('KX', 'DR', 'VT'))}-{400 + 25 * number}"
        tank, noise = draw.randint(21, 79) / 10, draw.randint(31, 58)
        text = (
            f"# Dehumidifier {model}\n\nRead this manual before you use the device.\n\n## Water tank\n\n"
            f"The water tank holds {tank} litres. When it is full, the device stops and a red light goes on.\n\n"
            f"## Technical data\n\nAt full power the noise level is {noise} decibels. The device weighs 14 kilograms.\n"
        )
        yield (
            f"manual-{model.lower()}.md",
            text,
            [
                (f"How much water fits into the tank of the {model}?", f"{tank} litres"),
                (f"{model}除湿机满功率时噪音多大?", f"{noise} decibels"),
            ],
        )


def _mails(draw: random.Random) -> Iterator[Made]:
    for month, who in enumerate(_PEOPLE, start=2):
        tickets, day = draw.randint(12, 99), draw.randint(1, 28)
        first = who.split()[0].lower()
        text = (
            f"From: {who} <{first}@office.example>\nTo: team@office.example\nSubject: Weekly status\n"
            f"Date: {day:02} {_month(month)} 2022 09:12:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
            f"Hello all,\n\nthere are {tickets} open tickets on my list this week. The build server was moved without trouble.\n\n{who}\n"
        )
        yield (
            f"status-{month:02}.eml",
            text,
            [
                (f"How many open tickets did {who} report?", f"{tickets} open tickets"),
                (
                    f"How many tickets were open in the status mail of {day} {_month(month)} 2022?",
                    f"{tickets} open tickets",
                ),
            ],
        )


def _japanese(draw: random.Random) -> Iterator[Made]:
    for year in range(2013, 2023):
        sales, staff = draw.randint(101, 999), draw.randint(41, 199)
        text = (
            f"{year}年度 事業報告\n\n当社は地域の皆様に支えられ、今年度も事業を続けることができました。\n\n"
            f"一 業績\n\n当年度の売上高は{sales}百万円となりました。\n\n二 人員\n\n年度末の従業員数は{staff}名です。\n"
        )
        yield (
            f"jigyo-{year}.txt",
            text,
            [
                (f"{year}年度の売上高はいくらですか?", f"{sales}百万円"),
                (f"FY{year}の年度末の従業員数は?", f"{staff}名"),
            ],
        )


def _french(draw: random.Random) -> Iterator[Made]:
    for town in _TOWNS:
        loans, guests = draw.randint(1001, 9999), draw.randint(101, 999)
        text = (
            f"# Bibliothèque de {town} : rapport annuel\n\nLa bibliothèque est ouverte six jours par semaine.\n\n## Prêts\n\n"
            f"Cette année, {loans} livres ont été prêtés.\n\n## Visites\n\nLa salle de lecture a reçu {guests} visiteurs par mois.\n"
        )
        yield (
            f"rapport-{town.lower()}.md",
            text,
            [
                (f"Combien de livres la bibliothèque de {town} a-t-elle prêtés ?", f"{loans} livres"),
                (f"How many visitors a month came to the library of {town}?", f"{guests} visiteurs"),
            ],
        )


def _month(number: int) -> str:
    return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[number - 1]


_MAKERS = {
    "minutes": _minutes,
    "contracts": _contracts,
    "prices": _prices,
    "manuals": _manuals,
    "mails": _mails,
    "japanese": _japanese,
    "french": _french,
}
