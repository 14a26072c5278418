"""The walk of an event through the whole house, over real HTTP, with LINE behaving well and badly."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

import app
from bot.line.reading import words_of
from bot.postback import make
from bot.simulator.post import signature
from bot.work import utc_now
from tests import cast
from tests.cast import JOAO, MAI, SECRET, THIHA
from tests.talk import House, wait_until


@pytest.fixture
def house(tmp_path, store, words):
    opened = House(tmp_path, store, words)
    yield opened
    opened.close()


def post(house, body, sign=None, **headers):
    """A raw request to the webhook; returns the status."""
    address = urlsplit(house.bot.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=5)
    headers = {"Content-Type": "application/json", **headers}
    if sign is not False:
        headers["x-line-signature"] = sign or signature(SECRET, body)
    connection.request("POST", "/callback", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def get(house, path):
    with urllib.request.urlopen(house.bot.url + path, timeout=5) as response:
        return response.status, response.headers, response.read()


# --- receiving


def test_a_signed_question_is_answered_by_reply(house):
    assert house.deliver(cast.text("where is the nearest shelter")) == 200
    assert "避難所" in house.read(MAI)
    assert set(house.ways(MAI)) == {"reply"}


def test_a_wrong_or_missing_signature_is_400_and_stores_nothing(house):
    body = cast.body(cast.text("fire"))
    assert post(house, body, sign=False) == 400
    assert post(house, body, sign="AAAA") == 400
    assert post(house, body + b" ", sign=signature(SECRET, body)) == 400
    assert house.backlog() == {"waiting": 0, "owed": 0}
    assert house.sent(MAI) == []


def test_a_signed_body_that_is_no_webhook_is_400(house):
    for body in (b"hello", b"[1]", b'{"events": 5}'):
        assert post(house, body) == 400


def test_a_body_over_two_megabytes_is_413(house):
    assert post(house, b"x" * (2 * 1024 * 1024 + 1)) == 413


def test_the_verification_request_without_events_is_200(house):
    assert post(house, cast.body()) == 200


def test_several_residents_in_one_body_are_each_answered(house):
    house.deliver(cast.text("fire help", MAI), cast.text("where is water", JOAO), cast.text("hello", THIHA))
    assert house.answers(MAI)
    assert house.answers(JOAO)
    assert house.answers(THIHA)


def test_the_same_event_again_is_answered_once(house):
    question = cast.text("where is the nearest shelter")
    for _ in range(3):
        assert house.deliver(question) == 200
    again = {**question, "deliveryContext": {"isRedelivery": True}}
    assert house.deliver(again) == 200
    house.answers(MAI)
    house.quiet()
    assert len(house.sent(MAI)) == 1


def test_odd_events_beside_a_good_one_do_not_stop_it(house):
    odd = [{}, {"type": "message"}, cast.event("somethingNew"), {"type": "message", "source": 5}]
    assert house.deliver(*odd, cast.text("where is water")) == 200
    assert house.answers(MAI)


# --- sending


def test_a_follower_is_greeted_in_the_language_of_the_profile(house):
    resident = house.platform.add_resident("R", "pt-BR", follows=True, user_id=MAI)
    house.deliver(cast.event("follow", follow={"isUnblocked": False}))
    assert house.answers(MAI, 3)
    assert "Tomoni" in words_of(house.sent(MAI)[0])
    with house.store.begin() as tx:
        assert tx.find(resident.user_id, cast.NOW).language == "pt"


@pytest.mark.parametrize("fault", ["500", "429", "reset", "lost"])
def test_an_answer_survives_what_goes_wrong_at_line_and_comes_once(house, fault):
    house.fault("reply", fault, 2)
    house.deliver(cast.text("where is the nearest shelter"))
    house.answers(MAI, seconds=15)
    house.quiet()
    assert len(house.sent(MAI)) == 1


def test_a_dead_token_leads_to_one_push(house):
    question = cast.text("where is the nearest shelter")
    house.platform.reply_tokens.issue = lambda *_: None  # LINE does not know any token
    house.deliver(question)
    house.answers(MAI)
    house.quiet()
    assert house.ways(MAI) == ["push"]


@pytest.mark.parametrize("fault", ["500", "reset", "lost"])
def test_a_push_of_unknown_fate_is_repeated_with_its_key_and_arrives_once(house, fault):
    house.platform.reply_tokens.issue = lambda *_: None
    house.fault("push", fault, 2)
    house.deliver(cast.text("where is the nearest shelter"))
    house.answers(MAI, seconds=15)
    house.quiet()
    assert house.ways(MAI) == ["push"]


def test_everything_the_bot_says_passes_lines_rules(house):
    """The simulator refuses what LINE would: every card, menu and list goes through it as a reply."""
    library = house.words.cards.library
    presses = [make("entry", id=id) for id in library.entries]
    presses += [make("show", id=id) for id in library.entries]
    presses += [make("topic", id=topic) for topic in library.topics()]
    presses += [make("menu"), make("languages"), make("delete"), "old"]
    for tag in library.languages.tags:
        house.deliver(cast.press(make("language", tag=tag)))
        house.quiet()
        house.deliver(*(cast.press(data) for data in presses))
        wait_until(lambda: not any(house.backlog().values()), 30)
    with house.store.engine.begin() as connection:
        fates = connection.exec_driver_sql("SELECT state, result FROM owed").all()
    assert {tuple(fate) for fate in fates} == {("sent", "")}


def test_somebody_who_waits_sees_that_the_bot_works_on_it(house):
    resident = house.platform.add_resident("R", follows=True, user_id=MAI)
    house.worker.stop()  # nobody answers
    house.deliver(cast.text("where is water"))
    idle = app.create_worker(house.settings, house.store, lambda: house.words)
    idle.show_patience(utc_now())
    assert not resident.loading_until
    idle.show_patience(utc_now() + timedelta(seconds=2))
    assert resident.loading_until > time.time()


# --- health and media


def test_health_and_metrics_tell_what_waits(house):
    house.deliver(cast.text("where is water"))
    house.answers(MAI)
    house.quiet()
    status, _, body = get(house, "/healthz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert json.loads(body)["waiting"] == 0
    _, _, numbers = get(house, "/metrics")
    assert b"tomoni_events_received_total" in numbers
    assert b'tomoni_send_attempts_total{fate="accepted",via="reply"}' in numbers


def test_pictograms_are_served_as_png_and_cached(house):
    status, headers, body = get(house, "/media/pictogram/fire-now-256.png")
    assert (status, headers["Content-Type"], body[:4]) == (200, "image/png", b"\x89PNG")
    assert "max-age=86400" in headers["Cache-Control"]
    for path in ("fire-now-77.png", "nothing-256.png", "..%2Fentries-256.png"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(house, f"/media/pictogram/{path}")


def test_logs_carry_no_texts_ids_or_tokens(house, capfd):
    house.fault("reply", "401", 1)
    secret_words = "my secret question about the shelter"
    question = cast.text(secret_words)
    house.deliver(question, {"type": "message", "message": {"type": "text", "text": secret_words}})
    house.answers(MAI, seconds=15)
    logged = capfd.readouterr().err
    assert MAI not in logged
    assert secret_words not in logged
    assert question["replyToken"] not in logged
