"""Settings of Sphinx: plain, offline, and strict (docs/adr/0016-the-site.md)."""

from __future__ import annotations

from navigation import Titles
from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, NumpyDocstring

from detente import __version__

project = "Detente"
author = "the authors of Detente"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
# Not all of the literature is cited on pages; and words such as "regions" in the description of an argument are words.
suppress_warnings = ["ref.citation", "ref.python"]
root_doc = "index"
myst_heading_anchors = 6
highlight_language = "none"
default_role = "code"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 90
add_module_names = False
html_theme = "furo"
html_title = "Detente"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_permalinks_icon = "#"


def setup(app: Sphinx) -> None:
    """Docstrings are in the style of NumPy, but the text of a property is text: its colons mean what colons mean."""

    def render(_: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
        if what not in {"attribute", "property"}:
            lines[:] = str(NumpyDocstring(list(lines), Config(napoleon_use_rtype=False), None, what)).splitlines()

    titles = Titles()
    app.connect("autodoc-process-docstring", render)
    app.connect("write-started", titles.read)
    # Before the theme, which asks for the tree at the usual priority.
    app.connect("html-page-context", titles.offer, priority=400)
