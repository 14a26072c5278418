"""Starts the processes of a bench, each as its README says, and measures their memory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.line import HOST, SECRET, TOKEN
from bot.settings import ROOT

# The web server of a bench: so many processes and threads, the same for every bot that is measured.
SERVERS = {1: 16, 2: 8}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Process:
    """One process group of the project, with the bench's own environment."""

    def __init__(self, arguments: list[str], line_url: str, port: int, folder: Path) -> None:
        self.port, self._arguments = port, arguments
        self._environment = os.environ | {
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
            "LINE_API_BASE": line_url,
            "PORT": str(port),
            "VAR_DIR": str(folder),
        }
        self._log = (folder / "processes.log").open("ab")
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *self._arguments],
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing can be tidied up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def memory(self) -> float:
        """The largest resident set of the process and its children, in MB."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(_rss(pid) for pid in (str(self.process.pid), *children))


def _rss(pid: str) -> float:
    for row in Path(f"/proc/{pid}/status").read_text().splitlines():
        if row.startswith("VmRSS"):
            return int(row.split()[1]) / 1024
    return 0.0


def gunicorn(application: str, line_url: str, folder: Path, processes: int) -> Process:
    port = free_port()
    size = ["--workers", str(processes), "--threads", str(SERVERS[processes])]
    server = ["-m", "gunicorn", application, "--worker-class", "gthread", *size]
    return Process([*server, "--bind", f"{HOST}:{port}"], line_url, port, folder)


def worker(line_url: str, folder: Path) -> Process:
    return Process(["-m", "bot", "work"], line_url, 8000, folder)


def all_in_one(line_url: str, folder: Path) -> Process:
    return Process(["app.py"], line_url, free_port(), folder)


def wait_for(port: int, path: str = "/healthz", seconds: float = 30) -> None:
    """Until the port answers anything at all."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"nothing answers on port {port}")
