"""Questions to ask next, made from the documents' own words: to begin with, and after an answer from what stands near it."""

import re
import threading
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from qa.assistant import Assistant
from qa.text.scripts import HAN, HANGUL, KANA
from qa.types import Answer, Block, Document
from qa.types.answers import ABSENT, ANSWER

EXAMPLES = 5
FOLLOW_UPS = 3
_TRIED = 20  # candidates that are asked before examples are shown
_DOCUMENTS = 10  # that examples are made of, spread over all
_LOOKED_AT = 100  # documents, for so many that something can be asked of
_OF_EACH = 4
_LONGEST_QUESTION_CHARACTERS = 60  # of a question
_LONGEST_HEADING_CHARACTERS = 30
# A clause in Chinese with one figure becomes a question by its number alone: 建成工会驿站2627个, 建成工会驿站多少个?
_FIGURE = re.compile(
    rf"(?:^|[。\uff01\uff1f\uff1b!?;\n])(?P<before>(?:\d{{4}}年[,\uff0c]?)?[{HAN}“”]{{5,24}})(?<!第)\d[\d.,]*[百千万亿]*[余多]?+"
    rf"(?P<unit>(?![年月日时点届期号度])[{HAN}]{{1,6}})(?=[,\uff0c。;\uff1b、\n]|$)"
)
_OF_HEADING, _OF_HEADING_ELSEWHERE = "是什么情况?", "What is said about "
_NOT_CHINESE = re.compile(f"[{KANA}{HANGUL}]")
_HAN = re.compile(f"[{HAN}]")


def examples(assistant: Assistant) -> list[str]:
    """Questions to begin with: from documents spread over the index, of those alone that are answered from their document."""
    sources = assistant.sources
    spread = sources[:: max(1, len(sources) // _LOOKED_AT)][:_LOOKED_AT]
    asked = {source: list(islice(_figures_first(assistant, source), _OF_EACH)) for source in spread}
    fruitful = [source for source in spread if asked[source]]
    some = fruitful[:: max(1, len(fruitful) // _DOCUMENTS)][:_DOCUMENTS]
    turns = zip_longest(*(asked[source] for source in some))
    candidates = [(some[at], question) for turn in turns for at, question in enumerate(turn) if question]
    found: list[str] = []
    for source, question in candidates[:_TRIED]:
        if question not in found and _is_answered(assistant, question, source):
            found.append(question)
        if len(found) == EXAMPLES:
            break
    return found


def follow_ups(assistant: Assistant, answer: Answer, asked: Sequence[str]) -> tuple[str, ...]:
    """Questions about what stands nearest to the first quote of an answer, in its document; none of those asked before."""
    if answer.outcome == ABSENT or not (answer.quotes or answer.nearest):
        return ()
    quote = (answer.quotes or answer.nearest)[0]
    source, first, last = quote.passage.source, quote.spans[0].start, quote.spans[-1].end
    document = assistant.document(source)
    near = sorted(
        (_is_heading(question), max(first - at, at - last, 0), question)
        for at, question in questions_of(document, assistant.blocks(source))
        if not first <= at < last
    )
    taken = {answer.understood, answer.question, *asked, *map(_of_heading, quote.passage.headings)}
    return tuple(islice((question for _, _, question in near if question not in taken), FOLLOW_UPS))


def questions_of(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """What can be asked of a document, with the offset of what answers it: its own questions, figures, rows, fields, headings."""
    seen = set[str]()
    for block in blocks:
        for at, question in _of_block(document, block, blocks):
            if len(question) <= _LONGEST_QUESTION_CHARACTERS and question not in seen:
                seen.add(question)
                yield at, question


def _of_block(document: Document, block: Block, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    text = "".join(document.text[start:end] for start, end in block.spans)
    at = block.spans[0].start
    if block.kind == "question" or (block.kind == "heading" and text.endswith(("?", "\uff1f"))):
        yield at, " ".join(text.split())
    elif (
        block.kind == "heading"
        and block.level != 1
        and 2 <= len(text) <= _LONGEST_HEADING_CHARACTERS
        and text != document.title
    ):
        yield at, _of_heading(text)
    elif block.kind == "row":
        yield from _of_row(document, block, blocks)
    elif block.kind == "field" and len(block.cells) == 2:
        label, value = (_words(document, cell.span).strip(": \uff1a") for cell in block.cells)
        if not (label[-1:].isdigit() and value[:1].isdigit()):  # the colon of 10:30 parts no field
            yield at, f"{label}?"
    elif block.kind in ("paragraph", "item", "answer"):
        for match in _FIGURE.finditer(text):
            yield at + match.start("before"), f"{match['before']}多少{match['unit']}?"


def _of_row(document: Document, row: Block, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """The cell of a row with a figure, by the names of its row and its column."""
    heads = {cell.column: _words(document, cell.span) for number in row.header for cell in blocks[number].cells}
    label = _words(document, row.cells[0].span) if row.cells else ""
    for cell in row.cells[1:]:
        words, head = _words(document, cell.span), heads.get(cell.column, "")
        if head and label and not label[0].isdigit() and any(map(str.isdigit, words)):
            yield cell.span.start, f"{label}的{head}是多少?" if _is_chinese(label + head) else f"{label}: {head}?"
            return


def _figures_first(assistant: Assistant, source: str) -> Iterator[str]:
    """Candidates of a document, headings last: what is said under one may be no answer to it."""
    found = [question for _, question in questions_of(assistant.document(source), assistant.blocks(source))]
    yield from sorted(found, key=_is_heading)


def _of_heading(text: str) -> str:
    return f"{text}{_OF_HEADING}" if _is_chinese(text) else f"{_OF_HEADING_ELSEWHERE}{text}?"


def _is_heading(question: str) -> bool:
    return question.endswith(_OF_HEADING) or question.startswith(_OF_HEADING_ELSEWHERE)


def _is_answered(assistant: Assistant, question: str, source: str) -> bool:
    answer = assistant.ask(question, top=1)
    return answer.outcome == ANSWER and bool(answer.quotes) and answer.quotes[0].passage.source == source


def _words(document: Document, span: tuple[int, int]) -> str:
    return " ".join(document.text[span[0] : span[1]].split())


def _is_chinese(text: str) -> bool:
    return bool(_HAN.search(text)) and not _NOT_CHINESE.search(text)


class Examples:
    """Questions to begin with, worked out once for each generation."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._found: tuple[str, list[str]] = ("", [])

    def of_now(self) -> list[str]:
        """Those of the generation that answers now; takes seconds for the first who asks."""
        with self._lock:
            assistant = self._assistant.still()
            if self._found[0] != assistant.info.generation:
                self._found = assistant.info.generation, examples(assistant)
            return self._found[1]
