"""Lays out the pages of the project for the generator: the same files, with chapters and links to the literature."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from literature import literature_page
from python_pages import python_pages

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "docs/**/*.md", "cases/*/README.md", "benchmarks/**/*.md")
FILES = ("LICENSE", "NOTICE", "docs/bibliography.bib", "docs/images/*", "docs/security/*.csv")
FENCE = re.compile(r"(^```.*?^```$|^<!--.*?-->$)", re.MULTILINE | re.DOTALL)
CITATION = re.compile(r"(?<!`)\[([A-Z][A-Za-z]+\d{4}[a-z]?|OFAC-FAQ|OFSI-Guidance)\](?![(_])")
LINK = re.compile(r"\]\((?!\w+:)([^)\s#]+)(#[^)\s]*)?\)")
HOME, INDEX = "index.md", "docs/README.md"
LITERATURE = "docs/reference/literature"
PYTHON = "docs/reference/python"


def stage_pages(target: Path, *, root: Path = ROOT) -> None:
    """Write everything that the generator reads into an empty folder."""
    shutil.rmtree(target, ignore_errors=True)
    chapters = chapters_of((root / INDEX).read_text(encoding="utf-8"))
    for page in _found(root, PAGES):
        place = page.relative_to(root).as_posix()
        head = "---\norphan: true\n---\n\n" if place == INDEX else ""
        _write(target / home_of(place), head + with_links(page.read_text(encoding="utf-8"), place))
    for file in _found(root, FILES):
        copy = target / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    _write(target / f"{LITERATURE}.rst", literature_page((root / "docs/bibliography.bib").read_text(encoding="utf-8")))
    _write_chapters(target, chapters)
    for name, text in python_pages().items():
        _write(target / PYTHON / name, text)


def home_of(place: str) -> str:
    """Where a page goes: the first page of the project is the first page of the site."""
    return HOME if place == "README.md" else place


def with_links(text: str, place: str) -> str:
    """Point links at where pages went, and citations at their entry in the literature.

    >>> with_links("As [Nash1950] says, in [all pages](../README.md).", "docs/explanation/deals.md")
    'As [[Nash1950]](../reference/literature.rst#nash1950) says, in [all pages](../README.md).'
    """
    literature = _relative(f"{LITERATURE}.rst", place)
    parts = FENCE.split(text)
    for at in range(0, len(parts), 2):
        cited = CITATION.sub(lambda m: f"[[{m[1]}]]({literature}#{m[1].lower()})", parts[at])
        parts[at] = LINK.sub(lambda m: f"]({_link(m[1], place)}{m[2] or ''})", cited)
    return "".join(parts)


def chapters_of(index: str) -> list[tuple[str, list[str]]]:
    r"""Chapters of the index with their pages, as paths from the folder of the documentation.

    >>> chapters_of("## Limits\n\n- [What not](what-not.md)\n- [Books](books.bib)\n")
    [('Limits', ['what-not.md'])]
    """
    chapters = []
    for chapter in re.split(r"^## ", index, flags=re.MULTILINE)[1:]:
        title, _, body = chapter.partition("\n")
        chapters.append((title.strip(), re.findall(r"^- \[[^\]]*\]\(([^)#]+\.md)\)", body, re.MULTILINE)))
    return chapters


def _write_chapters(target: Path, chapters: list[tuple[str, list[str]]]) -> None:
    names = []
    for title, pages in chapters:
        name = re.sub(r"\W+", "-", title.partition(":")[0].lower()).strip("-")
        entries = [f"/docs/{page.removesuffix('.md')}" for page in pages]
        if name == "reference":
            entries += [f"/{LITERATURE}", f"/{PYTHON}/index"]
        _write(target / "docs" / f"chapter-{name}.md", f"# {title}\n\n{_tree(entries)}")
        names.append(f"/docs/chapter-{name}")
    others = ["/CONTRIBUTING", *sorted(_documents(target, "cases")), *sorted(_documents(target, "benchmarks"))]
    _write(target / "docs/chapter-work.md", f"# Cases, measurements, contributing\n\n{_tree(others)}")
    home = target / HOME
    tree = _tree([*names, "/docs/chapter-work"], option=":hidden:")
    _write(home, home.read_text(encoding="utf-8") + "\n" + tree)


def _documents(target: Path, folder: str) -> Iterator[str]:
    for page in (target / folder).glob("**/*.md"):
        yield "/" + page.relative_to(target).with_suffix("").as_posix()


def _tree(entries: list[str], option: str = ":maxdepth: 1") -> str:
    return "\n".join(["```{toctree}", option, "", *entries, "```", ""])


def _link(path: str, place: str) -> str:
    aim = PurePosixPath(_normal(PurePosixPath(place).parent / path))
    return _relative(home_of(aim.as_posix()), place)


def _relative(aim: str, place: str) -> str:
    """Path from a page to a file, both from the root; written out because both paths are only names."""
    here, there = PurePosixPath(home_of(place)).parts[:-1], PurePosixPath(aim).parts
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "/".join([*[".."] * (len(here) - same), *there[same:]])


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _found(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
