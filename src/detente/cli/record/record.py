"""`detente record`: make keys, begin, enter, change the policy, open, erase."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from detente.case import CaseError
from detente.cli.record.place import (
    Told,
    moment,
    place_of,
    policy_file,
    read_key,
    read_text,
    refuse_existing,
    write_text,
)
from detente.record import (
    Draft,
    Fault,
    KeyKind,
    Policy,
    Sealed,
    SqlStore,
    VerifierKey,
    append,
    attach,
    change_policy,
    current_policy,
    forget_deleted,
    is_address,
    new_key,
    new_store,
    open_store,
    opening_of,
    parse_verifier_key,
    policy_text,
    shown,
    start_record,
    written_policy,
)

DRAFT_FIELDS = {"kind", "by", "body"}


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Witnesses as ``NAME=KEY``, how many must cosign (None: all), and the new file for the policy (None: beside)."""

    given: tuple[str, ...]
    needed: int | None
    output: Path | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a record begins with."""

    title: str
    by: str
    witnesses: Witnesses


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """Who changes a policy, why, and the file of the next key; None when the key stays."""

    by: str
    reason: str
    next_secret: Path | None
    witnesses: Witnesses


def make_key(name: str, output: Path, kind: str) -> Told:
    """Make a key and write its secret half where only its owner reads it."""
    try:
        made = new_key(name, KeyKind[kind.upper()])
    except Fault as fault:
        raise CaseError(f"{fault}.") from None
    beside = output.with_name(f"{output.name}.pub")
    if output.exists() or beside.exists():
        raise CaseError(f"{output} or {beside} is there already. Name a file that is not: keys are never overwritten.")
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made.secret_text() + "\n")
    write_text(beside, f"{made.verifier}\n")
    files_made = {"secret_file": str(output), "public_file": str(beside)}
    return Told({"public": str(made.verifier), **files_made}, str(made.verifier))


def begin(record: str, secret: Path, beginning: Beginning, at: datetime | None) -> Told:
    """Begin a record; the policy of its charter is written to a file, to be handed to those who verify."""
    key, place = read_key(secret), place_of(record)
    policy = _policy_of(key.verifier, beginning.witnesses)
    charter = Draft("charter", beginning.by, {"title": beginning.title, "policy": policy})
    if not is_address(place):
        refuse_existing(Path(place))
    output = policy_file(place, beginning.witnesses.output)
    try:
        with new_store(place) as store:
            note = start_record(store, key, charter, moment(at))
    except BaseException:
        # A file without a charter would be no record, and would be in the way of the next try.
        if not is_address(place):
            Path(place).unlink(missing_ok=True)
        raise
    write_text(output, policy)
    document = {"record": shown(place), "policy": str(output), "head": str(note)}
    return Told(document, f"Began {shown(place)}\nPolicy: {output}")


def enter(record: str, entries: Path, secret: Path, at: datetime | None) -> Told:
    """Enter what a JSON file holds, for all to read."""
    return _enter(record, _drafts(entries), secret, at)


def enter_sealed(record: str, entries: Path, secret: Path, at: datetime | None) -> Told:
    """Enter what a JSON file holds, as commitments."""
    return _enter(record, [Sealed(draft) for draft in _drafts(entries)], secret, at)


def enter_policy(record: str, secret: Path, wanted: PolicyChange, at: datetime | None) -> Told:
    """Enter another policy, and write it to a file for those who verify from then on."""
    key, place = read_key(secret), place_of(record)
    next_key = key if wanted.next_secret is None else read_key(wanted.next_secret)
    with open_store(place) as store:
        index = store.size()
        output = policy_file(place, wanted.witnesses.output, f"policy-{index}")
        policy = _next_policy(current_policy(store), next_key.verifier, wanted.witnesses)
        draft = Draft("policy", wanted.by, {"policy": policy, "reason": wanted.reason})
        with store.writing():
            note = change_policy(store, key, next_key, draft, moment(at))
        size = int(note.text.split("\n")[1])
    write_text(output, policy)
    words = [f"Entered entry {size - 1}", f"Policy: {output}", str(note).rstrip()]
    return Told({"entries": [size - 1], "policy": str(output), "head": str(note)}, "\n".join(words))


def attach_lines(record: str, file: Path) -> Told:
    """Keep each cosignature of a file."""
    lines = [line for line in read_text(file).splitlines() if line.strip()]
    if not lines:
        raise Fault(f"{file} holds no cosignature")
    with open_store(place_of(record)) as store, store.writing():
        sizes = [attach(store, line) for line in lines]
    return Told({"sizes": sizes}, "\n".join(f"Kept under the head at size {size}" for size in sizes))


def open_sealed(record: str, index: int, secret: Path, at: datetime | None) -> Told:
    """Open a sealed entry by an entry of its own."""
    with open_store(place_of(record)) as store:
        _refuse_beyond(store, index)
        draft = opening_of(store, index)
    return _enter(record, [draft], secret, at)


def erase_sealed(record: str, index: int) -> Told:
    """Forget the content of a sealed entry."""
    with open_store(place_of(record)) as store:
        _refuse_beyond(store, index)
        with store.writing():
            was_there = store.erase(index)
        forget_deleted(store)
    text = f"Forgot what entry {index} was sealed with." if was_there else f"Nothing was kept for entry {index}."
    return Told({"index": index, "erased": was_there}, text)


def _enter(record: str, drafts: list[Draft] | list[Sealed], secret: Path, at: datetime | None) -> Told:
    key = read_key(secret)
    # The time is taken once the writer's turn has come: one who waits for others would bring an older time than theirs.
    with open_store(place_of(record)) as store, store.writing():
        note = append(store, key, drafts, moment(at), None)
    size = int(note.text.split("\n")[1])
    first = size - len(drafts)
    which = f"entry {first}" if len(drafts) == 1 else f"entries {first} to {size - 1}"
    return Told({"entries": list(range(first, size)), "head": str(note)}, f"Entered {which}\n{note}".rstrip())


def _drafts(path: Path) -> list[Draft]:
    try:
        value = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{path}: this is not JSON: {error}") from None
    values = value if isinstance(value, list) else [value]
    return [_draft(path, number, one) for number, one in enumerate(values, start=1)]


def _draft(path: Path, number: int, value: Any) -> Draft:
    usable = isinstance(value, dict) and set(value) == DRAFT_FIELDS
    if not usable or not isinstance(value["body"], dict) or not all(isinstance(value[n], str) for n in ("kind", "by")):
        raise CaseError(
            f"{path}, entry {number}: write it as kind (text), by (text), body (mapping), and nothing else."
        )
    return Draft(value["kind"], value["by"], value["body"])


def _policy_of(log: VerifierKey, witnesses: Witnesses) -> str:
    keys = dict(_witness(text) for text in witnesses.given)
    needed = len(keys) if witnesses.needed is None else witnesses.needed
    if not 0 <= needed <= len(keys):
        raise CaseError(f"--needed {needed}: there are {len(keys)} witnesses.")
    return policy_text(log, keys, needed)


def _next_policy(now: Policy, log: VerifierKey, witnesses: Witnesses) -> str:
    """The policy so far, with another key, other witnesses, or another number of them."""
    if witnesses.given:
        return _policy_of(log, witnesses)
    if witnesses.needed is None:
        return written_policy(Policy(log, now.witnesses, now.groups, now.quorum))
    if not 0 <= witnesses.needed <= len(now.witnesses):
        raise CaseError(f"--needed {witnesses.needed}: there are {len(now.witnesses)} witnesses.")
    return policy_text(log, now.witnesses, witnesses.needed)


def _witness(text: str) -> tuple[str, VerifierKey]:
    name, _, key = text.partition("=")
    try:
        return name, parse_verifier_key(read_text(Path(key)).strip() if len(key) < 200 and Path(key).is_file() else key)
    except Fault as fault:
        raise CaseError(f"--witness {name}: {fault}. Write it as NAME=KEY, or NAME=FILE.") from None


def _refuse_beyond(store: SqlStore, index: int) -> None:
    if index >= store.size():
        raise CaseError(f"There is no entry {index}: the record has {store.size()}, numbered from 0.")
