"""Signatures and shapes of LINE's webhook."""

from __future__ import annotations

import json

import pytest

from bot.errors import BodyError, SignatureError
from bot.line import webhook
from bot.model import Place
from tests import cast

# The example of LINE's page "Verify webhook signature".
BODY = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_it_accepts_the_signature_of_lines_own_example():
    webhook.verify(cast.SECRET, BODY, SIGNATURE)


@pytest.mark.parametrize("signature", [None, "", "x", "é", SIGNATURE[:-2] + "S=", SIGNATURE + " "])
def test_it_refuses_every_other_signature(signature):
    with pytest.raises(SignatureError):
        webhook.verify(cast.SECRET, BODY, signature)


def test_it_refuses_a_body_with_one_byte_changed_or_not_utf8():
    for changed in (BODY.replace(b"8e7", b"8e8"), BODY + b" ", b"\xff\xfe"):
        with pytest.raises(SignatureError):
            webhook.verify(cast.SECRET, changed, SIGNATURE)


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"3", b"{}", b'{"events": {}}', b"[" * 100_000])
def test_it_refuses_what_is_no_webhook(body):
    with pytest.raises(BodyError):
        webhook.read(body)


def test_it_reads_the_verification_request_without_events():
    assert webhook.read(BODY) == ()


def test_it_reads_several_residents_in_one_body():
    first, second = webhook.read(cast.body(cast.text("a", cast.MAI), cast.text("b", cast.JOAO)))
    assert (first.chat, second.chat) == (cast.MAI, cast.JOAO)


MESSAGES = [
    ({"type": "text", "text": "hi"}, "text"),
    ({"type": "sticker", "packageId": "1", "stickerId": "2", "stickerResourceType": "NEW"}, "sticker"),
    ({"type": "image", "contentProvider": {"type": "line"}}, "image"),
    ({"type": "video", "duration": 1, "contentProvider": {"type": "line"}}, "video"),
    ({"type": "audio", "duration": 1}, "audio"),
    ({"type": "file", "fileName": "a.pdf", "fileSize": 3}, "file"),
    ({"type": "location", "latitude": 35.0, "longitude": 139.0}, "location"),
    ({"type": "hologram"}, "hologram"),
    ({}, "unknown"),
]


@pytest.mark.parametrize(("content", "kind"), MESSAGES)
def test_it_reads_every_kind_of_message_and_kinds_that_do_not_exist_yet(content, kind):
    event = webhook.event(cast.message(content))
    assert (event.kind, event.chat, bool(event.reply_token)) == (kind, cast.MAI, True)


EVENTS = [
    ("messageEdited", {"message": {"type": "text", "id": "5", "text": "new"}}),
    ("unsend", {"unsend": {"messageId": "5"}}),
    ("follow", {"follow": {"isUnblocked": True}}),
    ("unfollow", {}),
    ("join", {}),
    ("leave", {}),
    ("memberJoined", {"joined": {"members": [{"type": "user", "userId": cast.MAI}]}}),
    ("memberLeft", {"left": {"members": []}}),
    ("postback", {"postback": {"data": "x", "params": {"date": "2026-11-21"}}}),
    ("videoPlayComplete", {"videoPlayComplete": {"trackingId": "t"}}),
    ("beacon", {"beacon": {"hwid": "1", "type": "stay"}}),
    ("accountLink", {"link": {"result": "ok", "nonce": "n"}}),
    ("membership", {"membership": {"type": "joined", "membershipId": 1}}),
    ("module", {"module": {"type": "attached", "botId": "U", "scopes": []}}),
    ("activated", {"chatControl": {"expireAt": 1}}),
    ("deactivated", {}),
    ("botSuspended", {}),
    ("botResumed", {}),
    ("delivery", {"delivery": {"data": "d"}}),
    ("somethingNew", {"somethingNew": {"a": [1]}}),
]


@pytest.mark.parametrize(("kind", "more"), EVENTS)
def test_it_reads_every_kind_of_event(kind, more):
    assert webhook.event(cast.event(kind, **more)).kind == kind


def test_it_reads_what_the_kinds_carry():
    edited = webhook.event(cast.event("messageEdited", message={"type": "text", "id": "5", "text": "new"}))
    assert (edited.message_id, edited.text) == ("5", "new")
    assert webhook.event(cast.event("unsend", unsend={"messageId": "5"})).message_id == "5"
    assert webhook.event(cast.event("follow", follow={"isUnblocked": True})).returning
    assert webhook.event(cast.press("do=x")).data == "do=x"
    assert webhook.event(cast.in_group("@Tomoni hi", mention=True)).mentioned
    place = webhook.event(
        cast.message({"type": "location", "title": "t", "latitude": 35, "longitude": 139.5})
    )
    assert place.place == Place(35.0, 139.5, "t")


def test_it_reads_groups_and_rooms_with_and_without_a_user():
    group = webhook.event(cast.in_group("hi"))
    assert (group.chat, group.chat_kind, group.user) == (cast.GROUP, "group", cast.MAI)
    room = webhook.event(cast.text("hi", source={"type": "room", "roomId": "R1"}))
    assert (room.chat, room.chat_kind, room.user) == ("R1", "room", "")


def test_it_knows_standby_and_redelivery():
    event = webhook.event(cast.text("hi", mode="standby", deliveryContext={"isRedelivery": True}))
    assert event.standby
    assert event.redelivered


ODD = [
    {},
    {"type": 3},
    {"type": "message"},
    {"type": "message", "message": "text"},
    {"type": "message", "message": {"type": "text", "text": 5}},
    {"type": "message", "source": {"type": "planet"}, "timestamp": "soon"},
    {"type": "message", "message": {"type": "location", "latitude": 999, "longitude": True}},
    {"type": "postback", "postback": None, "timestamp": 1e300},
    {"type": "message", "message": {"type": "text", "text": "x", "mention": {"mentionees": "all"}}},
]


@pytest.mark.parametrize("row", ODD)
def test_odd_shapes_become_events_and_never_exceptions(row):
    event = webhook.event(row)
    assert event.id
    assert event.place is None


def test_an_event_without_an_id_counts_once_however_often_it_comes():
    row = {"type": "follow", "timestamp": 5}
    assert webhook.event(row).id == webhook.event(dict(row)).id
    assert webhook.event(row).id != webhook.event({**row, "timestamp": 6}).id


def test_characters_that_no_database_stores_are_replaced():
    body = json.dumps({"events": [cast.text("a\x00b\ud83d")]}).encode()
    (event,) = webhook.read(body)
    assert event.text == "a\ufffdb\ufffd"
