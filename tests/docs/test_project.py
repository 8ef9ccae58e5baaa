"""The files around the code agree with each other and name nobody's machine."""

from __future__ import annotations

import re
import subprocess

import pytest

from docs.pages import FENCE, ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PIN = re.compile(r"^([a-z0-9][\w.-]*)==(\S+)", re.MULTILINE)
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "py" + r"pi\.(org|python)|python" + r"hosted\.org|registry\." + "npm|file:" + "///", re.IGNORECASE
)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def test_make_targets_of_the_readme_exist():
    named = set(re.findall(r"\bmake ([a-z]+)", "\n".join(text for _, text in FENCE.findall(README))))
    assert {"assess", "test"} <= named
    assert [target for target in sorted(named) if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)] == []


def test_make_assess_runs_the_main_case():
    ended = subprocess.run(["make", "--dry-run", "assess"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "detente assess cases/business-links-2025 --output build/business-links-2025" in ended.stdout


@pytest.mark.parametrize("narrow", ["requirements.lock", "requirements-portal.lock"])
def test_the_dev_lock_holds_every_pin_of_the_other_locks(narrow):
    fewer, dev = pins(narrow), pins("requirements-dev.lock")
    assert {package: dev.get(package) for package in fewer} == fewer


def test_the_portal_lock_holds_the_portal_and_all_that_it_stands_on():
    runtime, portal = pins("requirements.lock"), pins("requirements-portal.lock")
    assert {package: portal.get(package) for package in runtime} == runtime
    assert {"django", "django-ninja", "huey", "psycopg", "waitress"} <= portal.keys()


@pytest.mark.parametrize("lock", ["requirements-portal.lock", "requirements-dev.lock"])
def test_every_pin_has_a_hash(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_dependency_is_locked():
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.findall(r'"([A-Za-z0-9]+)>=', re.search(r"dependencies = \[(.*?)\]", pyproject, re.DOTALL)[1])
    assert [package for package in wanted if package.lower() not in pins("requirements.lock")] == []


def test_no_registry_address_stands_in_any_file():
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    paths = [ROOT / line for line in listed.stdout.splitlines()]
    texts = [(path, path.read_bytes().decode("utf-8", errors="ignore")) for path in paths if path.is_file()]
    assert [path.name for path, text in texts if REGISTRIES.search(text)] == []
