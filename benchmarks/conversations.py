"""Whether a conversation makes a question worse: questions that stand alone, asked one after the other.

    python -m benchmarks.conversations [--orders 5]  # evals/independent.jsonl in random orders: what is right alone and lost
    python -m benchmarks.conversations --talks       # evals/conversations.jsonl, over evals/talks/ too: what is served
    python -m benchmarks.conversations --fit         # the margin of `qa.question.readings`, tried again
    python -m benchmarks.conversations --time        # what other readings than the typed one cost, in processor time

The documents are those of seeds/ and those of the two made-up offices (`benchmarks.office`). A question is lost when its first
quote is right and shown as an answer alone, and is not in the conversation. The margin is chosen on other questions than
those: evals/office_followups.jsonl, evals/office.jsonl one after the other, and the half of evals/conversations.jsonl that is
for fitting; the other half is held back.
"""

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.office_documents import write_documents
from qa.assistant import Assistant
from qa.evaluation.questions import Question, load_lines
from qa.evaluation.relevance import is_right
from qa.indexing.build import build_index
from qa.question.readings import COMPLETED, Taken, log_odds, surest
from qa.types import Answer, Turn
from qa.types.answers import ANSWER

EVALS = Path(__file__).parents[1] / "evals"
SEEDS = Path(__file__).parents[1] / "seeds"
TALKS = EVALS / "talks"  # the documents of evals/conversations.jsonl
TURNS_BEFORE = 5
MARGINS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)  # of a question behind others, that are tried
Tried = Sequence[tuple[Taken, Answer]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its conversation: every reading with its answer, and whether a reading serves."""

    question: Question
    readings: Tried
    seconds: float

    def served(self, at: int) -> bool:
        """Whether the answer to one of the readings is right and shown, or silence where the documents do not say."""
        answer = self.readings[at][1]
        if not self.question.answers:
            return not answer.found
        return answer.outcome == ANSWER and is_right(answer.quotes[0], self.question)

    def chosen(self) -> int:
        """The reading that wins."""
        return surest(self.readings)


def main() -> None:
    """Ask, and print what is lost or how the margins fare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversations", description=__doc__)
    parser.add_argument("--orders", type=int, default=5)
    parser.add_argument("--talks", action="store_true", help="ask the conversations instead")
    parser.add_argument("--fit", action="store_true", help="try margins instead")
    parser.add_argument("--time", action="store_true", help="measure what readings cost instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        docs = Path(folder) / "docs"
        shutil.copytree(SEEDS, docs)
        write_documents(docs)
        if options.talks or options.fit:
            shutil.copytree(TALKS, docs, dirs_exist_ok=True)
        build_index(docs, Path(folder) / "index")
        assistant = Assistant.open(Path(folder) / "index")
        if options.fit:
            fit(assistant)
        elif options.time:
            timed(Path(folder) / "index")
        elif options.talks:
            served(assistant)
        else:
            lost(assistant, load_lines(EVALS / "independent.jsonl").questions, options.orders)


def lost(assistant: Assistant, questions: Sequence[Question], orders: int) -> None:
    """Print what is right alone, and what of it is lost in each order."""
    alone = {question.id: ask(assistant, question, ()) for question in questions}
    right = {name for name, asked in alone.items() if asked.served(asked.chosen())}
    answerable = {question.id for question in questions if question.answers}
    print(
        f"{len(questions)} questions, {len(answerable)} answerable; alone {len(right & answerable)} answered rightly",
        flush=True,
    )
    gone = taken = 0
    seconds = sum(asked.seconds for asked in alone.values())
    for seed in range(orders):
        missed = []
        for asked in in_one_conversation(assistant, questions, seed):
            at = asked.chosen()
            taken += asked.readings[at][0].kind == COMPLETED
            if asked.question.id in right and not asked.served(at):
                missed.append(f"{asked.question.question} -> {asked.readings[at][0].text}")
        gone += len(missed)
        print(f"order {seed}: {len(missed)} lost", *missed, sep="\n  ", flush=True)
    share = gone / max(1, orders * len(right))
    print(
        f"lost {share:.3f} of what is right alone; completed {taken} of {orders * len(questions)}; alone {seconds:.0f} s"
    )


def ask(assistant: Assistant, question: Question, history: Sequence[Turn]) -> Asked:
    """Every reading of a question, answered."""
    started = time.perf_counter()
    readings = assistant.readings(question.question, history)
    return Asked(question, readings, time.perf_counter() - started)


def in_one_conversation(assistant: Assistant, questions: Sequence[Question], seed: int) -> Iterator[Asked]:
    """The questions one after the other, in a random order."""
    order = list(questions)
    random.Random(seed).shuffle(order)
    return one_after_the_other(assistant, order)


def one_after_the_other(assistant: Assistant, questions: Sequence[Question]) -> Iterator[Asked]:
    """The questions in one conversation."""
    history: list[Turn] = []
    for question in questions:
        asked = ask(assistant, question, history)
        history = [*history, asked.readings[asked.chosen()][1].turn][-TURNS_BEFORE:]
        yield asked


def talks(half: str) -> Iterator[list[Question]]:
    """The conversations of evals/conversations.jsonl that are for fitting (`fit`) or held back (`held`)."""
    for line in (EVALS / "conversations.jsonl").read_text("utf-8").splitlines():
        talk = json.loads(line)
        if talk["half"] == half:
            yield [
                Question(
                    f"{talk['id']}.{number}",
                    turn["question"],
                    tuple(turn["answers"]),
                    (str(turn["source"]),) if turn["source"] else (),
                    {"kind": turn["kind"]},
                )
                for number, turn in enumerate(talk["turns"], start=1)
            ]


def timed(index: Path) -> None:
    """Print the processor time of questions with all their readings and as typed only, each of an assistant that has not read for the other."""
    before_it, *asked_twice = (Assistant.open(index) for _ in range(3))
    assistants = dict(zip((True, False), asked_twice, strict=True))
    for assistant in asked_twice:  # what is loaded with the first question is no reading's
        assistant.ask("Who?", as_typed=True)
    alone = [(question.question, ()) for question in load_lines(EVALS / "independent.jsonl").questions]
    following = [(each.question, each.history) for each in load_lines(EVALS / "office_followups.jsonl").questions]
    for kind, asked in (("stand alone", alone), ("go on", following)):
        seconds: dict[bool, list[float]] = {True: [], False: []}
        before: list[Turn] = []
        for number, (question, earlier) in enumerate(asked):
            history = [before_it.ask(each).turn for each in earlier] or before
            for as_typed in (number % 2 == 0, number % 2 == 1):
                started = time.process_time()
                answer = assistants[as_typed].ask(question, history=history, as_typed=as_typed)
                seconds[as_typed].append(time.process_time() - started)
            before = [*before, answer.turn][-TURNS_BEFORE:]
        typed, every = (sorted(seconds[as_typed]) for as_typed in (True, False))
        middle = len(typed) // 2
        print(
            f"{len(typed)} questions that {kind}: as typed {sum(typed) / len(typed):.3f} s, with all readings "
            f"{sum(every) / len(every):.3f} s: {sum(every) / sum(typed):.2f} times; median {every[middle] / typed[middle]:.2f} times",
            flush=True,
        )


def served(assistant: Assistant) -> None:
    """Print what is served in the conversations, what of it was lost to a completion, and what wrong quote was shown."""
    for half in ("fit", "held"):
        asked = [each for talk in talks(half) for each in one_after_the_other(assistant, talk)]
        for kind in ("alone", "follow-up"):
            told = [each for each in asked if each.question.columns["kind"] == kind]
            good = [each.served(each.chosen()) for each in told]
            lost = sum(each.served(0) and not is_good for each, is_good in zip(told, good, strict=True))
            shown = [each.readings[each.chosen()][1] for each in told]
            wrong = sum(answer.found and not is_good for answer, is_good in zip(shown, good, strict=True))
            print(f"{half} {kind}: {sum(good)} of {len(told)} served, {lost} lost, {wrong} wrong quotes shown")
            for each, is_good in zip(told, good, strict=True):
                if not is_good:
                    print(f"  {each.question.question} -> {each.readings[each.chosen()][0].text}")


def fit(assistant: Assistant) -> None:
    """Print how many follow-ups are served by each margin, and how many questions that stand alone are lost."""
    together: list[Asked] = []
    for question in load_lines(EVALS / "office_followups.jsonl").questions:
        history: list[Turn] = []
        for before in question.history:
            history.append(assistant.ask(before, history=history).turn)
        together.append(ask(assistant, question, history))
    alone = list(in_one_conversation(assistant, load_lines(EVALS / "office.jsonl").questions, 0))
    of_talks = [each for talk in talks("fit") for each in talk]
    together += [each for talk in talks("fit") for each in one_after_the_other(assistant, talk) if _follows(each)]
    alone += in_one_conversation(assistant, [each for each in of_talks if each.columns["kind"] == "alone"], 1)
    for margin in MARGINS:
        served = sum(each.served(_by(margin, each)) for each in together)
        missed = sum(each.served(0) and not each.served(_by(margin, each)) for each in alone)
        print(f"{margin:+.1f}: {served} of {len(together)} follow-ups served, {missed} of {len(alone)} lost alone")


def _follows(asked: Asked) -> bool:
    return asked.question.columns["kind"] == "follow-up"


def _by(margin: float, asked: Asked) -> int:
    """The reading that wins by a margin of those behind others."""
    worth = [log_odds(answer.confidence) - margin * (taken.kind == COMPLETED) for taken, answer in asked.readings]
    return max(range(len(worth)), key=lambda at: (worth[at], -at))


if __name__ == "__main__":
    main()
