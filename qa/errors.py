"""The error tree. Core rooms raise; only the edges (command line, server, page) turn an error into words.

    YinjuError                 anything a user can mend; its message is one line that names the thing and the mend
    ├─ DocumentError           a file cannot be read
    ├─ WorkersFailed           those that were to read or encode are not there, not alike, or see other files
    ├─ DocumentsNotFound       the folder of documents does not exist or holds no readable document
    ├─ IndexProblem             (never raised itself)
    │  ├─ IndexNotFound        there is no index at this path
    │  ├─ IndexOutdated        made by another model, format or settings
    │  ├─ IndexDamaged         bytes are missing or differ from their checksums
    │  ├─ IndexBusy            another build of this index is running
    │  ├─ IndexUnreachable     nothing answers where the index is kept
    │  └─ IndexNotWritten      the disk is full, the folder read-only, ...
    ├─ QuestionError           a blank or endless question
    ├─ QuestionSetError        a broken line in a question set (file:line)
    ├─ LearnedFileError        a file of learned numbers is missing, broken or of another version of the code
    ├─ ReceiptError            a file that is no receipt of a quote
    └─ AccessError             passwords, tokens or addresses that a server cannot start with

`embeddings` has its own `EncoderUnavailable` (it may not import `qa`).
"""


class YinjuError(Exception):
    """Something a user can mend; the message is one line."""


class DocumentChanged(YinjuError):
    """The text of a document is another than the one that offsets were counted in."""


class DocumentError(YinjuError):
    """A file cannot be read: broken, empty, encrypted, too large, of an unknown type."""


class DocumentsNotFound(YinjuError):
    """The folder of documents does not exist, or nothing in it can be read."""


class WorkersFailed(YinjuError):
    """Workers that were to read or encode cannot be reached, are of another version, or do not see what the build sees."""


class IndexProblem(YinjuError):
    """Anything about the index on disk."""


class IndexNotFound(IndexProblem):
    """There is no index at the given path."""


class IndexOutdated(IndexProblem):
    """The index was made by another model, format version or settings than the ones it is to be used with."""


class IndexDamaged(IndexProblem):
    """Files of the index are missing or differ from their checksums."""


class IndexBusy(IndexProblem):
    """Another process is building this index."""


class IndexNotWritten(IndexProblem):
    """A new generation could not be written; the old one is untouched."""


class IndexUnreachable(IndexProblem):
    """The server that keeps the index does not answer, refuses, or what speaks to it is not installed."""


class QuestionError(YinjuError):
    """The question is blank or too long."""


class QuestionSetError(YinjuError):
    """A line of a question set is broken; the message starts with file:line."""


class LearnedFileError(YinjuError):
    """A file of learned numbers is missing, broken, or was made for another version of the code."""


class ReceiptError(YinjuError):
    """A file is no receipt of a quote."""


class AccessError(YinjuError):
    """The server cannot start as it was told to: no passwords for an open address, a broken password file, ..."""
