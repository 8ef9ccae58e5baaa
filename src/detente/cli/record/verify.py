"""`detente record verify` and `witness`: what outsiders do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from detente.case import CaseError
from detente.cli.record.place import Told, counted, moment, place_of, read_key, read_text
from detente.record import (
    Checkpoint,
    Fault,
    Policy,
    Verified,
    check_hashes,
    check_signatures,
    check_terms,
    continues,
    export_bundle,
    first_difference,
    is_fresh,
    is_record,
    known_head,
    open_store,
    open_witness,
    parse_growth_proof,
    parse_inclusion_proof,
    parse_policy,
    read_bundle,
    shown,
    verify_bundle,
)
from detente.record.proofs import PROOF_MARK

OWN_KEYS = (
    "Keys: from the record's own charter. This shows that the record is whole; whose it is, only a policy that you "
    "have from elsewhere can say (--policy)."
)
NO_WITNESS = (
    "Witnesses: none is asked for. Whoever holds the key could have rewritten all of it. Compare it with a head or a "
    "copy that you hold (--against)."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a record is held against: keys, a head or copy, the age of cosignatures in hours, and the time."""

    policy: Path | None
    against: Path | None
    within_hours: float | None
    at: datetime | None


def verify_place(named: str, wanted: Wanted) -> Told:
    """Verify a bundle, a record or a proof file; a `Fault` that names place and entry otherwise."""
    policy, place = _policy(wanted.policy), place_of(named)
    try:
        if not is_record(place) and _is_proof(Path(place)):
            return _verify_proof(read_text(Path(place)), policy)
        verified = _verified(place, policy)
        held = _held(wanted.against, verified)
        if isinstance(held, Verified):
            first_difference(verified, held)
        elif held is not None:
            continues(verified, held)
        if wanted.within_hours is not None:
            is_fresh(verified, moment(wanted.at), timedelta(hours=wanted.within_hours))
    except Fault as fault:
        raise _placed(place, fault) from None
    return _told(verified, policy)


def cosign_request(request: Path, secret: Path, policy: Path, memory: Path, at: datetime | None) -> Told:
    """Cosign the head of a request, when the record has only grown."""
    key = read_key(secret)
    asked = parse_growth_proof(read_text(request))
    log = parse_policy(read_text(policy)).log
    with open_witness(key, memory) as witness:
        line = witness.cosign(asked, log, moment(at))
    return Told({"size": asked.checkpoint.size, "cosignature": str(line)}, str(line))


def _placed(place: str, fault: Fault) -> Fault:
    return Fault(f"{shown(place)}: {fault}")


def _is_proof(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(PROOF_MARK)) == PROOF_MARK.encode()


def _policy(path: Path | None) -> Policy | None:
    if path is None:
        return None
    try:
        return parse_policy(read_text(path))
    except Fault as fault:
        raise CaseError(f"{path}: {fault}.") from None


def _verified(place: str, policy: Policy | None) -> Verified:
    if is_record(place):
        with open_store(place) as store:
            verified = verify_bundle(counted(export_bundle(store), "verifying"), policy)
            check_hashes(store)
            check_terms(store, verified.terms)
            return verified
    if not Path(place).is_file():
        raise CaseError(f"{place} is not there, or is no file.")
    with Path(place).open("rb") as lines:
        return verify_bundle(counted(lines, "verifying"), policy)


def _held(against: Path | None, verified: Verified) -> Checkpoint | Verified | None:
    """What one holds: a head, or another copy, signed by a key that the record at hand has had."""
    if against is None:
        return None
    try:
        if not read_text(against).startswith("{"):
            return known_head(read_text(against), verified)
        with against.open("rb") as lines:
            held = read_bundle(counted(lines, "reading"))
        known_head(str(held.notes[0]), verified)
        return held
    except Fault as fault:
        raise CaseError(f"{against}, which you hold, cannot be compared with: {fault}.") from None


def _verify_proof(text: str, policy: Policy | None) -> Told:
    if policy is None:
        raise CaseError("A proof file carries no keys: name those that you trust with --policy.")
    proof = parse_inclusion_proof(text)
    proof.check()
    cosigners = sorted(check_signatures(proof.note, proof.checkpoint, policy))
    words = f"Entry {proof.index} is in {proof.checkpoint.origin}, under its head over {proof.checkpoint.size} entries."
    said = f"Cosigned by {', '.join(cosigners) or 'nobody'}"
    document = {"origin": proof.checkpoint.origin, "index": proof.index, "cosigned_by": cosigners}
    return Told({**document, "entry": proof.entry.decode()}, f"{words}\n{said}\n{proof.entry.decode()}")


def _told(verified: Verified, policy: Policy | None) -> Told:
    head = verified.checkpoint
    times = {said.witness: _time(said.unix_seconds) for said in verified.cosigned if said.size == head.size}
    document = {
        "origin": head.origin,
        "entries": head.size,
        "root": head.root.hex(),
        "cosigned_at": times,
        "policy_changed_at": [term.index for term in verified.terms[1:]],
        "keys_from": "charter" if policy is None else "policy",
    }
    cosigned = ", ".join(f"{name} at {time}" for name, time in times.items())
    changes = ", ".join(f"at entry {t.index} ({t.reason.replace('_', ' ')})" for t in verified.terms[1:])
    lines = [
        f"{head.origin}: {head.size} entries, every one holds.",
        f"Root: {head.root.hex()}",
        *([f"Policy: changed {changes}"] if changes else []),
        f"Cosigned by {cosigned or 'nobody'}",
        *([] if verified.policy.quorum != "none" else [NO_WITNESS]),
        *([] if policy else [OWN_KEYS]),
    ]
    return Told(document, "\n".join(lines))


def _time(unix_seconds: int) -> str:
    return datetime.fromtimestamp(unix_seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
