"""Who would sign which package, and what few changes help, for the terminal."""

from __future__ import annotations

from detente.case import Case
from detente.cli.tables import as_table
from detente.deals import Change, Deals, NearPackage, PackageResult, PartyAcceptance
from detente.plots import Names, count_words, of_100, range_of_100


def shares_of(deals: Deals) -> str:
    """Shares of worlds in which all whose signature a package needs would sign it."""
    rows = []
    for package in deals.packages:
        as_is, surely, possibly = (
            float(joint.mean()) for joint in (package.joint_as_is, package.joint_surely, package.joint_possibly)
        )
        rows.append((package.title, of_100(as_is), range_of_100(surely, possibly)))
    title = "All required would sign, of 100 worlds drawn (range: from the worst to the best of what is not named)"
    return as_table(title, ("package", "as it is", "range"), rows)


def parties_of(package: PackageResult, case: Case, deals: Deals, names: Names) -> str:
    """Acceptance party by party: those that sign, then the others that were heard on what the package changes."""
    heard = _heard_outside(package, deals)
    signing = [p for p in package.parties if p.party in package.signatories]
    others = [p for p in package.parties if p.party in heard]
    rows = [
        (
            names.party(p.party).name,
            _signature(p, package, case, names),
            of_100(p.as_is),
            range_of_100(p.surely, p.possibly),
            p.basis,
        )
        for p in [*signing, *others]
    ]
    header = ("party", "signs", "as it is", "range", "judged on")
    table = as_table(f"{package.title}: who would accept it, of 100 worlds drawn", header, rows)
    unheard = len(package.parties) - len(rows)
    return f"{table}\nnot heard on it: {count_words(unheard, 'party', 'parties')}" if unheard else table


def _heard_outside(package: PackageResult, deals: Deals) -> set[str]:
    """Parties that need not sign and of which something is known; of the others the draws hold priors alone."""
    found = next((a for a in deals.advice.allies if a.package == package.id), None) if deals.advice else None
    return {outsider.party for outsider in found.outsiders if outsider.heard} if found else set()


def _signature(party: PartyAcceptance, package: PackageResult, case: Case, names: Names) -> str:
    if party.required:
        return "yes"
    if party.party in package.signatories:
        return f"ratifies for {names.party(case.party(party.party).voice_of).name}"
    return "no"


def best_of_few_changes(deals: Deals, names: Names) -> str:
    """The best package within one, two and three changes of each, as far as changes help."""
    lines = []
    for package in deals.packages:
        found = _helpful(package)
        if found:
            lines.append(f"  {package.title}, {of_100(float(package.joint_as_is.mean()))} as it is")
        for near in found:
            changes = "; ".join(change_in_words(change, names) for change in near.changes)
            count = count_words(len(near.changes), "change")
            lines.append(f"    {of_100(near.joint_as_is)} with {count} ({near.proof}): {changes}")
    return "\n".join(["Best with few changes, of 100 worlds drawn", *lines]) if lines else ""


def change_in_words(change: Change, names: Names) -> str:
    """An element and the option to which it moves."""
    return f"{names.element(change.element)}: {names.option(change.element, change.after)}"


def _helpful(package: PackageResult) -> list[NearPackage]:
    """Near packages that change something and raise the share further than the ones before."""
    best, kept = float(package.joint_as_is.mean()), []
    for near in package.near:
        if near.changes and near.joint_as_is > best:
            kept.append(near)
            best = near.joint_as_is
    return kept
