"""Whom to believe: the key of the log, and which witnesses are enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.record.encoding import from_decimal
from detente.record.faults import Fault
from detente.record.keys import KeyKind, VerifierKey, parse_verifier_key

NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """Enough of it has signed when `needed` of its members have; a member is a witness or another group."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Key of a log, witnesses by the name they have here, groups, and which of them must have cosigned."""

    log: VerifierKey
    witnesses: Mapping[str, VerifierKey] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NOBODY

    def is_satisfied(self, cosigners: frozenset[str]) -> bool:
        """Whether these witnesses are enough."""
        return self.quorum == NOBODY or self._holds(self.quorum, cosigners)

    def _holds(self, name: str, cosigners: frozenset[str]) -> bool:
        if name in self.witnesses:
            return name in cosigners
        group = self.groups[name]
        return sum(self._holds(member, cosigners) for member in group.members) >= group.needed


def policy_text(log: VerifierKey, witnesses: Mapping[str, VerifierKey], needed: int) -> str:
    """Write a policy: `needed` of the witnesses must have cosigned; with 0, none need have."""
    enough = {"enough": Group(needed, tuple(witnesses))} if needed else {}
    return written_policy(Policy(log, witnesses, enough, "enough" if needed else NOBODY))


def written_policy(policy: Policy) -> str:
    r"""Write a policy as `parse_policy` reads it.

    Examples
    --------
    >>> text = "log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nquorum none\n"
    >>> written_policy(parse_policy(text)) == text
    True
    """
    groups = (f"group {name} {group.needed} {' '.join(group.members)}" for name, group in policy.groups.items())
    witnesses = (f"witness {name} {key}" for name, key in policy.witnesses.items())
    return "\n".join([f"log {policy.log}", *witnesses, *groups, f"quorum {policy.quorum}"]) + "\n"


def parse_policy(text: str) -> Policy:
    r"""Read the lines ``log KEY``, ``witness NAME KEY``, ``group NAME any|all|K MEMBER...``, ``quorum NAME|none``.

    Empty lines and lines that begin with ``#`` are skipped. A group names only what stands above it.

    Raises
    ------
    Fault
        With the number of the line, when there is not exactly one log and one quorum, a name stands twice or is not
        known, one key stands under two names, or a group asks for more members than it has.

    Examples
    --------
    >>> parse_policy("log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nquorum none\n").quorum
    'none'
    """
    draft = _Draft()
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            draft.read(words)
        except Fault as fault:
            raise Fault(f"the policy, line {number}: {fault.what}") from None
    if draft.log is None or draft.quorum is None:
        raise Fault("the policy needs one line that begins with log and one that begins with quorum")
    return Policy(draft.log, draft.witnesses, draft.groups, draft.quorum)


@dataclass(slots=True)
class _Draft:
    """A policy while it is read."""

    log: VerifierKey | None = None
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None

    def read(self, words: list[str]) -> None:
        kind, *rest = words
        if kind == "log" and len(rest) == 1 and self.log is None:
            self.log = _key(rest[0], KeyKind.LOG)
        elif kind == "witness" and len(rest) == 2:
            self._witness(*rest)
        elif kind == "group" and len(rest) >= 3:
            self._group(rest[0], rest[1], tuple(rest[2:]))
        elif kind == "quorum" and len(rest) == 1 and self.quorum is None:
            self.quorum = rest[0] if rest[0] == NOBODY else self._known(rest[0])
        else:
            raise Fault(f'"{" ".join(words)[:60]}" is no line of a policy, or stands twice')

    def _witness(self, name: str, text: str) -> None:
        key = _key(text, KeyKind.WITNESS)
        if any(key.public == other.public for other in self.witnesses.values()):
            raise Fault(f"the key of {name} is that of another witness as well")
        if any(key.name == other.name for other in self.witnesses.values()):
            raise Fault(f"the name in the key of {name} is that of another witness as well")
        self.witnesses[self._new(name)] = key

    def _group(self, name: str, needed: str, members: tuple[str, ...]) -> None:
        if len(set(members)) != len(members):
            raise Fault(f"the group {name} names a member twice")
        counts = {"any": 1, "all": len(members)}
        count = counts[needed] if needed in counts else from_decimal(needed, "the number of members")
        if not 1 <= count <= len(members):
            raise Fault(f"the group {name} asks for {count} of {len(members)} members")
        self.groups[self._new(name)] = Group(count, tuple(self._known(member) for member in members))

    def _known(self, name: str) -> str:
        if name not in self.witnesses and name not in self.groups:
            raise Fault(f"{name} is neither a witness nor a group above this line")
        return name

    def _new(self, name: str) -> str:
        if name in self.witnesses or name in self.groups or name == NOBODY:
            raise Fault(f"the name {name} is taken")
        return name


def _key(text: str, kind: KeyKind) -> VerifierKey:
    key = parse_verifier_key(text)
    if key.kind is not kind:
        raise Fault(f"the key of {key.name} is of the wrong kind: 1 is for logs, 4 for witnesses")
    return key
