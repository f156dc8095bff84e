"""Changes to XML that leave it well-formed, so that they reach what reads the elements."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

_MOST_ELEMENTS = 2_000  # of a part; larger ones are changed as bytes
_DEEPEST = 300
_VALUES = (
    "",
    "0",
    "-1",
    "1",
    "255",
    "1048577",
    "99999999999999999999",
    "1e999",
    "NaN",
    "x",
    "会员",
    "true",
    "../a",
    "#",
    "rId1",
)
Step = Callable[[list[Any], Random], None]


def mutate_tree(content: bytes, draw: Random) -> bytes | None:
    """Another document, one to eight steps away; None when this is no XML, or a large one."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    for _ in range(1 << draw.randrange(4)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        if len(elements) > _MOST_ELEMENTS:
            return None
        draw.choice(_STEPS)(elements, draw)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _below(elements: Sequence[Any], draw: Random) -> Any:
    """Any element but the root; the root itself when it is alone."""
    return draw.choice(elements[1:] or elements)


def _drop(elements: list[Any], draw: Random) -> None:
    element = _below(elements, draw)
    if element.getparent() is not None:
        element.getparent().remove(element)


def _copy(elements: list[Any], draw: Random) -> None:
    draw.choice(elements).append(deepcopy(_below(elements, draw)))


def _nest(elements: list[Any], draw: Random) -> None:
    """An element in copies of itself, to some depth."""
    element = _below(elements, draw)
    for _ in range(draw.choice((1, 2, _DEEPEST))):
        inner = etree.SubElement(element, element.tag, dict(element.attrib))
        inner.text = element.text
        element = inner


def _move(elements: list[Any], draw: Random) -> None:
    element, target = _below(elements, draw), draw.choice(elements)
    if element.getparent() is not None and element not in (target, *target.iterancestors()):
        target.insert(draw.randrange(len(target) + 1), element)


def _rename(elements: list[Any], draw: Random) -> None:
    draw.choice(elements).tag = draw.choice(elements).tag


def _set_value(elements: list[Any], draw: Random) -> None:
    owners = [element for element in elements if element.attrib]
    if owners:
        owner, other = draw.choice(owners), draw.choice(owners)
        name = draw.choice(list(owner.attrib))
        owner.set(name, draw.choice((*_VALUES, *other.attrib.values())))


def _drop_attribute(elements: list[Any], draw: Random) -> None:
    owners = [element for element in elements if element.attrib]
    if owners:
        owner = draw.choice(owners)
        del owner.attrib[draw.choice(list(owner.attrib))]


def _take_attribute(elements: list[Any], draw: Random) -> None:
    owners = [element for element in elements if element.attrib]
    if owners:
        name, value = draw.choice(list(draw.choice(owners).attrib.items()))
        draw.choice(elements).set(name, value)


def _set_text(elements: list[Any], draw: Random) -> None:
    element = draw.choice(elements)
    element.text = draw.choice((*_VALUES, None, element.tail))
    element.tail = draw.choice((element.tail, element.text))


_STEPS: tuple[Step, ...] = (
    _drop, _copy, _nest, _move, _rename, _set_value, _set_value, _drop_attribute, _take_attribute, _set_text,
)  # fmt: skip
