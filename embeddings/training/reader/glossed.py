"""Questions put into another language word by word, as dictionaries have it, on the passages that they were asked of."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from embeddings.training.data_files import archived
from embeddings.training.glossing import Glossary
from embeddings.training.reader.question_words import ASKING
from embeddings.training.reader.row import Row, Script

# What Chinese questions are put into, and how often.
_LANGUAGES = {
    **{"en": 12, "ja": 3, "es": 2, "fr": 2, "ru": 2, "de": 2, "it": 1, "ko": 2, "th": 2, "pt": 1, "id": 1, "ar": 2},
    **{"pl": 1, "el": 1},
}
_ENTRY = re.compile(r"\S+ (\S+) \[[^\]]+\] /(.+)/")
_WORD = re.compile(r"[A-Za-z][\w'’-]*|\d[\d.,]*")
_ASKING = {
    **{
        "what": "什么",
        "who": "谁",
        "when": "什么时候",
        "where": "哪里",
        "how": "怎么",
        "why": "为什么",
        "which": "哪个",
    },
    **{"many": "多少", "much": "多少", "whose": "谁的"},
}
_LEFT_OUT = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "is",
        "was",
        "were",
        "are",
        "be",
        "been",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "as",
        "and",
        "or",
        "did",
        "does",
        "do",
        "that",
        "this",
        "which",
        "it",
        "its",
        "their",
        "his",
        "her",
        "have",
        "has",
        "had",
    ]
)
_ENDINGS = (
    ("", ""),
    ("s+$", ""),
    ("ies$", "y"),
    ("(ed|ing)$", ""),
    ("(ed|ing)$", "e"),
)  # of English words, as dictionaries have them
_MOST_UNKNOWN = 0.3  # share of a question's words
_SENSES = 3  # of a word that are drawn from


def glossed(rows: Iterable[Row], data: Path, draw: random.Random) -> Iterator[Row]:
    """Chinese questions in other languages, and English ones in Chinese; of other languages none."""
    glossary, chinese, simplified = Glossary.of(data), _chinese_words(data), Script("t2s")
    for row in rows:
        if row.language == "zh":
            language = draw.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
            words = glossary.gloss(simplified(row.question), language, draw).strip()
            asking = draw.choice(ASKING[language]) if draw.random() < 0.5 else ""
            if words:
                yield replace(row, question=f"{asking} {words}?".strip(), language=language, kind="glossed")
        elif row.language == "en" and (question := into_chinese(row.question, chinese, draw)):
            yield replace(row, question=question, language="zh", kind="glossed")


def into_chinese(question: str, chinese: dict[str, list[str]], draw: random.Random) -> str:
    """An English question in Chinese words, what asks mostly at its end; empty when too many of its words are unknown."""
    words, found, unknown = _WORD.findall(question), list[str](), 0
    at = 0
    while at < len(words):
        word = words[at].lower()
        two = " ".join(words[at : at + 2]).lower()
        if at + 1 < len(words) and two in chinese:
            found.append(draw.choice(chinese[two][:_SENSES]))
            at += 2
            continue
        if word in _ASKING:
            found.append(_ASKING[word])
        elif word not in _LEFT_OUT:
            known = next((base for base in _bases(word) if base in chinese), None)
            found.append(draw.choice(chinese[known][:_SENSES]) if known else words[at])
            unknown += not known and not words[at][0].isupper()
        at += 1
    if unknown >= _MOST_UNKNOWN * max(1, len(words)):
        return ""
    asking = [word for word in found if word in _ASKING.values()]
    others = [word for word in found if word not in _ASKING.values()]
    return ("".join(others + asking[:1]) if draw.random() < 0.7 else "".join(found)) + "？"


def _bases(word: str) -> Iterator[str]:
    return (re.sub(ending, instead, word) for ending, instead in _ENDINGS)


def _chinese_words(data: Path) -> dict[str, list[str]]:
    """The Chinese words that CC-CEDICT glosses with an English one, or with two."""
    words: dict[str, list[str]] = defaultdict(list)
    for name, text in archived(data / "raw" / "cedict_cfdict.tar.gz"):
        for match in map(_ENTRY.match, text.splitlines() if "mdbg" in name else ()):
            for gloss in match.group(2).split("/") if match else ():
                english = re.sub(r"^to ", "", re.sub(r"\([^)]*\)", "", gloss).strip())
                if (
                    match
                    and english
                    and len(english.split()) <= 2
                    and not english.startswith(("CL:", "see", "variant"))
                ):
                    words[english.lower()].append(match.group(1))
    return dict(words)
