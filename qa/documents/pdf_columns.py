"""Pages of a PDF that are printed in columns, whatever order their lines were drawn in: read one column after the other."""

from typing import Any

from qa.documents.columns import Words, in_columns

_MOST_PIECES = 400  # lines of a page; on more, columns are not looked for


def columns_text(page: Any) -> str:
    """The text of a page in columns; empty for one that has none.

    Args:
        page: As pypdfium2 opens it.
    """
    height = page.get_height()
    text = page.get_textpage()
    count = text.count_rects()
    if not 2 <= count <= _MOST_PIECES:
        return ""
    pieces = []
    for at in range(count):
        left, bottom, right, top = text.get_rect(at)
        # A hyphen at the end of a line comes as a control character.
        words = text.get_text_bounded(left, bottom, right, top).replace("\x02", "-")
        if words.strip():
            pieces.append(Words(" ".join(words.split()), left, height - top, right, height - bottom))
    return in_columns(pieces)
