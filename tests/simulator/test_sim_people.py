"""Profiles, groups and rooms, content, the loading animation and read marks, through the SDK."""

import base64
import json

import pytest
from linebot.v3.messaging import (
    ApiException,
    MarkMessagesAsReadByTokenRequest,
    PushMessageRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
)


def error_of(call, *args, **kwargs):
    with pytest.raises(ApiException) as error:
        call(*args, **kwargs)
    return error.value.status, json.loads(error.value.body)["message"]


def resident(line, user):
    residents = line.phones("GET", "state").json()["residents"]
    return next(r for r in residents if r["userId"] == user)


@pytest.fixture
def user(line):
    return line.friend("Resident (Tiếng Việt)", "vi")


@pytest.fixture
def group(line, user):
    body = {"kind": "group", "name": "Block 3", "members": [user]}
    return line.phones("POST", "groups", body).json()["id"]


def send(line, user, chat=None, **message):
    answer = line.phones("POST", f"chats/{chat or user}/send", {"as": user, "message": message})
    assert answer.status_code == 200, answer.text
    line.settle()
    return answer.json()


# Profiles


def test_a_profile_names_the_language(line, user):
    profile = line.api.get_profile(user)
    assert (profile.display_name, profile.language) == ("Resident (Tiếng Việt)", "vi")


def test_who_blocked_or_never_wrote_has_no_profile(line, user):
    stranger = line.platform.add_resident("Stranger").user_id
    line.phones("POST", f"residents/{user}/block")
    for nobody in (user, stranger, "U" + "0" * 32):
        assert error_of(line.api.get_profile, nobody) == (404, "Not found")
    line.says(stranger)
    assert line.api.get_profile(stranger).language is None


def test_a_malformed_user_id_is_named(line):
    refused = error_of(line.api.get_profile, "somebody")
    assert refused == (400, "The value for the 'userId' parameter is invalid")


def test_followers_come_in_pages(line):
    users = [line.friend() for _ in range(5)]
    first = line.api.get_followers(limit=3)
    rest = line.api.get_followers(start=first.next, limit=3)
    assert [*first.user_ids, *rest.user_ids] == users
    assert rest.next is None
    assert error_of(line.api.get_followers, start="x") == (400, "Invalid start param")


def test_unverified_accounts_cannot_list_people(make_line):
    line = make_line(verified=False)
    text = "Access to this API is not available for your account"
    assert error_of(line.api.get_followers) == (403, text)


def test_the_bot_knows_itself(line):
    info = line.api.get_bot_info()
    assert (info.display_name, info.basic_id, info.chat_mode) == ("Tomoni", "@tomoni", "chat")
    assert info.user_id == line.phones("GET", "state").json()["bot"]["userId"]


# Groups and rooms


def test_a_group_is_described_without_languages(line, user, group):
    assert line.api.get_group_summary(group).group_name == "Block 3"
    assert line.api.get_group_member_count(group).count == 1
    assert line.api.get_group_members_ids(group).member_ids == [user]
    profile = line.api.get_group_member_profile(group, user)
    assert profile.display_name == "Resident (Tiếng Việt)"


def test_a_room_is_described_and_left(line, bot, user):
    room = line.phones("POST", "groups", {"kind": "room", "members": [user]}).json()["id"]
    assert room[0] == "R"
    assert line.api.get_room_member_count(room).count == 1
    assert line.api.get_room_members_ids(room).member_ids == [user]
    assert line.api.get_room_member_profile(room, user).user_id == user
    line.api.leave_room(room)
    line.settle()
    assert bot.events[-1]["type"] == "leave"


def test_a_group_that_was_left_is_gone_for_the_bot(line, bot, user, group):
    line.api.leave_group(group)
    assert error_of(line.api.get_group_summary, group) == (404, "Not found")
    push = PushMessageRequest(to=group, messages=[TextMessage(text="hello")])
    assert error_of(line.api.push_message, push) == (400, "Failed to send messages")
    assert line.phones("POST", f"groups/{group}/join").json()["joined"]
    assert line.api.push_message(push).sent_messages


def test_a_malformed_group_id_is_named(line, user):
    refused = error_of(line.api.get_group_summary, user)
    assert refused == (400, "The value for the 'groupId' parameter is invalid")


def test_events_in_groups_tell_the_group_and_the_author(line, bot, user, group):
    send(line, user, group, type="text", text="hello")
    join, message = bot.events
    assert join["source"] == {"type": "group", "groupId": group}
    assert message["source"] == {"type": "group", "groupId": group, "userId": user}


def test_who_joins_and_leaves_is_told(line, bot, group):
    other = line.friend()
    line.phones("POST", f"groups/{group}/members", {"members": [other, other]})
    line.phones("DELETE", f"groups/{group}/members/{other}")
    line.settle()
    joined, left = bot.events[1:]
    members = {"members": [{"type": "user", "userId": other}]}
    assert (joined["joined"], left["left"]) == (members, members)
    assert "replyToken" in joined
    assert "replyToken" not in left


def test_only_members_speak_in_a_group(line, group):
    outsider = line.friend()
    body = {"as": outsider, "message": {"type": "text", "text": "hello"}}
    assert line.phones("POST", f"chats/{group}/send", body).status_code == 409


def test_members_can_be_mentioned_in_their_group_only(line, user, group):
    def push_mention(to, who):
        mentionee = {"type": "user", "userId": who}
        substitution = {"who": {"type": "mention", "mentionee": mentionee}}
        message = {"type": "textV2", "text": "{who}", "substitution": substitution}
        return line.post("/v2/bot/message/push", {"to": to, "messages": [message]}).status_code

    assert push_mention(group, user) == 200
    assert push_mention(group, line.friend()) == 400
    assert push_mention(user, user) == 400


def test_an_edit_keeps_the_id_and_brings_new_tokens(line, bot, user, group):
    said = send(line, user, group, type="text", text="helo")
    edited = {"as": user, "messageId": said["id"], "text": "hello"}
    line.platform.clock.forward(1)
    assert line.phones("POST", f"chats/{group}/edit", edited).json()["message"]["text"] == "hello"
    line.settle()
    before, after = bot.events[1:]
    assert after["type"] == "messageEdited"
    assert after["message"]["id"] == before["message"]["id"]
    assert after["message"]["quoteToken"] != before["message"]["quoteToken"]
    assert after["replyToken"] != before["replyToken"]
    assert "markAsReadToken" not in after["message"]


def test_edits_are_for_groups_and_for_ones_own_words(line, user, group):
    alone = send(line, user, type="text", text="x")
    body = {"as": user, "messageId": alone["id"], "text": "y"}
    assert line.phones("POST", f"chats/{user}/edit", body).status_code == 409
    other = line.friend()
    line.phones("POST", f"groups/{group}/members", {"members": [other]})
    said = send(line, user, group, type="text", text="x")
    body = {"as": other, "messageId": said["id"], "text": "y"}
    assert line.phones("POST", f"chats/{group}/edit", body).status_code == 409


# Quotes, content, loading, read


def test_a_quote_token_works_in_its_own_chat_only(line, bot, user):
    said = send(line, user, type="text", text="which shelter?")
    other = line.friend()
    token = bot.events[-1]["message"]["quoteToken"]
    quote = {"type": "text", "text": "this one", "quoteToken": token}
    assert line.post("/v2/bot/message/push", {"to": other, "messages": [quote]}).status_code == 400
    assert line.post("/v2/bot/message/push", {"to": user, "messages": [quote]}).status_code == 200
    shown = line.phones("GET", f"chats/{user}/messages").json()[-1]
    assert shown["quotedMessageId"] == said["id"]


def test_content_is_fetched_until_it_is_unsent(line, user):
    data = b"\x89PNG a picture"
    sent = send(line, user, type="image", content=base64.b64encode(data).decode())
    assert line.blob.get_message_content(sent["id"]) == data
    assert line.blob.get_message_content_preview(sent["id"]) == data
    assert line.phones("GET", f"content/{sent['id']}").content == data
    line.phones("POST", f"chats/{user}/unsend", {"as": user, "messageId": sent["id"]})
    refused = error_of(line.blob.get_message_content, sent["id"])
    assert refused == (410, "The content is gone")
    assert error_of(line.blob.get_message_content, "1") == (404, "not found")


def test_a_film_is_prepared_for_a_while(make_line, clock):
    line = make_line(transcoding_seconds=5)
    user = line.friend()
    sent = send(line, user, type="video", content=base64.b64encode(b"film").decode())
    assert line.blob.get_message_content_transcoding_by_message_id(sent["id"]).status == "processing"
    assert line.blob.get_message_content(sent["id"]) is None
    clock.forward(5)
    assert line.blob.get_message_content_transcoding_by_message_id(sent["id"]).status == "succeeded"
    assert line.blob.get_message_content(sent["id"]) == b"film"


def test_what_cannot_be_previewed_or_transcoded_says_so(line, user):
    sent = send(line, user, type="file", fileName="a.pdf")
    refused = error_of(line.blob.get_message_content_preview, sent["id"])
    assert refused == (400, "The content can not be previewed")
    refused = error_of(line.blob.get_message_content_transcoding_by_message_id, sent["id"])
    assert refused == (400, "Transcoding status doesn't support this type of content")


def test_old_content_makes_room(make_line):
    line = make_line(content_bytes=25)
    user = line.friend()
    data = base64.b64encode(b"0123456789").decode()
    first, *others = [send(line, user, type="file", content=data) for _ in range(3)]
    assert error_of(line.blob.get_message_content, first["id"])[0] == 404
    assert all(line.blob.get_message_content(other["id"]) for other in others)


def test_loading_ends_by_itself_or_with_a_message(line, user, clock):
    start = ShowLoadingAnimationRequest(chatId=user, loadingSeconds=5)
    line.api.show_loading_animation(start)
    assert resident(line, user)["loading"]
    version = line.phones("GET", "state").json()["version"]
    clock.forward(5)
    news = line.phones("GET", f"updates?since={version}").json()
    assert [r["loading"] for r in news["residents"]] == [False]
    line.api.show_loading_animation(start)
    line.api.push_message(PushMessageRequest(to=user, messages=[TextMessage(text="done")]))
    assert not resident(line, user)["loading"]


def test_loading_is_refused_in_lines_words(line, user, group):
    path = "/v2/bot/chat/loading/start"
    assert line.post(path, {"chatId": user, "loadingSeconds": 63}).json() == {
        "message": "The request body has 2 error(s)",
        "details": [
            {"message": "Must be between 5 and 60", "property": "loadingSeconds"},
            {"message": "must be a multiple of five", "property": "loadingSeconds"},
        ],
    }
    assert line.post(path, {"chatId": group}).json()["details"] == [
        {
            "message": "Only user id is acceptable, please confirm if there are any group/room ids "
            "or illegal ids.",
            "property": "chatId",
        }
    ]


def test_messages_are_marked_as_read(line, bot, user):
    send(line, user, type="text", text="hello")
    assert not resident(line, user)["read"]
    token = bot.events[-1]["message"]["markAsReadToken"]
    line.api.mark_messages_as_read_by_token(MarkMessagesAsReadByTokenRequest(markAsReadToken=token))
    assert resident(line, user)["read"]
    forged = MarkMessagesAsReadByTokenRequest(markAsReadToken=token[:-1] + "x")
    refused = error_of(line.api.mark_messages_as_read_by_token, forged)
    assert refused[1].startswith("Invalid markAsReadToken. ")
