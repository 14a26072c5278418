"""Faults on demand, as the real SDK sees them over a real socket."""

import signal
import subprocess
import sys
import textwrap
import time
import uuid

import pytest
import requests
from linebot.v3.messaging import ApiException, PushMessageRequest, TextMessage
from urllib3.exceptions import ProtocolError, ReadTimeoutError

HELLO = TextMessage(text="hello")


def plan(line, *faults, **more):
    answer = line.phones("PUT", "faults", {"next": list(faults)} | more)
    assert answer.status_code == 200, answer.text


def push(line, user, **more):
    return line.api.push_message(PushMessageRequest(to=user, messages=[HELLO]), **more)


@pytest.fixture
def user(line):
    return line.friend()


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_planned_status_is_answered_once_and_nothing_is_sent(line, user, status):
    plan(line, {"endpoint": "push", "fault": str(status), "times": 1})
    with pytest.raises(ApiException) as error:
        push(line, user)
    assert error.value.status == status
    assert line.sent_to(user) == []
    push(line, user)
    assert len(line.sent_to(user)) == 1


def test_a_lost_answer_means_accepted_without_an_answer(line, user):
    plan(line, {"endpoint": "push", "fault": "lost", "times": 1})
    with pytest.raises(ProtocolError):
        push(line, user)
    assert len(line.sent_to(user)) == 1


def test_after_a_lost_answer_the_retry_key_tells(line, user):
    key = str(uuid.uuid4())
    plan(line, {"endpoint": "*", "fault": "lost"})
    with pytest.raises(ProtocolError):
        push(line, user, x_line_retry_key=key)
    with pytest.raises(ApiException) as error:
        push(line, user, x_line_retry_key=key)
    assert error.value.status == 409
    assert len(line.sent_to(user)) == 1


def test_a_reset_means_not_accepted(line, user):
    plan(line, {"endpoint": "push", "fault": "reset", "times": 2})
    for _ in range(2):
        with pytest.raises(ProtocolError):
            push(line, user)
    assert line.sent_to(user) == []


def test_a_fault_waits_for_its_endpoint(line, user):
    plan(line, {"endpoint": "reply", "fault": "500"})
    push(line, user)
    assert line.phones("GET", "faults").json()["next"] == [{"endpoint": "reply", "fault": "500", "times": 1}]


def test_a_slow_answer_may_come_too_late_for_the_bot(line, user):
    plan(line, slowSeconds=0.3)
    with pytest.raises(ReadTimeoutError):
        push(line, user, _request_timeout=(1, 0.05))
    assert len(line.sent_to(user)) == 1


def test_rates_and_quota_can_be_changed(line, user):
    change = {
        "rates": {"push": {"limit": 1, "seconds": 60}},
        "quota": {"type": "limited", "value": 1},
    }
    faults = line.phones("PUT", "faults", change).json()
    assert (faults["rates"], faults["quota"]) == (change["rates"], change["quota"])
    push(line, user)
    with pytest.raises(ApiException):
        push(line, user)
    assert line.phones("PUT", "faults", {"quota": {"type": "none"}}).json()["quota"] == {"type": "none"}


@pytest.mark.parametrize(
    "change",
    [
        {"next": [{"endpoint": "push", "fault": "flood"}]},
        {"next": [{"endpoint": "push", "fault": "500", "times": 0}]},
        {"next": "500"},
        {"slowSeconds": -1},
        {"rates": {"push": 3}},
        {"rates": {"push": {"limit": 1, "seconds": 0}}},
        {"quota": {"type": "limited"}},
    ],
)
def test_faults_that_mean_nothing_are_refused(line, change):
    before = line.phones("GET", "faults").json()
    assert line.phones("PUT", "faults", change).status_code == 400
    assert line.phones("GET", "faults").json() == before


def test_the_log_shows_both_directions(line, user):
    line.says(user)
    plan(line, {"endpoint": "push", "fault": "reset"})
    with pytest.raises(ProtocolError):
        push(line, user)
    newest, before = line.phones("GET", "log?limit=2").json()
    assert (newest["direction"], newest["status"]) == ("in", 0)
    assert (before["direction"], before["status"], before["what"]) == (
        "out",
        200,
        "webhook message",
    )


SERVE = """
    from bot.simulator import SimulatorSettings, create_app
    app = create_app(SimulatorSettings("s", "t", demo=True))
    """
SERVERS = {
    "gunicorn": ["-m", "gunicorn", "-k", "gthread", "--threads", "4", "--no-control-socket"],
    "a server that keeps its sockets": ["serve_plainly.py"],
}
PLAIN = """
    import sys
    from wsgiref.simple_server import make_server
    from served import app
    make_server("127.0.0.1", int(sys.argv[1]), app).serve_forever()
    """


@pytest.fixture(params=SERVERS)
def elsewhere(request, tmp_path, unused_port):
    """The simulator under another server, in another process."""
    (tmp_path / "served.py").write_text(textwrap.dedent(SERVE))
    (tmp_path / "serve_plainly.py").write_text(textwrap.dedent(PLAIN))
    port = str(unused_port)
    arguments = (
        [port] if "plainly" in SERVERS[request.param][0] else ["-b", f"127.0.0.1:{port}", "served:app"]
    )
    command = [sys.executable, *SERVERS[request.param], *arguments]
    environment = {"PYTHONPATH": f"{tmp_path}:{request.config.rootpath}", "HOME": str(tmp_path)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as process:
        base = f"http://127.0.0.1:{port}"
        yield wait_for(base, process)
        process.send_signal(signal.SIGINT)


def wait_for(base, process):
    for _ in range(200):
        assert process.poll() is None, process.stderr.read().decode()
        try:
            requests.get(f"{base}/phones/state", timeout=1)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return base
    raise AssertionError("the server does not begin")


@pytest.mark.parametrize(("fault", "arrived"), [("lost", 1), ("reset", 0)])
def test_connections_are_cut_under_other_servers_too(elsewhere, fault, arrived):
    from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

    user = requests.get(f"{elsewhere}/phones/state", timeout=5).json()["residents"][0]["userId"]
    requests.post(f"{elsewhere}/phones/residents/{user}/follow", timeout=5)
    faults = {"next": [{"endpoint": "push", "fault": fault}]}
    requests.put(f"{elsewhere}/phones/faults", json=faults, timeout=5)
    with ApiClient(Configuration(host=elsewhere, access_token="t")) as client:
        api = MessagingApi(client)
        with pytest.raises(ProtocolError):
            api.push_message(PushMessageRequest(to=user, messages=[HELLO]))
        chat = requests.get(f"{elsewhere}/phones/chats/{user}/messages", timeout=5).json()
        assert len(chat) == arrived
        api.push_message(PushMessageRequest(to=user, messages=[HELLO]))
