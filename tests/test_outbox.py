"""What follows from what LINE said to an attempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import outbox
from bot.store import Owed
from tests.cast import MAI, NOW

OWED = Owed(
    id="5f3b0e0e-0000-4000-8000-000000000001",
    event_id="e1",
    chat=MAI,
    received=NOW,
    messages=({"type": "text", "text": "hello"},),
    reply_token="token",
    token_until=NOW + timedelta(seconds=60),
    keyed=None,
    matters_until=NOW + timedelta(hours=24),
    attempts=1,
)
LATER = NOW + timedelta(minutes=2)


def settled(owed, via, status, message="", now=NOW):
    return outbox.settle(owed, outbox.outcome(via, status, message), now)


def test_it_replies_while_the_token_lives():
    assert outbox.way(OWED, NOW) == "reply"


def test_an_old_token_is_not_begun_with_because_a_crash_could_not_be_mended():
    assert outbox.token_for("t", NOW, NOW + timedelta(seconds=40)) == "t"
    assert outbox.token_for("t", NOW, NOW + timedelta(seconds=50)) is None
    assert outbox.token_for("", NOW, NOW) is None


def test_it_pushes_when_there_is_no_token_and_gives_up_when_it_no_longer_helps():
    mute = replace(OWED, reply_token=None)
    assert outbox.way(mute, NOW) == "push"
    assert outbox.way(mute, NOW + timedelta(hours=25)) == "too_late"


def test_it_never_pushes_with_a_key_that_line_has_forgotten():
    keyed = replace(OWED, reply_token=None, keyed=NOW, matters_until=NOW + timedelta(days=9))
    assert outbox.way(keyed, NOW + timedelta(hours=23)) == "push"
    assert outbox.way(keyed, NOW + timedelta(hours=25)) == "too_late"


@pytest.mark.parametrize(("via", "status"), [("reply", 200), ("push", 200), ("push", 409)])
def test_accepted_is_sent(via, status):
    assert settled(OWED, via, status).state == "sent"


def test_a_used_token_after_a_noted_attempt_means_that_attempt_was_accepted():
    assert settled(replace(OWED, attempts=2), "reply", 400, "Invalid reply token").state == "sent"


def test_a_dead_token_at_the_first_attempt_leads_to_a_push():
    fate = settled(OWED, "reply", 400, "Invalid reply token")
    assert (fate.state, fate.token_dead, fate.due) == ("owed", True, NOW)


def test_a_dead_token_after_its_life_leads_to_a_push():
    fate = settled(replace(OWED, attempts=2), "reply", 400, "Invalid reply token", LATER)
    assert (fate.state, fate.token_dead) == ("owed", True)


@pytest.mark.parametrize("status", [0, 500, 503, 429])
def test_it_tries_again_later_when_line_is_away_slow_or_busy(status):
    fate = settled(OWED, "reply", status)
    assert fate.state == "owed"
    assert fate.due > NOW


def test_pauses_grow_and_have_an_end():
    pauses = [settled(replace(OWED, attempts=n), "push", 500).due - NOW for n in (1, 2, 3, 60)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=5)


def test_the_first_use_of_the_key_is_noted_when_its_fate_is_open():
    assert settled(OWED, "push", 0).keyed == NOW
    assert settled(replace(OWED, keyed=NOW), "push", 0, now=LATER).keyed is None


def test_the_two_kinds_of_429_are_told_apart():
    assert settled(OWED, "push", 429, "You have reached your monthly limit.").state == "failed"
    rate = "The API rate limit has been exceeded. Try again later."
    assert settled(OWED, "push", 429, rate).state == "owed"


def test_a_wrong_access_token_is_tried_again_for_somebody_will_mend_it():
    assert settled(OWED, "reply", 401).state == "owed"


def test_a_refused_card_gets_one_chance_as_plain_text():
    card = {
        "type": "flex",
        "altText": "Fire",
        "contents": {
            "type": "bubble",
            "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "Get out"}]},
        },
    }
    fate = settled(replace(OWED, messages=(card,)), "reply", 400, "A message is invalid")
    assert fate.state == "owed"
    assert [m["type"] for m in fate.messages] == ["text"]
    assert "Get out" in fate.messages[0]["text"]
    again = settled(replace(OWED, messages=fate.messages, attempts=2), "reply", 400, "still invalid")
    assert again.state == "failed"


def test_a_token_lives_a_minute_from_receipt():
    assert outbox.token_until(NOW) == NOW + timedelta(seconds=60)
