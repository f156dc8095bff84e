"""How much a file, and the child process that parses it, may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one file.

    Attributes:
        file_bytes: Larger files are not opened.
        memory_bytes: Address space of the child process.
        seconds: Wall-clock and processor time for one file.
        characters: Longest text that is taken over.
        archive_bytes: What the members of one archive may unpack to, together.
    """

    file_bytes: int = 200_000_000
    memory_bytes: int = 1_500_000_000
    seconds: float = 60.0
    characters: int = 50_000_000
    archive_bytes: int = 1_000_000_000
