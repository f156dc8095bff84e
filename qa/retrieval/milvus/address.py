"""Where an index in Milvus is: `milvus://HOST:PORT/NAME`, or `milvus+lite:FILE.db` for a file of this machine."""

import re
from dataclasses import dataclass
from pathlib import Path

from qa.errors import IndexNotFound

# A path has had one of the two slashes taken away.
_SERVER = re.compile(r"milvus:/{1,2}(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})/(?P<name>[A-Za-z_]\w{0,199})")
_SLASH = re.compile(r"^milvus:/(?!/)")
_FILE = re.compile(r"milvus\+lite:(?P<file>.+\.db)")
_ANY = re.compile(r"milvus(?:\+lite)?:")


@dataclass(frozen=True, slots=True)
class Address:
    """An index in Milvus.

    Attributes:
        uri: As pymilvus takes it.
        name: What its collections begin with.
        shown: As a user writes it.
    """

    uri: str
    name: str
    shown: str

    def __str__(self) -> str:
        return self.shown


def address_of(index_path: Path) -> Address | None:
    """The address that stands in place of a folder.

    Args:
        index_path: What was given with `--index`.

    Returns:
        The address; None for a folder.

    Raises:
        IndexNotFound: It begins as an address does, and is none.
    """
    text = str(index_path)
    if not _ANY.match(text):
        return None
    if found := _SERVER.fullmatch(text):
        host, port, name = found["host"], found["port"], found["name"]
        return Address(f"http://{host}:{port}", name, f"milvus://{host}:{port}/{name}")
    if found := _FILE.fullmatch(text):
        return Address(str(Path(found["file"]).expanduser().absolute()), "yinju", text)
    raise IndexNotFound(
        f"--index {_SLASH.sub('milvus://', text)} is no address of an index in Milvus; give milvus://HOST:PORT/NAME (NAME of letters, digits and _) "
        "or milvus+lite:FILE.db"
    )
