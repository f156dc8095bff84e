"""What a verdict says of the things in a file."""


def counted(number: int, name: str, several: str = "") -> str:
    """`1 picture`, `3 pictures`; `several` where the name takes more than an s."""
    return f"{number:,} {name if number == 1 else several or f'{name}s'}"
