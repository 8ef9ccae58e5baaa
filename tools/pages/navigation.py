"""The tree of all pages beside each page: out of titles alone, or each page would cost a copy of every heading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from docutils.nodes import Element
from sphinx import addnodes
from sphinx.application import Sphinx


@dataclass
class Titles:
    """Title and sub-trees of each page, read once when all pages are known."""

    pages: dict[str, Element] = field(default_factory=dict)

    def read(self, app: Sphinx, _: object) -> None:
        """Keep of each page's contents what a tree of titles shows."""
        self.pages = {page: with_title_only(contents) for page, contents in app.env.tocs.items()}

    def offer(self, app: Sphinx, page: str, template: str, context: dict[str, Any], document: object) -> None:
        """Have the theme's tree made out of titles; the list of a page's own headings is made already."""
        whole = context.get("toctree")
        if whole is None:
            return

        def tree(**options: Any) -> str:
            contents = app.env.tocs
            if options.get("titles_only"):
                app.env.tocs = cast("Any", self.pages)
            try:
                return cast("str", whole(**options))
            finally:
                app.env.tocs = contents

        context["toctree"] = tree


def with_title_only(contents: Element) -> Element:
    """A copy of a page's contents as the generator itself cuts them: headings go, trees of other pages stay.

    >>> from docutils.nodes import bullet_list, list_item, paragraph
    >>> entry = list_item("", paragraph(), bullet_list("", list_item(), addnodes.toctree()))
    >>> with_title_only(bullet_list("", entry, list_item("", paragraph(), bullet_list()))).pformat().split()
    ['<bullet_list>', '<list_item>', '<paragraph>', '<bullet_list>', '<toctree>', '<list_item>', '<paragraph>']
    """
    kept = contents.deepcopy()
    for entry in kept.children:
        if isinstance(entry, Element) and len(entry) > 1:
            trees = list(entry.findall(addnodes.toctree))
            if trees:
                cast("Element", entry[1])[:] = trees
            else:
                entry.pop(1)
    return kept
