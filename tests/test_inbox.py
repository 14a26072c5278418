"""Storing what LINE delivers, from many threads: nothing is lost, commits are shared, errors reach all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import event as database_events
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.inbox import Inbox
from bot.line import webhook
from bot.outbox import LEASE
from tests import cast
from tests.cast import NOW
from tests.talk import wait_until

MANY = 24


def one():
    return webhook.event(cast.text("where is water"))


def stored(store):
    with store.begin() as tx:
        return {received.event.id for received in tx.claim(10_000, NOW, LEASE)}


@contextmanager
def commits(store):
    """Counts the commits of the block."""
    counted = []

    def count(_connection):
        counted.append(1)

    database_events.listen(store.engine, "commit", count)
    yield counted
    database_events.remove(store.engine, "commit", count)


@contextmanager
def busy(inbox):
    """While the block runs, a commit of this inbox is under way: whoever comes has to wait."""
    with inbox._writing:
        yield


def all_wait(inbox, count):
    wait_until(lambda: len(inbox._pending) == count)


def test_events_are_stored_when_receive_returns(store):
    events = [one(), one()]
    Inbox(store).receive(events, NOW)
    assert stored(store) == {event.id for event in events}


def test_nothing_of_many_threads_is_lost(store):
    inbox = Inbox(store)
    batches = [[one() for _ in range(1 + number % 3)] for number in range(200)]
    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(lambda batch: inbox.receive(batch, NOW), batches))
    assert stored(store) == {event.id for batch in batches for event in batch}


def test_those_who_come_during_a_commit_share_the_next_one(store):
    inbox, events = Inbox(store), [one() for _ in range(MANY)]
    with commits(store) as counted, ThreadPoolExecutor(MANY) as pool:
        with busy(inbox):
            waiting = [pool.submit(inbox.receive, [event], NOW) for event in events]
            all_wait(inbox, MANY)
            assert not any(future.done() for future in waiting)
        for future in waiting:
            future.result(timeout=10)
    assert len(counted) == 1
    assert stored(store) == {event.id for event in events}


def test_the_same_event_from_two_requests_in_one_commit_is_stored_once(store):
    inbox, event = Inbox(store), one()
    with ThreadPoolExecutor(2) as pool:
        with busy(inbox):
            waiting = [pool.submit(inbox.receive, [event], NOW) for _ in range(2)]
            all_wait(inbox, 2)
        for future in waiting:
            future.result(timeout=10)
    with store.begin() as tx:
        assert [received.event for received in tx.claim(10, NOW, LEASE)] == [event]


def test_a_request_without_events_harms_nobody(store):
    inbox, event = Inbox(store), one()
    with ThreadPoolExecutor(2) as pool:
        with busy(inbox):
            nothing = pool.submit(inbox.receive, [], NOW)
            something = pool.submit(inbox.receive, [event], NOW)
            nothing.result(timeout=10)
            all_wait(inbox, 1)
        something.result(timeout=10)
    assert stored(store) == {event.id}


def test_an_error_of_the_database_reaches_everybody_who_waits_and_the_next_is_well(store):
    inbox = Inbox(store)
    away(store)
    with ThreadPoolExecutor(MANY) as pool:
        with busy(inbox):
            waiting = [pool.submit(inbox.receive, [one()], NOW) for _ in range(MANY)]
            all_wait(inbox, MANY)
        failed = [future.exception(timeout=10) for future in waiting]
    assert all(isinstance(error, SQLAlchemyError) for error in failed)
    back(store)
    event = one()
    inbox.receive([event], NOW)
    assert stored(store) == {event.id}


def test_who_comes_alone_gets_the_error_too(store):
    inbox = Inbox(store)
    away(store)
    with pytest.raises(SQLAlchemyError):
        inbox.receive([one()], NOW)
    back(store)
    assert stored(store) == set()


def test_what_failed_can_be_received_again(store):
    """LINE delivers again what did not get its 200."""
    inbox, event = Inbox(store), one()
    away(store)
    with pytest.raises(SQLAlchemyError):
        inbox.receive([event], NOW)
    back(store)
    inbox.receive([event], NOW)
    assert stored(store) == {event.id}


def test_storing_goes_on_while_others_read(store):
    inbox, stop = Inbox(store), threading.Event()
    found = set()

    def read_on():
        while not stop.is_set():
            found.update(stored(store))

    reader = threading.Thread(target=read_on)
    reader.start()
    events = [one() for _ in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda event: inbox.receive([event], NOW), events))
    stop.set()
    reader.join()
    assert found | stored(store) == {event.id for event in events}


def away(store):
    """The table is gone, as a database is that somebody restores or moves."""
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE events RENAME TO events_away"))


def back(store):
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE events_away RENAME TO events"))
