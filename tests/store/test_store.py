"""The store's promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.line import webhook
from bot.model import Forget, KeepPlace, Leave, Place, Resident, Return, SetLanguage, SetNotices, Unsend
from bot.store import Settled
from tests import cast
from tests.cast import JOAO, MAI, NOW
from tests.test_outbox import OWED

LEASE = timedelta(seconds=10)
GROUP_SOURCE = {"type": "group", "groupId": cast.GROUP, "userId": MAI}


def event(words="hello", user=MAI, **more):
    return webhook.event(cast.text(words, user, **more))


def receive(store, *events, now=NOW):
    with store.begin() as tx:
        tx.receive(events, now)


def claim(store, limit=10, now=NOW):
    with store.begin() as tx:
        return tx.claim(limit, now, LEASE)


def waiting(store, limit=10, now=NOW):
    return [received.event for received in claim(store, limit, now)]


def welcome(store, id=MAI):
    with store.begin() as tx:
        tx.welcome([Resident(id, "user", since=NOW)])
        return tx.residents([id], NOW)[id]


def resident(store, id=MAI, now=NOW):
    with store.begin() as tx:
        return tx.residents([id], now).get(id)


def change(store, what, id=MAI, now=NOW):
    with store.begin() as tx:
        tx.change(Resident(id, "user", since=NOW), what, now)


def test_an_event_comes_back_as_it_was(store):
    one = webhook.event(cast.message({"type": "location", "title": "家", "latitude": 35.5, "longitude": 139}))
    receive(store, one)
    assert waiting(store) == [one]


def test_an_event_is_stored_once_per_id(store):
    one = event()
    receive(store, one)
    receive(store, one, one)
    assert waiting(store) == [one]


def test_a_redelivery_of_a_done_event_does_not_wake_it(store):
    one = event()
    receive(store, one)
    with store.begin() as tx:
        tx.finish([one.id])
    receive(store, one)
    assert waiting(store) == []


def test_a_redelivery_gives_the_token_of_a_waiting_event_a_new_minute(store):
    one = event()
    receive(store, one)
    receive(store, one, now=NOW + timedelta(seconds=40))
    assert claim(store)[0].at == NOW + timedelta(seconds=40)


def test_nothing_is_stored_when_the_transaction_breaks(store):
    def broken() -> None:
        with store.begin() as tx:
            tx.receive([event()], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert waiting(store) == []


def test_the_oldest_event_is_first(store):
    first, second = event("1"), event("2", JOAO)
    receive(store, second, now=NOW + timedelta(seconds=1))
    receive(store, first)
    assert waiting(store, 1, NOW + LEASE) == [first]


def test_an_event_under_lease_is_nobody_elses_until_the_lease_ends(store):
    one = event()
    receive(store, one)
    assert waiting(store) == [one]
    assert waiting(store) == []
    assert waiting(store, now=NOW + LEASE) == [one]


def test_a_done_event_keeps_its_id_and_nothing_of_the_resident(store):
    one = event("my name is secret")
    receive(store, one)
    with store.begin() as tx:
        tx.finish([one.id])
    with store.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM events").all()
    assert MAI not in str(rows)
    assert "secret" not in str(rows)


def test_an_unsent_message_is_no_longer_answered(store):
    one = event()
    receive(store, one)
    change(store, Unsend(one.message_id))
    assert waiting(store) == []


def test_an_unsend_without_an_id_drops_nothing(store):
    receive(store, event())
    change(store, Unsend(""))
    assert len(waiting(store)) == 1


def test_the_newest_edit_counts_in_whatever_order_edits_come(store):
    edit = cast.event("messageEdited", source=GROUP_SOURCE, message={"type": "text", "id": "77", "text": "a"})
    old = webhook.event(edit)
    new = replace(old, id="later", time=old.time + timedelta(seconds=1))
    receive(store, new, old)
    assert {received.event.id: received.superseded for received in claim(store)} == {
        old.id: True,
        "later": False,
    }


def test_a_resident_keeps_language_and_notices_through_a_block(store):
    welcome(store)
    change(store, SetLanguage("vi"))
    change(store, SetNotices(False))
    change(store, Leave())
    change(store, Return())
    kept = resident(store)
    assert (kept.language, kept.notices) == ("vi", False)


def test_somebody_is_welcomed_once(store):
    welcome(store)
    change(store, SetLanguage("vi"))
    assert welcome(store).language == "vi"


def test_a_place_is_known_until_its_time_and_then_deleted(store):
    welcome(store)
    until = NOW + timedelta(minutes=30)
    change(store, KeepPlace(Place(35.0, 139.0, "x"), until))
    assert resident(store).place == Place(35.0, 139.0, "x")
    assert resident(store, now=until).place is None
    with store.begin() as tx:
        tx.purge(until + timedelta(seconds=1), LEASE, LEASE)
    assert resident(store).place is None


def test_forgetting_is_at_once_and_complete(store):
    welcome(store)
    change(store, Forget())
    assert resident(store) is None


def test_who_left_is_forgotten_after_the_set_time_and_not_before(store):
    welcome(store)
    welcome(store, JOAO)
    change(store, Leave())
    with store.begin() as tx:
        assert tx.purge(NOW + timedelta(days=29), timedelta(days=30), timedelta(days=30)) == 0
        assert tx.purge(NOW + timedelta(days=31), timedelta(days=30), timedelta(days=30)) == 1
    assert resident(store) is None
    assert resident(store, JOAO)


def owe(store, *owed):
    with store.begin() as tx:
        return tx.owe(owed or [OWED], NOW + LEASE)


def due(store, now, limit=10):
    with store.begin() as tx:
        return tx.due(limit, now, LEASE)


def settle(store, *fates, now=NOW):
    with store.begin() as tx:
        tx.settle(fates, now)


def test_an_answer_under_lease_is_nobody_elses_until_the_lease_ends(store):
    owe(store)
    assert due(store, NOW) == []
    (again,) = due(store, NOW + LEASE)
    assert (again.id, again.messages, again.attempts) == (OWED.id, OWED.messages, 2)
    assert due(store, NOW + LEASE) == []


def test_one_event_is_answered_once(store):
    assert owe(store) == {OWED.id}
    assert owe(store, replace(OWED, id="other")) == set()
    assert owe(store, replace(OWED, id="other", event_id="e2"), replace(OWED, id="third")) == {"other"}


def test_a_sent_answer_leaves_only_its_fate(store):
    owe(store)
    settle(store, Settled(OWED.id, "sent", NOW))
    assert due(store, NOW + timedelta(days=1)) == []
    with store.engine.begin() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM owed").all())
    assert "sent" in rows
    assert MAI not in rows
    assert "hello" not in rows
    assert "token'" not in rows


def test_a_pause_and_a_dead_token_and_the_key_are_remembered(store):
    owe(store)
    settle(store, Settled(OWED.id, "owed", NOW + LEASE, token_dead=True, keyed=NOW, messages=({"a": 1},)))
    (again,) = due(store, NOW + LEASE)
    assert (again.reply_token, again.keyed, again.messages) == (None, NOW, ({"a": 1},))


def test_a_token_that_has_died_is_forgotten_when_the_next_attempt_is_noted(store):
    owe(store)
    (living,) = due(store, NOW + LEASE)
    assert living.reply_token
    (dead,) = due(store, NOW + timedelta(seconds=61))
    assert dead.reply_token is None
    (still,) = due(store, NOW + timedelta(seconds=75))
    assert (still.reply_token, still.attempts) == (None, 4)


def test_a_late_second_verdict_changes_nothing(store):
    owe(store)
    settle(store, Settled(OWED.id, "sent", NOW))
    settle(store, Settled(OWED.id, "owed", NOW))
    assert due(store, NOW + LEASE) == []


def test_slow_events_are_named_once(store):
    receive(store, event())
    with store.begin() as tx:
        assert tx.slow(NOW, 5) == []
        assert tx.slow(NOW + timedelta(seconds=2), 5) == [MAI]
        assert tx.slow(NOW + timedelta(seconds=2), 5) == []


def test_it_counts_what_waits(store):
    receive(store, event(), event())
    assert owe(store)
    with store.begin() as tx:
        assert tx.backlog() == {"waiting": 2, "owed": 1}


def test_migrating_twice_is_migrating_once(store):
    store.migrate()
    receive(store, event())
    assert len(waiting(store)) == 1


def test_two_takers_never_get_the_same_event(store):
    receive(store, *(event(str(number), "U" + f"{number:032d}") for number in range(60)))
    taken: list[str] = []

    def take() -> None:
        while True:
            ids = [received.event.id for received in claim(store, 3)]
            if not ids:
                return
            taken.extend(ids)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A taker that finds all rows locked by others may leave early; the last one leaves none.
    assert len(taken) == len(set(taken)) == 60
