"""`detente record`: other keys and witnesses, copies, moves, bundles read back, databases."""

from __future__ import annotations

import json
import stat

import pytest
from jsonschema import Draft202012Validator

from unit.record.servers import needs_postgres, running_server

NOON, LATER, LAST = "2025-11-30T12:00:00Z", "2025-11-30T12:30:00Z", "2025-11-30T13:00:00Z"
WORDS = {"kind": "declaration", "by": "north", "body": {"title": "We open the road."}}
VOTE = {"kind": "acceptance", "by": "north", "body": {"of": 1, "answer": "accept"}}


@pytest.fixture
def here(detente, tmp_path, monkeypatch):
    """A folder with keys and entries."""
    monkeypatch.chdir(tmp_path)
    for name, words in (("old", []), ("new", []), ("north", ["--witness"]), ("south", ["--witness"])):
        origin = "example.org/r" if not words else f"{name}.example"
        assert detente("record", "key", origin, "--output", f"{name}.key", *words).code == 0
    for name, entry in (("words.json", WORDS), ("vote.json", VOTE)):
        (tmp_path / name).write_text(json.dumps(entry))
    return tmp_path


def begin(detente, place, *more):
    """A record with a witness, an entry and a sealed one."""
    words = ["--title", "Talks", "--by", "secretariat", "--at", NOON, *more]
    ended = detente("record", "init", place, "--key", "old.key", "--witness", "north=north.key.pub", *words)
    assert ended.code == 0, ended.err
    for name, sealed in (("words.json", []), ("vote.json", ["--sealed"])):
        ended = detente("record", "append", place, name, "--key", "old.key", "--at", NOON, *sealed)
        assert ended.code == 0, ended.err


def cosign(detente, place, witness, policy, since=0):
    """Prove, cosign, attach."""
    number = len(list(policy.parent.glob("request-*")))
    request, line = f"request-{number}", policy.parent / f"line-{number}"
    assert detente("record", "prove", place, "--since", since, "--output", request).code == 0
    words = ["--key", f"{witness}.key", "--policy", policy, "--memory", f"{witness}.db", "--at", LATER]
    ended = detente("record", "witness", request, *words, "--output", line)
    assert ended.code == 0, ended.err
    assert detente("record", "attach", place, line).code == 0


def test_the_key_and_the_witnesses_change_and_old_heads_still_verify(detente, here):
    begin(detente, "r.record")
    assert detente("record", "export", "r.record", "--output", "old.bundle").code == 0
    words = [
        "--key",
        "old.key",
        "--next-key",
        "new.key",
        "--by",
        "secretariat",
        "--reason",
        "key_stolen",
        "--at",
        LATER,
    ]
    ended = detente("record", "policy", "r.record", *words)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Entered entry 3\nPolicy: r.record.policy-3\nexample.org/r\n4\n")
    assert ended.out.count("\u2014 example.org/r ") == 2
    refused = detente("record", "append", "r.record", "words.json", "--key", "new.key", "--at", LATER)
    assert refused.code == 2
    assert "The change of policy at entry 3 waits for enough of the witnesses before it.\nHave them" in refused.err
    cosign(detente, "r.record", "north", here / "r.record.policy")
    old = detente("record", "append", "r.record", "words.json", "--key", "old.key", "--at", LATER)
    assert (old.code, "not the one that signed this record since entry 3" in old.err) == (5, True)
    assert detente("record", "append", "r.record", "words.json", "--key", "new.key", "--at", LATER).code == 0
    swapped = ["--witness", "south=south.key.pub", "--key", "new.key", "--by", "secretariat", "--reason", "witnesses"]
    assert detente("record", "policy", "r.record", *swapped, "--at", LATER).code == 0
    cosign(detente, "r.record", "north", here / "r.record.policy-3", since=4)
    assert detente("record", "append", "r.record", "words.json", "--key", "new.key", "--at", LAST).code == 0
    cosign(detente, "r.record", "south", here / "r.record.policy-5")
    for policy in ("r.record.policy", "r.record.policy-3", "r.record.policy-5"):
        ended = detente("record", "verify", "r.record", "--policy", policy, "--against", "old.bundle")
        assert ended.code == 0, ended.err
        assert "Cosigned by south" in ended.out
        assert "Policy: changed at entry 3 (key stolen), at entry 5 (witnesses)" in ended.out


def test_a_bundle_is_read_back_and_a_changed_one_is_not(detente, here):
    begin(detente, "r.record")
    cosign(detente, "r.record", "north", here / "r.record.policy")
    assert detente("record", "export", "r.record", "--output", "r.bundle").code == 0
    ended = detente("record", "restore", "r.bundle", "again.record", "--policy", "r.record.policy")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Restored to again.record. Sealed content is in no bundle.\n3 entries, root ")
    assert detente("record", "export", "again.record", "--output", "again.bundle").code == 0
    assert (here / "again.bundle").read_bytes() == (here / "r.bundle").read_bytes()
    assert detente("record", "append", "again.record", "words.json", "--key", "old.key", "--at", LAST).code == 0
    (here / "r.bundle").write_bytes((here / "r.bundle").read_bytes().replace(b"the road", b"the rail"))
    ended = detente("record", "restore", "r.bundle", "wrong.record")
    assert (ended.code, ended.out) == (5, "")
    assert ended.err.startswith("r.bundle: entry 1: the entry is not the one under the head")
    assert not (here / "wrong.record").exists()
    taken = detente("record", "restore", "again.bundle", "again.record")
    assert (taken.code, "again.record is there already" in taken.err) == (2, True)
    assert detente("record", "verify", "again.record", "--against", "again.bundle").code == 5


def test_a_record_moves_and_the_old_place_says_where(detente, here):
    begin(detente, "r.record")
    ended = detente("record", "move", "r.record", "new.record")
    assert ended.out.startswith("Moved to new.record; r.record takes no more entries.\n3 entries, root ")
    assert "Note: too few witnesses" in ended.out
    closed = detente("record", "append", "r.record", "words.json", "--key", "old.key", "--at", LAST)
    assert (closed.code, "This record was moved to new.record. Enter it there" in closed.err) == (2, True)
    assert detente("record", "append", "new.record", "words.json", "--key", "old.key", "--at", LAST).code == 0
    assert detente("record", "open", "new.record", 2, "--key", "old.key", "--at", LAST).code == 0
    again = detente("record", "move", "r.record", "third.record")
    assert (again.code, (here / "third.record").exists()) == (2, False)


def test_the_schema_of_entries_is_printed(detente, here):
    document = json.loads(detente("record", "schema").out)
    Draft202012Validator.check_schema(document)
    entry = {"at": NOON, "by": "north", "index": 1, "kind": "declaration", "body": WORDS["body"]}
    assert Draft202012Validator(document).is_valid(entry)
    assert not Draft202012Validator(document).is_valid({**entry, "kind": "draft"})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["verify", "env:NO_SUCH_PLACE"], "the variable NO_SUCH_PLACE is not set"),
        (["export", "postgresql://u:secret@127.0.0.1:1/x", "--output", "x"], "postgresql://u@127.0.0.1:1/x cannot be"),
        (["export", "postgresql://u:secret%zz@127.0.0.1/x", "--output", "x"], "is not written as postgresql://USER"),
        (["prove", "r.record", "--since", "0", "--until", "9", "--output", "x"], "has 3 entries, so nothing can be"),
        (["restore", "nothing", "x.record"], "nothing is not there"),
        (["policy", "r.record", "--key", "old.key", "--by", "x"], "counts already: there is nothing to change"),
        (["policy", "r.record", "--key", "old.key", "--by", "x", "--needed", "2"], "--needed 2: there are 1"),
    ],
)
def test_what_goes_wrong_says_so_and_shows_no_password(detente, here, words, said):
    begin(detente, "r.record")
    ended = detente("record", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "secret" not in ended.err
    assert not (here / "x.record").exists()


def test_a_bundle_on_a_full_disk_leaves_no_half_of_it(detente, here, monkeypatch):
    begin(detente, "r.record")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    ended = detente("record", "export", "r.record", "--output", "r.bundle")
    assert (ended.code, "No space left on device" in ended.err) == (2, True)
    assert [path.name for path in here.iterdir() if "bundle" in path.name] == []


@needs_postgres
def test_a_record_in_a_database_is_kept_moved_and_read_back_with_the_same_bytes(detente, here, monkeypatch):
    pytest.importorskip("psycopg")
    with running_server("-c fsync=off") as server:
        monkeypatch.setenv("DATABASE_URL", server.url)
        missing = detente("record", "export", "env:DATABASE_URL", "--output", "x")
        assert (missing.code, "holds no record" in missing.err) == (2, True)
        begin(detente, "env:DATABASE_URL", "--policy", "talks.policy")
        assert stat.S_IMODE((here / "talks.policy").stat().st_mode) == 0o644
        cosign(detente, "env:DATABASE_URL", "north", here / "talks.policy")
        assert detente("record", "export", server.url, "--output", "one.bundle").code == 0
        taken = detente("record", "init", server.url, "--key", "old.key", "--title", "x", "--by", "x", "--policy", "y")
        assert (taken.code, "holds a record already" in taken.err) == (2, True)
        assert detente("record", "backup", server.url, "copy.record").code == 0
        moved = detente("record", "move", server.url, "moved.record")
        assert moved.code == 0, moved.err
        for place in ("copy.record", "moved.record"):
            assert detente("record", "export", place, "--output", f"{place}.bundle").code == 0
            assert (here / f"{place}.bundle").read_bytes() == (here / "one.bundle").read_bytes()
            assert detente("record", "verify", place, "--policy", "talks.policy", "--against", "one.bundle").code == 0
        closed = detente("record", "append", server.url, "words.json", "--key", "old.key", "--at", LAST)
        assert (closed.code, "was moved to moved.record" in closed.err) == (2, True)
        opened = detente("record", "open", "moved.record", 2, "--key", "old.key", "--at", LAST)
        assert opened.code == 0, opened.err
        assert detente("record", "erase", server.url, 2).out == "Forgot what entry 2 was sealed with.\n"
        assert detente("record", "verify", server.url).code == 0
