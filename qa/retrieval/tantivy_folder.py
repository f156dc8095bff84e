"""Folders of tantivy's files: opened where nothing may be written, and copied for an update."""

import shutil
import tempfile
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
