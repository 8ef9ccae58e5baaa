"""Reading the pages: which there are, their anchors and links, and the snippets that tests run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUNNABLE = re.compile(
    r"^<!-- (?:runnable(?:: exit (?P<code>\d)|: with (?P<quick>[^>]+))?|saved: (?P<saved>[\w./-]+)) -->\n"
    r"```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
MARKS = ("<!-- runnable", "<!-- not run: ", "<!-- saved: ")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CITATION = re.compile(r"\[([A-Z][A-Za-z]+\d{4}[a-z]?)\]")


@dataclass(frozen=True)
class Snippet:
    """A fenced block below a mark: run or saved under a name.

    `code` is the exit code of its last command; `quick` are options that make commands short enough for a test.
    """

    page: Path
    language: str
    text: str
    code: int
    saved: str = ""
    quick: tuple[str, ...] = ()


def pages() -> list[Path]:
    """All pages of the project, those of the cases included."""
    folders = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changelog.d/*.md")]
    return sorted([*folders, *ROOT.glob("cases/*/*.md"), *ROOT.glob("benchmarks/**/*.md")])


def name(page: Path) -> str:
    """Path of a page as a reader of the project writes it."""
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """Text of a page without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def headings(page: Path) -> list[str]:
    """Headings of a page, without their marks."""
    return re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Anchors that headings of a page make: lower case, no punctuation, hyphens for spaces."""
    plain = (re.sub(r"[^\w\- ]", "", h.lower()) for h in headings(page))
    return {h.strip().replace(" ", "-") for h in plain}


def links(page: Path) -> Iterator[str]:
    """Targets of relative links."""
    for target in LINK.findall(prose(page)):
        if not re.match(r"[a-z]+:", target):
            yield target


def snippets(page: Path) -> list[Snippet]:
    """Runnable snippets of a page, in order."""
    found = RUNNABLE.finditer(page.read_text(encoding="utf-8"))
    return [
        Snippet(
            page, m["language"], m["text"], int(m["code"] or 0), m["saved"] or "", tuple((m["quick"] or "").split())
        )
        for m in found
    ]


def unmarked_commands(page: Path) -> list[str]:
    """First lines of blocks with commands that are neither run, nor saved, nor said not to be run."""
    text = page.read_text(encoding="utf-8")
    commands = re.compile(r"^(?:\$ |(?:detente|make|pip) )", re.MULTILINE)
    found = []
    for fence in FENCE.finditer(text):
        above = text[: fence.start()].rstrip("\n").rpartition("\n")[2]
        if fence[1] in {"", "console", "bash", "sh"} and commands.search(fence[2]) and not above.startswith(MARKS):
            found.append(fence[2].partition("\n")[0])
    return found
