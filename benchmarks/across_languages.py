"""Questions in one language about documents in another, made of the training side; each in SQuAD's form.

- Glossed: the questions of the development sets word by word in other languages, as dictionaries have it; and, where one
  names its article, the same with another article's name.
- News: sentences that people translated. A question is made of a sentence in one language (a number, a name or some
  words are left out and asked for), and its answer stands in the same sentence in the other language. Only sentences
  that the built-in model was not trained on are asked about: it has learned the others' translations as wholes, and
  finds them better than anything else it meets.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.reading_sets import Squad
from embeddings.static import StaticEncoder
from embeddings.training.glossing import Glossary
from embeddings.training.parallel import Group, held_back_news, trained_news
from qa.asked import DATE, NAME, NUMBER, OTHER, asked_for, without_interrogatives
from qa.scripts import script_of
from qa.sentences import sentence_spans

# What asks in each language: for a number, a date, a name, and anything else.
_ASKING = {
    "en": (
        "how many|how much|what number of",
        "when|what year|what date",
        "who|where|which city",
        "what|which|why|how",
    ),
    "es": ("cuántos|cuánto|qué cantidad", "cuándo|en qué año", "quién|dónde", "qué|cuál|por qué|cómo"),
    "fr": ("combien|quel nombre", "quand|quelle année", "qui|où", "quel|quelle|pourquoi|comment"),
    "de": ("wie viele|wie hoch", "wann|welchem Jahr", "wer|wo|wem", "was|welche|warum|wie"),
    "it": ("quanti|quanto", "quando", "chi|dove", "quale|cosa|perché|come"),
    "pt": ("quanto|quanta", "quando", "quem|onde", "qual|o que|como"),
    "ru": ("сколько|какова сумма", "когда|в каком году", "кто|где|кого", "какой|что|почему|как"),
    "ar": ("كم", "متى", "من|أين", "ما|لماذا|كيف"),
    "id": ("berapa", "kapan", "siapa|di mana", "apa|mengapa|bagaimana"),
    "tr": ("kaç", "ne zaman", "kim|nerede", "ne|neden|nasıl"),
    "vi": ("bao nhiêu", "khi nào|năm nào", "ai|ở đâu", "gì|nào|tại sao"),
    "hi": ("कितने|कितना", "कब|किस वर्ष", "कौन|कहाँ", "क्या|क्यों|कैसे"),
    "ko": ("얼마|몇", "언제|몇 년", "누구|어디", "무엇|어떤|왜"),
    "ja": ("いくつ|どのくらい", "いつ|何年", "だれ|どこ", "何|どの|なぜ"),
    "zh": ("多少|几个", "何时|哪一年", "谁|哪里", "什么|哪些|如何"),
}
_KINDS = (NUMBER, DATE, NAME, OTHER)
_LAST = ("ja", "ko", "tr", "hi", "zh")  # where the interrogative stands in the middle or late
_UNSPACED = ("ja", "zh")
# How often each language is asked in, and written in.
_GLOSSED_IN = {"en": 6, "es": 2, "ru": 2, "ja": 2, "de": 1, "fr": 1, "ar": 1, "pt": 1, "it": 1, "id": 1}
_WRITTEN_IN = ("zh", "en", "es", "ru", "ja", "ko", "ar", "de", "fr", "hi")
_PARAGRAPH, _ARTICLE = 5, 4  # sentences, paragraphs
_BESIDE = 1000  # trained sentences that stand in the same documents, and are not asked about
_KEPT = 0.8  # of the words of a made question
_WINDOW = (5, 14)  # words of a sentence that a question is made of
_PUNCTUATION = ".,;:!?\"'()[]«»„“”‘’…–—-/、。，؟،।"
_FEWEST = 4  # words that are left of a question
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def glossed(made: Squad, glossary: Glossary, seed: int = 3) -> Squad:
    """The set with its questions in other languages, one for each article; `swapped` names another article instead.

    Every entry that names its article also has `about`, the other article's title.
    """
    draw = random.Random(seed)
    titles = sorted({article["title"] for article in made["data"]})
    for article in made["data"]:
        language = draw.choices(list(_GLOSSED_IN), list(_GLOSSED_IN.values()))[0]
        title, other = article["title"], draw.choice(titles)
        names = [glossary.gloss(name, language, draw) for name in (title, other)]
        for entry in (entry for paragraph in article["paragraphs"] for entry in paragraph["qas"]):
            asks = _asking(language, asked_for(entry["question"]), draw)
            parts = [
                glossary.gloss(part, language, draw)
                for part in without_interrogatives(entry["question"]).split(title if len(title) > 1 else None, 1)
            ]
            text, swapped = (_question(asks, name.join((" ", " ")).join(parts), language) for name in names)
            entry["question"] = text
            if len(parts) > 1 and len(title) > 1 and other != title and all(names):
                entry |= {"swapped": swapped, "about": other}
    return made


def news(
    data: Path, encoder: StaticEncoder, half: int | None = None, seed: int = 7
) -> Iterator[tuple[str, Squad, Squad]]:
    """For each language, news in it as documents, and the same set with questions in languages of other scripts.

    Args:
        data: The data folder.
        encoder: Cuts the languages without blanks into words.
        half: Ask about every other sentence only, 0 or 1; the rest is left to check with.
        seed: Of what is drawn.
    """
    rows, beside = held_back_news(data), list(trained_news(data))[-_BESIDE:]
    asked = {len(beside) + at for at in range(len(rows)) if half is None or at % 2 == half}
    for language in _WRITTEN_IN:
        draw = random.Random(f"{seed} {language}")
        yield language, *_made([*beside, *rows], asked, language, encoder, draw)


def _made(
    rows: Sequence[Group], asked: set[int], language: str, encoder: StaticEncoder, draw: random.Random
) -> tuple[Squad, Squad]:
    """The documents in `language` with where the answers stand, and the same questions in other languages."""
    size = _PARAGRAPH * _ARTICLE
    documents: list[dict[str, Any]] = []
    questions: list[dict[str, str]] = []
    for first in range(0, len(rows), size):
        paragraphs = []
        for start in range(first, min(first + size, len(rows)), _PARAGRAPH):
            texts = [row[language].strip() for row in rows[start : start + _PARAGRAPH]]
            places: list[dict[str, Any]] = []
            offset = 0
            for at, text in enumerate(texts, start=start):
                for question in _questions(rows[at], language, encoder, draw) if at in asked else ():
                    entry = {"id": f"{language}-{at}-{len(places)}", "question": question}
                    questions.append(entry)
                    places.append(entry | {"answers": [_gold(text, offset)]})
                offset += len(text) + 1
            paragraphs.append({"context": " ".join(texts), "qas": places})
        documents.append({"title": "", "paragraphs": paragraphs})
    return {"data": documents}, {"data": [{"paragraphs": [{"qas": questions}]}]}


def _questions(row: Group, written: str, encoder: StaticEncoder, draw: random.Random) -> Iterator[str]:
    """A question in English or Chinese about a sentence in another script, and one in any such language.

    Languages of one script share names and many words; a reader that cannot tell them from one language would learn to
    expect less of a question that is in the language of its documents.
    """
    others = [language for language in _ASKING if script_of(row[language]) != script_of(row[written])]
    pivots = [language for language in ("en", "zh") if language in others]
    for language in (draw.choice(pivots), draw.choice(others)):
        if question := made_question(row[language], language, encoder, draw):
            yield question


def made_question(sentence: str, language: str, encoder: StaticEncoder, draw: random.Random) -> str:
    """A sentence as a question: something in it is asked for, and most of the words around that are kept.

    Empty when too few are left.
    """
    words = encoder.pieces(sentence) if language in _UNSPACED else _words(sentence)
    numbers = [at for at, word in enumerate(words) if word[0].isdigit()]
    names = [at for at, word in enumerate(words) if at and word[0].isupper()]
    places = draw.choice([each for each in (numbers, names, range(len(words))) if each] or [range(1)])
    at = draw.choice(places)
    end = at + 1 if places is numbers else at + 2
    kind = OTHER
    if places is names:
        kind = NAME
    elif places is numbers:
        kind = DATE if _YEAR.fullmatch(words[at]) else NUMBER
    width = draw.randint(*_WINDOW)
    first = max(0, at - draw.randint(0, width))
    kept = [
        word for place, word in enumerate(words[first : first + width + end - at], start=first) if not at <= place < end
    ]
    kept = [word for word in kept if draw.random() < _KEPT]
    if len(kept) < _FEWEST:
        return ""
    return _question(_asking(language, kind, draw), ("" if language in _UNSPACED else " ").join(kept), language)


def _words(sentence: str) -> list[str]:
    """The words between blanks, without the punctuation at their ends."""
    return [word for word in (each.strip(_PUNCTUATION) for each in sentence.split()) if word]


def _asking(language: str, kind: str, draw: random.Random) -> str:
    return draw.choice(_ASKING[language][_KINDS.index(kind)].split("|"))


def _question(asks: str, rest: str, language: str) -> str:
    """The interrogative where it mostly stands, and a question mark."""
    words = (rest, asks) if language in _LAST else (asks, rest)
    return " ".join(("" if language in _UNSPACED else " ").join(words).split()) + "?"


def _gold(text: str, offset: int) -> dict[str, Any]:
    """A place in the middle of the longest sentence of `text`, which begins at `offset` of its paragraph."""
    start, end = max(sentence_spans(text), key=lambda span: span[1] - span[0])
    at = (start + end) // 2
    at = next((place for place in range(at, end) if text[place].isalnum()), start)
    return {"text": text[at], "answer_start": offset + at}
