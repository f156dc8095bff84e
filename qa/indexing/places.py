"""A draft of the next generation, where the index is kept."""

from contextlib import AbstractContextManager
from pathlib import Path

from qa.indexing.drafting import IndexDraft
from qa.indexing.local_draft import local_draft
from qa.retrieval.milvus.address import address_of


def drafting(index_path: Path) -> AbstractContextManager[IndexDraft]:
    """Hold the lock of an index and give a draft of its next generation; without `publish` it is thrown away.

    Args:
        index_path: A folder, or an address in Milvus.

    Returns:
        A context manager that gives the draft.

    Raises:
        IndexBusy: Another build of this index is running.
        IndexNotWritten: What keeps it refused a step; whatever answered before still does.
    """
    address = address_of(index_path)
    if address is None:
        return local_draft(index_path)
    from qa.indexing.milvus_draft import milvus_draft  # and with it pymilvus, for those who need it

    return milvus_draft(address)
