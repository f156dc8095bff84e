"""The words of an announcement, in Chinese and English: of a claim, of a denial, of a list; and the marks of its items."""

import re

_NUMERAL = "一二三四五六七八九十"
_ITEM = (
    rf"(?:[（(]?(?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})(?:[）)、．]|\.(?!\d))|[①-⑳]|[•·*–-]\s|[（(](?:[a-zA-Z]|[ivx]{{1,4}})[）)]"
    rf"|[a-zA-Z]\)|[{_NUMERAL}]是|第[{_NUMERAL}]{{1,2}}[，,、]|其[{_NUMERAL}][，,、是]|首先|其次"
    r"|(?:First|Second|Third|Fourth|Fifth|Last|Final)(?:ly)?,)"
)
STARTS_ITEM = re.compile(rf"\s*{_ITEM}")
HOLDS_FIRST_ITEM = re.compile(rf"[:：]\s*{_ITEM}|\w\s?[（(](?:一|1|a|i)[）)]")
COLON = re.compile(r"(?<!\d)[:：](?!//)|[:：](?!\d|//)")
OPENS_SPEECH = tuple('“‘「『"«„')

# Words before a colon that say: what follows is somebody's, is not so, or is a list.
CLAIMS = re.compile(
    r"(?:(?<![名简簡全通俗尊统統职職别別])[称稱]|(?<![小学學])[说說]|(?<![格语語方寓])言|[云曰]|(?:写|寫|问|問|答|喊|回忆|评论)道|回答|答复|答覆|反驳|批评|批評|表示|认为|認為|以为|以為|指出|透露|获悉|獲悉|主张|主張|声明|聲明|坚持|记载"
    r"|記載|记述|回忆|回憶|解释|解釋|强调|強調|介绍|介紹|承认|承認|坦言|报道|報道|推测|估计|相信)(?:如下|，)?$"
    r"|\b(?:sa(?:id|ys)|stat(?:es?|ed)|alleg(?:es?|ed)|claim(?:s|ed)?|reads?|ran|runs|writes|wrote|told|answer(?:s|ed)|repl(?:ies|ied)"
    r"|argue[sd]?|report(?:s|ed)|add(?:s|ed)|explain(?:s|ed)|recall(?:s|ed)|insist(?:s|ed)|maintain(?:s|ed)|testif(?:ies|ied)"
    r"|believe[sd]?|thinks?|thought|submit(?:s|ted)|contend(?:s|ed)|held|put it)\b[^.:]{0,20}$"
    r"|\b(?:that|statement|account|version|words|in the opinion of .{1,40}|in the view of .{1,40})$|^according to\b",
    re.IGNORECASE,
)
DENIALS = re.compile(
    r"[不未非](?:是说|意味|属于|屬於|包括|适用|適用|可信|成立|承认|承認|实$|實$|真实|符|等于|能证明)|(?:没有|沒有|未|未曾|从未)[^，]{0,4}(?:说过|說過|通过|通過|认定|認定|证实|證實|承认|支持)"
    r"|否认|否認|驳回|駁回|驳斥|推翻|禁止|严禁|嚴禁|不得|不应|不應|谣言|謠言|传言|误解|误区|誤解|错误|虚假"
    r"|\b(?:not|never) (?:mean|cover|include|apply|true|follow|prove|extend|say|said|so|correct|the case|allowed|permitted)"
    r"|\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|forbid\w*|forbidden|prohibit\w*|rul(?:ed|es) out|false|untrue|wrong|errors?|mistakes?|myths?"
    r"|rumou?rs?|misconceptions?|misunderstandings?|no evidence)\b",
    re.IGNORECASE,
)
LISTS = re.compile(
    r"下列|左列|下述|如下|下面|(?<![\d岁歲元级級人米度%％下万百千十])以下|(?:[两兩二三四五六七八九十几幾数數]|(?<![\d.])(?!1\D)\d{1,2})\s?(?:大?[类類种種个個项項点點条條步]|方面|部分)[^，]{0,8}$|有[两二三四五六七八九十]$"
    r"|(?:原因|条件|條件|职责|職責|任务|权利|義務|义务|权限|步骤|步驟|情形|要求|内容|內容|方法|措施)(?:包括|分别)?(?:是|为|為|有)?$|(?:包括|分别是|分别为|须同时符合|具备|即)$"
    r"|\b(?:following|follows|these|any of|(?:two|three|four|five|six|seven|\d+) \w+|kinds?|sorts?|includ(?:es?|ed|ing)|comprises?|namely)\b"
    r"|\b(?:cases|reasons|grounds|duties|conditions|rules|steps|requirements|causes|rights)\b.{0,30}$",
    re.IGNORECASE,
)
# An announcement that gives back what somebody says, in its last words.
TELLS = re.compile(
    r"结论|結論|说法|說法|声明|聲明|传说|傳說|故事|相传|供述|证词|證詞|\b(?:accounts?|statements?|story|legend|tale|conclusions?|findings?|report|claims?"
    r"|allegations?|charges?|letter|reads?|ran|runs|says|said|wrote|put it)\b",
    re.IGNORECASE,
)
# A sentence that announces without a colon; “this” and “these” look forward only where nothing stands before.
AHEAD = re.compile(
    r"(?:如下|如次)[。.]$|\b(?:as follows|like this|this way|the following)\.$|^(?:The following\b|(?:以下|下列|下面)(?:的|这|几|說|说|消息|内容|各)).{0,60}[。.]$",
    re.IGNORECASE,
)
AHEAD_AT_FIRST = re.compile(
    r"(?:下面|下列|以下|这样|這樣)[^，。]{0,14}[。]$|\b(?:this|these|the following|one) (?:accounts?|charges?|conditions?|claims?|terms|grounds|reasons?|rules|statements?"
    r"|words|orders?|steps|findings?|points|cases|facts|story|stories|tale|allegations?|answers?|advice|warning|errors|myths|duties)\.$",
    re.IGNORECASE,
)
LONGEST_ANNOUNCEMENT_CHARACTERS = 80
LONGEST_CLAIM_CHARACTERS = (
    150  # characters between the beginning of an announcement and the sentence that stands under it
)
CLAIMED = 2  # sentences at most, after the one that announces
SHORT_ITEM, SHORT_LATIN_ITEM = 24, 60  # characters
# The item of a list that is a list itself: then all of it has been said.
ALL_SAID = re.compile(r"[、；;]|以及|[和与與及]|, .*, | and | or ")
# The writer tells on: what was claimed has ended.
TOLD_ON = re.compile(
    r"^\s*(?:后来|後來|随后|隨後|之后|之後|不久|同年|次年|翌年|当时|當時|此后|此後|[\d一二三四五六七八九〇]{2,4}年|\d{1,2}月\d{1,2}日)"
    r"|^\s*(?:later|afterwards|soon|subsequently|in \d{4}|on \w+ \d|the (?:court|tribunal|judge) (?:held|found|ruled))\b|^\s*(?:本院|法院|法庭)(?:认为|经审理|查明|認為)",
    re.IGNORECASE,
)
# A heading of one line that takes back what stands below it, or says that it is taken back.
LABEL = re.compile(
    r"^[\s【\[]*(?:更正|勘误|勘誤|致歉|辟谣|闢謠|谣言|謠言|传言|误区|誤區|误解|说法|虚构|反面|错误)[^。！？!?]{0,8}$"
    r"|^[\s\[]*(?:corrections?|corrigend\w+|errat\w+|apology|myths?|rumou?rs?|fact.check|claims?|hoax|false|fiction|satire|debunked)\b[^.!?]{0,30}$",
    re.IGNORECASE,
)
