"""One file -> `Document`, each parsed in a child process with limits; every file gets a verdict."""

from qa.documents.corpus import read_documents
from qa.documents.files import File, find_files
from qa.documents.limits import Limits
from qa.documents.safe_open import file_sha256

__all__ = ["File", "Limits", "file_sha256", "find_files", "read_documents"]
