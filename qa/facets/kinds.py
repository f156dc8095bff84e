"""Kinds of documents, by the words that name them in titles and in questions."""

import re

from qa.types import Span

# A kind and what it is called; only words that name a document as a whole.
_CALLED = {
    "report": r"报告|報告|報告書|年报(?!告)|年報(?!告)|\breports?\b|\brapports?\b|\bberichte?\b|\binformes?\b|отч[её]т",
    "minutes": r"纪要|會議記錄|会议记录|紀要|議事録|\bminutes\b|procès-verbal|protokoll",
    "contract": r"合同|合約|协议书?|契約書?|\bcontracts?\b|\bagreements?\b|\bcontrat\b|\bvertrag\b|\bcontrato\b|договор",
    "price list": r"价目表?|价格表|報價|料金表|価格表|\bprice ?-?lists?\b|\btarifs?\b|preisliste",
    "manual": r"手册|說明書|说明书|取扱説明書|マニュアル|\bmanuals?\b|\buser guide\b|\bhandbuch\b|\bmode d['’]emploi\b",
    "mail": r"邮件|郵件|来信|メール|\be?-?mails?\b|\bletters?\b|\bcourriel\b",
    "notice": r"通知|公告|通告|お知らせ|\bnotices?\b|\bannouncements?\b",
    "plan": r"规划|計畫|规划纲要|計画書|\bplans?\b",
    "rules": r"条例|办法|规定|章程|法律|規則|\bregulations?\b|\brules\b|\bstatutes?\b",
    "speech": r"讲话|演讲|致辞|演説|\bspeech(?:es)?\b|\baddress\b",
    "bulletin": r"公报|统计公报|简报|\bbulletins?\b|\bnewsletters?\b",
}
_NAMED = {kind: re.compile(words, re.IGNORECASE) for kind, words in _CALLED.items()}
_ANY = re.compile("|".join(_CALLED.values()), re.IGNORECASE)
_OF_FORMATS = {"eml": "mail"}


def kinds(text: str, format_name: str = "") -> tuple[str, ...]:
    """The kinds of documents that a title or a question names; a mail is one by its format."""
    found = [kind for kind, pattern in _NAMED.items() if pattern.search(text)]
    return tuple(dict.fromkeys((*found, *filter(None, [_OF_FORMATS.get(format_name)]))))


def kind_places(text: str) -> list[Span]:
    """Where a text names kinds of documents."""
    return [Span(*match.span()) for match in _ANY.finditer(text)]


def without_kinds(text: str) -> str:
    """A text with the words for kinds of documents taken out."""
    return _ANY.sub(" ", text)
