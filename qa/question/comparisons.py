"""Questions that compare two things: each is looked up by itself, so that each has its quote; nothing is said of which is more."""

import re

from qa.text.analyzer import tokens
from qa.text.scripts import HAN

_MORE = (
    r"\b(?:(?:more|less) expensive|more|less|fewer|better|longer|shorter|higher|lower|taller|larger|bigger|smaller|cheaper|dearer|earlier"
    r"|later|older|younger|heavier|lighter|teurer|billiger|günstiger|(?:plus|moins) chère?s?|más (?:car|barat)[oa]s?|mehr|weniger|plus|moins|más|menos)\b"
)
_AND = r"(?:and|or|with|to|versus|vs\.?|et|ou|und|oder|y|o|и|или)"
_HOW = "贵|貴|便宜|[多少高低矮大小长短長重轻輕早晚快慢远遠近]"
_COMPARISONS = tuple(
    re.compile(pattern + r"\s*[?？]?$", re.IGNORECASE)
    for pattern in (
        rf"^.{{0,24}}?\b(?:differences?|diff[ée]rences?|diferencias?|Unterschiede?|разниц\w+)\s+(?:between|entre|zwischen|между)\s+(?P<one>.+?)\s+{_AND}\s+(?P<other>.+?)(?P<rest>\s(?:in|on|regarding)\s.+?)?",
        r"^how (?:do|does|did|are|is) (?P<one>.+?) and (?P<other>.+?) (?:differ|compare|different)\b(?P<rest>.*?)",
        rf"^(?:please )?compare (?P<one>.+?) {_AND} (?P<other>.+?)",
        rf"^(?:which|who|what|welche[rs]?|wer|was|quel(?:le)?|qui|cuál|quién)\b(?P<rest>[^,]*?{_MORE}[^,]*?), (?P<one>[^,]+?) {_AND} (?P<other>[^,]+?)",
        rf"^which of (?P<one>[^,]+?) and (?P<other>[^,]+?) (?P<rest>(?:is|are|was|were|has|have|costs?|opens?|closes?|starts?|ends?) .*?{_MORE}.*?)",
        rf"^(?:is|are|was|were|does|do|did) (?!(?:it|this|that|there|they|he|she|we|you|I)\b)(?P<one>.+?) (?P<rest>(?:cost )?{_MORE}) than (?!last\b|this\b|\d)(?P<other>.+?)",
        r"^(?P<one>.{2,20}?)(?:和|与|與|跟)(?P<other>.{2,20}?)(?:之间|之間)?(?:有什么|有何|有什麼|的)(?:区别|區別|不同|差别|差別|差异|差異)(?:是什么|在哪里?)?(?P<rest>)",
        rf"^(?P<one>.{{2,20}}?)(?:和|与|與|跟|还是|還是)(?P<other>.{{2,20}}?)(?:[,，]\s*)?(?:哪一?[个個家座种種项項]|谁|誰)(?P<rest>.*?)(?:更|比较|比較)?(?P<how>{_HOW})",
        rf"^(?P<one>.{{2,20}}?)(?:还是|還是)(?P<other>.{{2,20}}?)(?P<rest>)(?:更|比较|比較)?(?P<how>{_HOW})",
        rf"^(?P<one>.{{2,20}}?)比(?!去年|上年|往年|\d)(?P<other>.{{2,20}}?)(?P<rest>)(?:更|还|還|要)?(?P<how>{_HOW})[吗嗎]",
        r"^(?P<one>.{2,20}?)(?:和|与|與|跟)(?P<other>.{2,20}?)(?P<figure>相差|差)(?:多少|几[^\W\d]{0,3})",
    )
)
_OF = re.compile(r"^(?P<what>.+\s(?:of|de|von|des|der))\s(?P<whose>.+)$", re.IGNORECASE)
_HAN = re.compile(f"[{HAN}]")
# What a thing is asked for that another one is compared with by these words.
_ASKED = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), asked)
    for words, asked in (
        ("cheaper|dearer|(?:more|less) expensive|costs? (?:more|less)", "How much is {}?"),
        ("teurer|billiger|günstiger", "Wie viel kostet {}?"),
        ("(?:plus|moins) chère?s?", "Combien coûte {} ?"),
        ("más (?:car|barat)[oa]s?", "¿Cuánto cuesta {}?"),
        ("longer|shorter", "How long is {}?"),
        ("higher|lower|taller", "How high is {}?"),
        ("larger|bigger|smaller", "How large is {}?"),
        ("older|younger", "How old is {}?"),
        ("heavier|lighter", "How heavy is {}?"),
    )
)
_HAS_MORE = re.compile(r"\b(?:has|have|had) (?:more|fewer|less) (?P<what>.+)$", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:earlier|later)\b", re.IGNORECASE)
_BEING = re.compile(r"\b(?:is|are|was|were)\b", re.IGNORECASE)
_HOW_MUCH = {"贵": "多少钱", "貴": "多少錢", "便宜": "多少钱", "长": "多长", "短": "多长", "長": "多長", "重": "多重", "轻": "多重"} | {
    "輕": "多重", "大": "多大", "小": "多大", "远": "多远", "近": "多远", "遠": "多遠"
}  # fmt: skip


def compared_things(question: str) -> tuple[str, ...]:
    """A question for each of two things that a question compares; empty when it compares none.

    Args:
        question: The question.

    Returns:
        Two questions, or none.
    """
    found = next((match for pattern in _COMPARISONS if (match := pattern.match(question.strip()))), None)
    if not found:
        return ()
    one, other = found["one"].strip(), found["other"].strip()
    rest = (found.groupdict().get("rest") or "").strip()
    if (owned := _OF.match(one)) and not _OF.match(other):  # the hire of the hall and the studio
        other = f"{owned['what']} {other}"
    if _HAN.search(question):
        return _in_chinese(one, other, rest, found)
    return tuple(_asked_of(each, rest) for each in (one, other))


def _in_chinese(one: str, other: str, rest: str, found: re.Match[str]) -> tuple[str, ...]:
    kinds = [each.partition("的")[2] for each in (one, other)]
    if any(kinds) and not all(kinds) and not rest:  # 宁夏的会员和内蒙古; 港口站与空港站的车辆数
        one, other = (each if "的" in each else f"{each}的{''.join(kinds)}" for each in (one, other))
    how = found.groupdict().get("how") or ""
    figure = "是多少" if rest or how or "figure" in found.groupdict() else ""
    figure = "多少" if rest.endswith("得") else _HOW_MUCH.get(how, figure) if not rest else figure
    return tuple(f"{each}{rest.removesuffix('得')}{figure}?" for each in (one, other))


def _asked_of(thing: str, rest: str) -> str:
    """What a question that compares asks of one of the things."""
    if has := _HAS_MORE.search(rest):
        return f"How many {has['what']} does {thing} have?"
    for words, asked in _ASKED:
        if words.search(rest):
            kind = _BEING.sub("", words.sub("", rest)).strip()
            return asked.format(f"{thing} {kind}" if kind and thing.endswith(("'s", "’s")) else thing)
    bare = re.sub(rf"{_MORE}\s*", "", rest, flags=re.IGNORECASE).strip()
    return f"{'When ' * bool(_WHEN.search(rest))}{thing} {bare}".strip() + "?"


def says_of_both(text: str, things: tuple[str, ...]) -> bool:
    """Whether a text has words of each of two things that the other one has not."""
    said, (one, other) = set(tokens(text)), (set(tokens(thing)) for thing in things)
    return not said.isdisjoint(one - other) and not said.isdisjoint(other - one)
