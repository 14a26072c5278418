"""Sending: reply tokens, retry keys, quota, rates, and who is reached."""

import json
import uuid

import pytest
from linebot.v3.messaging import (
    ApiException,
    BroadcastRequest,
    MulticastRequest,
    NarrowcastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.messaging.exceptions import UnauthorizedException

HELLO = TextMessage(text="hello")
REPLY, PUSH = "/v2/bot/message/reply", "/v2/bot/message/push"
TEXT = {"type": "text", "text": "hello"}


def message_of(error) -> str:
    return json.loads(error.value.body)["message"]


def reply(line, token, text="hello"):
    return line.api.reply_message(ReplyMessageRequest(reply_token=token, messages=[TextMessage(text=text)]))


def push(line, to, **more):
    return line.api.push_message(PushMessageRequest(to=to, messages=[HELLO]), **more)


@pytest.fixture
def user(line):
    return line.friend()


@pytest.fixture
def token(line, bot, user):
    line.says(user)
    return bot.events[-1]["replyToken"]


# Reply tokens


def test_a_reply_arrives_and_is_named(line, user, token):
    sent = reply(line, token, "答え").sent_messages
    assert line.sent_to(user) == [{"type": "text", "text": "答え"}]
    assert sent[0].id == line.platform.chats[user][-1].id
    assert sent[0].quote_token


def test_a_reply_token_works_once(line, token):
    reply(line, token)
    with pytest.raises(ApiException) as error:
        reply(line, token)
    assert (error.value.status, message_of(error)) == (400, "Invalid reply token")


def test_a_reply_token_lives_a_minute(line, user, token, clock):
    clock.forward(60)
    with pytest.raises(ApiException) as error:
        reply(line, token)
    assert message_of(error) == "Invalid reply token"
    assert line.sent_to(user) == []


def test_a_reply_token_still_works_in_its_last_second(line, token, clock):
    clock.forward(59.9)
    assert reply(line, token).sent_messages


def test_a_refused_reply_does_not_use_the_token_up(line, token):
    body = {"replyToken": token, "messages": [{"type": "text", "text": ""}]}
    assert line.post(REPLY, body).status_code == 400
    assert reply(line, token).sent_messages


def test_a_token_nobody_issued_is_refused(line):
    with pytest.raises(ApiException) as error:
        reply(line, "0" * 32)
    assert message_of(error) == "Invalid reply token"


def test_the_minute_counts_from_the_redelivery(line, bot, user, clock):
    bot.statuses = [500]
    line.says(user)
    clock.forward(50)
    line.settle()
    clock.forward(59)
    assert reply(line, bot.events[0]["replyToken"]).sent_messages


def test_a_token_used_before_the_redelivery_stays_used(line, bot, user, clock):
    bot.statuses = [500]
    line.says(user)
    reply(line, bot.events[0]["replyToken"])
    clock.forward(50)
    line.settle()
    with pytest.raises(ApiException):
        reply(line, bot.events[1]["replyToken"])


def test_no_token_outlives_twenty_minutes_from_its_event(make_line, bot, clock):
    line = make_line(redelivery_after=(1190,))
    bot.statuses = [500]
    line.says(line.friend())
    clock.forward(1190)
    line.settle()
    assert len(bot.events) == 2
    clock.forward(10)
    with pytest.raises(ApiException):
        reply(line, bot.events[0]["replyToken"])


def test_raw_events_bring_their_own_tokens(line):
    event = {
        "type": "message",
        "replyToken": "mine",
        "source": {"type": "user", "userId": "U" + "a" * 32},
    }
    line.phones("POST", "webhook", {"events": [event]})
    reply(line, "mine")
    assert line.sent_to("U" + "a" * 32)


# Who is reached


def test_a_push_to_who_blocked_is_accepted_and_dropped(line, user):
    line.phones("POST", f"residents/{user}/block")
    assert push(line, user).sent_messages
    assert line.sent_to(user) == []


def test_a_deleted_account_is_accepted_and_dropped(line, user):
    line.phones("DELETE", f"residents/{user}")
    assert push(line, user).sent_messages
    assert line.sent_to(user) == []


def test_a_stranger_can_be_pushed_to_for_a_week_after_writing(line, clock):
    stranger = line.platform.add_resident("Stranger").user_id
    push(line, stranger)
    assert line.sent_to(stranger) == []
    line.says(stranger)
    clock.forward(7 * 24 * 3600 - 1)
    push(line, stranger)
    assert len(line.sent_to(stranger)) == 1
    clock.forward(1)
    push(line, stranger)
    assert len(line.sent_to(stranger)) == 1


def test_a_push_to_nobody_is_refused(line):
    with pytest.raises(ApiException) as error:
        push(line, "U" + "0" * 32)
    assert (error.value.status, message_of(error)) == (400, "Failed to send messages")


def test_a_push_to_no_id_is_refused(line):
    with pytest.raises(ApiException) as error:
        push(line, "somebody")
    assert "The property, 'to', in the request body is invalid" in message_of(error)


def test_a_multicast_is_all_or_nothing(line, user):
    request = MulticastRequest(to=[user, "U" + "0" * 32], messages=[HELLO])
    with pytest.raises(ApiException) as error:
        line.api.multicast(request)
    expected = "The property, to[1], in the request body is invalid (line: -, column: -)"
    assert message_of(error) == expected
    assert line.sent_to(user) == []


def test_a_multicast_reaches_up_to_500(line):
    users = [line.friend() for _ in range(500)]
    line.api.multicast(MulticastRequest(to=users, messages=[HELLO]))
    assert all(len(line.sent_to(user)) == 1 for user in users)
    answer = line.post("/v2/bot/message/multicast", {"to": [*users, users[0]], "messages": [TEXT]})
    assert answer.json()["details"] == [{"message": "Size must be between 1 and 500", "property": "to"}]


def test_a_multicast_takes_no_groups(line, user):
    group = line.phones("POST", "groups", {"kind": "group", "members": [user]}).json()["id"]
    answer = line.post("/v2/bot/message/multicast", {"to": [group], "messages": [TEXT]})
    assert answer.json()["message"].startswith("The property, to[0],")


def test_a_broadcast_reaches_friends_only(line, user):
    stranger = line.platform.add_resident("Stranger").user_id
    blocker = line.friend()
    line.phones("POST", f"residents/{blocker}/block")
    line.api.broadcast(BroadcastRequest(messages=[HELLO]))
    assert [len(line.sent_to(u)) for u in (user, stranger, blocker)] == [1, 0, 0]


def test_a_narrowcast_is_accepted_and_goes_through_its_phases(line, user, clock):
    answer = line.api.narrowcast_with_http_info(NarrowcastRequest(messages=[HELLO]))
    assert answer.status_code == 202
    request_id = answer.headers["x-line-request-id"]
    phases = []
    for _ in range(3):
        progress = line.api.get_narrowcast_progress(request_id)
        phases.append(progress.phase)
        clock.forward(1)
    assert phases == ["waiting", "sending", "succeeded"]
    assert (progress.target_count, progress.success_count) == (1, 1)
    assert len(line.sent_to(user)) == 1


def test_a_narrowcast_by_attributes_needs_a_hundred_friends(line, user):
    body = {"messages": [TEXT], "filter": {"demographic": {"type": "area", "oneOf": ["jp_13"]}}}
    answer = line.post("/v2/bot/message/narrowcast", body)
    assert (answer.status_code, answer.json()["message"]) == (
        403,
        "Your account does not have enough friends",
    )


# Retry keys


def test_a_retried_push_is_sent_once(line, user):
    key = str(uuid.uuid4())
    first = line.api.push_message_with_http_info(
        PushMessageRequest(to=user, messages=[HELLO]), x_line_retry_key=key
    )
    with pytest.raises(ApiException) as error:
        push(line, user, x_line_retry_key=key)
    assert (error.value.status, message_of(error)) == (409, "The retry key is already accepted")
    headers = error.value.headers
    assert headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert headers["x-line-request-id"] != first.headers["x-line-request-id"]
    assert first.data.sent_messages[0].id in error.value.body
    assert len(line.sent_to(user)) == 1


def test_a_retry_key_is_forgotten_after_a_day(line, user, clock):
    key = str(uuid.uuid4())
    push(line, user, x_line_retry_key=key)
    clock.forward(24 * 3600)
    push(line, user, x_line_retry_key=key)
    assert len(line.sent_to(user)) == 2


def test_a_refused_request_leaves_its_retry_key_free(line, user):
    key = str(uuid.uuid4())
    bad = {"to": user, "messages": []}
    assert line.post(PUSH, bad, **{"X-Line-Retry-Key": key}).status_code == 400
    assert push(line, user, x_line_retry_key=key).sent_messages


def test_a_multicast_answers_a_retry_without_sent_messages(line, user):
    headers = {"X-Line-Retry-Key": str(uuid.uuid4())}
    body = {"to": [user], "messages": [TEXT]}
    assert line.post("/v2/bot/message/multicast", body, **headers).json() == {}
    again = line.post("/v2/bot/message/multicast", body, **headers)
    assert again.status_code == 409
    assert again.json() == {"message": "The retry key is already accepted"}


def test_replies_take_no_retry_key(line, token):
    body = {"replyToken": token, "messages": [TEXT]}
    answer = line.post(REPLY, body, **{"X-Line-Retry-Key": str(uuid.uuid4())})
    assert answer.status_code == 400
    assert reply(line, token).sent_messages


def test_a_retry_key_is_a_uuid(line, user):
    answer = line.post(PUSH, {"to": user, "messages": [TEXT]}, **{"X-Line-Retry-Key": "again"})
    assert answer.status_code == 400


# Quota and rates


def test_the_quota_counts_people_and_replies_are_free(make_line, bot):
    line = make_line(quota=10)
    users = [line.friend() for _ in range(4)]
    blocker = line.friend()
    line.phones("POST", f"residents/{blocker}/block")
    chat = line.phones("POST", "groups", {"kind": "group", "members": users}).json()["id"]
    two = PushMessageRequest(to=chat, messages=[HELLO, HELLO])
    line.api.push_message(two)
    line.api.multicast(MulticastRequest(to=[users[0], blocker], messages=[HELLO]))
    line.says(users[0])
    reply(line, bot.events[-1]["replyToken"])
    assert line.api.get_message_quota_consumption().total_usage == 5
    assert line.api.get_message_quota().value == 10


def test_an_exhausted_quota_is_told_by_its_text(make_line):
    line = make_line(quota=1)
    users = [line.friend(), line.friend()]
    with pytest.raises(ApiException) as error:
        line.api.multicast(MulticastRequest(to=users, messages=[HELLO]))
    assert (error.value.status, message_of(error)) == (429, "You have reached your monthly limit.")
    assert line.sent_to(users[0]) == []
    push(line, users[0])


def test_the_quota_begins_anew_with_the_month_in_japan(make_line, clock):
    clock.now = 1_796_050_799.0  # 2026-11-30 23:59:59 in Japan
    line = make_line(quota=1)
    user = line.friend()
    push(line, user)
    with pytest.raises(ApiException):
        push(line, user)
    clock.forward(1)
    push(line, user)


def test_a_channel_without_limit_says_so(line):
    assert line.api.get_message_quota().type == "none"


def test_an_empty_bucket_refuses_and_refills(make_line, clock):
    line = make_line(rates={"push": (2, 1)})
    user = line.friend()
    push(line, user)
    push(line, user)
    with pytest.raises(ApiException) as error:
        push(line, user)
    assert error.value.status == 429
    assert message_of(error) == "The API rate limit has been exceeded. Try again later."
    clock.forward(0.5)
    push(line, user)


def test_every_endpoint_has_its_own_bucket(make_line):
    line = make_line(rates={"push": (0, 1)})
    with pytest.raises(ApiException):
        push(line, line.friend())
    assert line.api.get_bot_info().display_name == "Tomoni"


def test_broadcasts_are_limited_by_the_hour(line, clock):
    for _ in range(60):
        line.api.broadcast(BroadcastRequest(messages=[HELLO]))
    with pytest.raises(ApiException):
        line.api.broadcast(BroadcastRequest(messages=[HELLO]))
    clock.forward(60)
    line.api.broadcast(BroadcastRequest(messages=[HELLO]))


def test_deliveries_are_counted_the_day_after(line, user, clock):
    push(line, user)
    assert line.api.get_number_of_sent_push_messages("20261119").status == "unready"
    clock.forward(24 * 3600)
    count = line.api.get_number_of_sent_push_messages("20261118")
    assert (count.status, count.success) == ("ready", 1)
    assert line.api.get_number_of_sent_push_messages("20180330").status == "out_of_service"
    with pytest.raises(ApiException) as error:
        line.api.get_number_of_sent_push_messages("20261301")
    assert message_of(error) == "The value for the 'date' parameter is invalid"


# The door


def test_a_wrong_token_is_refused(line, user):
    line.api.api_client.configuration.access_token = "wrong"
    with pytest.raises(UnauthorizedException) as error:
        push(line, user)
    assert message_of(error).startswith("Authentication failed due to the following reason: ")


def test_a_missing_token_is_refused(line):
    answer = line.post(PUSH, {}, Authorization="")
    assert answer.status_code == 401


def test_every_answer_has_a_request_id(line):
    for path in (PUSH, "/v2/bot/nothing"):
        assert len(line.post(path, {}).headers["x-line-request-id"]) == 36


def test_unknown_paths_are_not_found(line):
    answer = line.post("/v2/bot/nothing", {})
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


def test_only_json_is_taken(line):
    answer = line.post(PUSH, b"{}", **{"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert answer.json() == {"message": "The content type, text/plain, is not supported"}


@pytest.mark.parametrize(
    ("body", "place"),
    [(b"", (1, 1)), (b"{\n  oops", (2, 3)), (b"[1,", (1, 4)), (b"\xff", (1, 1)), (b"[]", (1, 1))],
)
def test_what_is_no_json_is_named_by_line_and_column(line, body, place):
    answer = line.post(PUSH, body)
    text = "The request body could not be parsed as JSON (line: {}, column: {})"
    assert (answer.status_code, answer.json()["message"]) == (400, text.format(*place))


@pytest.mark.parametrize("number", [b"NaN", b"-Infinity", b"1e999", b"9" * 5000])
def test_numbers_that_json_does_not_know_are_refused(line, number):
    assert line.post(PUSH, b'{"to": ' + number + b"}").status_code == 400


def test_half_a_character_does_not_break_the_page(make_line, tmp_path):
    line = make_line(state_dir=tmp_path)
    user = line.friend()
    body = f'{{"to": "{user}", "messages": [{{"type": "text", "text": "\\ud800"}}]}}'
    assert line.post(PUSH, body.encode()).status_code == 200
    assert line.phones("GET", f"chats/{user}/messages").json()[0]["message"]["text"] == "?"
    line.app.keeper.save()
    assert (tmp_path / "simulator.json").exists()


def test_a_body_nested_without_end_is_refused(line):
    assert line.post(PUSH, b"[" * 100_000).status_code == 400


def test_more_than_two_megabytes_are_refused(line):
    assert line.post(PUSH, b" " * (2 * 1024 * 1024 + 1)).status_code == 413
