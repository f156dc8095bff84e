"""Chinese put into other languages word by word, as dictionaries have it: a rough translation, with a rough one's faults.

CC-CEDICT gives the words, their readings and English glosses; the concepts of the wordnets lead to other languages, by
a Chinese word of the concept or by the English gloss. Names that no dictionary has are spelled as they are read: three
characters of which no two are a word, or a surname and another character.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from embeddings.training.data_files import archived, lines_of

_ENTRY = re.compile(r"(\S+) (\S+) \[([^]]*)\] /(.+)/")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_PARTS = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NO_GLOSS = re.compile(
    r"^(?:CL:|surname|(?:old |Japanese )?variant|abbr\.|see |used in|also |archaic|particle|classifier|radical|.*[\u3400-\u9fff])"
)
# Words that translations leave out, or say by grammar.
_SMALL = re.compile(
    r"[的了在是与與和及或于於之其为為被把将將以由对對从從向而并並也都就所有个個到会會能可这這该該此那名位地得着著过過呢吗嗎]"
    r"|[中内內后後上下时時间間等哪来來最两兩]|可以|因[为為]|由[于於]|[请請][问問]|是否|[属屬][于於]|其中|所有|一[个個种種]"
)
_LONGEST_GLOSS_WORDS = 4  # longer ones explain
_LONGEST_WORD_CHARACTERS = 8  # of a dictionary word that is looked for
_SURELY_A_NAME = 3  # characters one by one, of which no two are a word
_FIRST = 0.65  # chance of each sense, in the dictionary's order, against all that come after it
_UNSPACED = ("ja", "zh", "th")
_CYRILLIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхижклмнопкрстуввхйз", strict=True))


@dataclass(frozen=True, slots=True)
class Word:
    """A Chinese word: how it is read, in Latin letters, its English glosses, commonest first, and whether it is a surname."""

    simplified: str
    reading: str
    senses: tuple[str, ...]
    surname: bool = False


@dataclass(frozen=True, slots=True)
class Concepts:
    """What one language says for each concept, and the concepts that a Chinese or an English word may stand for."""

    words: dict[int, list[str]] = field(default_factory=dict)
    meant_by: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def word(self, meanings: Iterable[str], draw: random.Random) -> str:
        """A word for the concept that most of these Chinese and English words may stand for; empty when none does."""
        votes = Counter(concept for meaning in meanings for concept in self.meant_by.get(meaning, ()))
        most = max(votes.values(), default=0)
        best = [concept for concept, count in votes.items() if count == most]
        return draw.choice(self.words[draw.choice(best)]) if best else ""


class Glossary:
    """Looks up words of Chinese text in another language."""

    def __init__(self, words: dict[str, Word], concepts: dict[str, Concepts]) -> None:
        self._words = words
        self._concepts = concepts

    @classmethod
    def of(cls, data: Path) -> "Glossary":
        """Read the dictionaries of the data folder."""
        return cls(_words(data), _concepts(data))

    def gloss(self, text: str, language: str, draw: random.Random) -> str:
        """`text` word by word in `language`; numbers, Latin letters and the order of the words stay as they are."""
        found: list[str] = []
        for part in _PARTS.findall(text):
            found += self._run(part, language, draw) if _HAN.match(part) else [part]
        return ("" if language in _UNSPACED else " ").join(filter(None, found))

    def _run(self, run: str, language: str, draw: random.Random) -> Iterator[str]:
        for stretch in _stretches(self._segments(run)):
            if stretch not in self._words and self._is_name(stretch):
                yield self._name(stretch, language)
                continue
            for word in self._segments(stretch):
                if not _SMALL.fullmatch(word):
                    yield self._one(word, language, draw)

    def _is_name(self, stretch: str) -> bool:
        """Whether characters that are no word together are a name: three or more, or a surname and another."""
        first = self._words.get(stretch[0])
        return len(stretch) >= _SURELY_A_NAME or (len(stretch) == 2 and first is not None and first.surname)

    def _segments(self, run: str) -> list[str]:
        """The longest words of the dictionary, from the left."""
        segments, at = [], 0
        while at < len(run):
            sizes = range(min(_LONGEST_WORD_CHARACTERS, len(run) - at), 0, -1)
            size = next((size for size in sizes if run[at : at + size] in self._words), 1)
            segments.append(run[at : at + size])
            at += size
        return segments

    def _one(self, text: str, language: str, draw: random.Random) -> str:
        word = self._words.get(text)
        if not word or not word.senses:
            return self._name(text, language)
        english = next((sense for sense in word.senses if draw.random() < _FIRST), word.senses[0])
        if language == "en":
            return english
        known = self._concepts[language]
        found = known.word((word.simplified, *map(str.lower, word.senses)), draw)
        if found:
            return found
        if language == "ja" and word.senses[0][:1].isupper():
            return text  # Japanese writes names as Chinese does
        parts = ((part, known.word((part.lower(),), draw)) for part in english.split())
        # A name that is not known in the language is spelled out, and another word left out.
        return " ".join(other or spelled(part, language) for part, other in parts if other or part[:1].isupper())

    def _name(self, text: str, language: str) -> str:
        """A name as it is read; Japanese writes it as Chinese does."""
        words = [self._words.get(character) for character in text]
        reading = "".join(word.reading if word else "" for word in words)
        return text if language == "ja" else spelled(reading.capitalize(), language)


def spelled(latin: str, language: str) -> str:
    """Latin letters by the letters of a language, one by one."""
    return "".join(_CYRILLIC.get(letter, letter) for letter in latin.lower()).title() if language == "ru" else latin


def _stretches(segments: list[str]) -> list[str]:
    """The segments; those of one character that follow each other, joined: a name that is in no dictionary, maybe."""
    joined: list[str] = []
    loose = [len(segment) == 1 and not _SMALL.fullmatch(segment) for segment in segments]
    for at, segment in enumerate(segments):
        if at and loose[at] and loose[at - 1]:
            joined[-1] += segment
        else:
            joined.append(segment)
    return joined


def _words(data: Path) -> dict[str, Word]:
    readings: dict[str, str] = {}
    senses: dict[str, list[str]] = defaultdict(list)
    plain: dict[str, str] = {}
    surnames: set[str] = set()
    for name, text in archived(data / "raw" / "cedict_cfdict.tar.gz"):
        for match in map(_ENTRY.match, text.splitlines() if "mdbg" in name else ()):
            if match:
                traditional, simplified, reading, glosses = match.groups()
                found = [gloss for gloss in map(_gloss, glosses.split("/")) if gloss]
                if glosses.startswith("surname "):
                    surnames |= {traditional, simplified}
                for word in {traditional, simplified}:
                    plain[word] = simplified
                    readings.setdefault(word, re.sub(r"[^a-z]", "", reading.lower()))
                    # What is read as a name comes last: of most such words it is the rarer sense.
                    senses[word] = senses[word] + found if reading[:1].isupper() else found + senses[word]
    return {word: Word(plain[word], readings[word], tuple(senses[word]), word in surnames) for word in plain}


@cache
def _gloss(text: str) -> str:
    """The first words of a gloss, without asides; empty when it only refers to another entry."""
    first = re.split(r"[;,]", _ASIDE.sub("", text))[0]
    words = first.replace("sb's", "").replace("sth", "").split()
    while words and words[0] in ("to", "a", "an", "the"):
        del words[0]
    return "" if _NO_GLOSS.match(text) or len(words) > _LONGEST_GLOSS_WORDS else " ".join(words)


def _concepts(data: Path) -> dict[str, Concepts]:
    groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for english, language, word in lines_of(data / "train" / "wordnet.lemmas.tsv.gz"):
        groups[english][language].append(word)
    found: dict[str, Concepts] = defaultdict(Concepts)
    for number, (english, words) in enumerate(groups.items()):
        for language, each in words.items():
            found[language].words[number] = each
            for key in {*english.lower().split("; "), *words.get("zh", ())}:
                found[language].meant_by[key].append(number)
    return found
