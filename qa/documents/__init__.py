"""One file -> `Document`, each parsed in a child process with limits; every file gets a verdict."""

from qa.documents.files import File, find_files
from qa.documents.limits import Limits
from qa.documents.opening import file_sha256
from qa.documents.reading import read_documents

__all__ = ["File", "Limits", "file_sha256", "find_files", "read_documents"]
