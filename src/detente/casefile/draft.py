"""A case folder read file by file, before its parts are held against one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from detente.case import CaseError, Holdings, OwnBaseline, OwnNetwork
from detente.casefile.conflict import conflict_record
from detente.casefile.files import read_text, shown_path
from detente.casefile.own_baseline import read_own_baseline
from detente.casefile.own_network import read_own_networks
from detente.casefile.ownership import holdings_in
from detente.casefile.problems import Findings, closest, quoted
from detente.casefile.records import Record, record_of_map
from detente.casefile.rows import read_rows
from detente.casefile.tables import CSV_PLACES, field_tables
from detente.casefile.told import read_told
from detente.casefile.yaml_tree import MapNode, read_yaml

DOCUMENT_SUFFIXES = (".txt", ".md")
SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")
NEEDS_FRONT = "Begin with a line ---, then title: and published_on:, then a line ---, then the text."


@dataclass(slots=True)
class Draft:
    """The records of all files. `rows` holds None for a file that could not be read to its end."""

    findings: list[Findings] = field(default_factory=list)
    case: Record | None = None
    rows: dict[str, list[Record] | None] = field(default_factory=dict)
    documents: list[tuple[str, Record]] = field(default_factory=list)
    holdings: tuple[Holdings, ...] = ()
    own_baseline: OwnBaseline | None = None
    own_networks: dict[str, OwnNetwork] = field(default_factory=dict)

    def of(self, table: str) -> list[Record]:
        """Return the records of a CSV file as far as they could be read."""
        return self.rows.get(table) or []

    def listed(self, name: str) -> list[Record]:
        """Return the records listed in case.yaml under a key."""
        return self.case.nested(name) if self.case else []


def read_draft(folder: Path, told: Path | None = None) -> Draft:
    """Read every file of a case folder; raises CaseError when there is no such folder.

    `told` is a file of told preferences to read in place of the folder's own.
    """
    if not _is_folder(folder):
        what = "is not a folder" if _exists(folder) else "does not exist"
        remedy = "Name a folder that holds case.yaml."
        if folder.name == "case.yaml" and _exists(folder):
            remedy = f"Name its folder: {shown_path(folder.parent)}"
        raise CaseError(f"{shown_path(folder)}: the case folder {what}.\n{remedy}")
    draft = Draft()
    _read_case_yaml(folder, draft)
    for name, place in CSV_PLACES.items():
        _read_table(folder, name, place, draft)
    _read_own_world(folder, draft)
    _read_told(folder, told, draft)
    _read_conflict(folder, draft)
    _read_holdings(folder, draft)
    _read_documents(folder, draft)
    _look_for_misspelt_files(folder, draft)
    return draft


def _quietly(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except (OSError, ValueError, RuntimeError):
        return False


def _is_folder(path: Path) -> bool:
    return _quietly(path.is_dir)


def _exists(path: Path) -> bool:
    # A link that leads nowhere exists too: passing over it would read its file as absent.
    return _quietly(path.is_symlink) or _quietly(path.exists)


def _findings(draft: Draft, path: Path) -> Findings:
    draft.findings.append(Findings(shown_path(path)))
    return draft.findings[-1]


def _read_case_yaml(folder: Path, draft: Draft) -> None:
    path = folder / "case.yaml"
    findings = _findings(draft, path)
    if not _exists(path):
        findings.add(None, "the file is missing.", "Write one, or begin a new case with: detente new FOLDER")
        return
    text = read_text(folder, path, findings)
    if text is None:
        return
    node = read_yaml(text, findings)
    if isinstance(node, MapNode):
        draft.case = record_of_map(node, field_tables()["case"], findings)
    elif not findings.in_order():
        what = "the file is empty." if node is None else "the file does not hold keys with values."
        findings.add(None, what, "Write title:, as_of: and the other keys that detente schema lists.")


def _read_table(folder: Path, name: str, place: str, draft: Draft) -> None:
    path = folder / place
    draft.rows[name] = []
    if not _exists(path):
        return
    findings = _findings(draft, path)
    text = read_text(folder, path, findings)
    draft.rows[name] = None if text is None else read_rows(text, field_tables()[name], findings)


def _read_own_world(folder: Path, draft: Draft) -> None:
    economy = draft.case.get("economy") if draft.case else None
    if economy is not None:
        findings = _findings(draft, folder / "economy")
        draft.own_baseline = read_own_baseline(folder, economy, findings)
    energy = draft.case.get("energy") if draft.case else None
    if energy is not None:
        draft.own_networks = read_own_networks(folder, energy, _findings(draft, folder / "economy"))


def _read_told(folder: Path, told: Path | None, draft: Draft) -> None:
    path = folder / "preferences.yaml" if told is None else told
    draft.rows["told"] = []
    if told is None and not _exists(path):
        return
    findings = _findings(draft, path)
    # A file named by path may lie anywhere: what was told in confidence need not lie in the case folder.
    text = read_text(folder if told is None else path.resolve().parent, path, findings)
    draft.rows["told"] = None if text is None else read_told(text, findings)


def _read_conflict(folder: Path, draft: Draft) -> None:
    path = folder / "conflict.yaml"
    draft.rows["conflict"] = []
    if not _exists(path):
        return
    findings = _findings(draft, path)
    text = read_text(folder, path, findings)
    record = None if text is None else conflict_record(text, findings)
    draft.rows["conflict"] = None if record is None else [record]


def _read_holdings(folder: Path, draft: Draft) -> None:
    path = folder / "ownership.json"
    if _exists(path):
        draft.holdings = holdings_in(folder, path, _findings(draft, path))


def _read_documents(folder: Path, draft: Draft) -> None:
    for path in _entries(folder / "documents", draft):
        if path.suffix.lower() in DOCUMENT_SUFFIXES:
            findings = _findings(draft, path)
            text = read_text(folder, path, findings)
            record = None if text is None else _about(folder, path, text, draft)
            if record is not None:
                draft.documents.append((f"documents/{shown_path(Path(path.name))}", record))


def _entries(folder: Path, draft: Draft) -> list[Path]:
    """List what lies in a folder, in order of name; a folder that is absent holds nothing."""
    if not _exists(folder):
        return []
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        findings = _findings(draft, folder)
        findings.add(None, f"the folder cannot be read ({error.strerror}).", "Make it a folder that you may read.")
        return []


def _about(folder: Path, path: Path, text: str, draft: Draft) -> Record | None:
    """What is known of a document: from its front matter, or from the file beside it, ``talks.txt.yaml``."""
    beside = next((b for b in (path.with_name(f"{path.name}.yaml"), path.with_suffix(".yaml")) if _exists(b)), None)
    if beside is None or text.startswith("---"):
        return _front_matter(text, draft.findings[-1])
    findings = _findings(draft, beside)
    described = read_text(folder, beside, findings)
    return None if described is None else _front_matter(f"---\n{described}\n---\n", findings)


def _front_matter(text: str, findings: Findings) -> Record | None:
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        findings.add(1, "the front matter is missing.", NEEDS_FRONT)
        return None
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if end is None:
        findings.add(1, "the front matter does not end.", NEEDS_FRONT)
        return None
    node = read_yaml("\n".join(lines[1:end]), findings, first_line=2)
    if not isinstance(node, MapNode):
        if not findings.in_order():
            findings.add(1, "the front matter does not hold keys with values.", NEEDS_FRONT)
        return None
    return record_of_map(node, field_tables()["document"], findings)


def _look_for_misspelt_files(folder: Path, draft: Draft) -> None:
    at_top = [
        "case.yaml",
        "preferences.yaml",
        "conflict.yaml",
        "ownership.json",
        "documents",
        "economy",
        *(place for place in CSV_PLACES.values() if "/" not in place),
    ]
    for place, names in ((folder, at_top), (folder / "economy", ["payoffs.csv", "shocks.csv", "energy.csv"])):
        for path in _entries(place, draft):
            if path.suffix.lower() in SPREADSHEETS and f"{path.stem.lower()}.csv" in names:
                remedy = f"Save its sheet as {path.stem.lower()}.csv: CSV UTF-8, with commas or semicolons."
                _findings(draft, path).add(None, "a spreadsheet is not read.", remedy)
                continue
            near = None if path.name in names else _near_miss(path, names)
            if near:
                remedy = f"Did you mean {quoted(near)}? Rename it, or give it a name that is further from that."
                _findings(draft, path).add(None, "nothing of this name is read.", remedy)


def _near_miss(path: Path, names: list[str]) -> str | None:
    if path.name == "payoffs.csv":
        return "economy/payoffs.csv"
    is_data = path.suffix.lower() in (".csv", ".yaml", ".yml") or _is_folder(path)
    return closest(path.name, names, likeness=0.85) if is_data else None
