"""LINE's endpoints for content that residents sent, the bot's own data and its webhook.

Source: Messaging API reference, "Getting content", "Get bot info", "Webhook settings".
"""

from __future__ import annotations

from typing import Any

from . import acts, sending
from .api import checked
from .errors import LineError, bad_request, not_found
from .events import PREPARED
from .platform import Content, Platform
from .rules import requests
from .rules.checks import usable_url
from .wsgi import Answer, Call, Route, answer

LONGEST_URL = 500


def content_of(platform: Platform, call: Call) -> Content:
    """The content of a media message. Raises LineError 404, or 410 once it was unsent."""
    message_id = call.params["messageId"]
    with platform.lock:
        found = platform.contents.get(message_id)
        gone = found is None and any(
            message.id == message_id and message.unsent
            for chat in platform.chats.values()
            for message in chat
        )
    if gone:
        raise LineError(410, "The content is gone")
    if found is None:
        raise not_found("not found")
    return found


def content(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/message/{messageId}/content: 202 while it is being prepared."""
    found = content_of(platform, call)
    if platform.clock() < found.ready_at:
        return Answer(202, b"")
    return Answer(200, found.data, found.kind)


def preview(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/message/{messageId}/content/preview: the picture itself stands for it."""
    found = content_of(platform, call)
    if found.message_type not in ("image", "video"):
        raise bad_request("The content can not be previewed")
    if platform.clock() < found.ready_at:
        return Answer(202, b"")
    return Answer(200, found.data if found.message_type == "image" else acts.PIXEL, "image/png")


def transcoding(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/message/{messageId}/content/transcoding."""
    found = content_of(platform, call)
    if found.message_type not in PREPARED:
        raise bad_request("Transcoding status doesn't support this type of content")
    ready = platform.clock() >= found.ready_at
    return answer({"status": "succeeded" if ready else "processing"})


def bot_info(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/info."""
    return answer(
        {
            "userId": platform.bot_id,
            "basicId": platform.basic_id,
            "displayName": platform.bot_name,
            "chatMode": "chat",
            "markAsReadMode": "manual",
        }
    )


def get_webhook(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/channel/webhook/endpoint."""
    if platform.webhooks.url is None:
        raise not_found("Webhook endpoint not found")
    return answer({"endpoint": platform.webhooks.url, "active": True})


def webhook_url(value: Any) -> str:
    """A usable webhook URL. Raises LineError."""
    if not isinstance(value, str) or len(value) > LONGEST_URL or not usable_url(value, ()):
        raise bad_request("Invalid webhook endpoint URL")
    return value


def set_webhook(platform: Platform, call: Call) -> Answer:
    """PUT /v2/bot/channel/webhook/endpoint; here it holds at once."""
    platform.webhooks.url = webhook_url(checked(requests.WEBHOOK_ENDPOINT, call)["endpoint"])
    return answer({})


def test_webhook(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/channel/webhook/test: posts no events and tells what came back."""
    request = checked(requests.WEBHOOK_TEST, call) if call.body else {}
    url = webhook_url(request["endpoint"]) if request.get("endpoint") else platform.webhooks.url
    if url is None:
        raise not_found("Webhook endpoint not found")
    outcome = platform.webhooks.deliver_body(url, [])
    return answer(
        {
            "success": outcome.success,
            "timestamp": sending.iso(platform.clock()),
            "statusCode": outcome.status,
            "reason": outcome.reason,
            "detail": outcome.detail,
        }
    )


CONTENT = "/v2/bot/message/{messageId}/content"
WEBHOOK = "/v2/bot/channel/webhook"
ROUTES = (
    Route("GET", CONTENT, "content", content),
    Route("GET", f"{CONTENT}/preview", "content preview", preview),
    Route("GET", f"{CONTENT}/transcoding", "content transcoding", transcoding),
    Route("GET", "/v2/bot/info", "info", bot_info),
    Route("GET", f"{WEBHOOK}/endpoint", "get webhook", get_webhook, 1000, 60),
    Route("PUT", f"{WEBHOOK}/endpoint", "set webhook", set_webhook, 1000, 60),
    Route("POST", f"{WEBHOOK}/test", "test webhook", test_webhook, 60, 3600),
)
