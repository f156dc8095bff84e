"""Texts that many translations exist of: pairs with English, with Chinese, and between other languages.

A pair that has Chinese on one side is worth more to this model than one with English, and no source has many: so each
group of translations gives all of its pairs with Chinese.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from embeddings.training.data_files import Pair, lines_of, members_of

Group = Mapping[str, str]
_NAMES = {
    **{"zh_CN": "zh", "zh-cn": "zh", "zh-hans": "zh", "pages.zh": "zh"},
    **{"pt_BR": "pt", "pt-br": "pt", "pages.pt_BR": "pt"},
}
_CREDITS = "translator-credits"  # whose translations are names of people
_SHORTEST = 12  # characters of an interface string: shorter ones say too little
_SHORTEST_PARAGRAPH = 9
_WORDS = 3  # of a concept in one language
_NEWS_TRAINED = 1800  # of the 1,997 sentences; the others are kept to measure with
_MARKUP = re.compile(r"\(https?:[^)]*\)|\(/[^)]*\)|<[^<>]*>|\\n|[\\#*>\[\]`{}]")


def parallel_pairs(data: Path, draw: random.Random) -> Iterator[Pair]:
    """Every pair of every source of this kind, in a fixed order."""
    for english, across, kind, groups in (
        (True, 4, "news", trained_news(data)),
        (False, 0, "words", _concepts(data, draw)),
        (False, 1, "documentation", _documentation(data)),
        (True, 1, "user docs", _user_docs(data)),
        (True, 2, "interface", _interfaces(data)),
        (True, 2, "commands", _command_pages(data)),
        (True, 4, "guide", _guides(data)),
        (True, 3, "glossary", _glossary(data)),
    ):
        for group in groups:
            yield from _pairs(kind, group, english, across, draw)


def _pairs(kind: str, group: Group, english: bool, across: int, draw: random.Random) -> Iterator[Pair]:
    """English with each language (if wanted), Chinese with each, and a few pairs of others."""
    others = sorted(language for language in group if language not in ("en", "zh"))
    if english and "en" in group:
        yield from ((kind, group["en"], group[other]) for other in ("zh", *others) if other in group)
    if "zh" in group:
        yield from ((f"{kind} zh", group["zh"], group[other]) for other in others)
    for _ in range(min(across, len(others) - 1)):
        first, second = draw.sample(others, 2)
        yield f"{kind} across", group[first], group[second]


def trained_news(data: Path) -> Iterator[Group]:
    """The news sentences that the model is trained on."""
    return islice(_news(data), _NEWS_TRAINED)


def held_back_news(data: Path) -> list[Group]:
    """News sentences in 20 languages that the model is not trained on."""
    return list(_news(data))[_NEWS_TRAINED:]


def _news(data: Path) -> Iterator[Group]:
    rows = lines_of(data / "train" / "ntrex.tsv.gz")
    languages = next(rows)
    for row in rows:
        yield {language: text for language, text in zip(languages, row, strict=True) if language != "zh-Hant"}


def _concepts(data: Path, draw: random.Random) -> Iterator[Group]:
    """Chinese words of a concept with those of each other language."""
    concepts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for english, language, word in lines_of(data / "train" / "wordnet.lemmas.tsv.gz"):
        concepts[english][language].append(word)
    for words in concepts.values():
        if "zh" in words:
            for turn in range(_WORDS):
                found = {language: each[turn] for language, each in words.items() if turn < len(each)}
                yield {**found, "zh": draw.choice(words["zh"])}


def _documentation(data: Path) -> Iterator[Group]:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted((data / "train").glob("docs.en-*.tsv.gz")):
        language = path.name.removeprefix("docs.en-").partition(".")[0]
        for english, text in lines_of(path):
            groups[english][language] = text
    yield from groups.values()


def _user_docs(data: Path) -> Iterator[Group]:
    """Gettext catalogues of user documentation."""
    quoted = re.compile(r'^(msgid|msgstr|)\s*"(.*)"$')
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name, text in members_of(data / "raw" / "gnome_user_docs.tar.gz", r"\.po$"):
        for entry in text.split("\n\n"):
            parts = {"msgid": "", "msgstr": ""}
            key = ""
            for match in map(quoted.match, entry.splitlines()):
                if match:
                    key = match.group(1) or key
                    parts[key or "msgid"] += match.group(2)
            english, translated = _plain(parts["msgid"]), _plain(parts["msgstr"])
            if "fuzzy" not in entry[:80] and len(english) > 3 and translated and english != _CREDITS:
                groups[english][_language(Path(name).stem)] = translated
    for english, group in groups.items():
        yield {**group, "en": english}


def _interfaces(data: Path) -> Iterator[Group]:
    """Strings of an interface and its help pages, keyed alike in each language."""
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for name, text in members_of(data / "raw" / "scratch_l10n.tar.gz", r"\.json$"):
        folder, _, file = name.rpartition("/")
        try:
            strings = json.loads(text)
        except ValueError:
            continue
        for key, value in strings.items():
            if isinstance(value, str):
                groups[folder, key][_language(file.removesuffix(".json"))] = _plain(value)
    for group in groups.values():
        english = group.get("en", "")
        if len(english) >= _SHORTEST:  # what is not translated stands there in English
            yield {language: text for language, text in group.items() if language == "en" or text != english}


def _command_pages(data: Path) -> Iterator[Group]:
    """What each command page says that its commands do."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name, text in members_of(data / "raw" / "tldr.tar.gz", r"/pages[^/]*/.*\.md$"):
        folder = next(part for part in name.split("/") if part.startswith("pages"))
        language = _NAMES.get(folder, folder.partition(".")[2] or "en")
        told = [line[2:] for line in text.splitlines() if line.startswith(("> ", "- ")) and "http" not in line]
        groups["/".join(name.split("/")[-2:])][language] = _plain(" ".join(told))
    yield from groups.values()


def _guides(data: Path) -> Iterator[Group]:
    """Paragraphs of long articles, for translations that have as many of them as the original."""
    articles: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for name, text in members_of(data / "raw" / "opensource_guide.tar.gz", r"/_articles/.*\.md$"):
        folder = name.split("/")[-2]
        body = text.split("---", 2)[-1]
        paragraphs = [_plain(paragraph) for paragraph in body.split("\n\n")]
        language = "en" if folder == "_articles" else _language(folder)
        articles[name.rpartition("/")[2]][language] = [paragraph for paragraph in paragraphs if paragraph]
    for translations in articles.values():
        wanted = len(translations.get("en", ()))
        aligned = {language: each for language, each in translations.items() if len(each) == wanted}
        for at in range(wanted):
            yield {language: each[at] for language, each in aligned.items() if len(each[at]) >= _SHORTEST_PARAGRAPH}


def _glossary(data: Path) -> Iterator[Group]:
    terms: dict[str, dict[str, str]] = defaultdict(dict)
    for name, text in members_of(data / "raw" / "cncf_glossary.tar.gz", r"/content/[^/]+/[^/]+\.md$"):
        _, language, file = name.rsplit("/", 2)
        terms[file][_language(language)] = _plain(text.split("---", 2)[-1])
    yield from terms.values()


def _language(name: str) -> str:
    return _NAMES.get(name, name)


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split())
