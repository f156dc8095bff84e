"""Which engine keeps an index."""

from pathlib import Path

from qa.retrieval.engine import Engine
from qa.retrieval.local import LocalEngine
from qa.retrieval.milvus.address import address_of


def engine_of(index_path: Path) -> Engine:
    """What keeps the index at this place.

    Args:
        index_path: A folder, or an address in Milvus (`qa.retrieval.milvus.address`).

    Returns:
        The engine; nothing is opened yet.

    Raises:
        IndexNotFound: It begins as an address does, and is none.
    """
    address = address_of(index_path)
    if address is None:
        return LocalEngine(index_path)
    from qa.retrieval.milvus.milvus_engine import MilvusEngine  # and with it pymilvus, for those who need it

    return MilvusEngine(index_path, address)
