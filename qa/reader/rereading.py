"""The likeliest sentences read once more, each by itself below what stands above its passage.

What stands beside a sentence moves what the network says of it by as much as what it says itself: of "Breakfast is served from seven
to nine and costs 6 pounds." it finds the price at log-odds 7.6, and at -2.9 between sentences on parking and lifts.
"""

from collections.abc import Mapping, Sequence

from qa.quoting.extent import points_back
from qa.reader.candidates import Candidate
from qa.reader.network import Found, SpanReader
from qa.reader.windows import Text
from qa.types import Span

READ_AGAIN = 3  # sentences of a question; six tell hardly more, and each costs half as much as a passage


def likeliest(answers: Sequence[Found]) -> list[int]:
    """The numbers of the sentences that are read again, of those that were read: the likeliest answers, best first."""
    order = sorted(range(len(answers)), key=lambda at: (-answers[at].mass - answers[at].stated, at))
    return order[:READ_AGAIN]


def read_alone(
    network: SpanReader,
    sentences: Sequence[tuple[str, str, Candidate]],
    answers: Sequence[Found],
    known: Mapping[int, Found],
) -> dict[int, Found]:
    """Read the likeliest sentences by themselves; one that points back (this, it, he) with the one before it.

    Args:
        network: What reads.
        sentences: Of each of n sentences: what it is asked, what stands above it, where it stands.
        answers: What was found in each within its passage, (n,).
        known: What was found in some of them alone before, by their number.

    Returns:
        By the number of the sentence, what is found in it alone; and what was known.
    """
    found = dict(known)
    for at in likeliest(answers):
        if at not in found:
            question, above, candidate = sentences[at]
            text = _alone(above, candidate)
            has_been_read = text.text == candidate.hit.passage.text
            found[at] = answers[at] if has_been_read else network.read(question, [text])[0][-1]
    return found


def _alone(above: str, candidate: Candidate) -> Text:
    text, span = candidate.hit.passage.text, candidate.span
    before = [each for each in candidate.hit.passage.sentences if each.end <= span.start][-1:]
    spans = [*(before if points_back(candidate.text) else ()), span]
    start = spans[0].start
    return Text(above, text[start : span.end], [Span(each.start - start, each.end - start) for each in spans])
