"""LINE's endpoints for profiles, groups, rooms, the loading animation and read marks.

Source: Messaging API reference, "Users", "Group chats", "Multi-person chats", "Message".
"""

from __future__ import annotations

import re

from . import acts, ids
from .api import checked
from .errors import bad_request, invalid_parameter, not_available, not_found
from .model import Group, Json, Resident
from .platform import Platform
from .rules import requests
from .rules.checks import USER_ID
from .wsgi import Answer, Call, Route, answer

GROUP_ID = {"group": re.compile(r"C[0-9a-f]{32}"), "room": re.compile(r"R[0-9a-f]{32}")}
MOST_FOLLOWERS = 1000
MEMBERS_A_PAGE = 100
LOADING_SECONDS = 20


def user_id(call: Call) -> str:
    """The user id in the path. Raises LineError."""
    given = call.params["userId"]
    if USER_ID.fullmatch(given) is None:
        raise invalid_parameter("userId")
    return given


def profile(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/profile/{userId}: friends, and those who wrote."""
    resident = platform.residents.get(user_id(call))
    if resident is None or not (resident.follows or resident.wrote_at) or resident.blocked:
        raise not_found()
    language = {"language": resident.language} if resident.language else {}
    return answer(profile_of(resident) | language)


def profile_of(resident: Resident) -> Json:
    """A profile without language, as members of groups have it."""
    return {"userId": resident.user_id, "displayName": resident.name}


def paged(call: Call, everyone: list[str], limit: int, name: str) -> Answer:
    """One page of user ids; `next` leads to the following one."""
    start = call.query.get("start", "0")
    if not start.isdigit():
        raise bad_request("Invalid start param")
    begin = int(start)
    page: Json = {name: everyone[begin : begin + limit]}
    return answer(page | ({"next": str(begin + limit)} if begin + limit < len(everyone) else {}))


def followers(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/followers/ids."""
    if not platform.settings.verified:
        raise not_available()
    limit = max(1, min(call.number("limit", 300), MOST_FOLLOWERS))
    with platform.lock:
        everyone = [friend.user_id for friend in platform.followers()]
    return paged(call, everyone, limit, "userIds")


def group_of(platform: Platform, call: Call) -> Group:
    """The group or room in the path, while the bot is in it. Raises LineError."""
    kind = "room" if "/room/" in call.path else "group"
    given = call.params["chatId"]
    if GROUP_ID[kind].fullmatch(given) is None:
        raise invalid_parameter(f"{kind}Id")
    group = platform.group(given)
    if not group.joined:
        raise not_found()
    return group


def group_summary(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/group/{groupId}/summary."""
    group = group_of(platform, call)
    return answer({"groupId": group.id, "groupName": group.name})


def member_count(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/group|room/{id}/members/count."""
    return answer({"count": len(group_of(platform, call).members)})


def member_ids(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/group|room/{id}/members/ids."""
    if not platform.settings.verified:
        raise not_available()
    return paged(call, group_of(platform, call).members, MEMBERS_A_PAGE, "memberIds")


def member_profile(platform: Platform, call: Call) -> Answer:
    """GET /v2/bot/group|room/{id}/member/{userId}: friend or not, but without the language."""
    group = group_of(platform, call)
    if user_id(call) not in group.members:
        raise not_found()
    return answer(profile_of(platform.resident(user_id(call))))


def leave(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/group|room/{id}/leave."""
    acts.leave(platform, group_of(platform, call).id)
    return answer({})


def loading(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/chat/loading/start."""
    request = checked(requests.LOADING, call)
    seconds = request.get("loadingSeconds") or LOADING_SECONDS
    with platform.lock:
        resident = platform.residents.get(request["chatId"])
        if resident is not None and not resident.blocked:
            resident.loading_until = platform.clock() + seconds
            platform.loading.add(resident.user_id)
            platform.journal.note(resident)
    return answer({}, 202)


def mark_as_read(platform: Platform, call: Call) -> Answer:
    """POST /v2/bot/chat/markAsRead."""
    token = checked(requests.MARK_AS_READ, call)["markAsReadToken"]
    named = ids.unsealed(platform.settings.channel_secret, "read", token)
    if named is None:
        raise bad_request(
            "Invalid markAsReadToken. Tokens must be used by the bot that received them via Webhook."
        )
    with platform.lock:
        resident = platform.residents.get(named[0])
        if resident is not None:
            resident.read = True
            platform.journal.note(resident)
    return answer({})


CHATS = (("group", "/v2/bot/group/{chatId}"), ("room", "/v2/bot/room/{chatId}"))
ROUTES = (
    Route("GET", "/v2/bot/profile/{userId}", "profile", profile),
    Route("GET", "/v2/bot/followers/ids", "followers", followers),
    Route("GET", "/v2/bot/group/{chatId}/summary", "group summary", group_summary),
    *(Route("GET", f"{p}/members/count", f"{k} count", member_count) for k, p in CHATS),
    *(Route("GET", f"{p}/members/ids", f"{k} members", member_ids) for k, p in CHATS),
    *(Route("GET", f"{p}/member/{{userId}}", f"{k} member", member_profile) for k, p in CHATS),
    *(Route("POST", f"{p}/leave", f"{k} leave", leave) for k, p in CHATS),
    Route("POST", "/v2/bot/chat/loading/start", "loading", loading, 100),
    Route("POST", "/v2/bot/chat/markAsRead", "markAsRead", mark_as_read),
)
