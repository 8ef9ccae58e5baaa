"""What must hold of the rules that bind packages."""

from __future__ import annotations

from detente.casefile.draft import Draft
from detente.casefile.records import Record


def check_package_rules(draft: Draft) -> None:
    """Hold rules against elements, against one another, and named packages against rules."""
    owner = {o.get("id"): e.get("id") for e in draft.listed("elements") for o in e.nested("options")}
    first: dict[tuple[str, str], Record] = {}
    for rule in draft.listed("rules"):
        option, other = rule.get("option"), rule.get("other")
        if option not in owner or other not in owner:
            continue
        before = first.setdefault((option, other), rule)
        if owner[option] == owner[other]:
            what = f"rule {rule.get('id')} is about two options of {owner[option]}, of which a package holds one only."
            rule.note("other", what, "Name an option of another element, or delete the rule.")
        elif before is not rule:
            what = f"rule {rule.get('id')} is about the same two options as rule {before.get('id')}."
            rule.note("option", what, "Keep one of the two.")
        else:
            _check_packages(draft, rule, owner[other])


def _check_packages(draft: Draft, rule: Record, element: str) -> None:
    option, other, kind = rule.get("option"), rule.get("other"), rule.get("kind")
    for package in draft.listed("packages"):
        choices = package.get("choices") or {}
        if option not in choices.values() or choices.get(element) is None:
            continue
        if (choices[element] == other) == (kind == "excludes"):
            what = f"package {package.get('id')} holds {option}, which {kind} {other} by rule {rule.get('id')}"
            what += "." if kind == "excludes" else f", and holds {choices[element]}."
            package.note(f"choices.{element}", what, "Change the choice, or delete the rule if a text may break it.")
