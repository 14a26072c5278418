"""Webhooks: signatures, event shapes, redelivery, order."""

import pytest
from linebot.v3.models import UnknownEvent
from linebot.v3.webhook import SignatureValidator, WebhookParser
from linebot.v3.webhooks import FollowEvent, MessageEvent

from bot.simulator.post import signature

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"


def test_it_signs_the_official_example_as_line_does():
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert signature(SECRET, body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_the_sdk_accepts_every_signature(line, bot):
    line.says(line.friend(), "こんにちは 👋")
    received = bot.received[0]
    assert SignatureValidator(SECRET).validate(received.body.decode(), received.signature)


def test_the_sdk_understands_every_event(line, bot):
    user, other = line.friend(), line.friend()
    phones = line.phones
    newcomer = phones("POST", "residents", {"displayName": "New", "language": "vi"}).json()
    phones("POST", f"residents/{newcomer['userId']}/follow")
    for kind in ("image", "video", "audio", "file"):
        message = {"type": kind}
        assert phones("POST", f"chats/{user}/send", {"as": user, "message": message}).ok
    place = {"type": "location", "title": "Home", "latitude": 35.0, "longitude": 139.0}
    phones("POST", f"chats/{user}/send", {"as": user, "message": place})
    sticker = {"type": "sticker", "packageId": "446", "stickerId": "1988"}
    phones("POST", f"chats/{user}/send", {"as": user, "message": sticker})
    phones(
        "POST",
        f"chats/{user}/postback",
        {"as": user, "data": "x", "params": {"date": "2026-11-21"}},
    )
    group = phones("POST", "groups", {"kind": "group", "name": "G", "members": [user]}).json()["id"]
    phones("POST", f"groups/{group}/members", {"members": [other]})
    said = line.says(user, "@Tomoni help", chat=group)
    phones("POST", f"chats/{group}/edit", {"as": user, "messageId": said["id"], "text": "help!"})
    phones("POST", f"chats/{group}/unsend", {"as": user, "messageId": said["id"]})
    phones("DELETE", f"groups/{group}/members/{other}")
    phones("POST", f"groups/{group}/leave")
    phones("POST", f"residents/{newcomer['userId']}/block")
    line.settle()
    kinds = set()
    for received in bot.received:
        parsed = WebhookParser(SECRET).parse(received.body.decode(), received.signature)
        assert not [event for event in parsed if isinstance(event, UnknownEvent)]
        kinds |= {event.type for event in parsed}
    assert kinds == {
        *("follow", "unfollow", "message", "postback", "join", "leave", "messageEdited"),
        *("unsend", "memberJoined", "memberLeft"),
    }


def test_a_first_follow_and_a_return_are_told_apart(line, bot):
    user = line.phones("POST", "residents", {"displayName": "New", "language": None}).json()["userId"]
    for act in ("follow", "block", "unblock"):
        assert line.phones("POST", f"residents/{user}/{act}").ok
    line.settle()
    kinds = [(event["type"], event.get("follow")) for event in bot.events]
    assert kinds == [
        ("follow", {"isUnblocked": False}),
        ("unfollow", None),
        ("follow", {"isUnblocked": True}),
    ]
    parsed = WebhookParser(SECRET).parse(bot.received[0].body.decode(), bot.received[0].signature)
    assert isinstance(parsed[0], FollowEvent)


def test_a_text_carries_its_tokens(line, bot):
    line.says(line.friend())
    event = bot.events[0]
    assert {"id", "quoteToken", "markAsReadToken", "text", "type"} == set(event["message"])
    assert len(event["replyToken"]) == 32
    assert len(event["webhookEventId"]) == 26
    parsed = WebhookParser(SECRET).parse(bot.received[0].body.decode(), bot.received[0].signature)
    assert isinstance(parsed[0], MessageEvent)


def test_media_without_quotes_have_no_quote_token(line, bot):
    user = line.friend()
    for kind in ("image", "audio"):
        line.phones("POST", f"chats/{user}/send", {"as": user, "message": {"type": kind}})
    line.settle()
    assert ["quoteToken" in event["message"] for event in bot.events] == [True, False]


def test_webhooks_share_kept_connections(line, bot):
    user = line.friend()
    for _ in range(5):
        line.says(user)
    assert len({received.connection for received in bot.received}) == 1


def test_a_chat_stays_in_order(line, bot):
    user = line.friend()
    message = {"type": "text"}
    for number in range(20):
        body = {"as": user, "message": message | {"text": str(number)}}
        line.phones("POST", f"chats/{user}/send", body)
    line.settle()
    assert [event["message"]["text"] for event in bot.events] == [str(n) for n in range(20)]


def test_it_redelivers_the_same_event_until_the_bot_accepts(line, bot, clock):
    bot.statuses = [500, 503, 200]
    line.says(line.friend())
    clock.forward(3)
    line.settle()
    clock.forward(9)
    line.settle()
    assert len(bot.events) == 2, "the second pause is longer"
    clock.forward(1)
    line.settle()
    clock.forward(1000)
    line.settle()
    first, *again = bot.events
    assert len(again) == 2
    assert first["deliveryContext"] == {"isRedelivery": False}
    for event in again:
        assert event == first | {"deliveryContext": {"isRedelivery": True}}


def test_it_gives_up_after_a_limited_number_of_times(make_line, bot, clock):
    line = make_line(redelivery_after=(1, 1))
    bot.statuses = [500] * 10
    line.says(line.friend())
    for _ in range(6):
        clock.forward(1)
        line.settle()
    assert len(bot.events) == 3


def test_redelivery_can_be_switched_off(line, bot, clock):
    line.phones("PUT", "faults", {"redelivery": False})
    bot.statuses = [500]
    line.says(line.friend())
    clock.forward(1000)
    line.settle()
    assert len(bot.events) == 1


def test_it_does_not_wait_longer_than_its_limit(make_line, bot):
    line = make_line(webhook_timeout=0.1)
    bot.hang = True
    line.says(line.friend())
    assert line.platform.log.newest(1)[0]["status"] == 0


def test_it_reconnects_when_the_bot_closed_the_connection(line, bot, clock):
    user = line.friend()
    bot.hang = True
    line.platform.webhooks.post.timeout = 0.1
    line.says(user)
    bot.hang = False
    bot.wait.set()
    line.says(user, "again")
    assert bot.events[-1]["message"]["text"] == "again"


def test_duplicates_on_demand_are_the_same_event_twice(line, bot):
    line.phones("PUT", "faults", {"duplicateWebhooks": True})
    line.says(line.friend())
    first, second = bot.events
    assert first == second


def test_out_of_order_on_demand_lets_the_next_one_overtake(line, bot, clock):
    line.phones("PUT", "faults", {"shuffleWebhooks": True})
    user = line.friend()
    line.says(user, "one")
    assert bot.events == []
    line.says(user, "two")
    line.says(user, "three")
    clock.forward(1)
    line.settle()
    assert [event["message"]["text"] for event in bot.events] == ["two", "one", "three"]


def test_raw_events_go_out_as_they_are(line, bot):
    events = [{"type": "fromTheFuture", "extra": 1}, "not even an object"]
    answer = line.phones("POST", "webhook", {"events": events}).json()
    assert answer["status"] == 200
    assert bot.events == events


def test_a_tester_can_forge_a_signature(line, bot):
    line.phones("POST", "webhook", {"events": [], "signature": "forged"})
    assert bot.received[0].signature == "forged"


def test_the_webhook_can_be_tested_and_moved(line, bot):
    from linebot.v3.messaging import SetWebhookEndpointRequest, TestWebhookEndpointRequest

    result = line.api.test_webhook_endpoint(TestWebhookEndpointRequest())
    assert (result.success, result.status_code, result.reason) == (True, 200, "OK")
    assert bot.received[0].events == []
    line.api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint="https://example.com/hook"))
    endpoint = line.api.get_webhook_endpoint()
    assert (endpoint.endpoint, endpoint.active) == ("https://example.com/hook", True)


@pytest.mark.parametrize("url", ["http://example.com/", "ftp://example.com/", "x", "https://"])
def test_it_refuses_webhook_urls_without_https(line, url):
    answer = line.post("/v2/bot/channel/webhook/test", {"endpoint": url})
    assert (answer.status_code, answer.json()["message"]) == (400, "Invalid webhook endpoint URL")


def test_a_webhook_that_nobody_serves_could_not_connect(line):
    answer = line.post("/v2/bot/channel/webhook/test", {"endpoint": "http://127.0.0.1:9/"})
    assert answer.json()["reason"] == "COULD_NOT_CONNECT"


def test_the_bot_is_mentioned_by_name_in_groups_only(line, bot):
    user = line.friend()
    group = line.platform.groups
    chat = line.phones("POST", "groups", {"kind": "room", "members": [user]}).json()["id"]
    assert group[chat].kind == "room"
    line.says(user, "🍎 @Tomoni and @Tomonida", chat=chat)
    line.says(user, "@Tomoni")
    in_room, alone = (event["message"] for event in bot.events if event["type"] == "message")
    (mentionee,) = in_room["mention"]["mentionees"]
    assert (mentionee["index"], mentionee["length"], mentionee["isSelf"]) == (3, 7, True)
    assert mentionee["userId"] == line.platform.bot_id
    assert "mention" not in alone
