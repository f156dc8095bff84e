"""How the types become the JSON of the contract and come from it: an object of the fields of each dataclass, a list of each tuple.

The dataclasses are the contract: the command, the routes, the tools, the receipts and the manifests write them by `as_json`;
`from_json` reads the files, and for the routes and tools `qa.server.models` makes pydantic models of the same fields, which take and
refuse the same (pydantic itself would cost each `yinju ask` a tenth of a second). Where the JSON shows less than a type knows, the
type says what by a dataclass of its own (`Answer` by `AnswerJson`).
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

_OPTIONAL = "optional"
_T = TypeVar("_T")
# What stands for each, and what is said where something else does; `True` is no whole number here.
_KINDS: Mapping[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "a text"),
    bool: ((bool,), "true or false"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    NoneType: ((NoneType,), "null"),
}


class NotOfTheContract(ValueError):
    """JSON that is not what a type says.

    Args:
        place: Where in it: `files.catalogue.sqlite.bytes`; empty for the whole.
        wanted: What should stand there: `a whole number`.
    """

    def __init__(self, place: str, wanted: str) -> None:
        super().__init__(f"{place or 'it'} must be {wanted}")
        self.place, self.wanted = place, wanted


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


def from_json(kind: type[_T], value: Any) -> _T:
    """A value of the contract, as JSON has it: what `as_json` was given.

    Strict: nothing is converted, but for lists, which become tuples where the type says so. Keys that the type does not know are
    passed over, since another version may have written them.

    Args:
        kind: A dataclass.
        value: What `json.loads` gives.

    Returns:
        An object of it.

    Raises:
        NotOfTheContract: It is of another form.
    """
    return _read(kind, value, "")  # type: ignore[no-any-return]


def _read(kind: Any, value: Any, place: str) -> Any:
    if kind in (Any, object):
        return value
    if kind in _KINDS:
        takes, wanted = _KINDS[kind]
        if type(value) not in takes:
            raise NotOfTheContract(place, wanted)
        return float(value) if kind is float else value
    if is_dataclass(kind):
        return _object(kind, value, place)
    if get_origin(kind) is UnionType:
        return _one_of(get_args(kind), value, place)
    if get_origin(kind) is dict:
        inner = get_args(kind)[1]
        return {key: _read(inner, each, _within(place, key)) for key, each in _of(dict, value, place).items()}
    return _list(kind, value, place)


def _object(kind: Any, value: Any, place: str) -> Any:
    """A dataclass; a field without a default must be there."""
    given, hints = _of(dict, value, place), get_type_hints(kind)
    for each in fields(kind):
        if each.name not in given and each.default is MISSING and each.default_factory is MISSING:
            raise NotOfTheContract(_within(place, each.name), "there")
    return kind(**{name: _read(hints[name], given[name], _within(place, name)) for name in hints if name in given})


def _one_of(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    wanted = []
    for kind in kinds:
        try:
            return _read(kind, value, place)
        except NotOfTheContract as error:
            wanted.append(error.wanted if error.place == place else str(error))
    raise NotOfTheContract(place, " or ".join(wanted))


def _list(kind: Any, value: Any, place: str) -> Any:
    """A list, a tuple of any length, or one of so many (a `NamedTuple` too)."""
    given = _of(list, value, place)
    named = list(get_type_hints(kind).values()) if hasattr(kind, "_fields") else None
    inner = named or [each for each in get_args(kind) if each is not ...]
    if len(inner) == 1 and not named:
        inner *= len(given)
    if len(inner) != len(given):
        raise NotOfTheContract(place, f"a list of {len(inner)}")
    read = [_read(one, each, _within(place, at)) for at, (one, each) in enumerate(zip(inner, given, strict=True))]
    return kind(*read) if named else (get_origin(kind) or kind)(read)


def _of(kind: type[_T], value: Any, place: str) -> _T:
    if not isinstance(value, kind):
        raise NotOfTheContract(place, "an object" if kind is dict else "a list")
    return value


def _within(place: str, name: object) -> str:
    return f"{place}.{name}" if place else str(name)
