"""The review server: only this computer, only with the token, only from its own page; and what bad acts get."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys

import pytest

from functional.review_case import served, small_case


@pytest.fixture
def server(tmp_path):
    with served(small_case(tmp_path)) as running:
        yield running


def ask(server, method="GET", path=None, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=120)
    given = {"Host": server.hosts[0]} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, f"/{server.token}/" if path is None else path, body=body, headers=given)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def act(server, **asked):
    body = json.dumps(asked)
    headers = {"Origin": f"http://{server.hosts[0]}", "Content_Type": "application/json"}
    answer, text = ask(server, "POST", f"/{server.token}/act", body, **headers)
    return answer.status, json.loads(text)


def first_proposal(server):
    return next(iter(server.desk.reads["documents/news.md"].proposals)).id


def test_it_listens_on_this_computer_only(server):
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/act", "/../", "/%2e%2e/", "//"])
def test_without_the_token_nothing_is_said(server, path):
    answer, text = ask(server, path=path)
    assert answer.status == 403
    assert "Freedonia" not in text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "evil.example:80", "127.0.0.1.evil.example:1"])
def test_another_host_name_is_refused(server, host):
    assert ask(server, Host=host)[0].status == 403


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://127.0.0.1"])
def test_acts_from_another_page_are_refused(server, origin):
    headers = {"Content_Type": "application/json"} | ({"Origin": origin} if origin else {})
    body = json.dumps({"coder": "x", "act": "confirm", "proposal": first_proposal(server)})
    assert ask(server, "POST", f"/{server.token}/act", body, **headers)[0].status == 403
    assert server.desk.log.events == []


def test_forms_cannot_act(server):
    headers = {"Origin": f"http://{server.hosts[0]}", "Content_Type": "text/plain"}
    assert ask(server, "POST", f"/{server.token}/act", "{}", **headers)[0].status == 415


def test_headers_forbid_scripts_and_frames_of_others(server):
    answer, text = ask(server)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"\son\w+=|style=|javascript:", re.sub(r"&lt;.*?&gt;", "", text))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"act": "confirm"}, "Say who you are"),
        ({"coder": "x" * 61, "act": "confirm"}, "Say who you are"),
        ({"coder": "anna", "act": "explode"}, "no act of the review page"),
        ({"coder": "anna", "act": "confirm", "proposal": "p0"}, "not there any more"),
        ({"coder": "anna", "act": "reliability", "document": "documents/news.md", "value": 2}, "at most 1"),
        ({"coder": "anna", "act": "reliability", "document": "documents/news.md", "value": True}, "at most 1"),
        ({"coder": "anna", "act": "reliability", "document": "x", "value": 1}, "not in the case"),
        ({"coder": "anna", "act": "merge", "what": "element", "name": "x", "into": "NONE"}, "is no element"),
        ({"coder": "anna", "act": "merge", "what": "colour", "name": "x"}, "Name the words"),
        ({"coder": "anna", "act": "mark", "document": "documents/news.md", "start": 5, "end": 10**9}, "not within"),
        ({"coder": "anna", "act": "adjudicate", "proposal": "p0"}, "Nobody has decided"),
    ],
)
def test_acts_that_make_no_sense_are_refused_with_a_reason_and_change_nothing(server, asked, said):
    status, answer = act(server, **asked)
    assert status == 422
    assert said in answer["error"]
    assert server.desk.log.events == []


def test_an_edit_with_a_wrong_party_names_it(server):
    claims = [{"actor": "MARS", "element": "TOLL", "stance": "accepts"}]
    status, answer = act(server, coder="anna", act="edit", proposal=first_proposal(server), claims=claims)
    assert status == 422
    assert answer["error"] == '"MARS" is not a party of this case. Edit the claim.'


def test_the_words_and_the_place_of_a_claim_are_not_the_browsers_to_say(server):
    claims = [{"actor": "FRE", "element": "TOLL", "stance": "accepts", "quote": "never said", "start": 0, "end": 1}]
    assert act(server, coder="anna", act="edit", proposal=first_proposal(server), claims=claims)[0] == 200
    kept = server.desk.log.events[0].claims[0]
    assert kept["quote"].startswith("Freedonia would drop")
    assert kept["start"] > 1


@pytest.mark.parametrize("body", ["", "[]", "{", "[" * 100_000])
def test_bodies_that_are_no_act(server, body):
    headers = {"Origin": f"http://{server.hosts[0]}", "Content_Type": "application/json"}
    assert ask(server, "POST", f"/{server.token}/act", body, **headers)[0].status == 400


def test_a_case_that_breaks_meanwhile_is_explained(server):
    (server.desk.folder / "case.yaml").write_text("title: [\n", encoding="utf-8")
    answer, text = ask(server)
    assert answer.status == 500
    assert "The case cannot be read any more." in text


def test_the_file_is_written_by_the_command_line_too(detente, tmp_path):
    case = small_case(tmp_path)
    ended = detente("review", case, "--export", tmp_path / "out" / "review.html")
    assert ended.code == 0
    text = (tmp_path / "out" / "review.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text
    assert detente("review", tmp_path / "nowhere").code == 2


def test_rows_proposed_elsewhere_can_be_reviewed_and_foreign_ones_are_named(detente, tmp_path):
    case = small_case(tmp_path)
    detente("positions", case, "--output", tmp_path / "rows.jsonl")
    ended = detente("review", case, "--proposed", tmp_path / "rows.jsonl", "--export", tmp_path / "review.html")
    assert ended.code == 0
    other = (tmp_path / "rows.jsonl").read_text(encoding="utf-8").replace("documents/news.md", "documents/x.md")
    (tmp_path / "other.jsonl").write_text(other, encoding="utf-8")
    ended = detente("review", case, "--proposed", tmp_path / "other.jsonl", "--export", tmp_path / "review.html")
    assert ended.code == 2
    assert "documents/x.md is not among the documents of the case" in ended.err


def test_a_port_that_is_taken_is_named(detente, server, tmp_path):
    ended = detente("review", server.desk.folder, "--port", str(server.server_port), "--no-browse")
    assert ended.code == 2
    assert f"port {server.server_port} cannot be used" in ended.err


def test_the_command_prints_an_address_that_answers_and_stops_when_told(tmp_path):
    case = small_case(tmp_path)
    command = [sys.executable, "-m", "detente.cli.main", "review", str(case), "--no-browse", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        printed = ""
        while not printed.rstrip().endswith("}"):
            printed += running.stdout.readline()
        address = json.loads(printed)["address"]
        host, token = re.fullmatch(r"http://(127\.0\.0\.1:\d+)/([\w-]{20,})/", address).groups()
        connection = http.client.HTTPConnection(host, timeout=120)
        connection.request("GET", f"/{token}/", headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        connection.close()
        running.send_signal(signal.SIGINT)
        assert running.wait(120) == 0
        assert "Stopped. Every decision is kept." in running.stderr.read()
