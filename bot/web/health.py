"""GET /healthz for whoever watches, GET /metrics for Prometheus."""

from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.log import frames
from bot.served import Status
from bot.store import Store

_log = logging.getLogger(__name__)


def blueprint(store: Store, words: Path) -> Blueprint:
    """`words` is the folder in which the worker leaves the status of the words in service."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def health() -> tuple[Response, int]:
        """200 while events can be stored, with what waits and which words serve; 503 without database."""
        try:
            return jsonify(status="ok", words=_words(words), **_backlog(store)), 200
        except SQLAlchemyError as error:
            _log.error("the database does not answer", extra={"at": frames(error)})
            return jsonify(status="the database does not answer"), 503

    @routes.get("/metrics")
    def numbers() -> Response:
        _backlog(store)
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return routes


def _backlog(store: Store) -> dict[str, int]:
    with store.begin() as tx:
        backlog = tx.backlog()
    metrics.WAITING.set(backlog["waiting"])
    metrics.OWED.set(backlog["owed"])
    return backlog


def _words(folder: Path) -> dict[str, str | None] | None:
    """The version in service, since when, and why the files as they are now are refused."""
    status = Status.told(folder)
    return asdict(status) if status else None
