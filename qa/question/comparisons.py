"""Questions that compare two things: each is looked up by itself, so that each has its quote; nothing is said of which is more."""

import re

from qa.text.analyzer import tokens

_MORE = r"\b(?:more|less|fewer|better|longer|shorter|higher|lower|larger|bigger|smaller|cheaper|dearer|earlier|later|older|mehr|weniger|plus|moins|más|menos)\b"
_AND = r"(?:and|or|with|to|versus|vs\.?|et|ou|und|oder|y|o|и|или)"
_COMPARISONS = tuple(
    re.compile(pattern + r"\s*[?？]?$", re.IGNORECASE)
    for pattern in (
        rf"^.{{0,24}}?\b(?:differences?|diff[ée]rences?|diferencias?|Unterschiede?|разниц\w+)\s+(?:between|entre|zwischen|между)\s+(?P<one>.+?)\s+{_AND}\s+(?P<other>.+?)(?P<rest>\s(?:in|on|regarding)\s.+?)?",
        r"^how (?:do|does|did|are|is) (?P<one>.+?) and (?P<other>.+?) (?:differ|compare|different)\b(?P<rest>.*?)",
        rf"^(?:please )?compare (?P<one>.+?) {_AND} (?P<other>.+?)",
        rf"^(?:which|who|what|welche[rs]?|wer|quel(?:le)?|qui|cuál|quién)\b(?P<rest>[^,]*?{_MORE}[^,]*?), (?P<one>[^,]+?) {_AND} (?P<other>[^,]+?)",
        r"^(?P<one>.{2,20}?)(?:和|与|與|跟)(?P<other>.{2,20}?)(?:之间|之間)?(?:有什么|有何|有什麼|的)(?:区别|區別|不同|差别|差別|差异|差異)(?:是什么|在哪里?)?(?P<rest>)",
        r"^(?P<one>.{2,20}?)(?:和|与|與|跟|还是|還是)(?P<other>.{2,20}?)(?:[,，]\s*)?(?:哪一?[个個家座种種项項]|谁|誰)(?P<rest>.*?)(?:更|比较|比較)?[多少高低大小长短長贵貴重轻輕早晚快慢远遠近]",
        r"^(?P<one>.{2,20}?)(?:和|与|與|跟)(?P<other>.{2,20}?)(?P<figure>相差|差)(?:多少|几[^\W\d]{0,3})",
    )
)
_OF = re.compile(r"^(?P<what>.+\s(?:of|de|von|des|der))\s(?P<whose>.+)$", re.IGNORECASE)


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
    rest = re.sub(rf"{_MORE}\s*", "", found.groupdict().get("rest") or "", flags=re.IGNORECASE).strip()
    if (owned := _OF.match(one)) and not _OF.match(other):  # the hire of the hall and the studio
        other = f"{owned['what']} {other}"
    if not one.isascii() and not re.search(r"\s", one):
        kinds = [each.partition("的")[2] for each in (one, other)]
        if any(kinds) and not all(kinds) and not rest:  # 宁夏的会员和内蒙古; 港口站与空港站的车辆数
            one, other = (each if "的" in each else f"{each}的{''.join(kinds)}" for each in (one, other))
        figure = "是多少" if rest or "figure" in found.groupdict() else ""
        return f"{one}{rest}{figure}?", f"{other}{rest}{figure}?"
    return tuple(f"{each} {rest}".strip() + "?" for each in (one, other))


def says_of_both(text: str, things: tuple[str, ...]) -> bool:
    """Whether a text has words of each of two things that the other one has not."""
    said, (one, other) = set(tokens(text)), (set(tokens(thing)) for thing in things)
    return not said.isdisjoint(one - other) and not said.isdisjoint(other - one)
