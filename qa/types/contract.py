"""How the types become the JSON of the contract: an object of the fields of each dataclass, a list of each tuple.

The dataclasses are the contract: the command, the routes, the tools and the receipts write them by `as_json`, and `qa.server.models`
reads the same fields to describe and to check them. Where the JSON shows less than a type knows, the type says what by a
dataclass of its own (`Answer` by `AnswerJson`).
"""

from dataclasses import Field, field, fields, is_dataclass
from typing import Any

_OPTIONAL = "optional"


def optional(default: Any) -> Any:
    """A field that the JSON leaves out while it has its default.

    Args:
        default: Its default.

    Returns:
        What `dataclasses.field` gives.
    """
    return field(default=default, metadata={_OPTIONAL: True})


def is_optional(of: "Field[Any]") -> bool:
    """Whether the JSON leaves a field out while it has its default."""
    return _OPTIONAL in of.metadata


def as_json(value: Any) -> Any:
    """A value as JSON has it.

    Args:
        value: A dataclass, a text, a number, None, or tuples, lists and dicts of such.

    Returns:
        The same as dicts, lists, texts, numbers and None.
    """
    if is_dataclass(value):
        shown = ((each, getattr(value, each.name)) for each in fields(value))
        return {of.name: as_json(it) for of, it in shown if not (is_optional(of) and it == of.default)}
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return value
