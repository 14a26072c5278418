"""What residents and testers do with their phones; each act becomes a webhook event.

Functions raise LineError for acts that LINE's app would not offer (404, or 409 with the reason).
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from . import ids
from .errors import LineError, bad_request, not_found
from .events import PREPARED, TAKEN, group_source, members, user_source, written
from .model import Group, Json, Message, Resident
from .platform import Content, Platform

MEDIA_TYPES = {
    "image": "image/png",
    "video": "video/mp4",
    "audio": "audio/mp4",
    "file": "application/octet-stream",
}
# A grey pixel, for pictures sent without one.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


def conflict(reason: str) -> LineError:
    """409: the phone would not offer this now."""
    return LineError(409, reason)


def source_in(platform: Platform, chat: str, user_id: str) -> tuple[Json, Group | None]:
    """The source of what a resident does in a chat, and the group, if any. Raises LineError."""
    resident = platform.resident(user_id)
    if chat == user_id:
        if resident.blocked:
            raise conflict("the resident has blocked the bot")
        return user_source(user_id), None
    group = platform.group(chat)
    if user_id not in group.members:
        raise conflict("the resident is not a member of this chat")
    if not group.joined:
        raise conflict("the bot is not in this chat")
    return group_source(group, user_id), group


def follow(platform: Platform, user_id: str) -> Resident:
    """Adds the bot as a friend, or unblocks it."""
    with platform.lock:
        resident = platform.resident(user_id)
        if resident.follows and not resident.blocked:
            return resident
        unblocked = resident.blocked
        resident.follows, resident.blocked = True, False
        platform.journal.note(resident)
        payload = {"isUnblocked": unblocked}
        event = platform.make_event("follow", user_source(user_id), follow=payload)
    platform.emit(event)
    return resident


def block(platform: Platform, user_id: str) -> Resident:
    """Blocks the bot; a friend's block is an unfollow event."""
    with platform.lock:
        resident = platform.resident(user_id)
        if resident.blocked:
            return resident
        resident.blocked = True
        platform.journal.note(resident)
        happened = [platform.make_event("unfollow", user_source(user_id))] if resident.follows else []
    for event in happened:
        platform.emit(event)
    return resident


def unblock(platform: Platform, user_id: str) -> Resident:
    """Takes a block back: the resident is a friend again."""
    if not platform.resident(user_id).blocked:
        raise conflict("the resident has not blocked the bot")
    return follow(platform, user_id)


def remove(platform: Platform, user_id: str) -> None:
    """Deletes a resident's LINE account: messages to it are accepted and dropped from now on."""
    with platform.lock:
        resident = platform.residents.pop(platform.resident(user_id).user_id)
        platform.gone.add(user_id)
        platform.chats.pop(user_id, None)
        platform.loading.discard(user_id)
        for group in platform.groups.values():
            if user_id in group.members:
                group.members = [member for member in group.members if member != user_id]
                platform.journal.note(group)
        platform.journal.note(resident)


def compose(platform: Platform, chat: str, user_id: str, given: Json) -> tuple[Message, Json]:
    """Writes a message into a chat: the message and its event, which is not sent yet."""
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in TAKEN:
        raise bad_request(f"a message is one of {', '.join(TAKEN)}")
    if kind == "text" and not (isinstance(given.get("text"), str) and given["text"]):
        raise bad_request("a text message has a text")
    with platform.lock:
        source, group = source_in(platform, chat, user_id)
        message_id = platform.next_message_id()
        if kind in MEDIA_TYPES:
            given = keep_media(platform, given, kind, message_id)
        bot = (platform.bot_name, platform.bot_id) if group else None
        seal = platform.seal("quote", chat, message_id)
        mark = platform.seal("read", chat, message_id)
        message = written(given, message_id, seal, mark, bot)
        stored = platform.store(chat, user_id, None, message, message_id)
        resident = platform.residents[user_id]
        if group is None:
            resident.wrote_at, resident.read = platform.clock(), False
            platform.journal.note(resident)
        return stored, platform.make_event("message", source, message=message)


def send(platform: Platform, chat: str, user_id: str, given: Json) -> Message:
    """A resident sends a message."""
    stored, event = compose(platform, chat, user_id, given)
    platform.emit(event)
    return stored


def keep_media(platform: Platform, given: Json, kind: str, message_id: str) -> Json:
    """Keeps the bytes of a media message; without any, a pixel or nothing stands for them."""
    try:
        data = base64.b64decode(given.get("content") or b"", validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise bad_request("content is base64") from None
    data = data or (PIXEL if kind == "image" else b"")
    ready_at = platform.clock() + (platform.settings.transcoding_seconds if kind in PREPARED else 0)
    media_type = str(given.get("contentType") or MEDIA_TYPES[kind])
    platform.keep_content(message_id, Content(media_type, data, kind, ready_at))
    return given | ({"fileSize": len(data)} if kind == "file" else {})


def own_message(platform: Platform, chat: str, user_id: str, message_id: str) -> Message:
    """A message this resident wrote and has not taken back. Raises LineError."""
    message = platform.find_message(chat, message_id)
    if message.author != user_id or message.unsent:
        raise conflict("only one's own message can be changed")
    return message


def unsend(platform: Platform, chat: str, user_id: str, message_id: str) -> Message:
    """Takes a message back; its words and bytes are gone."""
    with platform.lock:
        source, _ = source_in(platform, chat, user_id)
        message = own_message(platform, chat, user_id, message_id)
        message.unsent = True
        message.message = {"type": message.message["type"], "id": message_id}
        platform.drop_content(message_id)
        platform.journal.note(message)
        event = platform.make_event("unsend", source, unsend={"messageId": message_id})
    platform.emit(event)
    return message


def edit(platform: Platform, chat: str, user_id: str, message_id: str, text: Any) -> Message:
    """Changes a text message in a group; one-to-one chats do not tell the bot of edits."""
    with platform.lock:
        source, group = source_in(platform, chat, user_id)
        message = own_message(platform, chat, user_id, message_id)
        if group is None or message.message["type"] != "text":
            raise conflict("only text messages in group chats can be edited")
        if not isinstance(text, str) or not text:
            raise bad_request("a text message has a text")
        # LINE shows a new quote token with every edit.
        seal = platform.seal("quote", chat, f"{message_id}.{int(platform.clock() * 1000)}")
        edited = {"type": "text", "id": message_id, "quoteToken": seal, "text": text}
        message.message = edited
        platform.journal.note(message)
        event = platform.make_event("messageEdited", source, message=edited)
    platform.emit(event)
    return message


def postback(platform: Platform, chat: str, user_id: str, given: Json) -> Json:
    """Taps a button that posts back; `newRichMenuAliasId` in params switches the rich menu."""
    if not isinstance(given.get("data"), str):
        raise bad_request("a postback has data")
    with platform.lock:
        source, _ = source_in(platform, chat, user_id)
        params = given.get("params") or {}
        if not isinstance(params, dict):
            raise bad_request("params is an object")
        if isinstance(alias := params.get("newRichMenuAliasId"), str):
            params = switch_menu(platform, user_id, alias)
        if isinstance(shown := given.get("displayText"), str) and shown:
            message = {"type": "text", "text": shown}
            platform.store(chat, user_id, None, message, platform.next_message_id())
        payload = {"data": given["data"]} | ({"params": params} if params else {})
        event = platform.make_event("postback", source, postback=payload)
    platform.emit(event)
    return payload


def switch_menu(platform: Platform, user_id: str, alias: str) -> Json:
    """Shows a resident the menu of an alias; what came of it, for the postback."""
    menu_id, params = platform.menus.switch(alias)
    if menu_id is not None:
        resident = platform.resident(user_id)
        resident.menu = menu_id
        platform.journal.note(resident)
    return params


def create_group(platform: Platform, kind: Any, name: Any, user_ids: Any) -> Group:
    """Residents open a group or room with the bot in it."""
    if kind not in ("group", "room"):
        raise bad_request("kind is group or room")
    with platform.lock:
        chosen = known_residents(platform, user_ids)
        group = Group(ids.chat_id(kind), kind, str(name or ""), chosen)
        platform.groups[group.id] = group
        platform.journal.note(group)
        event = platform.make_event("join", group_source(group))
    platform.emit(event)
    return group


def known_residents(platform: Platform, user_ids: Any) -> list[str]:
    """A list of residents' ids, each once. Raises LineError."""
    if not isinstance(user_ids, list) or not all(isinstance(u, str) for u in user_ids):
        raise bad_request("members is a list of user ids")
    return [platform.resident(user_id).user_id for user_id in dict.fromkeys(user_ids)]


def invite(platform: Platform, group_id: str) -> Group:
    """Invites the bot into a group it has left."""
    with platform.lock:
        group = platform.group(group_id)
        if group.joined:
            raise conflict("the bot is in this chat")
        group.joined = True
        platform.journal.note(group)
        event = platform.make_event("join", group_source(group))
    platform.emit(event)
    return group


def leave(platform: Platform, group_id: str) -> Group:
    """The bot leaves a group or room, by its own call or because it is removed."""
    with platform.lock:
        group = platform.group(group_id)
        if not group.joined:
            raise not_found()
        group.joined = False
        platform.journal.note(group)
        event = platform.make_event("leave", group_source(group))
    platform.emit(event)
    return group


def add_members(platform: Platform, group_id: str, user_ids: Any) -> Group:
    """Residents join a group."""
    with platform.lock:
        group = platform.group(group_id)
        new = [u for u in known_residents(platform, user_ids) if u not in group.members]
        return change_members(platform, group, group.members + new, "memberJoined", new)


def remove_member(platform: Platform, group_id: str, user_id: str) -> Group:
    """A resident leaves a group."""
    with platform.lock:
        group = platform.group(group_id)
        left = [member for member in group.members if member == user_id]
        rest = [member for member in group.members if member != user_id]
        return change_members(platform, group, rest, "memberLeft", left)


def change_members(platform: Platform, group: Group, after: list[str], kind: str, who: list[str]) -> Group:
    """Sets the members of a group and tells the bot while it is in there."""
    group.members = after
    platform.journal.note(group)
    if who and group.joined:
        word = "joined" if kind == "memberJoined" else "left"
        source = group_source(group)
        platform.emit(platform.make_event(kind, source, **{word: members(who)}))
    return group
