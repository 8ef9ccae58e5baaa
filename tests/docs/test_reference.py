"""Every verb, option, exit code, field and term is documented, and nothing else is."""

from __future__ import annotations

import csv
import re

import pytest

from detente.case import DetenteError, Origin, Role, Stance, State
from detente.case import errors as case_errors
from detente.record import entry_kinds
from docs.pages import FENCE, ROOT, anchors, headings

FIELD_TABLES = sorted((ROOT / "src/detente/casefile/fields").glob("*.csv"))
VERBS = (
    "new",
    "check",
    "schema",
    "assess",
    "compare",
    "deals",
    "durability",
    "formula",
    "design",
    "roadmap",
    "positions",
    "review",
    "stability",
    "energy",
    "precedents",
    "signals",
    "gates",
    "ownership",
    "screen",
    "economy CASE",
    "economy solve",
    "economy coalition",
    "baseline build",
    "baseline check",
    "baseline describe",
    "record key",
    "record init",
    "record append",
    "record policy",
    "record verify",
    "record export",
    "record prove",
    "record witness",
    "record attach",
    "record open",
    "record erase",
    "record backup",
    "record move",
    "record restore",
    "record schema",
    "serve",
)
TERMS = [
    "party",
    "element",
    "option",
    "package",
    "claim",
    "stance",
    "red-line",
    "reservation-value",
    "disagreement-point",
    "world",
    "share-of-worlds",
    "weight",
    "value",
    "stake",
    "break-even-stake",
    "obligation",
    "gate",
    "phase",
    "snapback",
    "escrow",
    "attestation",
    "margin",
    "withhold",
    "exit",
    "reverse",
    "seize",
    "hybrid",
    "frontier",
    "nash-solution",
    "kalai-smorodinsky-solution",
    "egalitarian-solution",
    "linkage",
    "set-valued-acceptance",
    "anchors",
    "influence",
    "rule",
    "voice",
    "ratify",
    "told-preference",
    "epsilon-frontier",
    "coverage",
    "rank-acceptability",
    "central-weights",
    "value-of-asking",
    "bridging",
    "logrolling",
    "regret",
    "leverage",
    "record",
    "entry",
    "head",
    "witness",
    "sealed-entry",
    "licence",
    "lead-time",
    "standing-on-a-day",
    "ownership-rule",
    "screening",
    "skeleton",
    "norm",
]


def page(path: str) -> str:
    return (ROOT / "docs" / path).read_text(encoding="utf-8")


def section(verb: str) -> str:
    text = page("reference/cli.md")
    found = re.search(rf"^## detente {verb}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference/cli.md has no section on detente {verb}"
    return found[1]


def test_every_verb_has_a_section_and_every_section_a_verb(detente):
    documented = [
        h.removeprefix("detente ") for h in headings(ROOT / "docs/reference/cli.md") if h.startswith("detente ")
    ]
    assert sorted(documented) == sorted(VERBS)
    commands = detente("--help").out.partition("Commands:")[2]
    listed = re.findall(r"^  ([a-z]+)  ", commands, re.MULTILINE)
    assert set(listed) == {verb.split()[0] for verb in VERBS}


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_is_documented_and_no_other(detente, verb):
    offered = set(re.findall(r"(?<![\w-])--[a-z]+", detente(*verb.split(), "--help").out)) - {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z]+", section(verb))) == offered


def test_the_readme_shows_every_verb():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [verb for verb in VERBS if f"`detente {verb} " not in readme and f"`detente {verb}`" not in readme] == []


def test_every_exit_code_and_its_error_are_documented():
    text = page("reference/exit-codes.md")
    kinds = [k for k in vars(case_errors).values() if isinstance(k, type) and issubclass(k, DetenteError)]
    rows = dict(re.findall(r"^\| (\d+) \| `?(\w+)`? \|", text, re.MULTILINE))
    # A fault of the program and an interruption have codes without an error of ours.
    assert set(rows) == {"0", "1", "130"} | {str(kind.exit_code) for kind in kinds}
    named = {kind.__name__: str(kind.exit_code) for kind in kinds}
    assert [code for code, name in rows.items() if named.get(name, code) != code] == []
    assert {rows[str(kind.exit_code)] for kind in kinds} <= set(named)


@pytest.mark.parametrize("table", FIELD_TABLES, ids=lambda path: path.stem)
def test_every_field_is_documented(table):
    text = page("reference/case-format.md")
    with table.open(encoding="utf-8", newline="") as lines:
        fields = [row["field"] for row in csv.DictReader(lines)]
    assert fields
    assert [field for field in fields if f"`{field}`" not in text and f"`{field.split('.')[-1]}`" not in text] == []


def test_every_kind_of_entry_and_its_fields_are_documented():
    lines = page("reference/record-entries.md").splitlines()
    rows = [
        f"| `{field.name}` | {field.type.replace('|', ', ').replace(':', ': ')} | "
        f"{'yes' if field.required else 'no'} | {field.description} |"
        for fields in entry_kinds().values()
        for field in fields.values()
    ]
    assert [kind for kind in entry_kinds() if f"## {kind}" not in lines] == []
    assert [line for line in lines if line.startswith("| `")] == rows


def test_the_glossary_has_every_term():
    assert [term for term in TERMS if term not in anchors(ROOT / "docs/reference/glossary.md")] == []


@pytest.mark.parametrize("words", [Stance, Role, State, Origin], ids=lambda words: words.__name__)
def test_the_glossary_has_every_word_of_a_closed_list(words):
    text = page("reference/glossary.md")
    assert [word.value for word in words if not re.search(rf"[*`]{word.value}[*`]", text)] == []


def test_every_stance_is_in_the_table_of_constraints():
    rows = "\n".join(line for line in page("explanation/preferences.md").splitlines() if line.startswith("| "))
    assert [stance.value for stance in Stance if stance.value not in rows] == []


# Pages of figures, whose text says what is off; and closed forms, of which each prints its own limits.
WITHOUT_LIMITS = {"closed-forms", "economy-validation", "energy-validation", "measurements", "validation", "way-up"}
EXPLANATIONS = sorted((ROOT / "docs/explanation").glob("*.md"))


@pytest.mark.parametrize("path", EXPLANATIONS, ids=lambda path: path.stem)
def test_every_page_of_explanation_says_where_its_limits_are(path):
    said = any("limit" in heading.lower() for heading in headings(path))
    assert said is (path.stem not in WITHOUT_LIMITS)


@pytest.mark.parametrize("path", EXPLANATIONS, ids=lambda path: path.stem)
def test_a_page_has_one_title(path):
    assert len(re.findall(r"^# .+$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)) == 1
