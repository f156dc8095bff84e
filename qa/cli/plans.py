"""Commands with many options take one object: a dataclass whose fields are the arguments and options of the command."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import wraps
from inspect import Parameter, Signature
from typing import Any, TypeVar, get_type_hints

T = TypeVar("T")


def takes(kind: type[T]) -> Callable[[Callable[[T], None]], Callable[..., None]]:
    """A function of one object, as the command that its fields describe.

    Args:
        kind: A dataclass; each field is annotated with what Typer needs to know of it (`Annotated[int, typer.Option(...)]`), and
            has the default of its option.

    Returns:
        A decorator, to stand below `app.command()`.
    """
    hints = get_type_hints(kind, include_extras=True)

    def decorate(function: Callable[[T], None]) -> Callable[..., None]:
        @wraps(function)
        def command(**options: Any) -> None:
            function(kind(**options))

        parameters = [
            Parameter(
                each.name,
                Parameter.KEYWORD_ONLY,
                default=Parameter.empty if each.default is MISSING else each.default,
                annotation=hints[each.name],
            )
            for each in fields(kind)  # type: ignore[arg-type]
        ]
        command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = hints | {"return": None}
        del command.__wrapped__
        return command

    return decorate
