"""The likeliest sentences are read once more, each by itself: what stands beside a sentence does not hide what it says."""

from collections.abc import Sequence

import pytest

from qa import Assistant
from qa.reader.candidates import Candidate
from qa.reader.network import NOTHING, Found
from qa.reader.rereading import READ_AGAIN, read_alone
from qa.reader.windows import Text
from qa.text.sentences import sentence_spans
from qa.types import Hit, Passage, Span

DOCS = {
    "Larkfield guide.md": "# Larkfield guide\n\nThere are twelve fast chargers in the basement, at 40 pence a unit. The underground car park "
    "has 300 spaces.\nBreakfast is served from seven to nine and costs 6 pounds. The staff canteen seats 140.\n"
    "The east gate is open all night. The passenger lift carries eight people.\n"
}


class Recorder:
    """A network that finds something in the last sentence of whatever it reads, and remembers what that was."""

    def __init__(self) -> None:
        self.read_texts: list[tuple[str, Text]] = []

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Found]]:
        self.read_texts += [(question, text) for text in texts]
        return [[NOTHING] * (len(text.sentences) - 1) + [Found(5.0, 5.0, 5.0, 0, 1)] for text in texts]


def candidates(text: str) -> list[Candidate]:
    """The sentences of a passage."""
    spans = tuple(sentence_spans(text))
    hit = Hit(0, Passage("a.txt", text, (Span(0, len(text)),), spans), 1.0, 1.0)
    return [Candidate(hit, span) for span in spans]


@pytest.mark.parametrize("question", ["How much does breakfast cost?", "When is breakfast served?"])
def test_a_sentence_among_others_on_other_things_is_quoted(assistant: Assistant, question: str) -> None:
    """A guide says a little of many things."""
    answer = assistant.ask(question)
    assert answer.found
    assert answer.quotes[0].text == "Breakfast is served from seven to nine and costs 6 pounds."


def test_the_likeliest_sentences_are_read_by_themselves() -> None:
    """Each below what stands above it, as its passage is asked; no others, for they cost as much each."""
    found = candidates("".join(f"Sentence {at}. " for at in range(READ_AGAIN + 3)))
    answers = [Found(float(at), float(at), 0.0, 0, 1) for at in range(len(found))]
    network = Recorder()
    alone = read_alone(network, [(f"{at}?", f"title {at}", each) for at, each in enumerate(found)], answers, {})
    assert sorted(alone) == list(range(3, READ_AGAIN + 3))
    wanted = [(f"{at}?", f"title {at}", found[at].text) for at in range(READ_AGAIN + 2, 2, -1)]
    assert [(question, text.above, text.text) for question, text in network.read_texts] == wanted


def test_a_sentence_that_points_back_is_read_with_the_one_before_it() -> None:
    """What it points to is what is asked about. Not when these two are all of the passage, for that has been read."""
    found = candidates("The hotline 12351 opened in May. This took 30,857 calls. So it is.")
    network = Recorder()
    alone = read_alone(
        network, [("q?", "", each) for each in found], [NOTHING, Found(1.0, 1.0, 1.0, 0, 1)], {0: NOTHING}
    )
    assert [text.text for _, text in network.read_texts] == ["The hotline 12351 opened in May. This took 30,857 calls."]
    assert alone[1].best == 5.0
    two = [("q?", "", each) for each in candidates("The hotline 12351 opened in May. This took 30,857 calls.")]
    assert read_alone(network, two, [NOTHING, known := Found(1.0, 1.0, 1.0, 0, 1)], {0: NOTHING})[1] is known


def test_what_was_read_by_itself_before_is_not_read_again() -> None:
    """When more passages are read, the first ones are known."""
    network = Recorder()
    known = {0: Found(1.0, 1.0, 1.0, 0, 1)}
    found = [("q?", "", each) for each in candidates("One is here. Two is there.")]
    assert read_alone(network, found, [known[0], known[0]], known)[0] is known[0]
    assert [text.text for _, text in network.read_texts] == ["Two is there."]
