"""Crashes and company: killed at any moment, or several workers on one database; each is answered once."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

import app
from bench import houses
from bench.line import HOST, Line, chat
from bot.store import Store
from tests import cast
from tests.talk import House, wait_until


def test_killed_again_and_again_it_answers_everybody_once(tmp_path):
    line, chance = Line(), random.Random(11)
    house = houses.all_in_one(line.url, tmp_path)
    line.platform.webhooks.url = f"http://{HOST}:{house.port}/callback"
    houses.wait_for(house.port)
    until = time.perf_counter() + 60
    with ThreadPoolExecutor(16) as pool:
        asked = [line.question() for _ in range(60)]
        accepted = [pool.submit(line.ask_until_accepted, event, until) for event in asked]
        for _ in range(3):
            time.sleep(chance.uniform(0, 0.4))
            house.kill()
            house.start()
            houses.wait_for(house.port)
        assert all(future.result() for future in accepted)
    lost = line.wait_for({chat(event) for event in asked}, 40)
    house.stop()
    line.close()
    assert not lost
    assert line.doubled() == 0


def test_two_workers_on_one_database_answer_each_event_once(tmp_path, store, words):
    house = House(tmp_path, store, words)
    second_store = Store(store.engine.url.render_as_string(hide_password=False))
    second = app.create_worker(house.settings, second_store, lambda: words)
    second.start()
    residents = [f"U{number:032x}" for number in range(80)]
    for resident in residents:
        house.deliver(cast.text("where is water", resident))
    wait_until(lambda: all(house.sent(resident) for resident in residents), 30)
    house.quiet()
    second.stop()
    second_store.close()
    house.close()
    assert all(len(house.sent(resident)) == 1 for resident in residents)


def test_a_stopped_worker_leaves_nothing_half_done(tmp_path, store, words):
    house = House(tmp_path, store, words)
    residents = [f"U{number:032x}" for number in range(40)]
    for resident in residents:
        house.deliver(cast.text("where is water", resident))
    house.worker.stop()
    answered = {resident for resident in residents if house.sent(resident)}
    with store.engine.begin() as connection:
        sent = connection.exec_driver_sql("SELECT count(*) FROM owed WHERE state = 'sent'").scalar_one()
    assert sent == len(answered)
    house.close()
