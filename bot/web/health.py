"""GET /healthz for whoever watches, GET /metrics for Prometheus."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.log import frames
from bot.store import Store

_log = logging.getLogger(__name__)


def blueprint(store: Store) -> Blueprint:
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def health() -> tuple[Response, int]:
        """200 while events can be stored, with what waits; 503 when the database is away."""
        try:
            return jsonify(status="ok", **_backlog(store)), 200
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
