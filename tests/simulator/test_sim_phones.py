"""The browser's endpoints, the kept state, load from Python, and the command line."""

import json
import socket
import subprocess
import sys
import threading

import pytest
import requests
from linebot.v3.messaging import (
    BroadcastRequest,
    PushMessageRequest,
    RichMenuRequest,
    TextMessage,
)

from bot.simulator import acts

HELLO = TextMessage(text="hello")


def test_a_resident_is_made_renamed_and_removed(line):
    made = line.phones("POST", "residents", {"displayName": "Resident (ไทย)", "language": "th"}).json()
    assert made | {"userId": "U"} == {
        "userId": "U",
        "displayName": "Resident (ไทย)",
        "language": "th",
        "follows": False,
        "blocked": False,
        "richMenuId": None,
        "loading": False,
        "read": True,
    }
    one = f"residents/{made['userId']}"
    changed = line.phones("PATCH", one, {"language": None}).json()
    assert (changed["displayName"], changed["language"]) == ("Resident (ไทย)", None)
    version = line.phones("GET", "state").json()["version"]
    assert line.phones("DELETE", one).status_code == 200
    news = line.phones("GET", f"updates?since={version}").json()
    assert (news["residents"], news["removed"]) == ([], [made["userId"]])


def test_updates_bring_what_changed_and_nothing_else(line):
    user = line.friend()
    line.friend()
    version = line.phones("GET", "state").json()["version"]
    said = line.says(user)
    line.api.push_message(PushMessageRequest(to=user, messages=[HELLO]))
    news = line.phones("GET", f"updates?since={version}").json()
    assert [r["userId"] for r in news["residents"]] == [user]
    assert [(m["from"], m["via"]) for m in news["messages"]] == [(user, None), ("bot", "push")]
    assert news["messages"][0] == said
    again = line.phones("GET", f"updates?since={news['version']}").json()
    assert (again["residents"], again["messages"], again["version"]) == ([], [], news["version"])


def test_a_page_that_is_too_far_behind_is_told(line):
    line.friend()
    assert line.phones("GET", "updates?since=0").json()["complete"] is False
    version = line.phones("GET", "state").json()["version"]
    assert line.phones("GET", f"updates?since={version}").json()["complete"] is True


def test_an_unsent_message_loses_its_words(line, bot):
    user = line.friend()
    said = line.says(user, "a secret")
    unsent = line.phones("POST", f"chats/{user}/unsend", {"as": user, "messageId": said["id"]}).json()
    line.settle()
    assert unsent["unsent"]
    assert "secret" not in line.phones("GET", f"chats/{user}/messages").text
    assert bot.events[-1]["unsend"] == {"messageId": said["id"]}


def test_a_postback_shows_its_text_and_tells_the_bot(line, bot):
    user = line.friend()
    tap = {"as": user, "data": "yes", "displayText": "Yes, please"}
    line.phones("POST", f"chats/{user}/postback", tap)
    line.settle()
    assert bot.events[-1]["postback"] == {"data": "yes"}
    assert line.platform.chats[user][-1].message["text"] == "Yes, please"


def test_the_sender_of_a_message_is_shown(line):
    user = line.friend()
    message = {"type": "text", "text": "x", "sender": {"name": "City hall"}}
    line.post("/v2/bot/message/push", {"to": user, "messages": [message]})
    shown = line.phones("GET", f"chats/{user}/messages").json()[0]
    assert shown["sender"] == {"name": "City hall"}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("residents", {"displayName": " "}, 400),
        ("residents", {"displayName": "x", "language": 5}, 400),
        ("residents/U0/follow", {}, 404),
        ("groups", {"kind": "crowd", "members": []}, 400),
        ("groups", {"kind": "group", "members": ["U0"]}, 404),
        ("groups/C0/leave", {}, 404),
        ("chats/U0/send", {"message": {"type": "text", "text": "x"}}, 400),
        ("chats/U0/send", {"as": "U0", "message": {"type": "text", "text": "x"}}, 404),
        ("webhook", {"events": "x"}, 400),
        ("nothing", {}, 404),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(line, path, body, status):
    answer = line.phones("POST", path, body)
    assert answer.status_code == status
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "smell"},
        {"type": "text"},
        {"type": "text", "text": 5},
        {"type": "image", "content": "?"},
    ],
)
def test_messages_that_no_phone_sends_are_refused(line, bot, message):
    user = line.friend()
    answer = line.phones("POST", f"chats/{user}/send", {"as": user, "message": message})
    assert answer.status_code == 400
    assert bot.events == []


def test_who_blocked_the_bot_cannot_write_to_it(line, bot):
    user = line.friend()
    line.phones("POST", f"residents/{user}/block")
    body = {"as": user, "message": {"type": "text", "text": "x"}}
    assert line.phones("POST", f"chats/{user}/send", body).status_code == 409


def test_a_chat_keeps_its_newest_messages(make_line):
    line = make_line(chat_length=3)
    user = line.friend()
    for number in range(5):
        line.says(user, str(number))
    shown = line.phones("GET", f"chats/{user}/messages").json()
    assert [m["message"]["text"] for m in shown] == ["2", "3", "4"]


def test_the_page_is_served_and_nothing_beside_it(line):
    page = requests.get(line.base, timeout=5)
    assert (page.status_code, page.url) == (200, line.base + "/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for path in (
        "/static/../platform.py",
        "/static/%2e%2e/platform.py",
        "/static/",
        "/static//etc/passwd",
    ):
        raw = requests.Request("GET", line.base).prepare()
        raw.url = line.base + path
        assert requests.Session().send(raw, timeout=5).status_code == 404


def test_content_cannot_run_in_the_page(line):
    user = line.friend()
    message = {"type": "file", "content": "PGI+", "contentType": "text/html"}
    sent = line.phones("POST", f"chats/{user}/send", {"as": user, "message": message}).json()
    assert line.phones("GET", f"content/{sent['id']}").headers["content-security-policy"] == "sandbox"


# Load from Python


def test_events_can_be_made_and_delivered_from_python(line, bot):
    user = line.friend()
    answers = []
    line.platform.listeners.append(answers.append)
    _, event = acts.compose(line.platform, user, user, {"type": "text", "text": "hello"})
    outcome = line.platform.deliver([event, event])
    assert outcome.success
    assert bot.events == [event, event]
    line.api.push_message(PushMessageRequest(to=user, messages=[HELLO]))
    assert [message.author for message in answers] == [user, "bot"]


def test_many_threads_lose_nothing(line, bot):
    users = [line.friend() for _ in range(8)]

    def talk(user):
        for number in range(25):
            acts.send(line.platform, user, user, {"type": "text", "text": str(number)})
            line.api.push_message(PushMessageRequest(to=user, messages=[HELLO]))

    threads = [threading.Thread(target=talk, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    line.settle()
    assert len(bot.events) == 200
    assert len({event["webhookEventId"] for event in bot.events}) == 200
    for user in users:
        assert len(line.platform.chats[user]) == 50
        own = [e["message"]["text"] for e in bot.events if e["source"]["userId"] == user]
        assert own == [str(number) for number in range(25)]


# The kept state


def test_a_restart_goes_on_with_the_talk(make_line, tmp_path, bot):
    line = make_line(state_dir=tmp_path)
    user = line.friend("Resident (한국어)", "ko")
    line.says(user, "안녕하세요")
    chat = line.phones("POST", "groups", {"kind": "group", "members": [user]}).json()["id"]
    line.api.broadcast(BroadcastRequest(messages=[HELLO]))
    menu = {
        "size": {"width": 2500, "height": 843},
        "selected": False,
        "name": "n",
        "chatBarText": "m",
        "areas": [],
    }
    menu_id = line.api.create_rich_menu(RichMenuRequest.from_dict(menu)).rich_menu_id
    before = [line.phones("GET", f"chats/{c}/messages").json() for c in (user, chat)]
    quote = bot.events[0]["message"]["quoteToken"]
    line.app.close()
    again = make_line(state_dir=tmp_path)
    assert [again.phones("GET", f"chats/{c}/messages").json() for c in (user, chat)] == before
    state = again.phones("GET", "state").json()
    assert [r["displayName"] for r in state["residents"]] == ["Resident (한국어)"]
    assert [g["id"] for g in state["groups"]] == [chat]
    assert again.api.get_rich_menu(menu_id).name == "n"
    assert again.api.get_message_quota_consumption().total_usage == 1
    body = {"to": user, "messages": [{"type": "text", "text": "x", "quoteToken": quote}]}
    assert again.post("/v2/bot/message/push", body).status_code == 200


def test_a_broken_file_is_put_aside(make_line, tmp_path):
    (tmp_path / "simulator.json").write_text("{", encoding="utf-8")
    line = make_line(state_dir=tmp_path, demo=True)
    assert len(line.platform.residents) == 6
    assert (tmp_path / "simulator.bad").read_text(encoding="utf-8") == "{"


def test_demo_residents_are_the_same_after_a_restart(make_line):
    first, second = (make_line(demo=True).phones("GET", "state").json() for _ in range(2))
    assert [r["userId"] for r in first["residents"]] == [r["userId"] for r in second["residents"]]
    assert not any(r["follows"] for r in first["residents"])


# The command line


def command(*arguments, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "bot.simulator", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_the_command_prints_its_address_and_serves(unused_port):
    with command("--port", str(unused_port), LINE_CHANNEL_SECRET="s", LINE_CHANNEL_ACCESS_TOKEN="t") as it:
        address = f"http://127.0.0.1:{unused_port}/"
        assert address in it.stdout.readline()
        assert requests.get(address + "phones/state", timeout=5).json()["bot"]["displayName"] == "Tomoni"
        it.terminate()


def test_the_command_says_when_its_port_is_taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        _, errors = (it := command("--port", port, "--secret", "s", "--token", "t")).communicate()
    assert it.returncode == 2
    assert errors.startswith(f"cannot listen on 127.0.0.1:{port}: ")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--token", "t"], "a channel secret is needed"),
        (["--secret", "s"], "a channel access token is needed"),
        (["--secret", "s", "--token", "t", "--webhook", "nowhere"], "--webhook is not a URL"),
        (["--secret", "s", "--token", "t", "--port", "70000"], "--port is a number"),
        (["--secret", "s", "--token", "t", "--port", "x"], "invalid int value"),
    ],
)
def test_the_command_explains_wrong_arguments(arguments, complaint, capsys):
    from bot.simulator.__main__ import main

    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert complaint in capsys.readouterr().err


def test_the_snapshot_is_json(make_line, tmp_path):
    line = make_line(state_dir=tmp_path)
    line.says(line.friend())
    assert json.loads(json.dumps(line.app.keeper.snapshot()))["messages"]
