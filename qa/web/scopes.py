"""What a question can be asked of: folders and documents to choose from."""

from collections.abc import Sequence
from pathlib import PurePosixPath

_MOST = 3000  # a longer list would slow the page down; names and patterns can be typed


def scopes(sources: Sequence[str]) -> list[str]:
    """The folders of some sources, each with a slash at its end, then the sources."""
    folders = {f"{folder}/" for source in sources for folder in PurePosixPath(source).parents if folder.name}
    return [*sorted(folders), *sources][:_MOST]
