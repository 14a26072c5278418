"""`python -m bench [--kills N] [--events N]`: everything side by side in one run, as a Markdown table."""

from __future__ import annotations

import argparse
import logging
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench import houses
from bench.houses import Process
from bench.line import HOST, Line, all_at_once, chat, steadily


def main() -> None:
    logging.getLogger("waitress").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--events", type=int, default=2000, help="events of one throughput run")
    parser.add_argument("--seconds", type=int, default=30, help="of the steady load")
    options = parser.parse_args()
    print("| measured | result | target |\n|---|---|---|", flush=True)
    for measured, result, target in rows(options):
        print(f"| {measured} | {result} | {target} |", flush=True)


def rows(options: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    yield from start_and_memory()
    yield from acknowledged(options.seconds)
    for processes in houses.SERVERS:
        yield from throughput(options.events, processes)
    if options.kills:
        yield from killed(options.kills)


@contextmanager
def ours(line: Line, processes: int = 1) -> Iterator[tuple[Process, Process]]:
    """The production set-up of the README: gunicorn for the web, one worker."""
    with tempfile.TemporaryDirectory() as folder:
        web = houses.gunicorn("app:web()", line.url, Path(folder), processes)
        work = houses.worker(line.url, Path(folder))
        houses.wait_for(web.port)
        line.platform.webhooks.url = f"http://{HOST}:{web.port}/callback"
        line.ask(warm := line.question())
        line.wait_for({chat(warm)}, 20)
        try:
            yield web, work
        finally:
            web.stop()
            work.stop()


@contextmanager
def echo(line: Line, processes: int = 1) -> Iterator[Process]:
    with tempfile.TemporaryDirectory() as folder:
        web = houses.gunicorn("bench.echo:app", line.url, Path(folder), processes)
        houses.wait_for(web.port, "/")
        line.platform.webhooks.url = f"http://{HOST}:{web.port}/callback"
        for _ in range(8):
            line.ask(line.question())
        try:
            yield web
        finally:
            web.stop()


def start_and_memory() -> Iterator[tuple[str, str, str]]:
    line = Line()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        house = houses.all_in_one(line.url, Path(folder))
        line.platform.webhooks.url = f"http://{HOST}:{house.port}/callback"
        event = line.question()
        while not line.ask(event)[0]:
            time.sleep(0.02)
        line.wait_for({chat(event)}, 20)
        took = time.perf_counter() - start
        all_at_once(line, 500)
        memory = house.memory()
        house.stop()
    line.close()
    yield "start of `python app.py` to the first answer", f"{took:.2f} s", "< 3 s"
    yield "memory of that process after 500 answers", f"{memory:.0f} MB", "< 200 MB"


def acknowledged(seconds: int) -> Iterator[tuple[str, str, str]]:
    line = Line()
    with ours(line):
        results, chats = steadily(line, 100, seconds)
        lost = line.wait_for(chats, 30)
    line.close()
    took = sorted(took for _, took in results)
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    shown = f"{p50 * 1000:.1f} / {p99 * 1000:.1f} / {took[-1] * 1000:.1f} ms"
    yield f"webhook acknowledged at 100 events/s for {seconds} s: p50 / p99 / slowest", shown, "p99 < 100 ms"
    refused = sum(not accepted for accepted, _ in results)
    yield (
        "… not acknowledged / not answered / answered twice",
        f"{refused} / {len(lost)} / {line.doubled()}",
        "0",
    )


def throughput(events: int, processes: int) -> Iterator[tuple[str, str, str]]:
    """Ours and the echo bot in turn, so that a drift of the machine meets both; both warmed up."""
    ratios, speeds = [], []
    for _ in range(3):
        pair = []
        for house in (ours, echo):
            line = Line()
            with house(line, processes):
                all_at_once(line, events)
                seconds, missing = all_at_once(line, events)
            line.close()
            pair.append((events - len(missing)) / seconds)
        speeds.append(pair)
        ratios.append(pair[0] / pair[1])
    mine, plain = (statistics.median(column) for column in zip(*speeds, strict=True))
    server = f"gunicorn {processes} × {houses.SERVERS[processes]} threads"
    yield (
        f"events/s through to the reply, {server}: ours / plainest echo bot",
        f"{mine:.0f} / {plain:.0f}",
        "",
    )
    spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
    yield "… ratio (median of 3 pairs, least and most)", spread, "≥ 0.6"


def killed(times: int) -> Iterator[tuple[str, str, str]]:
    """SIGKILL at random moments under load; what got its 200 must be answered, and once."""
    chance, line = random.Random(), Line()
    with tempfile.TemporaryDirectory() as folder:
        house = houses.all_in_one(line.url, Path(folder))
        line.platform.webhooks.url = f"http://{HOST}:{house.port}/callback"
        houses.wait_for(house.port)
        load = Load(line, per_second=20)
        for _ in range(times):
            time.sleep(chance.uniform(0, 2))
            house.kill()
            house.start()
            houses.wait_for(house.port)
        load.stop()
        lost = line.wait_for(load.accepted, 60)
        house.stop()
    line.close()
    result = f"{len(load.accepted)} accepted, {len(lost)} lost, {line.doubled()} twice"
    yield f"kill -9 × {times} at random moments under load", result, "0 lost, 0 twice"


class Load:
    """Residents who ask at a steady rate in the background; LINE redelivers what got no 200."""

    def __init__(self, line: Line, per_second: int) -> None:
        self.accepted: set[str] = set()
        self._line, self._pause = line, 1 / per_second
        self._pool = ThreadPoolExecutor(64)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopping.wait(self._pause):
            self._pool.submit(self._ask, self._line.question())

    def _ask(self, event: dict[str, object]) -> None:
        if self._line.ask_until_accepted(event, time.perf_counter() + 60):
            self.accepted.add(chat(event))

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._pool.shutdown()


if __name__ == "__main__":
    main()
