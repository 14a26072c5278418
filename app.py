"""Wiring, and the roles a process can have. `python app.py` is everything on one machine."""

from __future__ import annotations

import logging
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import waitress
from flask import Flask
from prometheus_client import start_http_server
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from bot import log
from bot.conversation import Conversation
from bot.errors import SettingsError, TomoniError
from bot.line.client import LineClient
from bot.line.messages import Composer
from bot.served import Served
from bot.settings import ROOT, Settings
from bot.simulator import SimulatorSettings
from bot.simulator import create_app as create_simulator
from bot.store import Store
from bot.web import health, media, webhook
from bot.words import Words
from bot.work import Worker
from handlers import HANDLERS

_log = logging.getLogger("tomoni")


def create_app(settings: Settings, store: Store, wake: Callable[[], None] = lambda: None) -> Flask:
    """The web edge: webhook, media, health. It answers nobody itself; a worker does."""
    app = Flask("tomoni", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = webhook.MOST_BYTES
    app.register_blueprint(webhook.blueprint(settings.channel_secret, store, wake))
    app.register_blueprint(media.blueprint(ROOT / "knowledge" / "pictograms"))
    app.register_blueprint(health.blueprint(store, settings.kept_words[0]))
    return app


def create_worker(settings: Settings, store: Store, words: Callable[[], Words]) -> Worker:
    """The part that answers: the words in service, handlers, the outbox."""
    composer = Composer(settings.media_url)

    def talk() -> Conversation:
        return Conversation(words(), HANDLERS, composer, settings.bot_names)

    return Worker(store, LineClient(settings.line_api_base, settings.channel_access_token), talk)


def serve_words(settings: Settings) -> Served:
    """The words in service, watched for changes; raises DataError when there are no good ones."""
    served = Served(ROOT, settings.local_dir, *settings.kept_words)
    served.start()
    return served


def open_store(settings: Settings, durable: bool = True) -> Store:
    """The migrated database; raises SettingsError when it cannot be opened, without its password."""
    try:
        store = Store(settings.database_url, durable)
        store.migrate()
    except (SQLAlchemyError, ValueError) as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]
        raise SettingsError(f"The database of DATABASE_URL cannot be opened: {reason}") from error
    return store


def web() -> Flask:
    """For gunicorn: `gunicorn 'app:web()'`. Needs a LINE channel; `python -m bot work` does the answering."""
    settings = _with_channel(Settings.from_env())
    log.start()
    return create_app(settings, open_store(settings))


def work(metrics_port: int | None = None) -> None:
    """Only the worker, until SIGTERM or Ctrl-C; any number of these may share a database."""
    settings = _with_channel(Settings.from_env())
    log.start()
    served = serve_words(settings)
    worker = create_worker(settings, open_store(settings, durable=False), lambda: served.words)
    if metrics_port:
        _serve_metrics(metrics_port)
    worker.start()
    _log.info("working")
    _until_told_to_stop()
    served.stop()
    worker.stop()


def _with_channel(settings: Settings) -> Settings:
    if not settings.has_channel:
        raise SettingsError(
            "LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN are missing; both are in the LINE "
            "Developers Console (or run `python app.py` without them, with the simulator)."
        )
    return settings


def main() -> None:
    """Web, worker and, when no LINE channel is set, the simulator, in one process."""
    settings = Settings.from_env()
    log.start()
    simulated = not settings.has_channel
    if simulated:
        settings = _simulated(settings)
    store = open_store(settings)
    served = serve_words(settings)
    worker = create_worker(settings, Store(settings.database_url, durable=False), lambda: served.words)
    app: Any = create_app(settings, store, worker.wake)
    if simulated:
        app = DispatcherMiddleware(app, {"/simulator": create_simulator(_simulator(settings))})
    server = _serve(app, _host(simulated), settings.port)
    worker.start()
    threading.Thread(target=server.run, name="web", daemon=True).start()
    where = f"http://127.0.0.1:{settings.port}"
    print(
        f"Tomoni is running: {where}/simulator" if simulated else f"Tomoni is running on {where}", flush=True
    )
    _until_told_to_stop()
    server.close()
    served.stop()
    worker.stop()


def _serve(app: Any, host: str, port: int) -> Any:
    try:
        return waitress.create_server(app, host=host, port=port, threads=16)
    except OSError as error:
        raise SettingsError(f"PORT {port} cannot be used: {error.strerror}. Choose another.") from error


def _serve_metrics(port: int) -> None:
    try:
        start_http_server(port, "127.0.0.1")
    except (OSError, OverflowError) as error:
        raise SettingsError(f"--metrics-port {port} cannot be used: {error}.") from error


def _simulated(settings: Settings) -> Settings:
    """A channel that exists only between this process and its simulator."""
    return replace(
        settings,
        channel_secret=secrets.token_hex(16),
        channel_access_token=secrets.token_urlsafe(32),
        line_api_base=f"http://127.0.0.1:{settings.port}/simulator",
    )


def _simulator(settings: Settings) -> SimulatorSettings:
    return SimulatorSettings(
        channel_secret=settings.channel_secret,
        channel_access_token=settings.channel_access_token,
        webhook_url=f"http://127.0.0.1:{settings.port}/callback",
        state_dir=settings.var_dir / "simulator",
        demo=True,
    )


def _host(simulated: bool) -> str:
    """The simulator lets anybody speak as anybody: it is for this machine only."""
    return "127.0.0.1" if simulated else "0.0.0.0"  # noqa: S104  # behind a TLS proxy, see README


def _until_told_to_stop() -> None:
    told = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: told.set())
    told.wait()


if __name__ == "__main__":
    try:
        main()
    except (TomoniError, OSError) as fault:
        sys.exit(f"Tomoni cannot start. {fault}")
