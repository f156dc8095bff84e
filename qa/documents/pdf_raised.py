"""Raised figures in the text layer of a PDF page, which runs them into the line: 129¹万 is no 1291万, 10⁶ is no 106."""

from collections.abc import Sequence

from qa.documents.pdf_pieces import Mark

_CONTEXT = 12  # characters before and behind a mark by which its place is found


def with_marks_apart(text: str, drawn: str, marks: Sequence[Mark]) -> str:
    """A text layer in which the marks are said as they stand.

    Args:
        text: As one program takes it from a page.
        drawn: The characters of the page as another takes them, in which the marks are counted; blanks may differ.
        marks: In order.

    Returns:
        The text of the page.
    """
    seen_places = [at for at, character in enumerate(drawn) if not character.isspace()]
    number = {at: count for count, at in enumerate(seen_places)}
    drawn_letters = "".join(drawn[at] for at in seen_places)
    places = [at for at, character in enumerate(text) if not character.isspace()]
    letters = "".join(text[at] for at in places)
    parts: list[str] = []
    done = searched = 0
    for mark in marks:
        length = mark.end - mark.start
        found = _found(drawn_letters, number[mark.start], length, letters, searched)
        if found is None:
            continue
        start, end = places[found], places[found + length - 1] + 1
        if start < done:
            continue
        parts += [text[done:start].rstrip(" ") if mark.said else text[done:start], mark.said]
        done, searched = end, found + length
    return "".join((*parts, text[done:]))


def _found(drawn: str, at: int, length: int, letters: str, searched: int) -> int | None:
    """Where among the letters of a text the mark stands that stands at `at` among those drawn; None if it cannot be told."""
    if drawn == letters:
        return at
    for context in (_CONTEXT, _CONTEXT // 2):
        before, behind = drawn[max(at - context, 0) : at], drawn[at + length : at + length + context // 2]
        wanted = before + drawn[at : at + length] + behind
        place = letters.find(wanted, max(searched - len(before), 0))
        if place >= 0 and (before or behind):
            return place + len(before)
    return None
