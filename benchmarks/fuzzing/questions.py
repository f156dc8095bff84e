"""The question door, fed with questions that nobody would ask: an answer in exact quotes, or `QuestionError`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from benchmarks.fuzzing.mutating import mutate_text
from benchmarks.fuzzing.outcomes import in_short
from qa import Assistant
from qa.assistant import LONGEST_QUESTION_CHARACTERS
from qa.errors import QuestionError
from qa.text.spans import join
from qa.types import Answer, Turn

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "seeds"
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "evals/seeds.jsonl").read_text("utf-8").splitlines()
    if line.strip()
]
_BLOCKS = (
    *((0x20, 0x7F), (0x80, 0x250), (0x300, 0x370), (0x400, 0x500), (0x590, 0x700), (0x900, 0xE80), (0x1100, 0x1200)),
    *((0x2000, 0x2070), (0x3000, 0x3100), (0x4E00, 0xA000), (0xAC00, 0xD7B0), (0xD800, 0xE000), (0xF900, 0xFB50)),
    *((0xFE00, 0xFE10), (0xFF00, 0x10000), (0x1D400, 0x1D800), (0x1F300, 0x1F700), (0x20000, 0x20100), (0, 0x110000)),
)
_ODD_WORDS = (
    "\0 \u200d \u202e \ufeff \u2028 ? ？ 。 和 与 、 ; 2023年 2023 9999999999999999 １２９ 百二十九 ٣ ½ 万 % -1 1e999 and et "
    '呢? 那宁夏呢? What about How many 谁这么说 它 " “ ” 『 NEAR OR AND NOT * ^ ~ ( ) [ ] { } : + - \\ / <b> $x$ 宁夏 内蒙古 '
    "呼和浩特 工会会员 𠮷 👩‍👩‍👧 e\u0301 ﷽ İ ß ǰ"
)
_WORDS = _ODD_WORDS.split(" ")
_HISTORIES = 0.3  # share of questions with turns before
_TOPS = (5, 5, 5, 1, 2, 50, 10_000, 0, -1)


class QuestionTarget:
    """`Assistant.ask` on an index of the shipped documents."""

    name = "question"
    seconds = 10.0
    memory = 0  # the models map more than they use
    runs_at_once = 50_000

    def __init__(self, index: Path | None = None) -> None:
        self._index = index or shipped_index()

    def prepare(self) -> None:
        """Open the index."""
        self._assistant = Assistant.open(self._index)
        self._texts = {source: self._assistant.document(source).text for source in self._assistant.sources}

    def make(self, draw: Random) -> bytes:
        """A question, the turns before it, and how many quotes are wanted."""
        turns = draw.randrange(1, 4) if draw.random() < _HISTORIES else 0
        asked = {
            "question": odd_question(draw),
            "history": [(odd_question(draw), odd_question(draw)) for _ in range(turns)],
            "top": draw.choice(_TOPS),
        }
        return json.dumps(asked).encode()

    def take(self, content: bytes) -> str:
        """Ask it; whatever is quoted must stand in its document."""
        try:
            asked = json.loads(content)
            question, history, top = asked["question"], [Turn(*turn) for turn in asked["history"]], asked["top"]
        except (ValueError, KeyError, TypeError):  # made smaller until it was no question any more
            return "no question"
        try:
            answer = self._assistant.ask(question, top, history)
        except QuestionError as error:
            return in_short(str(error))
        self._check(answer, top)
        return "found" if answer.found else "not found"

    def _check(self, answer: Answer, top: int) -> None:
        assert bool(answer.quotes) == answer.found, "found without a quote"
        assert len(answer.quotes) <= max(top, len(answer.parts)), "more quotes than were asked for"
        assert 0 <= answer.confidence <= 1, "a confidence that is none"
        for quote in (*answer.quotes, *answer.nearest):
            text = self._texts[quote.passage.source]
            assert quote.text == join(text, quote.spans), "a quote that does not stand in its document"
            assert quote.passage.text == join(text, quote.passage.spans), "a passage that does not stand there"
            assert quote.text.strip(), "an empty quote"
            assert all(0 <= start < end <= len(quote.text) for start, end in quote.marks), "a mark outside its quote"
        json.dumps(answer.to_json(), ensure_ascii=False, allow_nan=False).encode("utf-8")


def odd_question(draw: Random) -> str:
    """A changed question of the shipped set, or characters of any script; now and then a long one."""
    if draw.random() < 0.2:
        blocks = [draw.choice(_BLOCKS) for _ in range(draw.randrange(1, 4))]
        length = int((LONGEST_QUESTION_CHARACTERS * 1.2) ** draw.random())
        return "".join(chr(draw.randrange(*draw.choice(blocks))) for _ in range(length))
    low, high = draw.choice(_BLOCKS)
    words = [*_WORDS, chr(draw.randrange(low, high))]
    text = mutate_text(draw.choice(QUESTIONS), draw, words, QUESTIONS)
    return text if draw.random() < 0.02 else text[:LONGEST_QUESTION_CHARACTERS]


def shipped_index() -> Path:
    """An index of the shipped documents, made by another process: no model may be loaded before the fork."""
    index = Path(tempfile.mkdtemp(prefix="yinju-fuzzing-")) / "index"
    command = [sys.executable, "-m", "qa", "index", str(DOCS), "--index", str(index)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return index
