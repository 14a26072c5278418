"""POST /callback: check the signature, store the events, answer 200. The work comes after the answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from bot import metrics
from bot.errors import BodyError, SignatureError
from bot.inbox import Inbox
from bot.line import webhook
from bot.store import Store
from bot.work import utc_now

MOST_BYTES = 2 * 1024 * 1024  # set as Flask's MAX_CONTENT_LENGTH: a larger body is 413, unread


def blueprint(secret: str, store: Store, wake: Callable[[], None]) -> Blueprint:
    """The route for LINE; `wake` tells a worker in this process that something came."""
    routes = Blueprint("webhook", __name__)
    inbox = Inbox(store)

    @routes.post("/callback")
    def receive() -> Response:
        """LINE waits two seconds for the 200: only the storing is in its way, never the answering."""
        body = request.get_data(cache=False)
        webhook.verify(secret, body, request.headers.get("X-Line-Signature"))
        events = webhook.read(body)
        if events:
            inbox.receive(events, utc_now())
            metrics.RECEIVED.inc(len(events))
            wake()
        return Response("OK", mimetype="text/plain")

    @routes.errorhandler(SignatureError)
    @routes.errorhandler(BodyError)
    def refuse(error: Exception) -> tuple[str, int]:
        metrics.REFUSED.labels(type(error).__name__).inc()
        return f"{error}\n", 400

    return routes
