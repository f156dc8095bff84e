"""What two indexes of tantivy share: folders of its files, and a query for some numbers."""

import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy


def open_linked(folder: Path) -> tuple[Any, tempfile.TemporaryDirectory[str]]:
    """Open an index without writing anything into its folder: tantivy puts its lock beside links to the files.

    Args:
        folder: The files of an index.

    Returns:
        The index, and the folder of links, which must live as long as it does.
    """
    links = tempfile.TemporaryDirectory(prefix="yinju-", ignore_cleanup_errors=True)
    for file in folder.iterdir():
        (Path(links.name) / file.name).symlink_to(file.resolve())
    return tantivy.Index.open(links.name), links


def open_copy(base: Path, folder: Path) -> Any:
    """Copy the files of an index into an existing empty folder.

    Args:
        base: The files of an index.
        folder: Where the copy goes.

    Returns:
        The copy, open for writing.
    """
    for file in base.iterdir():
        shutil.copyfile(file, folder / file.name)
    return tantivy.Index.open(str(folder))


def gone_rows(folder: Path) -> int:
    """How many documents of an index were taken out and still lie in its files, where they count until it is written anew."""
    segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
    return sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment["deletes"])


def any_of(schema: Any, field: str, numbers: Iterable[int]) -> Any:
    """A query for what has one of these numbers, each with a score of 0.

    One lookup for each: `term_set_query` walks all numbers of the index, which takes six times as long for fifty of 20,000.

    Args:
        schema: Of the index.
        field: An indexed integer field.
        numbers: What stands there.

    Returns:
        The query.
    """
    query = tantivy.Query
    terms = [(tantivy.Occur.Should, query.term_query(schema, field, number, "basic")) for number in numbers]
    return query.const_score_query(query.boolean_query(terms), 0.0)
