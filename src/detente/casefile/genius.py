"""Negotiation scenarios in the Genius format: a folder with one domain and one profile per party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from detente.case import CaseError, Scenario, ScenarioElement
from detente.casefile.files import shown_path
from detente.casefile.genius_profile import Profile, read_profile
from detente.casefile.genius_tree import read_elements, read_tree
from detente.casefile.problems import Findings, listed, quoted

DOMAIN, PROFILE = "negotiation_template", "utility_space"
MOST_PROBLEMS = 40


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    root: Element
    findings: Findings

    @property
    def tag(self) -> str:
        """The outermost tag, without a namespace."""
        return self.root.tag.rpartition("}")[2]


def read_scenario(folder: Path) -> Scenario:
    """Read a folder of Genius files: one domain, and a profile for each party in the order of the file names.

    A file is known by its outermost tag: ``negotiation_template`` is the domain, ``utility_space`` a profile; other
    XML files are left out and named in `notes`. Issues are matched by name and options by value, so their order may
    differ. Numbers are read as exact decimals. A party is named after its file unless the file names it.

    Raises CaseError with every problem in one message.
    """
    own = Findings(shown_path(folder))
    paths = _xml_files(folder)
    files, broken = [], []
    for path in paths:
        findings = Findings(shown_path(path))
        root = read_tree(path, findings)
        if root is None:
            broken.append(findings)
        else:
            files.append(_File(path, root, findings))
    domain = _domain([file for file in files if file.tag == DOMAIN], own, whole=not broken)
    elements = read_elements(domain.root, domain.findings) if domain else ()
    _stop_at([own, *broken, *([domain.findings] if domain else [])])
    profiles = _profiles([file for file in files if file.tag == PROFILE], elements, own)
    _stop_at([own, *(file.findings for file in files)])
    notes = [f"{file.findings.path}: <{file.tag}> is not part of a scenario; not read." for file in _others(files)]
    return _scenario(_name(domain, folder), elements, profiles, notes)


def _xml_files(folder: Path) -> list[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        message = f"{shown_path(folder)}: the folder cannot be read ({error.strerror})."
        raise CaseError(f"{message}\nName a folder with Genius files or with a case.yaml.") from error
    found = sorted((path for path in entries if path.suffix.lower() == ".xml"), key=lambda path: path.name)
    if not found:
        message = f"{shown_path(folder)}: there are neither Genius files (.xml) nor a case.yaml."
        raise CaseError(f"{message}\nName a folder with a domain and its profiles, or a case folder.")
    return found


def _domain(domains: Sequence[_File], own: Findings, *, whole: bool) -> _File | None:
    """The one domain; its absence is only told where every file could be read."""
    if len(domains) > 1:
        names = listed(file.path.name for file in domains)
        own.add(None, f"there are {len(domains)} domains: {names}.", "Keep one scenario per folder.")
        return None
    if not domains and whole:
        own.add(None, "the domain is missing.", f"Add the file whose outermost tag is <{DOMAIN}>.")
    return domains[0] if domains else None


def _profiles(files: Sequence[_File], elements: Sequence[ScenarioElement], own: Findings) -> list[Profile]:
    if not files:
        own.add(None, "there is no profile.", f"Add one file for each party; its outermost tag is <{PROFILE}>.")
    profiles = [read_profile(file.root, file.path.stem, elements, file.findings) for file in files]
    parties = [profile.party for profile in profiles]
    for party in sorted({party for party in parties if parties.count(party) > 1}):
        own.add(None, f"two profiles are of the party {quoted(party)}.", "Rename one of the files.")
    return profiles


def _others(files: Sequence[_File]) -> list[_File]:
    return [file for file in files if file.tag not in {DOMAIN, PROFILE}]


def _name(domain: _File | None, folder: Path) -> str:
    said = domain.root.get("name") if domain else None
    return said or folder.resolve().name or "scenario"


def _scenario(
    name: str, elements: tuple[ScenarioElement, ...], profiles: Sequence[Profile], notes: Sequence[str]
) -> Scenario:
    return Scenario(
        name=name,
        parties=tuple(profile.party for profile in profiles),
        elements=elements,
        weights=tuple(profile.weights for profile in profiles),
        evaluations=tuple(profile.evaluations for profile in profiles),
        reservation=tuple(profile.reservation for profile in profiles),
        discount=tuple(profile.discount for profile in profiles),
        notes=(*notes, *(note for profile in profiles for note in profile.notes)),
    )


def _stop_at(findings: Sequence[Findings]) -> None:
    problems = [str(problem) for some in findings for problem in some.in_order()]
    if len(problems) > MOST_PROBLEMS:
        problems = [*problems[:MOST_PROBLEMS], f"{len(problems) - MOST_PROBLEMS:,} more problems of this kind."]
    if problems:
        raise CaseError("\n\n".join(problems))
