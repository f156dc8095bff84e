"""How often a chosen sentence is quoted with what belongs to it, and with no more: on the labelled cuts.

    python -m benchmarks.cuts [--held-back] [FILE]

Every third cut is held back: the rules are not changed for its sake, so its misses are printed only when asked for.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.quoting.boundaries import whole
from qa.text.sentences import sentence_spans
from qa.types import Span

CUTS = Path(__file__).parent.parent / "evals/cuts.jsonl"
MARKS = "‹›⟦⟧"
_HELD_BACK = 3  # one cut of so many


@dataclass(frozen=True, slots=True)
class Cut:
    """A text, the sentence chosen from it, and the run that must be quoted.

    Attributes:
        chosen: Characters of the chosen sentence.
        needed: Characters of the quote that keeps its meaning.
        why: In a few words.
    """

    id: str
    lang: str
    kind: str
    text: str
    chosen: Span
    needed: Span
    why: str

    @property
    def held_back(self) -> bool:
        """Whether the rules were written without it."""
        return int(self.id.rpartition("-")[2]) % _HELD_BACK == 0

    def quotes(self) -> set[str]:
        """What is quoted, for each sentence that the chosen characters fall into; one where the text is cut well."""
        sentences = [
            Span(start + line.start, end + line.start)
            for line in _lines(self.text)
            for start, end in sentence_spans(self.text[line.start : line.end])
        ]
        runs = (
            whole(self.text, sentences, at)
            for at, span in enumerate(sentences)
            if span.start < self.chosen.end and self.chosen.start < span.end
        )
        return {self.text[sentences[first].start : sentences[last].end] for first, last in runs}

    @property
    def right(self) -> bool:
        """Whether exactly the needed run is quoted."""
        return self.quotes() == {self.text[self.needed.start : self.needed.end]}


def load(path: Path = CUTS) -> list[Cut]:
    """The labelled cuts: the chosen sentence stands between ‹ and ›, what must be quoted with it between ⟦ and ⟧."""
    return [labelled(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def labelled(text: str, id: str = "", lang: str = "", kind: str = "", why: str = "") -> Cut:
    """A cut from a text with its four marks in it."""
    places, plain = {}, ""
    for character in text:
        if character in MARKS:
            places[character] = len(plain)
        else:
            plain += character
    return Cut(id, lang, kind, plain, Span(places["‹"], places["›"]), Span(places["⟦"], places["⟧"]), why)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def table(cuts: Iterable[Cut]) -> str:
    """Shares right by language and kind, for the part that the rules were written on and the part held back."""
    counts: dict[tuple[str, str], list[list[bool]]] = defaultdict(lambda: [[], []])
    for cut in cuts:
        for kind in (cut.kind, "all"):
            counts[cut.lang, kind][cut.held_back].append(cut.right)
    lines = [f"{'lang':4}  {'kind':14}  {'written on':>15}  {'held back':>15}"]
    for (lang, kind), parts in sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] == "all", item[0][1])):
        shares = (f"{sum(part):3} of {len(part):3} {sum(part) / max(len(part), 1):5.2f}" for part in parts)
        lines.append(f"{lang:4}  {kind:14}  " + "  ".join(f"{share:>15}" for share in shares))
    return "\n".join(lines)


def main() -> None:
    """Print the table, and what was quoted wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cuts", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=CUTS)
    parser.add_argument("--held-back", action="store_true", help="print the misses of the held-back part too")
    asked = parser.parse_args()
    cuts = load(asked.file)
    print(table(cuts))
    for cut in cuts:
        if not cut.right and (asked.held_back or not cut.held_back):
            print(f"\n{cut.id} {cut.kind}: {cut.why}\n  needed {cut.text[cut.needed.start : cut.needed.end]!r}")
            print("\n".join(f"  quoted {quote!r}" for quote in sorted(cut.quotes())))


if __name__ == "__main__":
    main()
