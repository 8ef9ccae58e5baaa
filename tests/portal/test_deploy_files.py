"""The files of the folder `deploy` say what the programs that read them understand, and what the portal offers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from detente.cli.serve_commands import serve
from detente.portal.databases import database

SYSTEMD = shutil.which("systemd-analyze")
SHELL = shutil.which("sh")
# What the specification of compose files allows at the places that are used here.
TOP = {"services", "volumes", "networks", "configs", "secrets", "name"}
SERVICE = {
    "image",
    "command",
    "environment",
    "volumes",
    "ports",
    "depends_on",
    "restart",
    "healthcheck",
    "network_mode",
    "stop_grace_period",
    "user",
    "working_dir",
}
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
OUR_VARIABLES = {"DETENTE_PORTAL_HOSTS", "DETENTE_PORTAL_PROXY", "DATABASE_URL", "OPENBLAS_NUM_THREADS"}


@pytest.fixture
def compose(root) -> dict:
    """The compose file."""
    return yaml.safe_load((root / "deploy" / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def unit(root) -> str:
    """The unit of systemd."""
    return (root / "deploy" / "detente-portal.service").read_text(encoding="utf-8")


def options_of(command: str) -> set[str]:
    """The options in a call of `detente serve`."""
    return set(re.findall(r" (--[a-z-]+)", command.partition("detente serve")[2]))


def known_options() -> set[str]:
    """The options that `detente serve` has."""
    return {f"--{name.replace('_', '-')}" for name in serve.__annotations__}


def test_the_compose_file_keeps_to_the_specification(compose):
    assert set(compose) <= TOP
    named, kept = set(compose["services"]), set(compose["volumes"])
    for name, service in compose["services"].items():
        assert set(service) <= SERVICE, name
        assert re.fullmatch(r"[a-z0-9./-]+:[a-z0-9.-]+", service["image"]), "a version is named"
        assert service.get("restart", "no") in {"no", "always", "on-failure", "unless-stopped"}
        assert set(service.get("healthcheck", {})) <= HEALTH
        waits = service.get("depends_on", {})
        assert set(waits) <= named
        assert isinstance(waits, list) or {one["condition"] for one in waits.values()} <= CONDITIONS
        sources = {one.partition(":")[0] for one in service.get("volumes", [])}
        assert {one for one in sources if not one.startswith(".")} <= kept
        assert service.get("network_mode", "bridge").removeprefix("service:") in named | {"bridge"}


def test_files_that_the_compose_file_names_are_there_or_are_the_certificate(compose, root):
    places = [one.split(":")[0] for service in compose["services"].values() for one in service.get("volumes", [])]
    folder = root / "deploy"
    missing = [one for one in places if one.startswith(".") and not (folder / one).exists()]
    assert missing == ["./tls"]


def test_only_the_proxy_is_reached_from_outside_and_no_password_is_written_down(compose, root):
    assert {name for name, one in compose["services"].items() if "ports" in one} == {"portal"}
    assert compose["services"]["portal"]["ports"] == ["80:80", "443:443"]
    text = (root / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    assert re.findall(r"PASSWORD: (.*)", text) == ["${PORTAL_PASSWORD:?set a password for the database}"]


def test_the_commands_of_the_compose_file_are_those_that_the_portal_has(compose, root):
    portal = compose["services"]["portal"]
    assert options_of(portal["command"]) <= known_options()
    lock = re.search(r"--require-hashes -r /source/(\S+)", portal["command"])[1]
    assert re.search(r"^psycopg-binary==", (root / lock).read_text(encoding="utf-8"), re.MULTILINE)
    assert set(portal["environment"]) <= OUR_VARIABLES
    url = portal["environment"]["DATABASE_URL"].replace("${PORTAL_PASSWORD}", "x")
    asked = compose["services"]["database"]["environment"]
    found = database(url)
    assert (found["USER"], found["NAME"], found["HOST"]) == (asked["POSTGRES_USER"], asked["POSTGRES_DB"], "database")


def test_a_signal_reaches_the_portal_in_its_container(compose):
    # Without exec the shell would get it, and the portal would be killed after ten seconds.
    assert "exec detente serve" in compose["services"]["portal"]["command"]


def test_unit_proxy_and_compose_file_speak_of_one_port_and_one_name(compose, unit, root):
    proxy = (root / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    ports = {
        re.search(r"--port (\d+)", compose["services"]["portal"]["command"])[1],
        re.search(r"--port (\d+)", unit)[1],
        *re.findall(r"server 127\.0\.0\.1:(\d+)", proxy),
    }
    assert len(ports) == 1
    names = {compose["services"]["portal"]["environment"]["DETENTE_PORTAL_HOSTS"]}
    names |= {re.search(r"DETENTE_PORTAL_HOSTS=(\S+)", unit)[1], *re.findall(r"server_name (\S+);", proxy)}
    assert names == {"portal.example"}


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not installed")
def test_systemd_takes_the_unit_without_a_word(unit, tmp_path):
    assert options_of(unit) <= known_options()
    file = tmp_path / "detente-portal.service"
    file.write_text(unit.replace("/opt/detente/bin/detente", sys.executable), encoding="utf-8")
    ended = subprocess.run([SYSTEMD, "verify", "--man=no", file], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")
    # A word that it does not know is said: the check can fail.
    file.write_text(unit.replace("NoNewPrivileges", "NoNewPrivilegez"), encoding="utf-8")
    ended = subprocess.run([SYSTEMD, "verify", "--man=no", file], capture_output=True, text=True, check=False)
    assert "NoNewPrivilegez" in ended.stderr


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not installed")
def test_the_service_is_shut_in(unit, tmp_path):
    file = tmp_path / "detente-portal.service"
    file.write_text(unit, encoding="utf-8")
    ended = subprocess.run(
        [SYSTEMD, "security", "--offline=true", "--no-pager", file], capture_output=True, text=True, check=False
    )
    exposure = re.search(r"exposure level .*: ([\d.]+)", ended.stdout)
    assert exposure, ended.stdout + ended.stderr
    # Of 10; without any of its lines a service has 9.6.
    assert float(exposure[1]) < 3.0


@pytest.mark.parametrize("script", ["backup.sh", "restore.sh"])
def test_the_scripts_are_run_as_they_are(root, script):
    file = root / "deploy" / script
    assert os.access(file, os.X_OK)
    subprocess.run([SHELL, "-n", file], check=True)


def test_the_page_on_deployment_names_every_file_of_the_folder(root):
    page = Path(root / "docs" / "how-to" / "deploy-the-portal.md").read_text(encoding="utf-8")
    assert [one.name for one in (root / "deploy").iterdir() if f"deploy/{one.name}" not in page] == []
