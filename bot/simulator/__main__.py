"""Runs the simulator by itself: `python -m bot.simulator --webhook URL --secret S --token T`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from waitress.server import create_server

from . import SimulatorSettings, create_app
from .rules.checks import usable_url

THREADS = 16


def arguments(given: Sequence[str], environment: Mapping[str, str]) -> argparse.Namespace:
    """The command line; prints what is wrong and exits 2 when it cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.simulator", description="A stand-in for the LINE platform."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8100, help="port to listen on")
    parser.add_argument("--webhook", help="where the bot takes webhooks, a URL")
    parser.add_argument("--secret", default=environment.get("LINE_CHANNEL_SECRET"))
    parser.add_argument("--token", default=environment.get("LINE_CHANNEL_ACCESS_TOKEN"))
    parser.add_argument("--name", default="Tomoni", help="the bot's display name")
    parser.add_argument("--state", type=Path, help="folder that keeps residents and chats")
    parser.add_argument("--quota", type=int, help="messages a month; without it, no limit")
    parser.add_argument(
        "--demo",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="begin with a few residents of different languages",
    )
    chosen = parser.parse_args(given)
    if not chosen.secret:
        parser.error("a channel secret is needed: --secret or LINE_CHANNEL_SECRET")
    if not chosen.token:
        parser.error("a channel access token is needed: --token or LINE_CHANNEL_ACCESS_TOKEN")
    if chosen.webhook and not usable_url(chosen.webhook, ("http", "https")):
        parser.error(f"--webhook is not a URL: {chosen.webhook}")
    if not 0 <= chosen.port <= 65535:
        parser.error(f"--port is a number from 0 to 65535: {chosen.port}")
    return chosen


def settings(chosen: argparse.Namespace) -> SimulatorSettings:
    """The settings the command line asks for."""
    return SimulatorSettings(
        channel_secret=chosen.secret,
        channel_access_token=chosen.token,
        webhook_url=chosen.webhook,
        bot_name=chosen.name,
        state_dir=chosen.state,
        demo=chosen.demo,
        quota=chosen.quota,
    )


def main(given: Sequence[str] | None = None) -> int:
    """Serves until interrupted; 0 at the end, 2 when it cannot begin."""
    chosen = arguments(sys.argv[1:] if given is None else given, os.environ)
    try:
        app = create_app(settings(chosen))
    except OSError as error:
        print(f"cannot use {chosen.state}: {error.strerror or error}", file=sys.stderr)
        return 2
    try:
        server = create_server(app, host=chosen.host, port=chosen.port, threads=THREADS)
    except OSError as error:
        reason = error.strerror or error
        print(f"cannot listen on {chosen.host}:{chosen.port}: {reason}", file=sys.stderr)
        app.close()
        return 2
    port = server.effective_port
    print(f"The phones are on http://{chosen.host}:{port}/", flush=True)
    print(f"Bots reach LINE's API at http://{chosen.host}:{port}", flush=True)
    print(f"Webhooks go to {chosen.webhook or 'nowhere yet (--webhook)'}", flush=True)
    # A queue is what a platform under load has; it is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    # An ordered end saves the last second of talk.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.run()
    finally:
        server.close()
        app.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
