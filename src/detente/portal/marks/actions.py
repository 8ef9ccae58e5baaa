"""Open a round, seal answers, and reveal what all could accept; what did not overlap is erased unseen.

An answer is in no table: it is the content of a sealed entry, lies beside the record until the round ends, and is read
by `_reveal` alone. A mark is a binding offer: an overlap makes its element agreed ad referendum at once, so that who
marks everything to read the other side is bound by it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.marks.models import Overlap, Package, PackageOverlap, Round, Sealing
from detente.portal.marks.packages import choices_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership, Process
from detente.portal.parties.track import is_suspended, refuse_while_suspended
from detente.portal.recording import Entered, enter, record_store
from detente.portal.text.elements import set_state
from detente.portal.text.models import ClauseVersion, Draft, Element, ElementState
from detente.portal.tiers import Tier
from detente.record import forget_deleted, parse_entry

NO_PACKAGE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a delegation could accept: alternatives by article (0 as drafted), and numbers of packages as wholes."""

    articles: Mapping[int, frozenset[int]]
    packages: frozenset[int] = NO_PACKAGE

    def words(self) -> str:
        """The answers as they are sealed."""
        written: dict[str, list[int]] = {str(number): sorted(given) for number, given in sorted(self.articles.items())}
        return json.dumps(written | ({"packages": sorted(self.packages)} if self.packages else {}))


@dataclass(frozen=True, slots=True)
class SealReceipt:
    """What a delegation keeps: with it, it can prove later what it sealed."""

    entry: int
    commitment: str
    salt: str
    content: str


def open_round(part: Membership, draft: Draft, closes_at: datetime) -> Round:
    """Open the one round on a draft.

    Raises
    ------
    CaseError
        When a round is open, the draft has had its round, or the end is not to come.
    """
    with transaction.atomic():
        refuse_while_suspended(part.process)
        if Round.objects.filter(process=part.process, closed_at__isnull=True).exists():
            raise CaseError(_("A round is open. It ends when all have sealed, or at its time."))
        if Round.objects.filter(draft=draft).exists():
            raise CaseError(_("This draft has had its round. A second one would let answers be tried out."))
        if closes_at <= timezone.now():
            raise CaseError(_("The end of a round lies in the future."))
        number = Round.objects.filter(process=part.process).count() + 1
        title = f"Blind acceptance, round {number}, on draft {draft.number}"
        entered = enter("decision", author_of(part), {"title": title, "rests_on": [draft.entry]})
        audit(part.user, part.process, "opened round", str(number))
        return Round.objects.create(
            process=part.process, number=number, draft=draft, closes_at=closes_at, entry=entered.index
        )


def seal(
    found: Round,
    part: Membership,
    answers: Mapping[int, frozenset[int]],
    packages: frozenset[int] = NO_PACKAGE,
) -> SealReceipt:
    """Seal the answers of a delegation; earlier ones of the same round are erased. The last to seal reveals.

    Parameters
    ----------
    found, part :
        The round, and the head who seals for a signatory.
    answers : mapping
        For the number of each article that could be accepted: the numbers of the alternatives, or 0 as drafted.
    packages : frozenset
        Numbers of the packages that could be accepted as wholes; of their parts this says nothing.

    Raises
    ------
    CaseError
        When the round is over, or an answer is to something that is not in the draft.
    """
    delegation = part.delegation
    if delegation is None or not delegation.is_signatory:
        raise PermissionError(_("A round is answered by those who sign."))
    with transaction.atomic():
        _lock(found)
        refuse_while_suspended(found.process)
        if found.closed_at or found.closes_at <= timezone.now():
            raise CaseError(_("This round is over. Nothing was sealed."))
        _refuse_unknown(found, answers, packages)
        words = Answers(answers, packages).words()
        body = {"of": found.draft.entry, "answer": "accept_in_part", "words": words}
        receipt = _keep(found, delegation, enter("acceptance", delegation.slug, body, Tier.SEALED))
        audit(part.user, part.process, "sealed answers", f"round {found.number}")
        signatories = Delegation.objects.filter(process=found.process, is_signatory=True)
        if Sealing.objects.filter(round=found).count() == signatories.count():
            _reveal(found)
    return receipt


def end_rounds(process: Process, now: datetime) -> int:
    """Close rounds whose time has run out; nothing is revealed, and what was sealed is erased.

    While the political track is suspended, no round ends.
    """
    if is_suspended(process):
        return 0
    with transaction.atomic():
        over = list(Round.objects.filter(process=process, closed_at__isnull=True, closes_at__lte=now))
        for found in over:
            _close(found, now)
        return len(over)


def _keep(found: Round, delegation: Delegation, entered: Entered) -> SealReceipt:
    """Note that a delegation has sealed, and under which entry; forget what it sealed before."""
    store = record_store()
    before = Sealing.objects.filter(round=found, delegation=delegation).first()
    with store.joining():
        kept, leaf = store.sealed(entered.index), parse_entry(store.leaf(entered.index))
        if before is not None:
            store.erase(before.entry)
    if kept is None or leaf.commitment is None:
        raise CaseError(_("The answers could not be sealed. Nothing was changed."))
    values = {"at": entered.at, "entry": entered.index, "commitment": leaf.commitment.hex()}
    Sealing.objects.update_or_create(round=found, delegation=delegation, defaults=values)
    salt, content = kept
    return SealReceipt(entered.index, leaf.commitment.hex(), salt.hex(), content.decode())


def _reveal(found: Round) -> None:
    """Write down the overlaps, move their elements, and erase all answers: in one transaction, so to all at once."""
    given = [_answers(sealing) for sealing in Sealing.objects.filter(round=found)]
    now = timezone.now()
    versions = list(found.draft.versions.select_related("clause__element"))
    overlapping = set()
    for version in versions:
        common = frozenset.intersection(*(one.articles.get(version.clause.number, frozenset()) for one in given))
        overlapping |= {version.clause.number} if common else set()
        for alternative in sorted(common):
            Overlap.objects.create(round=found, clause=version.clause, version=version, alternative=alternative)
    _bind(found, versions, overlapping | _reveal_packages(found, given))
    found.revealed_at = now
    _close(found, now)


def _reveal_packages(found: Round, given: list[Answers]) -> set[int]:
    """Write down the packages that all accepted as wholes, and return the articles in them."""
    common = frozenset.intersection(*(one.packages for one in given))
    articles: set[int] = set()
    for package in Package.objects.filter(draft=found.draft, number__in=common):
        PackageOverlap.objects.create(round=found, package=package)
        articles |= {int(number) for number in package.choices}
    return articles


def _bind(found: Round, versions: list[ClauseVersion], accepted: set[int]) -> None:
    """Agree ad referendum each element all of whose articles were accepted, in the words that stand now."""
    for element in Element.objects.filter(process=found.process, state__lt=ElementState.AD_REFERENDUM):
        bound = [version for version in versions if version.clause.element_id == element.pk]
        if bound and all(version.clause.number in accepted and _is_newest(version) for version in bound):
            set_state(element, ElementState.AD_REFERENDUM, "secretariat")


def _close(found: Round, now: datetime) -> None:
    found.closed_at = now
    found.save(update_fields=["revealed_at", "closed_at"])
    store = record_store()
    with store.joining():
        for sealing in Sealing.objects.filter(round=found):
            store.erase(sealing.entry)
    if connection.vendor == "sqlite":
        transaction.on_commit(lambda: forget_deleted(store))


def _answers(sealing: Sealing) -> Answers:
    kept = record_store().sealed(sealing.entry)
    if kept is None:
        raise CaseError(
            _("What %(delegation)s sealed is not kept any more. It has to seal again.")
            % {"delegation": sealing.delegation}
        )
    words = json.loads(json.loads(kept[1])["body"]["words"])
    packages = frozenset(words.pop("packages", []))
    return Answers({int(number): frozenset(given) for number, given in words.items()}, packages)


def _refuse_unknown(found: Round, answers: Mapping[int, frozenset[int]], packages: frozenset[int]) -> None:
    versions = {version.clause.number: version for version in found.draft.versions.select_related("clause")}
    for number, given in answers.items():
        version = versions.get(number)
        if version is None or not given or not given <= choices_of(version):
            raise CaseError(
                _("Article %(number)s has no such alternative in draft %(draft)s.")
                % {"number": number, "draft": found.draft.number}
            )
    if packages - set(Package.objects.filter(draft=found.draft).values_list("number", flat=True)):
        raise CaseError(_("Draft %(draft)s has no such package.") % {"draft": found.draft.number})


def _is_newest(version: ClauseVersion) -> bool:
    version.clause.refresh_from_db(fields=["version"])
    return version.clause.version == version.number


def _lock(found: Round) -> None:
    Round.objects.select_for_update().get(pk=found.pk)
    found.refresh_from_db()
