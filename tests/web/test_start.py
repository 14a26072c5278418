"""Starting and stopping the real processes: what is wrong is said in one line, and SIGTERM ends them."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.settings import ROOT

APP = ("app.py",)
WORK = ("-m", "bot", "work")
CHANNEL = {"LINE_CHANNEL_SECRET": "s" * 32, "LINE_CHANNEL_ACCESS_TOKEN": "t" * 32}


@pytest.fixture
def env(tmp_path):
    """Nothing of the machine's own settings; everything that is written goes to the test's folder."""
    return {"VAR_DIR": str(tmp_path / "var"), "PORT": str(free_port()), "PYTHONIOENCODING": "utf-8"}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def stops(program, env):
    """What a start that cannot be says: exit code not 0, one line, no traceback."""
    done = subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


@contextmanager
def running(program, env):
    """The process, once it has said that it works; killed at the end if it does not end by itself."""
    process = subprocess.Popen(
        [sys.executable, *program],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    killer = threading.Timer(60, process.kill)
    killer.start()
    try:
        yield process
    finally:
        killer.cancel()
        process.kill()
        process.communicate()


def wait_for(process, word):
    for line in process.stdout:
        if word in line:
            return line
    raise AssertionError(f"the process ended without saying {word!r}")


def get(url):
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.status, response.read().decode()


# --- it does not start


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PUBLIC_URL", "http://["),
        ("LOCAL_DIR", "/no/such/town"),
        ("DATABASE_URL", "mysql://u:hush@host/db"),
        ("DATABASE_URL", "postgresql://u:hush@127.0.0.1:port/db"),
        ("DATABASE_URL", "postgresql://u:hush@127.0.0.1:1/db"),
        ("LINE_CHANNEL_SECRET", "hush"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(env, name, value):
    reason = stops(APP, {**env, name: value})
    assert reason.startswith("Tomoni cannot start. ")
    assert name in reason
    assert "hush" not in reason


def test_a_folder_that_cannot_be_written_is_named(env, tmp_path):
    (tmp_path / "a-file").write_text("")
    assert "a-file" in stops(APP, {**env, "VAR_DIR": str(tmp_path / "a-file")})


def test_a_broken_word_file_stops_the_start_with_its_line(env, tmp_path):
    (tmp_path / "municipality.yaml").write_text("name: {other: Town}\n")
    (tmp_path / "contacts.yaml").write_text("# ours\ndesk: {fone: '1'}\n")
    assert f"{tmp_path / 'contacts.yaml'}:2 [shape]" in stops(APP, {**env, "LOCAL_DIR": str(tmp_path)})


def test_a_municipality_without_a_name_stops_the_start(env, tmp_path):
    assert "municipality.yaml" in stops(APP, {**env, "LOCAL_DIR": str(tmp_path)})


def test_a_taken_port_is_named(env):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"PORT {port} " in stops(APP, {**env, "PORT": port})


def test_the_worker_without_a_channel_says_what_is_missing(env):
    reason = stops(WORK, env)
    assert "LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN are missing" in reason


def test_the_worker_without_its_database_says_so(env):
    assert "DATABASE_URL" in stops(WORK, {**env, **CHANNEL, "DATABASE_URL": "sqlite:////"})


def test_the_worker_with_a_taken_metrics_port_says_so(env):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"--metrics-port {port} " in stops((*WORK, "--metrics-port", port), {**env, **CHANNEL})


# --- it starts, and ends when told to


def test_without_a_channel_it_starts_with_the_simulator_and_sigterm_ends_it(env):
    with running(APP, env) as process:
        said = wait_for(process, "Tomoni is running")
        base = f"http://127.0.0.1:{env['PORT']}"
        assert said.strip() == f"Tomoni is running: {base}/simulator"
        status, page = get(f"{base}/simulator/")
        assert (status, "<html" in page) == (200, True)
        assert json.loads(get(f"{base}/healthz")[1])["status"] == "ok"
        assert "tomoni_events_waiting" in get(f"{base}/metrics")[1]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert Path(env["VAR_DIR"], "tomoni.db").exists()


def test_with_a_channel_there_is_no_simulator_and_more_workers_may_share_the_database(env):
    env = {**env, **CHANNEL, "LINE_API_BASE": f"http://127.0.0.1:{free_port()}"}
    metrics = str(free_port())
    with running(APP, env) as bot:
        assert "simulator" not in wait_for(bot, "Tomoni is running")
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(f"http://127.0.0.1:{env['PORT']}/simulator/")
        refused.value.close()
        assert refused.value.code == 404
        with running((*WORK, "--metrics-port", metrics), env) as worker:
            assert json.loads(wait_for(worker, "working"))["message"] == "working"
            assert "tomoni_answer_seconds" in get(f"http://127.0.0.1:{metrics}/metrics")[1]
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(timeout=20) == 0
        bot.send_signal(signal.SIGINT)
        assert bot.wait(timeout=20) == 0
