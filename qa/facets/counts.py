"""What the documents that were found are about, counted, so that one can ask of some of them only."""

from collections import Counter
from collections.abc import Iterator, Sequence

from qa.types import FacetCount, Facets

_MOST_VALUES = 5  # of each facet
_KEYS = ("name", "year", "kind")


def facet_counts(found: Sequence[Facets]) -> tuple[FacetCount, ...]:
    """For each facet that some but not all documents bear the filter that admits them; the most common first.

    Args:
        found: The facets of each document.

    Returns:
        A filter and its number each.
    """
    told = {key: Counter(value for facets in found for value in set(_values(key, facets))) for key in _KEYS}
    return tuple(
        FacetCount(f"{key}:{value}", count)
        for key, counted in told.items()
        for value, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:_MOST_VALUES]
        if count < len(found)
    )


def _values(key: str, facets: Facets) -> Iterator[str]:
    """The values as a filter takes them."""
    if key == "year":
        yield from (str(period.last) for period in facets.periods if period.last)
    elif key == "kind":
        yield from (_written(kind) for kind in facets.kinds)
    else:
        yield from (_written(name) for name in facets.names if '"' not in name)


def _written(value: str) -> str:
    return f'"{value}"' if " " in value else value
