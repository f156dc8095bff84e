"""Questions for what a term means, made of a glossary's pages: in the page's language and in others."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from embeddings.training.data_files import members_of
from embeddings.training.reader.question_words import DEFINING
from embeddings.training.reader.row import Row

_FEWEST = 60  # characters of a paragraph


@dataclass(frozen=True, slots=True)
class _Page:
    """A term's page in one language: its file's name is the same in all of them."""

    name: str
    language: str
    title: str
    paragraphs: list[str]


def definition_rows(data: Path, draw: random.Random, most: int) -> Iterator[Row]:
    """Two questions on each of at most so many pages; some on a paragraph that does not say what the term means."""
    pages = list(_pages(data / "raw" / "cncf_glossary.tar.gz"))
    titles = {(page.name, page.language): page.title for page in pages}
    for page in draw.sample(pages, min(most, len(pages))):
        language = draw.choice([page.language[:2], page.language[:2], "zh", "en"])
        term = titles.get((page.name, "zh-cn" if language == "zh" else language), page.title)
        first, *rest = page.paragraphs
        sentence = re.search(r"[.。।]", first)
        answer = (0, sentence.end() if sentence else len(first))
        asked = DEFINING.get(language, DEFINING["en"])
        title = page.title if draw.random() < 0.5 else ""
        yield Row(draw.choice(asked).format(term), language, title, "", first, answer, "definition")
        question = draw.choice(asked).format(term)
        other = draw.choice(rest)
        if draw.random() < 0.3 and term not in other:
            yield Row(question, language, "", "", other, None, "definition-none")
        else:
            yield Row(question, language, page.title, "", first, answer, "definition")


def _pages(path: Path) -> Iterator[_Page]:
    for name, text in members_of(path, r"/content/[^/]+/[^/]+\.md$"):
        language, file = name.split("/")[-2:]
        title = re.search(r'title:\s*"?([^"\n]+)', text)
        body = re.sub(r"^---.*?---", "", text, flags=re.S)
        paragraphs = [_unlinked(each) for each in re.split(r"\n\s*\n", body)]
        paragraphs = [each for each in paragraphs if len(each) > _FEWEST and not each.startswith(("#", "{", "-"))]
        if title and file != "_index.md" and len(paragraphs) >= 2:
            yield _Page(file, language, title.group(1).strip(), paragraphs)


def _unlinked(text: str) -> str:
    """Markdown with the words of its links alone."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).strip()
