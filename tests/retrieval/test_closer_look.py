"""Windows that the contextual model has read are kept, up to a limit; a question never notices."""

import numpy as np
import pytest

from qa.retrieval import closer_look
from qa.retrieval.closer_look import CloserLook
from qa.types import Passage, Span

TEXTS = ("The library opens at nine.", "Bees are kept on the roof.", "A ticket costs two crowns.", "Dogs stay outside.")
PASSAGES = [Passage("a.txt", text, (Span(0, len(text)),), (Span(0, len(text)),)) for text in TEXTS]


def cosines(look: CloserLook, *rows: int) -> list[float]:
    windows = [PASSAGES[row].spans[0] for row in rows]
    return look.cosines("When does it open?", rows, [PASSAGES[row] for row in rows], windows).tolist()


def test_a_full_store_is_begun_anew_and_nothing_that_is_asked_for_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The third window does not fit beside the first two, one of which the same question needs again."""
    monkeypatch.setattr(closer_look, "_KEPT", 2)
    look = CloserLook()
    cosines(look, 0, 1)
    assert np.allclose(cosines(look, 1, 2, 3), cosines(CloserLook(), 1, 2, 3), atol=1e-3)
