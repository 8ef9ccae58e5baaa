"""Elements of an XML file by their names alone, whatever their namespace."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def local(tag: str) -> str:
    """The name of an element without its namespace.

    Examples
    --------
    >>> local("{urn:list}entry"), local("entry")
    ('entry', 'entry')
    """
    return tag.rpartition("}")[2]


def every(element: Element, *names: str) -> list[Element]:
    """Elements at the end of a path of names."""
    found = [element]
    for name in names:
        found = [child for parent in found for child in parent if local(child.tag) == name]
    return found


def anywhere(element: Element, name: str) -> list[str]:
    """Texts of all elements of a name, however deep."""
    return [found.text or "" for found in element.iter() if local(found.tag) == name]


def texts(element: Element, *names: str) -> list[str]:
    """Texts at the end of a path of names."""
    return [found.text or "" for found in every(element, *names)]


def first(element: Element, *names: str) -> str:
    """The first text at the end of a path of names, empty when there is none."""
    return next(iter(texts(element, *names)), "").strip()


def joined(element: Element, *names: str) -> str:
    """Texts of several children in one line."""
    return " ".join(part for name in names if (part := first(element, name)))
