"""Pages of the Python interface: one for each folder's face, filled from docstrings by the generator."""

from __future__ import annotations

import importlib
import inspect
from pkgutil import walk_packages
from types import ModuleType

import detente

FRONT_DOORS = ("detente.cli", "detente.portal")


def faces() -> list[ModuleType]:
    """Folders that export something, but for the two front doors, which are no interface for programs."""
    found = sorted(package.name for package in walk_packages(detente.__path__, "detente.") if package.ispkg)
    modules = (importlib.import_module(name) for name in found if not name.startswith(FRONT_DOORS))
    return [module for module in modules if hasattr(module, "__all__")]


def python_pages() -> dict[str, str]:
    """Text of every page by its name: the index, and one page for each face."""
    modules = faces()
    # What two faces export is described once, on the page of the folder that is nearer to it.
    homes = {id(getattr(module, name)): module.__name__ for module in modules for name in module.__all__}
    pages = {f"{module.__name__}.md": face_page(module, homes) for module in modules}
    rows = [f"- [{module.__name__}]({module.__name__}.md): {first_line(module)}" for module in modules]
    tree = ["```{toctree}", ":hidden:", "", *[module.__name__ for module in modules], "```"]
    head = ["# Python interface", "", "What each folder offers to the others, out of the docstrings.", ""]
    return {"index.md": "\n".join([*head, *rows, "", *tree, ""])} | pages


def face_page(module: ModuleType, homes: dict[int, str]) -> str:
    """Directives for everything that a face exports, functions and classes first, then values by name alone."""
    lines = [f"# {module.__name__}", "", first_line(module), "", "```{eval-rst}", f".. module:: {module.__name__}", ""]
    values = []
    for name in sorted(module.__all__, key=str.lower):
        thing = getattr(module, name)
        if homes[id(thing)] != module.__name__ and callable(thing):
            lines += [f"``{name}``: see :mod:`{homes[id(thing)]}`.", ""]
        elif inspect.isclass(thing):
            lines += [f".. autoclass:: {module.__name__}.{name}", "   :members:", ""]
        elif inspect.isroutine(thing):
            lines += [f".. autofunction:: {module.__name__}.{name}", ""]
        else:
            values.append(f"``{name}``")
    if values:
        lines += ["Values and types: " + ", ".join(values) + ".", ""]
    return "\n".join([*lines, "```", ""])


def first_line(module: ModuleType) -> str:
    """Return the question that a folder answers."""
    return (module.__doc__ or "").strip().partition("\n")[0]
