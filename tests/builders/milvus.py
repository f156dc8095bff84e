"""Milvus for tests."""

import os
from importlib.util import find_spec

import pytest


def needs_milvus() -> None:
    """Skip without the extra; where CI runs it must be there."""
    if not find_spec("pymilvus") or not find_spec("milvus_lite"):
        assert os.environ.get("CI") != "true", "pymilvus and milvus-lite must be installed where CI runs"
        pytest.skip("pymilvus and milvus-lite are not installed: pip install 'yinju[milvus]' milvus-lite")
