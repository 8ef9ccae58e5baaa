"""Every link leads somewhere, and every citation to an entry of the bibliography."""

from __future__ import annotations

import re

import pytest

from docs.pages import CITATION, ROOT, anchors, links, name, pages

BIBLIOGRAPHY = set(re.findall(r"@\w+\{(\w+),", (ROOT / "docs/bibliography.bib").read_text(encoding="utf-8")))
SOURCES = sorted((ROOT / "src").rglob("*.py"))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_relative_links_resolve(page):
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


def test_every_page_of_the_docs_is_reached_from_the_index():
    index = ROOT / "docs/README.md"
    reached = {(index.parent / link).resolve() for link in links(index)}
    assert [name(p) for p in pages() if ROOT / "docs" in p.parents and p != index and p not in reached] == []


def test_citations_in_pages_and_docstrings_are_in_the_bibliography():
    in_pages = {key for page in pages() for key in CITATION.findall(page.read_text(encoding="utf-8"))}
    in_source = {key for path in SOURCES for key in re.findall(r"\[(\w+\d{4}\w?)\]_", path.read_text(encoding="utf-8"))}
    assert (in_pages | in_source) - BIBLIOGRAPHY == set()


def test_the_bibliography_holds_only_what_is_cited():
    everything = [*pages(), *SOURCES]
    text = "\n".join(path.read_text(encoding="utf-8") for path in everything)
    assert sorted(key for key in BIBLIOGRAPHY if f"[{key}]" not in text) == []
