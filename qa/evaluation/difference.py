"""The quote diff: for one question in two runs, the quotes gained, lost and moved."""

from collections.abc import Mapping, Sequence
from typing import Any

from qa.evaluation.relevance import bare

Quote = Mapping[str, Any]


def changed_quotes(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any] | None:
    """What changed in the quotes of a question; None when nothing did.

    Two quotes are the same when they come from one source and share words or place: equal texts, white space aside,
    or overlapping spans. One that is the same but stands at another rank, at other offsets or was cut otherwise has
    moved.

    Args:
        old: A row of a run.
        new: The row of the same question in another run.

    Returns:
        `id`, `question`, whether each run `found` an answer, and `gained`, `lost` (quotes with their rank and the
        words around them) and `moved` (the two, `from` and `to`).
    """
    before, after = _ranked(old["quotes"]), _ranked(new["quotes"])
    gained, moved = [], []
    left = list(before)
    for quote in after:
        same = next((other for other in left if _are_same(other, quote)), None)
        if same is None:
            gained.append(quote)
            continue
        left.remove(same)
        if any(same[key] != quote[key] for key in ("rank", "spans", "text")):
            moved.append({"from": same, "to": quote})
    if not gained and not left and not moved and old["found"] == new["found"]:
        return None
    return {
        "id": str(new["id"]),
        "question": new["question"],
        "found": {"old": old["found"], "new": new["found"]},
        "right": {"old": old.get("right"), "new": new.get("right")},
        "gained": gained,
        "lost": left,
        "moved": moved,
    }


def _ranked(quotes: Sequence[Quote]) -> list[dict[str, Any]]:
    return [
        {
            "rank": rank,
            "text": quote["text"],
            "source": quote["source"],
            "spans": quote["spans"],
            **_surroundings(quote),
        }
        for rank, quote in enumerate(quotes, start=1)
    ]


def _surroundings(quote: Quote) -> dict[str, str]:
    """The words of the passage before and behind the quote, where the run kept them."""
    passage = quote.get("passage", {}).get("text", "")
    before, found, after = passage.partition(quote["text"])
    return {"before": before, "after": after} if found else {"before": "", "after": ""}


def _are_same(old: Quote, new: Quote) -> bool:
    if old["source"] != new["source"]:
        return False
    overlapping = any(a[0] < b[1] and b[0] < a[1] for a in old["spans"] for b in new["spans"])
    return overlapping or bare(old["text"]) == bare(new["text"])
