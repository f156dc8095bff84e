"""What a verdict says of the things in a file."""


def counted(number: int, name: str) -> str:
    """`1 picture`, `3 pictures`."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"
