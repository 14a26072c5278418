"""The browser's endpoints: residents, chats, faults and the log, as JSON for the page."""

from __future__ import annotations

from typing import Any

from . import acts
from .errors import bad_request, not_found
from .faults import read_quota, read_rates
from .model import Group, Json, Message, Resident
from .platform import Platform
from .wsgi import Answer, Call, Route, answer

# More messages than this in one update are left to the page to read chat by chat.
MOST_NEWS = 2000


def state(platform: Platform, call: Call) -> Answer:
    """GET phones/state: everything but the messages."""
    with platform.lock:
        return answer(
            {
                "bot": {
                    "userId": platform.bot_id,
                    "displayName": platform.bot_name,
                    "basicId": platform.basic_id,
                },
                "webhook": {
                    "url": platform.webhooks.url,
                    "lastStatus": platform.webhooks.last_status,
                },
                "residents": [platform.as_json(r) for r in platform.residents.values()],
                "groups": [group.as_json() for group in platform.groups.values()],
                "version": platform.journal.version,
            }
        )


def end_loading(platform: Platform) -> None:
    """Notes the loading animations that ended by themselves since the last look."""
    now = platform.clock()
    for user_id in [u for u in platform.loading if ended(platform.residents.get(u), now)]:
        platform.loading.discard(user_id)
        if (resident := platform.residents.get(user_id)) is not None:
            platform.journal.note(resident)


def ended(resident: Resident | None, now: float) -> bool:
    """Whether a resident's loading animation is over."""
    return resident is None or now >= resident.loading_until


def updates(platform: Platform, call: Call) -> Answer:
    """GET phones/updates?since=: what changed; `complete` is false when the page must read
    everything again."""
    since = call.number("since", 0)
    with platform.lock:
        end_loading(platform)
        changed, complete = platform.journal.since(since)
        residents = [r for r in changed if isinstance(r, Resident)]
        messages = [m for m in changed if isinstance(m, Message)]
        return answer(
            {
                "version": platform.journal.version,
                "complete": complete and len(messages) <= MOST_NEWS,
                "residents": [platform.as_json(r) for r in residents if r.user_id in platform.residents],
                "removed": [r.user_id for r in residents if r.user_id in platform.gone],
                "groups": [g.as_json() for g in changed if isinstance(g, Group)],
                "messages": [message.as_json() for message in messages[-MOST_NEWS:]],
            }
        )


def add_resident(platform: Platform, call: Call) -> Answer:
    """POST phones/residents."""
    name, language = call.object.get("displayName"), call.object.get("language")
    if not isinstance(name, str) or not name.strip():
        raise bad_request("displayName is a text")
    return answer(platform.as_json(platform.add_resident(name.strip(), checked_language(language))))


def checked_language(language: Any) -> str | None:
    """A language tag or none."""
    if language is not None and not isinstance(language, str):
        raise bad_request("language is a BCP 47 tag or null")
    return language or None


def change_resident(platform: Platform, call: Call) -> Answer:
    """PATCH phones/residents/<userId>."""
    with platform.lock:
        resident = platform.resident(call.params["userId"])
        name = call.object.get("displayName", resident.name)
        if not isinstance(name, str) or not name.strip():
            raise bad_request("displayName is a text")
        resident.name = name.strip()
        resident.language = checked_language(call.object.get("language", resident.language))
        platform.journal.note(resident)
        return answer(platform.as_json(resident))


def remove_resident(platform: Platform, call: Call) -> Answer:
    """DELETE phones/residents/<userId>."""
    acts.remove(platform, call.params["userId"])
    return answer({})


def follow(platform: Platform, call: Call) -> Answer:
    """POST phones/residents/<userId>/follow."""
    return answer(platform.as_json(acts.follow(platform, call.params["userId"])))


def block(platform: Platform, call: Call) -> Answer:
    """POST phones/residents/<userId>/block."""
    return answer(platform.as_json(acts.block(platform, call.params["userId"])))


def unblock(platform: Platform, call: Call) -> Answer:
    """POST phones/residents/<userId>/unblock."""
    return answer(platform.as_json(acts.unblock(platform, call.params["userId"])))


def add_group(platform: Platform, call: Call) -> Answer:
    """POST phones/groups."""
    given = call.object
    group = acts.create_group(
        platform, given.get("kind", "group"), given.get("name"), given.get("members", [])
    )
    return answer(group.as_json())


def leave_group(platform: Platform, call: Call) -> Answer:
    """POST phones/groups/<id>/leave."""
    return answer(acts.leave(platform, call.params["id"]).as_json())


def invite_bot(platform: Platform, call: Call) -> Answer:
    """POST phones/groups/<id>/join."""
    return answer(acts.invite(platform, call.params["id"]).as_json())


def add_members(platform: Platform, call: Call) -> Answer:
    """POST phones/groups/<id>/members."""
    group = acts.add_members(platform, call.params["id"], call.object.get("members"))
    return answer(group.as_json())


def remove_member(platform: Platform, call: Call) -> Answer:
    """DELETE phones/groups/<id>/members/<userId>."""
    group = acts.remove_member(platform, call.params["id"], call.params["userId"])
    return answer(group.as_json())


def chat_messages(platform: Platform, call: Call) -> Answer:
    """GET phones/chats/<chatId>/messages."""
    with platform.lock:
        messages = list(platform.chats.get(call.params["chatId"], ()))
    return answer([message.as_json() for message in messages])


def acting(call: Call) -> tuple[str, str, Json]:
    """Which chat, who acts, and what. Raises LineError."""
    who = call.object.get("as")
    if not isinstance(who, str):
        raise bad_request("as is a user id")
    return call.params["chatId"], who, call.object


def send(platform: Platform, call: Call) -> Answer:
    """POST phones/chats/<chatId>/send."""
    chat, who, given = acting(call)
    if not isinstance(given.get("message"), dict):
        raise bad_request("message is an object")
    return answer(acts.send(platform, chat, who, given["message"]).as_json())


def postback(platform: Platform, call: Call) -> Answer:
    """POST phones/chats/<chatId>/postback."""
    return answer(acts.postback(platform, *acting(call)))


def unsend(platform: Platform, call: Call) -> Answer:
    """POST phones/chats/<chatId>/unsend."""
    chat, who, given = acting(call)
    return answer(acts.unsend(platform, chat, who, str(given.get("messageId"))).as_json())


def edit(platform: Platform, call: Call) -> Answer:
    """POST phones/chats/<chatId>/edit."""
    chat, who, given = acting(call)
    message_id = str(given.get("messageId"))
    return answer(acts.edit(platform, chat, who, message_id, given.get("text")).as_json())


def raw_webhook(platform: Platform, call: Call) -> Answer:
    """POST phones/webhook: any events, sent as they are."""
    events, sign = call.object.get("events"), call.object.get("signature")
    if not isinstance(events, list) or not (sign is None or isinstance(sign, str)):
        raise bad_request("events is a list, signature a text")
    outcome = platform.deliver(events, sign)
    return answer({"status": outcome.status, "took": round(outcome.took, 4)})


def faults(platform: Platform, call: Call) -> Answer:
    """GET phones/faults."""
    limit = platform.quota.limit
    plan = {"type": "none"} if limit is None else {"type": "limited", "value": limit}
    rates = {
        name: {"limit": size, "seconds": seconds} for name, (size, seconds) in platform.rates.rates.items()
    }
    return answer(platform.faults.as_json() | {"rates": rates, "quota": plan})


def change_faults(platform: Platform, call: Call) -> Answer:
    """PUT phones/faults: what is named changes, the rest stays."""
    rates = read_rates(call.object.get("rates") or {})
    plan = call.object.get("quota")
    limit = read_quota(plan) if plan is not None else platform.quota.limit
    platform.faults.change(call.object)
    platform.rates.change(rates)
    with platform.lock:
        platform.quota.limit = limit
    return faults(platform, call)


def log(platform: Platform, call: Call) -> Answer:
    """GET phones/log?limit=: newest first."""
    return answer(platform.log.newest(call.number("limit", 200)))


def rich_menu(platform: Platform, call: Call) -> Answer:
    """GET phones/richmenu/<richMenuId>."""
    return answer(platform.menus.get(call.params["richMenuId"]))


def rich_menu_image(platform: Platform, call: Call) -> Answer:
    """GET phones/richmenu/<richMenuId>/image; an image never changes."""
    kind, image = platform.menus.image(call.params["richMenuId"])
    return Answer(200, image, kind, [("Cache-Control", "max-age=86400, immutable")])


def content(platform: Platform, call: Call) -> Answer:
    """GET phones/content/<messageId>."""
    with platform.lock:
        found = platform.contents.get(call.params["messageId"])
    if found is None:
        raise not_found()
    # The bytes and their type come from whoever sent them: nothing in them may run in the page.
    harmless = [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "sandbox")]
    return Answer(200, found.data, found.kind, harmless)


CHAT = "/phones/chats/{chatId}"
ONE = "/phones/residents/{userId}"
GROUP = "/phones/groups/{id}"
ROUTES = (
    Route("GET", "/phones/state", "state", state),
    Route("GET", "/phones/updates", "updates", updates),
    Route("POST", "/phones/residents", "add resident", add_resident),
    Route("PATCH", ONE, "change resident", change_resident),
    Route("DELETE", ONE, "remove resident", remove_resident),
    Route("POST", f"{ONE}/follow", "follow", follow),
    Route("POST", f"{ONE}/block", "block", block),
    Route("POST", f"{ONE}/unblock", "unblock", unblock),
    Route("POST", "/phones/groups", "add group", add_group),
    Route("POST", f"{GROUP}/leave", "leave group", leave_group),
    Route("POST", f"{GROUP}/join", "invite bot", invite_bot),
    Route("POST", f"{GROUP}/members", "add members", add_members),
    Route("DELETE", f"{GROUP}/members/{{userId}}", "remove member", remove_member),
    Route("GET", f"{CHAT}/messages", "messages", chat_messages),
    Route("POST", f"{CHAT}/send", "send", send),
    Route("POST", f"{CHAT}/postback", "postback", postback),
    Route("POST", f"{CHAT}/unsend", "unsend", unsend),
    Route("POST", f"{CHAT}/edit", "edit", edit),
    Route("POST", "/phones/webhook", "raw webhook", raw_webhook),
    Route("GET", "/phones/faults", "faults", faults),
    Route("PUT", "/phones/faults", "change faults", change_faults),
    Route("GET", "/phones/log", "log", log),
    Route("GET", "/phones/richmenu/{richMenuId}", "rich menu", rich_menu),
    Route("GET", "/phones/richmenu/{richMenuId}/image", "rich menu image", rich_menu_image),
    Route("GET", "/phones/content/{messageId}", "content", content),
)
