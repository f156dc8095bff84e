"""What the reader is fitted on, each in SQuAD's form: development sets, and sets made from the training side.

- CMRC 2018 trial and DRCD dev, the two sets for development; and the first 450 articles of iapp-wiki-qa (Thai).
- Made questions on long translated articles: some of a sentence's words, a third of them replaced by neighbours in the
  model. They teach what a fit looks like in languages with blanks and inflection.

Questions in one language on documents in another: `across_languages`.
"""

import gzip
import json
import random
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.static import StaticEncoder
from embeddings.training.reading import members_of
from qa.sentences import sentence_spans

Squad = dict[str, Any]
DEVELOPMENT = ("cmrc2018_trial", "drcd_dev")
INTERROGATIVES = {
    **{"en": "what which who how when", "es": "qué cuál quién cuándo", "ru": "какой кто сколько когда"},
    **{"de": "was welche wer wann", "fr": "quel qui combien quand", "ar": "ما من كم متى", "pt": "qual quem quando"},
    **{
        "tr": "ne kim kaç",
        "ko": "무엇 누구 몇",
        "pl": "jaki kto kiedy",
        "id": "apa siapa berapa",
        "it": "quale chi quando",
    },
}
_THAI_ARTICLES = 450
_ASKED = 0.35  # of the sentences that a question is made of
# Of the words of a made question: put in for others by the model, and taken from around the sentence. So the nearness of question
# and sentence, and of question and passage, comes near to that of questions that people asked (development sets).
_REPLACED, _FROM_AROUND = 0.2, 0.25
_NEIGHBOURS = 5
_LETTERS = re.compile(r"[^\W_]{2,}")
_MARKUP = re.compile(r"\(https?:[^)]*\)|\(/[^)]*\)|<[^<>]*>|[#*>\[\]`!]")


def public(data: Path, name: str) -> Squad:
    """A set of the evaluation folder."""
    content: Squad = json.loads(gzip.decompress((data / "eval" / f"{name}.json.gz").read_bytes()))
    return content


def thai(data: Path) -> Squad:
    """The first articles of the training part of iapp-wiki-qa."""
    articles: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for number, entry in enumerate(_thai_entries(data)):
        if entry["title"] not in articles and len(articles) == _THAI_ARTICLES:
            break
        texts, starts = entry["answers"]["text"], entry["answers"]["answer_start"]
        answers = [{"text": text, "answer_start": start} for text, start in zip(texts, starts, strict=True)]
        question = {"id": str(number), "question": entry["question"], "answers": answers}
        articles.setdefault(entry["title"], {}).setdefault(entry["context"], []).append(question)
    return {
        "data": [
            {"title": title, "paragraphs": [{"context": text, "qas": qas} for text, qas in paragraphs.items()]}
            for title, paragraphs in articles.items()
        ]
    }


def guides(data: Path, encoder: StaticEncoder, seed: int = 5) -> Iterator[tuple[str, Squad]]:
    """For each language, long articles with made questions on their sentences."""
    texts: dict[str, list[str]] = {}
    for name, text in members_of(data / "raw" / "opensource_guide.tar.gz", r"/_articles/.*\.md$"):
        folder = name.split("/")[-2]
        texts.setdefault("en" if folder == "_articles" else folder, []).append(text)
    replace = _replacer(encoder, random.Random(seed))
    for language, words in INTERROGATIVES.items():
        draw = random.Random(f"{seed} {language}")
        articles = [_article(text, words.split(), replace, draw, language) for text in texts.get(language, ())]
        yield language, {"data": articles}


def _thai_entries(data: Path) -> Iterator[dict[str, Any]]:
    with tarfile.open(data / "raw" / "iapp_th.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith("squad_format/data.zip") else None
            if file:
                with zipfile.ZipFile(BytesIO(file.read())) as inner:
                    yield from map(json.loads, inner.read("data/train.jsonl").decode("utf-8").splitlines())
                return


def _replacer(encoder: StaticEncoder, draw: random.Random) -> Callable[[str], str]:
    """Gives a word near to another one, in the same script where there is one."""
    vocabulary = [token for token in encoder.vocabulary() if len(token) > 2 and token.isalpha()]
    scripts = {latin: [t for t in vocabulary if bool(re.match("[a-z]", t)) == latin] for latin in (True, False)}
    tables = {latin: encoder.encode_queries(words) for latin, words in scripts.items()}
    known: dict[str, list[str]] = {}

    def replaced(word: str) -> str:
        if word not in known:
            latin = bool(re.match("[a-z]", word.lower()))
            cosines = tables[latin] @ encoder.encode_queries([word])[0]
            known[word] = [scripts[latin][at] for at in np.argsort(-cosines)[1 : _NEIGHBOURS + 1]]
        return draw.choice(known[word])

    return replaced


def _other(word: str, around: list[str], replace: Callable[[str], str], draw: random.Random) -> str:
    """A word as someone may ask who does not have the sentence before him."""
    chance = draw.random()
    if chance < _REPLACED:
        return replace(word)
    return draw.choice(around) if around and chance < _REPLACED + _FROM_AROUND else word


def _article(
    text: str, interrogatives: list[str], replace: Callable[[str], str], draw: random.Random, language: str
) -> dict[str, Any]:
    head, _, body = text.partition("---")[2].partition("---")
    title = re.search(r"^title: *(.+)$", head, re.MULTILINE)
    paragraphs: list[dict[str, Any]] = []
    for context in (" ".join(_MARKUP.sub(" ", part).split()) for part in body.split("\n\n")):
        if len(context) < 120:
            continue
        questions = []
        named = _LETTERS.findall(title.group(1)) if title else []
        for start, end in sentence_spans(context):
            around = [*_LETTERS.findall(context[:start] + " " + context[end:]), *named] or named
            words = _LETTERS.findall(context[start:end])
            if 8 <= len(words) <= 40 and draw.random() < _ASKED:
                at = draw.randrange(len(words) - 2)
                rest = words[:at] + words[at + 2 :]
                kept = sorted(draw.sample(range(len(rest)), min(len(rest), draw.randint(4, 9))))
                asked = [_other(rest[k], around, replace, draw) for k in kept]
                answer = {"text": words[at], "answer_start": context.find(words[at], start)}
                name = f"{language}-{title.group(1) if title else ''}-{len(paragraphs)}-{start}"
                question = " ".join([draw.choice(interrogatives), *asked]) + "?"
                questions.append({"id": name, "question": question, "answers": [answer]})
        paragraphs.append({"context": context, "qas": questions})
    return {"title": title.group(1).strip(" \"'") if title else "", "paragraphs": paragraphs}
