"""The rest of chapter 4, continued: parts of the package alone, who depends on whom, who means it."""

from __future__ import annotations

from dataclasses import replace

from detente.durability.prospects import Link, PartyTrust, Prospects, Variant
from detente.plots import Names, count_words, interval, of_100, two_digits
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, number
from detente.report.durability_words import KINDS, LEAST_TOLD, link_character, telling_links, variant_row
from detente.report.lookups import joined

MOST_LINKS = 10


def parts_exhibit(found: Prospects, names: Names) -> Exhibit | None:
    """The package beside its economic and its security part; nothing where it has neither."""
    if len(found.variants) < 2 or all(v.signing_share is None for v in found.variants[1:]):
        return None
    rows = tuple(_variant_cells(v, names) for v in found.variants)
    known = [v for v in found.variants if v.signed_and_held_share is not None]
    title = "Whether the package or a part of it would be signed and hold is unknown"
    if known:
        best = max(known, key=lambda v: v.signed_and_held_share or 0.0)
        title = f"Signed and held most often: {best.name}, in {of_100(best.signed_and_held_share or 0.0)} of 100 worlds"
    head = ("Package", "Sign", "Hold once signed", "Sign and hold", "First to gain from breaking, or why unknown")
    return Exhibit(
        key="parts",
        kind="The whole and its parts",
        title=title,
        sub="Worlds of 100; what a part leaves out stays as it is today",
        tables=(Table("The package, its economic part alone, its security part alone", head, rows),),
        source="Source: this assessment. Which element is economic or security is the author's reading; others count "
        "in the whole alone.",
    )


def _variant_cells(variant: Variant, names: Names) -> tuple[Cell, ...]:
    words, *shares, first = variant_row(variant, names)
    return (Cell(words), *(UNKNOWN if s == "unknown" else number(s) for s in shares), Cell(first))


def links_exhibit(found: Prospects, names: Names) -> Exhibit | None:
    """Who could cut which link, and what that would do to both."""
    shown = telling_links(found.links, MOST_LINKS)
    if not found.links:
        return None
    inviting = sum(x.hold_up_share > 0.5 for x in found.links)
    deterring = sum(x.deters_share > 0.5 for x in found.links)
    head = ("Link", "Who can cut it", "Who would feel it", "Worth to the other", "Worth to the holder", "Character")
    table = Table("Links by leverage, USD bn a year", head, tuple(_link_row(x, names) for x in shown))
    everything = Table("All links, USD bn a year", head, tuple(_link_row(x, names) for x in found.links))
    return Exhibit(
        key="dependence",
        kind="Dependence",
        title=f"Of {count_words(len(found.links), 'link')} between two parties, {deterring} deter the one who could "
        f"cut, {inviting} invite hold-up",
        sub="Money that each would lose a year if the element went back to no deal; most leverage first",
        tables=(table,) if shown else (),
        folded=(everything,) if len(found.links) > len(shown) else (),
        source="Source: this assessment. Cost of conflict and politics are left out; who owes an obligation of the "
        "element can cut it.",
        notes=(
            Note(
                "How to read",
                "Deters: who cuts loses too. Lopsided: both lose, the other more, which gives leverage. Invites "
                "hold-up: who cuts loses nothing and the other does, the more so after sunk cost.",
            ),
        ),
    )


def _link_row(link: Link, names: Names) -> tuple[Cell, ...]:
    sunk = f"sunk cost {two_digits(link.sunk_usd_bn)}" if link.sunk_usd_bn > 0 else ""
    return (
        Cell(names.element(link.element), small=KINDS[link.kind]),
        Cell(names.party(link.holder).name),
        Cell(names.party(link.other).name, small=sunk),
        number(interval(link.loss_to_other)),
        number(interval(link.loss_to_holder)),
        Cell(link_character(link).partition(":")[0], small=link_character(link).partition(":")[2].strip()),
    )


def trust_exhibit(found: Prospects, names: Names) -> Exhibit | None:
    """What the steps of each obliged party would tell of whether it means it."""
    shown = [t for t in found.trust if t.would_break_in]
    if not shown:
        return None
    telling = sum(any(s.separates_share >= LEAST_TOLD for s in t.steps) for t in shown)
    title = "No step of anyone would be refused by one who only pretends, in 5 of 100 worlds or more"
    if telling:
        title = f"{count_words(telling, 'party has', 'parties have')} a step that one who only pretends would refuse"
    head = (
        "Party",
        "Where a pretender would break openly",
        "Telling steps",
        "Means it: before",
        "After words",
        "After steps",
    )
    exhibit = Exhibit(
        key="trust",
        kind="Who means it",
        title=title,
        sub="A pretender breaks openly at the moment that costs it least; worlds of 100",
        tables=(Table("What steps tell", head, tuple(_trust_row(t, names) for t in shown)),),
        source="Source: this assessment; probabilities rest on the prior, the rate of slips and the weight of words "
        "that the case assumes. "
        + " ".join(dict.fromkeys(t.reason for t in shown if t.reason and t.prior is not None)),
    )
    silent = [t for t in shown if t.prior is None]
    if not silent:
        return exhibit
    why = "No probability is given where the case states no prior (p_genuine) or no rate of slips (trust, p_slip)."
    return replace(exhibit, source=f"{exhibit.source} {why}")


def _trust_row(trust: PartyTrust, names: Names) -> tuple[Cell, ...]:
    moments = [f"{names.phase(p)} {of_100(s)}" for p, s in trust.would_break_in.items() if s >= LEAST_TOLD]
    rest = 1 - sum(trust.would_break_in.values())
    steps = [f"{s.obligation} ({of_100(s.separates_share)})" for s in trust.steps if s.separates_share >= LEAST_TOLD]
    after = trust.beliefs[-1].if_taken if trust.beliefs else None
    return (
        Cell(names.party(trust.party).name),
        Cell("; ".join([*moments, f"after all steps {of_100(rest)}"])),
        Cell(joined(steps, 6) or "none"),
        *(UNKNOWN if q is None else number(two_digits(q.median)) for q in (trust.prior, trust.after_words, after)),
    )
