"""A sentence that says of the one before it that it is not so, in Chinese and English."""

import re

_THIS = (
    r"(?:这|這|此|上述|以上|该|該|有关|有關|前述)(?:一|些|个|個|种|種|项|項|类|類|条|條|番)?"
    r"(?:说法|說法|说|說|言|话|話|消息|传言|傳言|传闻|傳聞|报道|報道|数字|數字|数据|數據|结论|結論|观点|觀點|看法|理解|认识|指控|事|记载|記載)?"
)
_CHECKED = r"(?:(?:后|後)?(?:来)?经(?:\w{0,6}?)(?:核实|核查|查证|查證|调查|調查|查|核对)[，,]?)"
_NOT_SO = (
    r"(?:是|被|已|均|都|后来|後來|其实|其實|纯|純|并|並|实|實|完全|显然|係|系|属|屬|不過)*"
    r"(?:(?:不|非|未|沒|没)(?:是事实|是事實|是真|是这样|是這樣|是实情|属实|屬實|实|實|确|確|真实|真實|正确|正確|成立|符合|可信|可靠|准确|準確|然|如此|是如此|证实|證實)"
    r"|(?:没有?|沒有?|无|無|毫无|缺乏)(?:这回事|這回事|此事|其事|根据|根據|依据|依據|中生有|稽|事实)|有误|有誤|失实|失實|不实|不實|误传|誤傳|纯属|純屬|子虚"
    r"|(?:假|错|錯|误|誤|谣|謠|诬|誣|谎|謊|捏造|编造|虚构|误读|误会)(?:的|误的|誤的|话|言|告|传|解|報|报|会|了|讹)?(?=[^\w]|$))"
)
_ZH_DENIAL = re.compile(
    rf"^[\s”」』）)]*(?:但|但是|然而|不过|不過|其实|其實|事实上|事實上)?[,，]?"
    rf"(?:{_CHECKED}?(?:对此|對此)?{_THIS}{_NOT_SO}|{_CHECKED}(?:对此|對此)?(?:{_NOT_SO})"
    r"|(?:其实|其實|实则|實則|事实|事實)?(?:并非|並非|不是)(?:如此|事实|事實|这样|這樣|实情|實情|真的)|(?:其实|其實|实则|實則|事实|大谬)不然|(?:绝|根本|并|從|从来)?(?:没|没有|沒有|无|查无|絕無|绝无)(?:这|這|此)?(?:回|种|種)?事[。！]"
    r"|(?:纯属|純屬|应为|應為|应是|應是|应作|應作|当作|恰恰相反|正好相反|实为误))"
)
_ZH_DENIED = re.compile(
    r"^[^，。：“]{0,14}?(?<!没有)(?<!未)(?<!不)(?<!沒有)(?:否认|否認|驳斥|駁斥|反驳|澄清|撤销|撤銷|推翻|撤回|更正|辟谣|收回)(?:了|过)?(?:[。！]|这|這|此|该|該|上述|以上|有关|原|前)"
)
_EN_DENIAL = re.compile(
    r"^[\s”\"'’)]*(?:but,? |however,? |in fact,? |yet,? |actually,? |in truth,? )?(?:"
    r"(?:this|that|it|these|those|such|the|both|all)(?: \w+){0,3}? (?:is|was|are|were|turned out to be|has been|have been|had been|proved)(?: \w+ly| later| since| all| quite| never| on appeal)?"
    r"(?: (?:not (?:true|so|correct|the case|accurate|right|a fact)|(?:false|untrue|wrong|mistaken|incorrect|inaccurate|unfounded|baseless)(?=\W*$|[,;:]| and\b| but\b)|denied|retracted|withdrawn|quashed|overturned|reversed|annulled|set aside|disproved|debunked|struck out|corrected)\b(?! to )"
    r"| (?:an? |pure |sheer |only |just |merely )*(?:mistake|myth|lie|error|rumou?r|hoax|fiction|slander|misunderstanding|misreading|invention|exaggeration|fabrication|nonsense|misprint)\b)"
    r"|(?:he|she|they|it|we|you)(?: are| is| was| were|’re|'re) (?:all |quite |both )?(?:wrong|mistaken)\b"
    r"|(?:it|that|this|he|she|they) (?:is|was|are|were|does|do|did|has|have|had|will|would|can|could)(?:n[’']t| not)\.$"
    r"|(?:\w+ ){0,2}(?:does|do|did|says|said|is) (?:no such thing|nothing of the (?:kind|sort))"
    r"|(?:not (?:so|true|at all)|far from it|nothing of the (?:kind|sort)|no such|(?:quite|just) the (?:opposite|contrary|reverse)|on the contrary)\b"
    r"|(?:no|little) (?:evidence|proof|record|document)\b.{0,30}\b(?:supports?|shows?|this|these|claim|found)\b"
    r"|the (?:correct|right|true|real|actual) (?:figure|number|date|name|sum|year|place|spelling|title) (?:is|was|should)"
    r"|(?:\S+ ){1,5}?(?:den(?:y|ies|ied)|reject(?:s|ed)|dismiss(?:es|ed)|retract(?:s|ed)|withdrew|dispute[sd]?|refute[sd]?|disprove[sd]?|contradict(?:s|ed)) (?:(?:it|this|these|them|all)\b|that(?=[.,;])|the (?:claim|charge|report|rumou?r|story|statement|allegation|accusation)s?\b)"
    r"|(?:\S+ ){1,5}?called (?:it|this|that|the \w+) (?:untrue|false|wrong|baseless|nonsense|a lie|an? \w+ lie))",
    re.IGNORECASE,
)


def denies(sentence: str) -> bool:
    """Whether it takes back what was said before it: 此说有误。 This rumour is false."""
    return any(pattern.match(sentence) for pattern in (_ZH_DENIAL, _ZH_DENIED, _EN_DENIAL))
