"""The page that verifies bundles, opened from a file in a real browser, says what the library says."""

from __future__ import annotations

import base64
import html
import json
import random
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from detente.record import (
    Fault,
    KeyKind,
    export_bundle,
    new_key,
    parse_policy,
    policy_text,
    terms_of,
    verifier_page,
    verify_bundle,
    written_policy,
)
from detente.record.bundle import FORMAT
from detente.record.canonical import canonical_bytes
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.compare import is_fresh
from detente.record.notes import cosign_note
from detente.record.tree import CompactRange, leaf_hash
from functional.test_report_browser import CHROMIUM, FLAGS
from property.test_record_schemas import OFF_CALENDAR, generated
from unit.record.small_record import BEGAN, ORIGIN, at, cosign, declaration, filled_record, small_record
from unit.record.test_terms import forged_without_consent, fresh, life, rotated

PAGE = verifier_page()
# Drives the page as a user does, without the dialogue that chooses a file.
DRIVER = """<script>
(async () => {{
  const cases = {cases}, out = [];
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  for (const [bundle, policy, against, within, now] of cases) {{
    const wanted = against || within !== undefined ? {{ against: against ? bytes(against) : null, within, now }} : {{}};
    await show(bytes(bundle), policy, wanted);
    out.push(said.className + "|" + said.textContent);
  }}
  const list = document.createElement("pre");
  list.id = "all";
  list.textContent = JSON.stringify(out);
  document.body.append(list);
}})();
</script></body>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


def answers(folder: Path, cases: list[tuple]) -> list[str]:
    """What the page says to each bundle and policy, with what is held, an age in hours and the time in milliseconds."""
    texts = [[base64.b64encode(part).decode() if isinstance(part, bytes) else part for part in case] for case in cases]
    listed = json.dumps(texts).replace("<", "\\u003c")
    page = folder / "verify.html"
    page.write_text(PAGE.replace("</body>", DRIVER.format(cases=listed)), encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, "--virtual-time-budget=60000", f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [*command, "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=600, check=True
    )
    found = re.search(r'<pre id="all">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-500:]
    return list(json.loads(html.unescape(found[1])))


def test_whole_bundles_hold_and_honest_words_are_said(tmp_path):
    record, alone = filled_record(), small_record(needed=0)
    alone.enter(declaration(1))
    whole, single = b"".join(record.bundle()), b"".join(alone.bundle())
    first, second, third = answers(tmp_path, [(whole, record.policy), (whole, ""), (single, "")])
    root = verify_bundle(record.bundle()).checkpoint.root.hex()
    assert first.startswith(f"holds|{ORIGIN}: 9 entries, every one holds.\nRoot: {root}\nCosigned by north, south")
    assert "from the record's own charter" not in first
    assert "from the record's own charter" in second
    assert "whoever holds the key could have rewritten" in third


def test_damaged_bundles_fail_at_the_same_entry_as_in_the_library(tmp_path):
    record = filled_record()
    lines, whole = record.bundle(), b"".join(record.bundle())
    chance = random.Random(3)
    damaged = [b"".join(lines[:4] + lines[5:]), b"".join([*lines[:3], lines[4], lines[3], *lines[5:]]), whole[:-1]]
    for _ in range(300):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= chance.randrange(1, 256)
        damaged.append(bytes(changed))
    said = answers(tmp_path, [(data, record.policy) for data in damaged])
    for data, words in zip(damaged, said, strict=True):
        with pytest.raises(Fault) as found:
            verify_bundle(re.findall(rb"[^\n]*\n|[^\n]+$", data), parse_policy(record.policy))
        assert words.startswith("fails|Fails. ")
        named = re.match(r"fails\|Fails\. entry (\d+):", words)
        assert (int(named[1]) if named else None) == found.value.index, words


def test_wrong_keys_and_missing_witnesses_fail(tmp_path):
    record = filled_record()
    stranger = f"log {new_key(ORIGIN, KeyKind.LOG).verifier}\nquorum none\n"
    whole = b"".join(record.bundle())
    record.enter(declaration(9))
    wrong, stale, empty = answers(tmp_path, [(whole, stranger), (b"".join(record.bundle()), ""), (b"", "")])
    assert wrong.startswith("fails|Fails. entry 0: the charter names another key")
    assert "too few witnesses" in stale
    assert empty.startswith("fails|")


def test_the_page_follows_changes_of_keys_and_witnesses_as_the_library_does(tmp_path):
    record = rotated()
    lines, chance = list(export_bundle(record.store)), random.Random(4)
    policies = [written_policy(term.policy) for term in terms_of(record.store)]
    policies += ["", record.policy(2, "north", "south", key=record.keys[0]), record.policy(0, key=fresh())]
    cases = [(b"".join(lines), policy) for policy in policies]
    dropped = life(1, "north", "south")
    dropped.cosign("north", "south")
    forged = b"".join(forged_without_consent(dropped))
    cases += [(forged, ""), (forged, dropped.policy(2, "north", "south"))]
    for _ in range(200):
        changed = bytearray(b"".join(lines))
        changed[chance.randrange(len(changed))] ^= chance.randrange(1, 256)
        cases.append((bytes(changed), chance.choice(policies[:4])))
    for (data, policy), words in zip(cases, answers(tmp_path, cases), strict=True):
        assert verdict_of_page(words) == verdict_of_library(data, policy), words


def test_the_page_holds_a_bundle_against_what_one_has_as_the_command_does(tmp_path):
    record, other = filled_record(), small_record()
    lines = record.bundle()
    early = verify_bundle(lines).notes[3]
    record.enter(declaration(8))
    cosign(record)
    grown = record.bundle()
    changed = forked(record, lines)
    old, new, fork, stranger = (b"".join(one) for one in (lines, grown, changed, other.bundle()))
    pairs = [(new, old), (new, str(early).encode()), (old, new), (fork, new), (new, stranger), (new, b"{"), (new, b"x")]
    cases = [(bundle, "", held) for bundle, held in pairs]
    said = answers(tmp_path, cases)
    assert ["It continues what you hold." in words for words in said] == [True, True, *[False] * 5]
    assert said[2].startswith("fails|Fails. entry 9: old: the record ends at 9 entries, and you hold a head over 10")
    assert said[3].startswith("fails|Fails. entry 8: fork: the two copies differ here, and both are signed")
    assert all("what you hold cannot be compared with" in words for words in said[4:])


def forked(record, lines) -> list[bytes]:
    """The same record with another last entry, signed and cosigned as well."""
    *kept, last = (json.loads(line) for line in lines)
    entry = {**last["entry"], "by": "south"}
    tree = CompactRange()
    for one in [*(line["entry"] for line in kept[1:]), entry]:
        tree = tree.appended(leaf_hash(canonical_bytes(one)))
    size = tree.size
    head = sign_checkpoint(Checkpoint(ORIGIN, size, tree.root()), record.key)
    seconds = int(at(9).timestamp())
    head = head.with_signatures(*(cosign_note(head.text, key, seconds) for key in record.witnesses.values()))
    return [*lines[:-1], canonical_bytes({"entry": entry, "head": str(head)}) + b"\n"]


def test_the_page_says_when_nobody_has_vouched_lately_as_the_library_does(tmp_path):
    record, alone = filled_record(), small_record(needed=0)
    alone.enter(declaration(1))
    bundles = [b"".join(record.bundle()), b"".join(alone.bundle())]
    times = [BEGAN + timedelta(minutes=minutes) for minutes in (-60, -3, 0, 5, 30, 59, 61, 75, 600)]
    cases = [(data, "", "", 1, now.timestamp() * 1000) for data in bundles for now in times]
    said = answers(tmp_path, cases)
    for (data, *_, now), words in zip(cases, said, strict=True):
        assert words.startswith(("holds|", "fails|Fails. ")[bool(staleness(data, now))]), (now, words)
        assert ("stale" in words) == ("stale" in staleness(data, now))
    assert {words.split("|")[0] for words in said} == {"holds", "fails"}


def staleness(data: bytes, now: float) -> str:
    """What the library says of a bundle at a time in milliseconds, when nobody vouched for it within the hour."""
    verified = verify_bundle(data.splitlines(keepends=True))
    try:
        is_fresh(verified, datetime.fromtimestamp(now / 1000, UTC), timedelta(hours=1))
    except Fault as fault:
        return str(fault)
    return ""


def test_page_and_library_agree_on_600_generated_entries(tmp_path):
    """Each is the second entry of a record whose head is signed over it, so that only its fields can be wrong."""
    key = fresh()
    cases = [(bundle_with(key, generated(seed)), "") for seed in range(600)]
    cases += [(bundle_with(key, entry), "") for entry in oddities()]
    said = answers(tmp_path, cases)
    for (data, policy), words in zip(cases, said, strict=True):
        assert verdict_of_page(words) == verdict_of_library(data, policy), words
    assert 150 < sum(words.startswith("holds") for words in said) < 550


def oddities() -> list[dict]:
    """Times, days and kinds at the edge."""
    one = {"at": "2025-11-30T12:00:00Z", "by": "north", "index": 7, "kind": "declaration", "body": {"title": "x"}}
    times = ["2025-02-30T00:00:00Z", "2025-11-30T24:00:00Z", "2025-11-30T23:59:60Z", "9999-12-31T23:59:59Z", "x", 5]
    days = [{"title": "x", "held_on": day} for day in [*OFF_CALENDAR, "2024-02-29", "9999-12-31"]]
    return [
        *({**one, "at": time} for time in times),
        *({**one, "by": by} for by in ("1", "", 5, None, "x" * 201)),
        *({**one, "kind": kind} for kind in ("treaty", "toString", "constructor", None, "charter")),
        *({**one, "kind": "meeting", "body": body} for body in days),
        *({**one, "body": body} for body in (None, [], "x", {"toString": "x", "title": "x"})),
        {**{name: value for name, value in one.items() if name != "body"}, "sealed": "A" * 43 + "="},
        {**{name: value for name, value in one.items() if name != "body"}, "sealed": "A" * 42 + "B="},
    ]


def bundle_with(key, entry) -> bytes:
    """A bundle of eight entries, of which the last is this one, each under a signed head."""
    policy = policy_text(key.verifier, {}, 0)
    bodies = [("charter", {"title": "x", "policy": policy}), *[("declaration", {"title": "x"})] * 6]
    entries = [
        {"at": "2025-11-30T12:00:00Z", "by": "north", "index": index, "kind": kind, "body": body}
        for index, (kind, body) in enumerate(bodies)
    ]
    tree, lines = CompactRange(), [canonical_bytes({"format": FORMAT, "origin": ORIGIN, "size": 8})]
    for one in [*entries, entry]:
        tree = tree.appended(leaf_hash(canonical_bytes(one)))
        head = sign_checkpoint(Checkpoint(ORIGIN, tree.size, tree.root()), key)
        lines.append(canonical_bytes({"entry": one, "head": str(head)}))
    return b"".join(line + b"\n" for line in lines)


def verdict_of_page(words: str) -> tuple[bool, int | None]:
    """Whether it holds, and the first bad entry."""
    named = re.match(r"fails\|Fails\. entry (\d+):", words)
    assert words.startswith(("holds|", "fails|Fails. ")), words
    return words.startswith("holds|"), int(named[1]) if named else None


def verdict_of_library(data: bytes, policy: str) -> tuple[bool, int | None]:
    """The same, from the library."""
    try:
        verify_bundle(re.findall(rb"[^\n]*\n|[^\n]+$", data), parse_policy(policy) if policy else None)
    except Fault as fault:
        return False, fault.index
    return True, None


def test_the_page_can_ask_nobody_for_anything():
    assert "default-src 'none'" in PAGE
    assert re.findall(r"https?://|fetch\(|XMLHttpRequest|import\(|src=|href=", PAGE) == []
