"""LINE's endpoints for sending, validating and counting messages.

Source: Messaging API reference; the limits of rate stand beside the routes.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from . import sending
from .errors import bad_request, invalid_body, invalid_parameter
from .model import Json
from .platform import Platform
from .rules import requests
from .rules.checks import Check, Problems
from .rules.messages import REQUEST, check_request
from .tokens import JAPAN
from .wsgi import Answer, Call, Route, answer

FIRST_COUNTED_DAY = "20180331"
DAY = re.compile("[0-9]{8}")
RETRY_KEYS = ("push", "multicast", "narrowcast", "broadcast")


def checked(shape: Check, call: Call) -> Json:
    """The request body, valid against a table. Raises LineError."""
    problems = Problems()
    shape(call.object, None, problems)
    if problems.found:
        raise invalid_body(problems.details())
    return call.object


def reply(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/message/reply."""
    check_request(requests.REPLY, call.object, call.body)
    return answer(sending.reply(platform, call.object))


def retry_key(call: Call) -> str | None:
    """The retry key of a request. Raises LineError when it is not a UUID."""
    key = call.header("x-line-retry-key")
    if key is not None and requests.UUID.fullmatch(key) is None:
        # LINE does not publish this text.
        raise bad_request("The retry key is invalid")
    return key


def push(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/message/push."""
    key = retry_key(call)
    check_request(requests.PUSH, call.object, call.body)
    return answer(sending.push(platform, call.object, key, call.request_id))


def multicast(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/message/multicast."""
    key = retry_key(call)
    check_request(requests.MULTICAST, call.object, call.body)
    return answer(sending.multicast(platform, call.object, key, call.request_id))


def broadcast(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/message/broadcast."""
    key = retry_key(call)
    check_request(requests.BROADCAST, call.object, call.body)
    return answer(sending.broadcast(platform, call.object, key, call.request_id))


def narrowcast(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/message/narrowcast."""
    key = retry_key(call)
    check_request(requests.NARROWCAST, call.object, call.body)
    return answer(sending.narrowcast(platform, call.object, key, call.request_id), 202)


def narrowcast_progress(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/message/progress/narrowcast."""
    return answer(sending.progress(platform, call.query.get("requestId", "")))


def validate(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/message/validate/…: looks at the messages only."""
    check_request(REQUEST, call.object, call.body)
    return answer({})


def quota(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/message/quota."""
    limit = platform.quota.limit
    return answer({"type": "none"} if limit is None else {"type": "limited", "value": limit})


def consumption(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/message/quota/consumption."""
    return answer({"totalUsage": platform.quota.spent(platform.clock())})


def deliveries(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/message/delivery/…: ready on the day after."""
    day = call.query.get("date", "")
    try:
        date.fromisoformat(day if DAY.fullmatch(day) else "")
    except ValueError:
        raise invalid_parameter("date") from None
    today = datetime.fromtimestamp(platform.clock(), JAPAN).strftime("%Y%m%d")
    if day < FIRST_COUNTED_DAY:
        return answer({"status": "out_of_service"})
    if day >= today:
        return answer({"status": "unready"})
    via = call.path.rpartition("/")[2]
    return answer({"status": "ready", "success": platform.quota.by_day[via, day]})


MESSAGE = "/v2/bot/message"
ROUTES = (
    Route("POST", f"{MESSAGE}/reply", "reply", reply),
    Route("POST", f"{MESSAGE}/push", "push", push),
    Route("POST", f"{MESSAGE}/multicast", "multicast", multicast, 200),
    Route("POST", f"{MESSAGE}/broadcast", "broadcast", broadcast, 60, 3600),
    Route("POST", f"{MESSAGE}/narrowcast", "narrowcast", narrowcast, 60, 3600),
    Route("GET", f"{MESSAGE}/progress/narrowcast", "narrowcast progress", narrowcast_progress),
    *(
        Route("POST", f"{MESSAGE}/validate/{name}", f"validate {name}", validate)
        for name in ("reply", "push", "multicast", "narrowcast", "broadcast")
    ),
    *(
        Route("GET", f"{MESSAGE}/delivery/{name}", f"delivery {name}", deliveries)
        for name in ("reply", "push", "multicast", "broadcast")
    ),
    Route("GET", f"{MESSAGE}/quota", "quota", quota),
    Route("GET", f"{MESSAGE}/quota/consumption", "quota consumption", consumption),
)
