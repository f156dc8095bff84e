"""The catalogue of a generation: its documents, passages and verdicts, in one SQLite file.

Written once into a private draft, then opened read-only and immutable: SQLite neither locks it nor writes beside it.
Every passage has a row, a number that BM25 and the vectors know it by. A row is never used for another passage: when a
document goes, its rows stay empty until the catalogue is numbered anew.
"""

from qa.catalogue.catalogue import Catalogue
from qa.catalogue.draft import CatalogueDraft, Row
from qa.catalogue.rows import Placed, Rows, rows_of

__all__ = ["Catalogue", "CatalogueDraft", "Placed", "Row", "Rows", "rows_of"]
