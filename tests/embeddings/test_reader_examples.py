"""The recipe of the reader: what one example shows of a row, and its near misses."""

import random
import unicodedata
from dataclasses import replace

from embeddings.training.reader.negatives import Misses, examples_of
from embeddings.training.reader.reading_examples import MOST_ABOVE, MOST_ASKED, MOST_READ, Coder, Example
from embeddings.training.reader.reasked import reasked_examples
from embeddings.training.reader.row import Row
from embeddings.training.reader.sentence_ends import sentences
from tests.builders.reader_data import HARBOUR, HARBOUR_ROW


def window(coder: Coder, example: Example) -> str:
    """The text of an example's window."""
    text: str = coder._tokenizer.decode(example.ids[example.first : -1].tolist())
    return text


def bare(text: str) -> str:
    """As pieces spell it: without blanks, and wide characters as narrow ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_an_example_has_its_answer_and_whole_sentences_and_fits(found: dict[str, list[Row]], coder: Coder) -> None:
    draw = random.Random(2)
    rows = [row for name, each in found.items() for row in each[:40] if name != "written"]
    for row in rows:
        example = coder.example(row, draw)
        assert example, row
        assert len(example.ids) - 1 - example.first <= MOST_READ
        assert example.first <= MOST_ASKED + MOST_ABOVE + 3
        if row.answer:
            read = coder._tokenizer.decode(example.ids[example.start : example.end + 1].tolist())
            assert bare(row.answered) in bare(read), (row, read)
            assert example.sentences[example.sentence] <= example.start
        else:
            assert (example.start, example.end, example.sentence) == (0, 0, -1)


def test_a_window_is_a_part_of_the_text_around_the_answer(coder: Coder) -> None:
    sizes = set()
    for seed in range(20):
        example = coder.example(HARBOUR_ROW, random.Random(seed))
        assert example
        assert window(coder, example).strip() in HARBOUR
        assert "1871" in window(coder, example)
        sizes.add(len(example.sentences))
    assert len(sizes) > 1


def test_an_answer_in_a_sentence_longer_than_a_window_is_shown_with_a_part_of_it(coder: Coder) -> None:
    text = "word " * 400 + "needle" + " word" * 400
    row = Row("what?", "en", "", "", text, (2000, 2006), "made")
    example = coder.example(row, random.Random(1))
    assert example
    assert "needle" in window(coder, example)
    assert not coder.example(replace(row, answer=(0, 4000)), random.Random(1))


def test_near_misses_do_not_hold_the_answer(coder: Coder) -> None:
    """The sentence is cut out; a year or a name is another; another text is read that shares words with the question."""
    other = Row(
        "When was the tunnel of Marwell built?", "en", "Marwell", "", "The tunnel of Marwell was built in 1902. It is dry.", (35, 39), "made"
    )  # fmt: skip
    year = Row("Who dug the harbour in 1871?", "en", "Lindwick", "", HARBOUR, (43, 54), "made")
    misses = Misses(
        [HARBOUR_ROW, other, year, replace(year, question="Who built it in 1902?", text="In 1902.", answer=None)], coder
    )
    draw = random.Random(3)
    cut = misses.cut(HARBOUR_ROW, draw)
    assert cut
    assert "1871" not in window(coder, cut)
    assert cut.kind == "made-cut"
    alike = misses.alike(HARBOUR_ROW, draw)
    assert alike
    assert "1871" not in window(coder, alike)
    swapped = misses.swapped(year, draw)
    assert swapped
    assert "1871" not in coder._tokenizer.decode(swapped.ids[: swapped.first].tolist())
    assert window(coder, swapped).strip() == HARBOUR
    assert (cut.start, alike.start, swapped.start) == (0, 0, 0)


def test_an_answer_that_another_sentence_repeats_is_not_cut_out(coder: Coder) -> None:
    text = "It was dug in 1871. In 1871 it rained."
    row = Row("When was it dug?", "en", "", "", text, (14, 18), "made")
    assert Misses([row], coder).cut(row, random.Random(1)) is None


def test_most_answerable_rows_get_a_near_miss(found: dict[str, list[Row]], coder: Coder) -> None:
    made = list(examples_of(found["drcd"], coder, 0.8, random.Random(1)))
    answerable = sum(example.start > 0 for example in made)
    assert answerable == len(found["drcd"])
    assert 0.5 * answerable < len(made) - answerable <= answerable


def test_thai_ends_sentences_at_blanks_far_apart() -> None:
    text = "ก" * 70 + " " + "ข" * 30
    assert sentences(text, "th") == [(0, 71), (71, 101)]
    assert sentences(text, "") == [(0, 101)]


def test_beside_a_question_asked_again_stand_its_near_misses(coder: Coder) -> None:
    other = replace(HARBOUR_ROW, text=HARBOUR.replace("Vance", "Brook").replace("1871", "1902"))
    made = list(reasked_examples([HARBOUR_ROW, other], coder, random.Random(3)))
    assert {example.kind for example in made} >= {"made", "made-alike"}
    assert sum(example.start > 0 for example in made) == 4
