"""A sheet of vector ink: text, bars and marks in the colours of the design tokens.

Every colour is written as ``var(--token, #hex)``: inside the report it follows light, dark and print,
and the same drawing still works in a file of its own. All text is escaped here, in one place.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace

from detente.plots.lettering import fit_lines

WIDE = 744
NARROW = 358

TOKENS = {
    "page": "#FBFBF8",
    "panel": "#F1F2EE",
    "ink": "#15191D",
    "ink-2": "#3B444C",
    "ink-3": "#59636C",
    "mark": "#7B858D",
    "rule": "#CBD0D3",
    "grid": "#E4E6E5",
    "pos": "#1F6299",
    "neg": "#A84A08",
    "pos-tint": "#DCE8F3",
    "neg-tint": "#F8E6D6",
    "pos-mid": "#8FB4D6",
    "neg-mid": "#DDA577",
    "party-a": "#4A3A94",
    "party-a-on": "#FFFFFF",
    "party-b": "#0B7A73",
    "party-b-on": "#FFFFFF",
    "party-c": "#A98A0C",
    "party-c-on": "#15191D",
    "party-d": "#5E2038",
    "party-d-on": "#FFFFFF",
    "party-other": "#5D6A75",
    "party-other-on": "#FFFFFF",
    "hatch": "#A9B1B6",
}


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set: token, weight, size and which end stands at the given place."""

    fill: str = "ink-2"
    weight: int = 400
    size: int = 13
    anchor: str = "start"
    halo: bool = False

    def at(self, anchor: str) -> Type:
        """The same lettering, anchored at start, middle or end."""
        return replace(self, anchor=anchor)


LABEL = Type()
STRONG = Type(fill="ink", weight=600)
QUIET = Type(fill="ink-3")
OVER = Type(fill="ink", halo=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a figure is called and how wide it is drawn; `key` keeps ids apart within one page."""

    key: str
    title: str
    description: str
    width: int = WIDE

    @property
    def narrow(self) -> bool:
        """Whether the drawing is for a phone."""
        return self.width < 500


def colour(token: str) -> str:
    """The token as a colour that follows the theme, with its light value to fall back on."""
    return token if token in ("none", "transparent") else f"var(--{token},{TOKENS[token]})"


def escape(text: object) -> str:
    """Make any text safe inside an element or an attribute."""
    return html.escape("".join(c for c in str(text) if c in "\t\n" or c >= " "), quote=True)


@dataclass(slots=True)
class Sheet:
    """One drawing under way. Lengths are in CSS pixels; nothing smaller than 13 px is lettered."""

    frame: Frame
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, style: Type = LABEL) -> None:
        """Set one line of words with its baseline at `y`."""
        halo = f' paint-order="stroke" stroke="{colour("page")}" stroke-width="4"' if style.halo else ""
        anchor = "" if style.anchor == "start" else f' text-anchor="{style.anchor}"'
        weight = "" if style.weight == 400 else f' font-weight="{style.weight}"'
        size = "" if style.size == 13 else f' font-size="{style.size}"'
        fill = f' fill="{colour(style.fill)}"'
        self.parts.append(f'<text x="{x:.4g}" y="{y:.5g}"{anchor}{weight}{size}{fill}{halo}>{escape(words)}</text>')

    def lines(self, place: tuple[float, float], words: str, width: float, style: Type = LABEL, most: int = 2) -> int:
        """Set words over at most `most` lines of `width`, and say how many lines were used."""
        rows = fit_lines(words, width, style.size, most)
        for k, row in enumerate(rows):
            self.text(place[0], place[1] + k * (style.size + 3), row, style)
        return len(rows)

    def bar(self, x: float, y: float, size: tuple[float, float], fill: str, edge: str = "") -> None:
        """Draw a filled box, with an edge if a token is named (`dash:token` for a dashed one)."""
        self.parts.append(f'<rect x="{x:.5g}" y="{y:.5g}" {_size(size)} fill="{colour(fill)}"{_edge(edge)}/>')

    def hatch(self, x: float, y: float, size: tuple[float, float], edge: str = "dash:mark") -> None:
        """Draw a hatched box: something is unknown or open here."""
        fill = f"url(#{escape(self.frame.key)}-hatch)"
        self.parts.append(f'<rect x="{x:.5g}" y="{y:.5g}" {_size(size)} fill="{fill}"{_edge(edge)}/>')

    def line(self, start: tuple[float, float], end: tuple[float, float], token: str = "grid", width: float = 1) -> None:
        """Draw a straight line."""
        place = f'x1="{start[0]:.5g}" y1="{start[1]:.5g}" x2="{end[0]:.5g}" y2="{end[1]:.5g}"'
        self.parts.append(f'<line {place} stroke="{colour(token)}" stroke-width="{width:g}"/>')

    def disc(self, x: float, y: float, radius: float, fill: str, edge: str = "") -> None:
        """Draw a disc."""
        self.parts.append(f'<circle cx="{x:.5g}" cy="{y:.5g}" r="{radius:g}" fill="{colour(fill)}"{_edge(edge)}/>')

    def path(self, d: str, fill: str = "none", edge: str = "") -> None:
        """Draw a path given by its coordinates."""
        self.parts.append(f'<path d="{d}" fill="{colour(fill)}"{_edge(edge)}/>')

    def stroke(self, d: str, token: str, width: float = 2, dashes: str = "") -> None:
        """Draw a line along a path; `dashes` as SVG writes them, such as ``4 3``."""
        pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.parts.append(f'<path d="{d}" fill="none" stroke="{colour(token)}" stroke-width="{width:.4g}"{pattern}/>')

    def veil(self, d: str, token: str, opacity: float) -> None:
        """Fill a closed path so that what lies below shows through: the band of a fan."""
        self.parts.append(f'<path d="{d}" fill="{colour(token)}" fill-opacity="{opacity:g}"/>')

    def finish(self, height: float) -> str:
        """Close the drawing at a height, with its title, its description and its hatch."""
        frame, key = self.frame, escape(self.frame.key)
        pattern = (
            f'<defs><pattern id="{key}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{colour("page")}"/>'
            f'<path d="M0 0V6" stroke="{colour("hatch")}" stroke-width="2.2"/></pattern></defs>'
        )
        body = "".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {height:g}" role="img" '
            f'aria-labelledby="{key}-t {key}-d" font-family="var(--font,sans-serif)" font-size="13">'
            f'<title id="{key}-t">{escape(frame.title)}</title><desc id="{key}-d">{escape(frame.description)}</desc>'
            f"{pattern if 'hatch)' in body else ''}{body}</svg>"
        )


def _size(size: tuple[float, float]) -> str:
    return f'width="{max(size[0], 0):.5g}" height="{max(size[1], 0):.5g}"'


def _edge(edge: str) -> str:
    """Attributes of an outline; `dash:` marks what is hedged, open or unknown."""
    if not edge:
        return ""
    token = edge.removeprefix("dash:")
    dashes = ' stroke-dasharray="3 3"' if edge != token else ""
    return f' stroke="{colour(token)}" stroke-width="1.5"{dashes}'
