"""Patterns that make a sentence depend on its neighbour: negation, exception, condition, attribution of words and of facts."""

import re

from qa.quoting.denials import denies
from qa.quoting.paired_marks import CLOSED_SPEECH

_LONGEST_SAYING_CHARACTERS = 50


def completed(here: str, behind: str) -> str:
    """What the sentence behind it tells that `here` must not be quoted without, in one word; empty for nothing."""
    if _names_speaker(here, behind):
        return "speaker"
    if _limits(behind, here):
        return "limit"
    told = {"denial": denies, "source": _names_source}
    return next((kind for kind, tells in told.items() if tells(behind)), "")


def leans(here: str, before: str) -> bool:
    """Whether `here` says nothing, or something else, without the sentence before it."""
    return (
        denies(here)
        or _limits(here, before)
        or bool(_POINTS_BACK.match(here))
        or bool(_SUPPOSES.match(before))
        or _goes_on_speaking(here, before)
    )


# --- Except ----------------------------------------------------------------------------------------------------------

_LIMIT = re.compile(
    r"^[^。]{1,40}(?:除外|例外|不在此[限列]|不受此限|不受前款|不受上述|不适用本[条款]|不適用之|从其规定|從其規定)[^，。]{0,8}[。；]?$|^(?:除非|除了?)[^，。]{1,40}[。]$"
    r"|^(?:but )?(?:unless|except|save|other than|subject to|but for|excepting|excluding)\b[^,]{1,120}$|^provided\b.{0,20}\bthat\b|^provided always"
    r"|^(?:but )?(?:this|these|it|that|the (?:rule|above|foregoing|provision|section|paragraph|limit)\w*)(?: \w+){0,3}? (?:do|does|shall|did|will|is|are)(?: not|n[’']t) (?:apply|extend|cover|affect|bind|include|applicable)"
    r"|^(?:the (?:only|sole|one)|one|an?|two|three) exceptions?\b|^exceptions? |^[^,]{1,60} (?:is|are|shall be) (?:exempt|exempted|excepted|excluded)\b"
    r"|^(?:this|it|they)(?: \w+){0,2} (?:is|are|becomes?|shall be) (?:void|invalid|lost|forfeit\w*) (?:if|when|where|unless)\b|^nothing in (?:this|these|the)\b",
    re.IGNORECASE,
)


# “But” limits a rule where both sentences speak of what ought to be; between two facts it is a contrast only.
_BUT = re.compile(r"^(?:但|但是|惟|不过|不過)[^。]{1,60}[。；]?$")
_OUGHT = re.compile(
    r"应当|应该|(?<![反适適相响響效供对對回感])[应應](?![用对對付变變])|(?<![必])[须須]|必须|必須|可以|不得|不予|不受|一律|适用|適用|有权|有權|无效|無效|[^获取觉懂认记难值显变使免]得[随隨以为為]|每年|任何人|视为|視為|为限|為限"
)


def _limits(sentence: str, rule: str) -> bool:
    limit = sentence.strip()
    return bool(_LIMIT.match(limit) or (_BUT.match(limit) and _OUGHT.search(limit) and _OUGHT.search(rule)))


# --- In that case ------------------------------------------------------------------------------------------------------

_POINTS_BACK = re.compile(
    r"^\s*(?:否则|否則|不然|要不然|要不|那么|那麼|则[^天]|則|才[能可会]|(?:在|遇到?)?(?:这|這|此|该|該|上述|前述)(?:一|种|種|些|类|類)?(?:情况|情況|情形|场合|條件|条件)(?:下|时|時)?[，,]|若是如此|如此，|如此一来|果真如此|只有这样|只有如此"
    r"|此时，[^。]{0,30}(?:应当|可以|不得|须|有权))"
    r"|^\s*(?:otherwise|or else|failing (?:this|that|which)|if (?:so|not)\b|in (?:that|this|such|these|those|which)(?: an?)?(?: \w+)? (?:cases?|events?|circumstances?)"
    r"|under (?:these|those|such) (?:circumstances|conditions)|only then|then and only then|on (?:that|this) condition|on (?:these|those) conditions)\b",
    re.IGNORECASE,
)
# Nothing but a supposition; what follows is its outcome.
_SUPPOSES = re.compile(
    r"^\s*(?:假设|假設|试想|試想|设想|設想|假定|想象一下|不妨假设)(?!.*(?:那么|那麼|[，,][^，,]{0,8}[则則就]|因此))|^\s*(?:假如|倘若|如果|若是|若|要是|万一)(?![^。]*(?:[则則就将將会會]|往往))[^，,。]{1,60}[。？！]?$|^\s*(?:假如|倘若|如果|要是|万一)[^。]{1,60}(?:呢|怎么办|如何)？$"
    r"|^\s*(?:suppose|supposing|imagine|assume|let us (?:suppose|assume|imagine|say)|picture|what if|say that|what happens if)\b",
    re.IGNORECASE,
)

# --- Who says so -------------------------------------------------------------------------------------------------------

_SOURCE = re.compile(
    r"^\s*(?:以上|上述|这|這|此|该|該)(?:一|些|种|種)?(?:内容|消息|数字|數字|数据|數據|说法|說法|情节|报道)?(?:均|都|只|仅|也|就|不過|不过)?(?:是|为|為|系|係|由|来自|來自|出自|引自|摘自|据|據|取自)[^。]{0,24}"
    r"(?:说法|說法|报道|報道|提供|看法|观点|觀點|意见|意見|传说|傳說|估计|估計|推测|推測|之词|之詞|口述|所言|所述|所说|自述|介绍|供述|版本|披露|记载|記載|传闻)[。！]?$"
    r"|^\s*(?:消息|数字|數字|数据|此说|此說|这话|这一说法|该说法)(?:来自|來自|出自|见于|見於|由)"
    r"|^\s*(?:so|thus|such)\b(?: \S+){0,5}? (?:said|claim(?:s|ed)|say|says|alleged|argued|thought|believed|wrote|reported|reports|told)\b"
    r"|^\s*(?:this|that|these|those|such|so)\b(?:, [^,]{1,20},)? (?:is|was|are|were|comes|came|runs|ran|goes|went)\b[^.]{0,40}\b(?:view|story|claims?|account|version|opinion|estimate|belief|theory|allegations?|tale|legend|according to|from (?:an?|the|one))\b"
    r"|^\s*(?:the|its|our|their) (?:only )?(?:source|authority|evidence) (?:for|of|is|was)\b",
    re.IGNORECASE,
)
_ZH_SPEAKER = re.compile(
    r"^(?![^：:]{0,40}[：:])(?!(?:没|沒|无|無)(?:有)?人)[^。！？]{0,30}(?:[说說称稱道问問答喊劝勸叹嘆]|告诉|告訴|表示|指出|强调|強調|宣布|[写寫](?=[着著道])|提醒|答复|答覆|回忆|抱怨|解释|感慨|感叹|追问|反问)[^。，]{0,4}[。！？]?$"
    r"|^(?:这|這|以上|此)(?:就|便|也|正)?(?:是|为|為)[^。]{0,24}(?:话|話|原话|说法|口号|标语|遗言|誓言|回答|答复|名言|口头禅)[。！]?$|^[—–-]"
)
_EN_SPEAKER = re.compile(
    r"^[—–-]|^(?!nobody|no one|none|neither)(?:(?:so|thus|that|this|these|those|such)\b.{0,45}\b(?:said|says|say|told|wrote|words?|put it|answer|reply|claimed|cried|slogan|motto|promise)\b"
    r"|(?:so|thus) (?:the|an?|[A-Z])|(?:(?:[A-Z]\S+|the|an?|his|her|their|our|one|old|young|he|she|they|\w+) ){1,4}(?:said|says|added|told|wrote|asked|cried|shouted|replied|answered|warned|explained)\b.{0,30}$)",
    re.IGNORECASE,
)
_BARE_SPEECH = re.compile(r"^\s*[“‘\"「『].{1,300}[”’\"」』]\s*$", re.DOTALL)
_SPEAKER_AT_END = re.compile(
    r"[”’\"」』],?\s*(?:\S+ ){0,5}?(?:said|says|wrote|asked|whispered|cried|added|told|replied|answered|shouted|went on|recalled|explained|began)\b[^”“\"]{0,40}[.:]$"
    r"|[”’」』][^”“。]{0,12}(?:[说說道问問答]|写道|告诉\w{1,4})[。，]$",
    re.IGNORECASE,
)


def _names_source(sentence: str) -> bool:
    return bool(_SOURCE.match(sentence))


def _names_speaker(speech: str, behind: str) -> bool:
    """Who said it, behind the end of a speech."""
    behind = behind.strip()
    if speech.rstrip()[-1:] not in CLOSED_SPEECH or len(behind) > _LONGEST_SAYING_CHARACTERS:
        return False
    return bool(_ZH_SPEAKER.match(behind) or _EN_SPEAKER.match(behind))


def _goes_on_speaking(here: str, before: str) -> bool:
    """The second half of a speech, whose speaker was named between its halves."""
    return bool(_BARE_SPEECH.match(here) and _SPEAKER_AT_END.search(before.strip()))
