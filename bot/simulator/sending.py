"""What the bot sends: reply, push, multicast, broadcast, narrowcast.

Source: Messaging API reference, "Message". A blocked user or non-friend is accepted and silently
left out; an id that means nothing to this channel is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from . import ids
from .errors import LineError, bad_request, invalid_property, not_found
from .events import QUOTABLE_SENT
from .model import Group, Json
from .platform import Platform
from .rules.messages import mentions
from .rules.requests import CHAT_ID

FEWEST_FRIENDS = 100
# How long a narrowcast stays in its first two phases, in seconds (our choice).
WAITING_SECONDS = 1.0
SENDING_SECONDS = 2.0

Sent = list[dict[str, str]]


def reply(platform: Platform, request: Json) -> Json:
    """Answers an event; the token is used up only when the reply is accepted."""
    with platform.lock:
        now = platform.clock()
        token = platform.reply_tokens.find(request["replyToken"], now)
        check_chat(platform, token.chat, request["messages"])
        token.used = True
        platform.quota.count("reply", 1, now)
        return {"sentMessages": post(platform, token.chat, request["messages"], "reply")}


def push(platform: Platform, request: Json, key: str | None, request_id: str) -> Json:
    """Sends to one resident, group or room."""
    with platform.lock:
        now = platform.clock()
        platform.retry_keys.refuse_known(key, now)
        chat, messages = request["to"], request["messages"]
        recipients = recipients_of(platform, chat, now)
        check_chat(platform, chat, messages)
        platform.quota.spend(recipients, now)
        platform.quota.count("push", recipients, now)
        sent = post(platform, chat, messages, "push")
        platform.retry_keys.accept(key, request_id, sent, now)
        return {"sentMessages": sent}


def multicast(platform: Platform, request: Json, key: str | None, request_id: str) -> Json:
    """Sends to up to 500 residents; all or nobody."""
    with platform.lock:
        now = platform.clock()
        platform.retry_keys.refuse_known(key, now)
        for index, user_id in enumerate(request["to"]):
            if user_id not in platform.residents and user_id not in platform.gone:
                raise invalid_property(f"to[{index}]")
        reached = reachable(platform, dict.fromkeys(request["to"]), now)
        fan_out(platform, reached, request["messages"], "multicast", now)
        platform.retry_keys.accept(key, request_id, None, now)
        return {}


def broadcast(platform: Platform, request: Json, key: str | None, request_id: str) -> Json:
    """Sends to every friend."""
    with platform.lock:
        now = platform.clock()
        platform.retry_keys.refuse_known(key, now)
        friends = [friend.user_id for friend in platform.followers()]
        fan_out(platform, friends, request["messages"], "broadcast", now)
        platform.retry_keys.accept(key, request_id, None, now)
        return {}


def narrowcast(platform: Platform, request: Json, key: str | None, request_id: str) -> Json:
    """Sends to friends. Attributes and audiences are not simulated: with enough friends they
    let everyone through."""
    with platform.lock:
        now = platform.clock()
        platform.retry_keys.refuse_known(key, now)
        friends = [friend.user_id for friend in platform.followers()]
        narrowed = request.get("filter") or request.get("recipient")
        if narrowed and len(friends) < FEWEST_FRIENDS:
            raise LineError(403, "Your account does not have enough friends")
        friends = friends[: within_limit(platform, request.get("limit") or {}, len(friends), now)]
        fan_out(platform, friends, request["messages"], "narrowcast", now)
        platform.narrowcasts.put(request_id, {"at": now, "count": len(friends)}, now)
        platform.retry_keys.accept(key, request_id, None, now)
        return {}


def within_limit(platform: Platform, limit: Json, friends: int, now: float) -> int:
    """How many friends a narrowcast may reach at most."""
    if limit.get("forbidPartialDelivery") and not limit.get("upToRemainingQuota"):
        raise bad_request("The option forbidPartialDelivery must be used with upToRemainingQuota.")
    most = min(friends, limit.get("max") or friends)
    if limit.get("upToRemainingQuota") and platform.quota.limit is not None:
        most = min(most, platform.quota.limit - platform.quota.spent(now))
    return int(most)


def progress(platform: Platform, request_id: str) -> Json:
    """How far a narrowcast is. Raises LineError 404."""
    now = platform.clock()
    with platform.lock:
        known = platform.narrowcasts.get(request_id, now)
    if known is None:
        raise not_found()
    accepted = {"acceptedTime": iso(known["at"])}
    if now - known["at"] < WAITING_SECONDS:
        return {"phase": "waiting"} | accepted
    counts = {"targetCount": known["count"], "successCount": known["count"], "failureCount": 0}
    if now - known["at"] < SENDING_SECONDS:
        return {"phase": "sending"} | counts | accepted
    done = {"completedTime": iso(known["at"] + SENDING_SECONDS)}
    return {"phase": "succeeded"} | counts | accepted | done


def iso(moment: float) -> str:
    """A time as LINE writes it: UTC with milliseconds."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def recipients_of(platform: Platform, chat: str, now: float) -> int:
    """How many people a push reaches. Raises LineError for an id of no chat of this bot."""
    if CHAT_ID.fullmatch(chat) is None:
        # Servers answer with quotes here, the reference shows `to[1]` without.
        raise invalid_property("'to'")
    if (group := platform.groups.get(chat)) is not None and group.joined:
        return len(group.members)
    if (resident := platform.residents.get(chat)) is not None:
        return int(resident.reachable(now))
    if chat in platform.gone:
        return 0
    raise bad_request("Failed to send messages")


def reachable(platform: Platform, user_ids: Iterable[str], now: float) -> list[str]:
    """Those of some residents to whom a message sent now would arrive."""
    residents = platform.residents
    return [u for u in user_ids if u in residents and residents[u].reachable(now)]


def fan_out(platform: Platform, users: list[str], messages: list[Json], via: str, now: float) -> None:
    """The same messages to many residents. Raises LineError, and then sends nothing."""
    for index, message in enumerate(messages):
        if mentions(message):
            raise invalid_property(f"messages[{index}].substitution")
        if message.get("quoteToken"):
            raise invalid_property(f"messages[{index}].quoteToken")
    platform.quota.spend(len(users), now)
    platform.quota.count(via, len(users), now)
    for user_id in users:
        for message in messages:
            platform.store(user_id, "bot", via, message, platform.next_message_id())
        end_loading(platform, user_id)


def check_chat(platform: Platform, chat: str, messages: list[Json]) -> None:
    """What depends on the chat a message goes to. Raises LineError (texts are not published)."""
    group = platform.groups.get(chat)
    for index, message in enumerate(messages):
        for mentionee in mentions(message):
            if not can_mention(group, mentionee):
                raise invalid_property(f"messages[{index}].substitution")
        if group is not None and message.get("trackingId"):
            raise invalid_property(f"messages[{index}].trackingId")
        if (token := message.get("quoteToken")) is not None:
            named = ids.unsealed(platform.settings.channel_secret, "quote", token)
            if named is None or named[0] != chat:
                raise invalid_property(f"messages[{index}].quoteToken")


def can_mention(group: Group | None, mentionee: Json) -> bool:
    """Only members of a group or room can be mentioned, or all of them."""
    if group is None:
        return False
    return mentionee["type"] == "all" or mentionee["userId"] in group.members


def post(platform: Platform, chat: str, messages: list[Json], via: str) -> Sent:
    """Puts messages into a chat, where they can arrive, and names them for the bot."""
    arrives = reaches(platform, chat)
    sent = []
    for message in messages:
        message_id = platform.next_message_id()
        if arrives:
            platform.store(chat, "bot", via, message, message_id)
        named = {"id": message_id}
        if message["type"] in QUOTABLE_SENT:
            named["quoteToken"] = platform.seal("quote", chat, message_id)
        sent.append(named)
    end_loading(platform, chat)
    return sent


def reaches(platform: Platform, chat: str) -> bool:
    """Whether a message sent to this chat now would arrive."""
    if (resident := platform.residents.get(chat)) is not None:
        return resident.reachable(platform.clock())
    if (group := platform.groups.get(chat)) is not None:
        return group.joined
    return chat not in platform.gone


def end_loading(platform: Platform, chat: str) -> None:
    """A message ends the loading animation of its chat."""
    resident = platform.residents.get(chat)
    if resident is not None and resident.loading_until:
        resident.loading_until = 0.0
        platform.journal.note(resident)
