"""Whether a question finds the same answer in whatever form it is written.

    python -m benchmarks.forms [--data DIR] [--limit N] [--sets NAME ...] [--seed N] [--show FORM]

The questions of `evals/seeds.jsonl`, and with --data of public sets, each changed by a program: other characters, widths,
numerals and dates, slips of the pen, polite and colloquial frames, case and blanks (see `changed_forms`). Of the questions
that a form changes: how many, the share whose first quote (shown or held back) is the one that the question as it was
gets, the shares right and answered before and after, and the mean change of confidence.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.changed_forms import FORMS, changed
from qa.assistant import Assistant
from qa.evaluation.imported import DOCUMENTS
from qa.evaluation.questions import Question, load_lines
from qa.evaluation.relevance import is_right
from qa.evaluation.squad import import_squad
from qa.indexing.build import build_index
from qa.types import Answer, Quote

SEEDS = "seeds"
PUBLIC = ("xquad.zh", "xquad.en", "cmrc2018_trial")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer as it was, and in another form."""

    question: Question
    form: str
    before: Answer
    after: Answer

    @property
    def same(self) -> bool:
        """Whether the first quote is the same one."""
        one, other = first(self.before), first(self.after)
        return (one and (one.passage.source, one.spans)) == (other and (other.passage.source, other.spans))


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forms", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the public data; without it, only the seeds")
    parser.add_argument("--limit", type=int, default=150, help="questions of a public set, drawn at random")
    parser.add_argument("--sets", nargs="*", help=f"of {', '.join((SEEDS, *PUBLIC))}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", choices=FORMS, help="print the questions that this form gives another first quote")
    options = parser.parse_args()
    for name in options.sets or ((SEEDS, *PUBLIC) if options.data else (SEEDS,)):
        with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
            assistant, questions = asked(name, options.data, Path(folder), options.limit, options.seed)
            print(f"{name}: {len(questions)} questions")
            print("| form | questions | same quote | right | answered | confidence |")
            print("|---" * 6 + "|")
            for form in [options.show] if options.show else FORMS:
                pairs = list(compared(assistant, questions, form, options.seed))
                print(line(form, pairs), flush=True)
                if options.show:
                    print("\n".join(told(pair) for pair in pairs if not pair.same))


def asked(name: str, data: Path | None, folder: Path, limit: int, seed: int) -> tuple[Assistant, list[Question]]:
    """An assistant on the documents of a set, and those of its questions that they answer."""
    if name == SEEDS:
        documents, questions = Path("seeds"), load_lines(Path("evals/seeds.jsonl")).questions
    else:
        path = (data or Path()) / "eval" / f"{name}.json.gz"
        if not path.is_file():
            sys.exit(f"{path} is not there; give the folder of the public data with --data")
        questions = import_squad(path, folder / "set").questions
        questions = tuple(random.Random(seed).sample(questions, min(limit, len(questions))))
        documents = folder / "set" / DOCUMENTS
    build_index(documents, folder / "index")
    return Assistant.open(folder / "index"), [q for q in questions if q.answerable and not q.history]


def compared(assistant: Assistant, questions: Sequence[Question], form: str, seed: int) -> Iterator[Pair]:
    """Every question that a form changes, answered in both."""
    for question in questions:
        other = changed(form, question.question, seed)
        if other is not None:
            yield Pair(question, other, assistant.ask(question.question), assistant.ask(other))


def first(answer: Answer) -> Quote | None:
    """The first quote, shown or held back."""
    return next(iter(answer.quotes or answer.nearest), None)


def line(form: str, pairs: Sequence[Pair]) -> str:
    """A line of the table."""
    if not pairs:
        return f"| {form} | 0 | | | | |"
    count = len(pairs)
    same = sum(pair.same for pair in pairs) / count
    right = [
        sum(right_first(a, pair.question) for pair, a in _answers(pairs, after)) / count for after in (False, True)
    ]
    answered = [sum(a.found for _, a in _answers(pairs, after)) / count for after in (False, True)]
    moved = sum(pair.after.confidence - pair.before.confidence for pair in pairs) / count
    cells = [
        f"{count}",
        f"{same:.3f}",
        "{:.3f} → {:.3f}".format(*right),
        "{:.3f} → {:.3f}".format(*answered),
        f"{moved:+.3f}",
    ]
    return f"| {form} | " + " | ".join(cells) + " |"


def right_first(answer: Answer, question: Question) -> bool:
    """Whether the first quote, shown or held back, is right."""
    quote = first(answer)
    return quote is not None and is_right(quote, question)


def told(pair: Pair) -> str:
    """A question in both forms, how sure each answer was, and what was quoted."""
    rows = []
    for mark, text, answer in (("-", pair.question.question, pair.before), ("+", pair.form, pair.after)):
        quote = first(answer)
        right = "right" if right_first(answer, pair.question) else "wrong"
        rows.append(f"{mark} {text!r} {answer.confidence:.2f} {right}: {quote.text[:60] if quote else None!r}")
    return "\n".join(rows)


def _answers(pairs: Sequence[Pair], after: bool) -> Iterator[tuple[Pair, Answer]]:
    return ((pair, pair.after if after else pair.before) for pair in pairs)


if __name__ == "__main__":
    main()
