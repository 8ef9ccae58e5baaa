"""The verbs of the record as their users call them, from the first key to the last check."""

from __future__ import annotations

import json
import stat

import pytest

from detente.record import parse_head
from detente.record.tiles import unpack_entries
from detente.record.tree import leaf_hash, root_of

NOON = "2025-11-30T12:00:00Z"
LATER = "2025-11-30T13:00:00Z"
DRAFT = {"kind": "draft", "by": "secretariat", "body": {"title": "First draft", "document": "ab" * 32}}
VOTE = {"kind": "acceptance", "by": "north", "body": {"of": 1, "answer": "reject"}}


@pytest.fixture
def begun(detente, tmp_path, monkeypatch):
    """A record with one witness, a draft and a sealed vote, cosigned; the folder is the working directory."""
    monkeypatch.chdir(tmp_path)
    assert detente("record", "key", "example.org/r", "--output", "log.key").code == 0
    public = detente("record", "key", "north.example", "--witness", "--output", "north.key").out.strip()
    started = ["record", "init", "r.record", "--key", "log.key", "--title", "Talks", "--by", "secretariat"]
    assert detente(*started, "--witness", f"north={public}", "--at", NOON).code == 0
    for name, entry, more in (("draft.json", DRAFT, []), ("vote.json", VOTE, ["--sealed"])):
        (tmp_path / name).write_text(json.dumps(entry))
        ended = detente("record", "append", "r.record", name, "--key", "log.key", "--at", NOON, *more)
        assert ended.code == 0, ended.err
    cosign(detente, tmp_path, 0)
    return tmp_path


def cosign(detente, folder, since):
    """Prove, cosign, attach."""
    request = f"request-{since}"
    assert detente("record", "prove", "r.record", "--since", since, "--output", request).code == 0
    words = ["--key", "north.key", "--policy", "r.record.policy", "--memory", "north.db", "--at", LATER]
    ended = detente("record", "witness", request, *words)
    assert ended.code == 0, ended.err
    (folder / f"line-{since}").write_text(ended.out)
    assert detente("record", "attach", "r.record", f"line-{since}").code == 0


def test_a_record_is_exported_verified_opened_and_erased(detente, begun):
    assert stat.S_IMODE((begun / "log.key").stat().st_mode) == 0o600
    exported = detente("record", "export", "r.record", "--output", "r.bundle", "--page", "verify.html")
    assert exported.out == "Wrote r.bundle\nWrote verify.html\n"
    assert detente("record", "export", "r.record", "--output", "x.bundle", "--tiles", "tiles").code == 0
    leaves = unpack_entries((begun / "tiles/tile/entries/000.p/3").read_bytes())
    hashes = (begun / "tiles/tile/0/000.p/3").read_bytes()
    assert b"".join(leaf_hash(leaf) for leaf in leaves) == hashes
    assert parse_head((begun / "tiles/checkpoint").read_text())[1].root == root_of(map(leaf_hash, leaves))
    assert b'"answer"' not in (begun / "r.bundle").read_bytes()
    ended = detente("record", "verify", "r.bundle", "--policy", "r.record.policy", "--within", 1, "--at", LATER)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("example.org/r: 3 entries, every one holds.\n")
    assert f"Cosigned by north at {LATER}" in ended.out
    assert "charter" not in ended.out
    alone = detente("record", "verify", "r.record", "--format", "json")
    assert json.loads(alone.out)["keys_from"] == "charter"

    opened = detente("record", "open", "r.record", 2, "--key", "log.key", "--at", LATER)
    assert "Entered entry 3" in opened.out
    stale = detente("record", "verify", "r.record")
    assert stale.code == 5
    assert "north is stale: it last cosigned the head at size 3" in stale.err
    cosign(detente, begun, 3)
    assert detente("record", "verify", "r.record", "--against", "r.bundle").code == 0
    assert detente("record", "erase", "r.record", 2).out == "Forgot what entry 2 was sealed with.\n"
    assert detente("record", "erase", "r.record", 2).out == "Nothing was kept for entry 2.\n"
    assert detente("record", "verify", "r.record").code == 0
    assert detente("record", "backup", "r.record", "copy.record").code == 0
    assert detente("record", "verify", "copy.record", "--against", "r.bundle").code == 0


def test_a_damaged_bundle_ends_with_5_and_the_first_bad_entry(detente, begun):
    detente("record", "export", "r.record", "--output", "r.bundle")
    whole = (begun / "r.bundle").read_bytes()
    (begun / "r.bundle").write_bytes(whole.replace(b"First draft", b"Final draft"))
    ended = detente("record", "verify", "r.bundle")
    assert ended.code == 5
    assert ended.out == ""
    assert ended.err == (
        "r.bundle: entry 1: the entry is not the one under the head, or the head is of another record\n"
    )


def test_a_proof_file_is_verified_with_a_policy_and_refused_when_changed(detente, begun):
    detente("record", "prove", "r.record", 1, "--output", "one.tlog-proof")
    ended = detente("record", "verify", "one.tlog-proof", "--policy", "r.record.policy")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Entry 1 is in example.org/r, under its head over 3 entries.\nCosigned by north\n{")
    assert detente("record", "verify", "one.tlog-proof").code == 2
    text = (begun / "one.tlog-proof").read_text()
    (begun / "one.tlog-proof").write_text(text.replace("index 1", "index 2"))
    ended = detente("record", "verify", "one.tlog-proof", "--policy", "r.record.policy")
    assert (ended.code, "entry 2: the proof does not lead" in ended.err) == (5, True)


def test_a_fork_is_refused_by_the_witness_with_5(detente, begun):
    assert detente("record", "backup", "r.record", "twin.record").code == 0
    for place in ("r.record", "twin.record"):
        (begun / "d.json").write_text(
            json.dumps({"kind": "declaration", "by": "north", "body": {"title": f"From {place}"}})
        )
        assert detente("record", "append", place, "d.json", "--key", "log.key", "--at", LATER).code == 0
    cosign(detente, begun, 3)
    detente("record", "prove", "twin.record", "--since", 4, "--output", "twin-request")
    words = ["--key", "north.key", "--policy", "r.record.policy", "--memory", "north.db", "--at", LATER]
    ended = detente("record", "witness", "twin-request", *words)
    assert ended.code == 5
    assert ended.err == "entry 3: fork: two signed heads over 4 entries have different roots\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["verify", "nothing"], 2, "nothing is not there"),
        (["verify", "log.key"], 5, "log.key: the header is not JSON"),
        (["verify", "r.record", "--policy", "vote.json"], 2, "vote.json: the policy, line 1"),
        (["verify", "r.record", "--against", "vote.json"], 2, "vote.json, which you hold, cannot"),
        (["export", "draft.json", "--output", "x"], 2, "draft.json is not a record"),
        (["export", "r.record", "--output", "vote.json"], 2, "vote.json is there already"),
        (["append", "r.record", "vote.json", "--key", "north.key"], 5, "not the one that signed"),
        (["append", "r.record", "log.key", "--key", "log.key"], 2, "log.key: this is not JSON"),
        (["append", "r.record", "vote.json", "--key", "vote.json"], 2, "this is not a secret key"),
        (["append", "r.record", "vote.json", "--key", "log.key", "--at", "2025-11-30T11:59:59Z"], 2, "backwards"),
        (["prove", "r.record", "--output", "x"], 2, "Name the number of an entry"),
        (["prove", "r.record", "7", "--output", "x"], 2, "There is no entry 7: the record has 3"),
        (["open", "r.record", "1", "--key", "log.key"], 2, "Entry 1 is not sealed"),
        (["open", "r.record", "9", "--key", "log.key"], 2, "There is no entry 9"),
        (["attach", "r.record", "vote.json"], 5, "a signature line is not written as"),
        (["key", "example.org/r", "--output", "log.key"], 2, "keys are never overwritten"),
        (["key", "two words", "--output", "new.key"], 2, "is no name of a key"),
        (
            ["witness", "vote.json", "--key", "north.key", "--policy", "r.record.policy", "--memory", "m"],
            5,
            "no empty line",
        ),
        (
            ["witness", "request-0", "--key", "north.key", "--policy", "r.record.policy", "--memory", "vote.json"],
            2,
            "vote.json, the memory of the witness, cannot be used",
        ),
    ],
)
def test_what_goes_wrong_says_so(detente, begun, words, code, said):
    before = (begun / "r.record").read_bytes()
    ended = detente("record", *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert "PRIVATE" not in ended.err.replace("begins with PRIVATE+KEY+", "")
    assert (begun / "r.record").read_bytes() == before


def test_entries_that_are_not_written_as_entries(detente, begun):
    for value in ([], {}, [1], {**DRAFT, "at": NOON}, {**DRAFT, "body": []}, {**DRAFT, "kind": 1}):
        (begun / "bad.json").write_text(json.dumps(value))
        assert detente("record", "append", "r.record", "bad.json", "--key", "log.key").code == 2
    (begun / "bad.json").write_text(json.dumps({**DRAFT, "body": {"title": "x" * 70_000, "document": "ab" * 32}}))
    ended = detente("record", "append", "r.record", "bad.json", "--key", "log.key")
    assert "and may have 65,535.\nEnter the SHA-256 of the document instead" in ended.err
