"""What a question asks for (a figure, a date, or something else), and where a sentence holds such a thing."""

import re

from qa.types import Span

NUMBER, DATE, NAME, OTHER = "number", "date", "name", "other"

# Interrogatives of the languages that the built-in model serves; dates first, since "how many years" is rarer
# than "which year".
_DATE_WORDS = re.compile(
    r"何时|何時|何年|什么时候|什麼時候|甚么时候|哪[一]?[年天月日]|哪個月|哪个月|几月|幾月|几号|几日|哪些年|いつ|何月|何日"
    r"|언제|몇\s?월|몇\s?년|\bwhen\b|what (?:year|date|day|month)|which (?:year|day|month)|\bquand\b|quelle (?:année|date)"
    r"|cuándo|qué (?:año|fecha|día)|когда|каком году|\bwann\b|welche[ms] jahr|متى|khi nào|năm nào|\bकब\b|किस (?:वर्ष|साल)"
    r"|\bquando\b|\bkapan\b|ne zaman|เมื่อไ",
    re.IGNORECASE,
)
# 多大 asks; in 许多大学 it is two words.
_HOW_LARGE = r"(?<![许許很诸諸众眾更最太差好])多(?:大(?![学學部型陆陸小概众眾家夫臣使])|[长長](?![江期城沙老辈輩官达達])|高(?![校层層级級铁鐵速等温溫])|[远遠久])"
_NUMBER_WORDS = re.compile(
    rf"多少|{_HOW_LARGE}|几[个個家名件项項人次场場所处處座条條天元万萬亿億成分期批支册冊]|幾[个個家名件项項人次場所處座條天元萬億成分期批支冊]"
    r"|比例|占比|百分之几|金额|数量|人数|いくつ|いくら|何(?:人|件|社|個|か所|回|名|万|億|パーセント)|どのくらい|どれくらい"
    r"|몇|얼마|how (?:many|much|large|long|high|far|old)|what (?:percentage|share|proportion|number|amount|sum)"
    r"|\bnumber of\b|combien|quel (?:nombre|montant|pourcentage)|cuánt[oa]s?|qué (?:porcentaje|cantidad)|скольк\w*"
    r"|как(?:ова|ой|ую) (?:сумм|процент|дол)|wie ?viele?|wie (?:hoch|groß|lang)|\bكم\b|bao nhiêu|कितन|quant[oiae]\b|\bberapa\b"
    r"|kaç|กี่|เท่าไ",
    re.IGNORECASE,
)
# Who and where: what answers is a name.
_NAME_WORDS = re.compile(
    r"谁|誰|哪[一]?位|何人|哪里|哪裡|哪儿|何处|何處|何地|在哪[里裡儿边邊]?|哪[一]?[个個]?(?:人|国|國|省|市|县|縣|城市|地方|国家|國家|公司|大学|大學)|だれ|どこ|누구|어디"
    r"|\b(?:who|whom|whose|where)\b|(?:which|what) (?:person|city|country|place|state|company|university)"
    r"|\b(?:qui|où|quién(?:es)?|dónde|wer|wem|wen|wo|quem|onde|chi|dove|siapa|di mana|ai|ở đâu|kim|nerede|kto|gdzie)\b"
    r"|\b(?:кто|кого|кому|где)\b|\bمن\b|\bأين\b|कौन|किसने|कहाँ|कहां|ใคร|ที่ไหน",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"哪[^儿]|什么|什麼|甚么|为何|怎[么麼][办辦]|怎[么样]|如何|(?:周|星期|礼拜|禮拜)?[几幾]点?|是否|吗|嗎|何|どの|どう|なぜ|무엇|어떤|어떻게|왜"
    r"|\b(?:what|which|why|how|whether|quels?|quelles?|comment|pourquoi|qué|cuáles?|cómo|por qué|was|welche[rsmn]?|warum|wieso|weshalb|wozu|wohin|woher|womit|worin|wofür"
    r"|как(?:ой|ая|ие|ое|ую|ого|ому|ом|их|им|ими)?|почему|что|o que|qual|quais|come|perché|gì|nào|क्या|क्यों|कैसे)\b|ما\b|لماذا|كيف",
    re.IGNORECASE,
)
# Words that only make a question of it: a sentence that answers does not repeat them.
_INTERROGATIVES = re.compile(
    rf"{_HOW_LARGE}|"
    r"什么时候|什麼時候|甚么时候|[几幾]点钟?|(?:周|星期|礼拜|禮拜)[几幾]|怎么办|怎麼辦|(?:一?共|总共)?[有是为达到]{0,2}(?:百分之几|多少|几|幾|哪些|什么时候|什麼時候|什么|什麼)|多少|几|幾|什么|什麼|甚么|怎么样|怎样|怎麼|怎么|如何|为什么|為什麼|哪一?[些里裡位个個儿年天次部项項]?|谁|誰|何时|何時|吗|嗎|呢|请问|請問"
    r"|いくつ|いくら|いつ|どこ|だれ|なに|何|どの|です|ますか|몇|얼마|언제|누구|어디|무엇|입니까"
    r"|\b(?:how (?:many|much|long|large)|what|when|where|which|who|whom|whose|why|how|does|did|do|is|are|was|were|the|of)\b"
    r"|\b(?:combien|quand|quel(?:le)?s?|qui|où|comment|pourquoi|est-ce que|cuánt[oa]s?|cuándo|qué|quién|dónde|cómo|cuál)\b"
    r"|\b(?:сколько|когда|кто|как(?:ой|ая|ие|ое|ую|ого|ому|ом|их|им|ими)?|где|почему|wie ?viele?|wann|wer|welche[rsmn]?|wo|wohin|woher|warum|was)\b",
    re.IGNORECASE,
)
MEASURE = (
    "人次|人份|场次|万元|亿元|平方米|平方公里|公里|千米|米|吨|公斤|千克|克|兆瓦|千瓦|亩|公顷|元|人|名|位|家|个百分点|个|件|项|处|所"
    "|场|次|期|批|支|条|篇|册|本|户|座|台|辆|套|份|封|间|栋|层|岁|年|月|日|天|小时|分钟|秒|周|种|类|门|届|批次|成|倍|字|口|张"
    "|回|社|本|명|개|건|회|원|퍼센트"
)
FIGURE = re.compile(
    rf"(?:\d+(?:[.,，]\d+)*|[〇零一二两三四五六七八九十百千万亿]{{2,}})\s?[万亿千百十萬億만억]*[余多]?\s?"
    rf"(?:%|％|‰|percent\b|per cent\b|(?:thousand|million|billion|trillion)\b|{MEASURE})?[余多]?",
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}\s?年?$")  # a year says when, not how many
_DATES = re.compile(
    r"(?:\d{4}|[一二〇零三四五六七八九]{4})\s?年(?:初|底|末)?(?:\s?\d{1,2}\s?月(?:初|底)?)?(?:\s?\d{1,2}\s?[日号])?(?:至\d{1,2}[日号])?"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?[日号](?:至\s?(?:\d{1,2}月)?\d{1,2}[日号])?|\d{1,2}\s?月(?:初|底|份)?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}년(?:\s?\d{1,2}월)?(?:\s?\d{1,2}일)?"
    r"|(?:\d{1,2}\s)?\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,4}(?:,\s\d{4})?"
    r"|\b1\d{3}\b|\b20\d{2}\b",
    re.IGNORECASE,
)


def asked_for(question: str) -> str:
    """`number`, `date`, `name` or `other`, by the question's interrogative."""
    if _DATE_WORDS.search(question):
        return DATE
    if _NUMBER_WORDS.search(question):
        return NUMBER
    return NAME if _NAME_WORDS.search(question) else OTHER


def interrogative(question: str) -> str:
    """The words that ask, such as "how many" or "哪一年"; empty when there are none."""
    for pattern in (_DATE_WORDS, _NUMBER_WORDS, _NAME_WORDS, _OTHER_WORDS):
        if found := pattern.search(question):
            return found.group()
    return ""


# The most and the least, in English.
SUPERLATIVES = (
    "most|least|fewest|highest|largest|biggest|greatest|longest|heaviest|tallest|dearest|latest|lowest|smallest|shortest|lightest|cheapest"
    "|earliest"
)


def without_interrogatives(question: str) -> str:
    """What the question is about: its words without who, what, how many; the question itself if nothing is left."""
    rest = _INTERROGATIVES.sub(" ", question)
    return rest if any(character.isalnum() for character in rest) else question


def blanked(question: str) -> str:
    """The question with its interrogatives as blanks; the rest stays where it stands."""
    return _INTERROGATIVES.sub(lambda match: " " * len(match.group()), question)


def things_asked_for(kind: str, sentence: str, question: str) -> list[Span]:
    """Where `sentence` holds figures (or dates) that `question` does not itself name."""
    if kind not in (NUMBER, DATE):
        return []
    pattern = _DATES if kind == DATE else FIGURE
    found = (match for match in pattern.finditer(sentence) if match.group().strip() not in question)
    return [Span(*match.span()) for match in found if kind == DATE or not _YEAR.match(match.group())]
