"""The page that verifies bundles, opened from a file in a real browser, says what the library says."""

from __future__ import annotations

import base64
import html
import json
import random
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from detente.record import Fault, KeyKind, new_key, parse_policy, verify_bundle
from functional.test_report_browser import CHROMIUM, FLAGS
from unit.record.small_record import ORIGIN, declaration, filled_record, small_record

PAGE = files("detente.record").joinpath("verify.html").read_text(encoding="utf-8")
# Drives the page as a user does, without the dialogue that chooses a file.
DRIVER = """<script>
(async () => {{
  const cases = {cases}, out = [];
  for (const [bundle, policy] of cases) {{
    await show(Uint8Array.from(atob(bundle), (c) => c.charCodeAt(0)), policy);
    out.push(said.className + "|" + said.textContent);
  }}
  const list = document.createElement("pre");
  list.id = "all";
  list.textContent = JSON.stringify(out);
  document.body.append(list);
}})();
</script></body>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


def answers(folder: Path, cases: list[tuple[bytes, str]]) -> list[str]:
    """What the page says to each bundle and policy."""
    listed = json.dumps([[base64.b64encode(data).decode(), policy] for data, policy in cases]).replace("<", "\\u003c")
    page = folder / "verify.html"
    page.write_text(PAGE.replace("</body>", DRIVER.format(cases=listed)), encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, "--virtual-time-budget=60000", f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [*command, "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=120, check=True
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


def test_the_page_can_ask_nobody_for_anything():
    assert "default-src 'none'" in PAGE
    assert re.findall(r"https?://|fetch\(|XMLHttpRequest|import\(|src=|href=", PAGE) == []
