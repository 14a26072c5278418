"""Slots as residents read them: dates, hazards, foods, areas and levels, in the language of the text."""

from __future__ import annotations

from datetime import date

import pytest

from bot import garbage
from bot.data import Pickup
from bot.errors import SlotError
from bot.settings import ROOT
from bot.slots import Slots
from bot.texts import read
from tests.conftest import LOCAL


@pytest.fixture(scope="module")
def cards():
    return read(ROOT, LOCAL)[0]


def slots(cards, tag):
    return Slots(cards.library, cards.phrasebook, tag)


@pytest.mark.parametrize(
    ("type", "value", "tag", "shown"),
    [
        ("hazard", "flood", "en", "flood"),
        ("hazard", "flood", "ja", "洪水"),
        ("hazard", "a dam that breaks", "en", "a dam that breaks"),
        ("foods", "pork, egg", "en", "pork, egg"),
        ("foods", "pork,egg", "ja", "豚肉, 卵"),
        ("area", "kita", "ja", "北町"),
        ("area", "kita", "en", "Kita-machi (北町)"),
        ("area", "somewhere", "en", "somewhere"),
        ("shelter", "kita_school", "en", "Kita Elementary School (北小学校)"),
        ("shelter", "kita_school", "ja", "北小学校"),
        ("date", "2026-11-21", "en", "21 Nov 2026"),
        ("date", "tomorrow", "en", "tomorrow"),
        ("datetime", "2026-11-21T09:05", "en", "21 Nov 2026 09:05"),
        ("datetime", "2026-11-21T00:05+00:00", "en", "21 Nov 2026 09:05"),
        ("datetime", "2026-11-21", "en", "21 Nov 2026"),
        ("datetime", "18:30", "en", "18:30"),
        ("intensity", "5-", "en", "5 lower"),
        ("intensity", "6強", "en", "6 upper"),
        ("intensity", "5 Upper", "ja", "5強"),
        ("intensity", "4", "ja", "4"),
        ("intensity", "strong", "en", "strong"),
        ("text", "flood", "ja", "flood"),
    ],
)
def test_a_value_is_shown_as_its_type_says(cards, type, value, tag, shown):
    assert slots(cards, tag).shown(type, value) == shown


def test_the_level_of_a_notice_comes_by_itself(cards):
    text = slots(cards, "en").fill("evacuation.level4", {"area": "kita", "hazard": "landslide"})
    assert text.startswith("Level 4 landslide: leave now")
    assert "Kita-machi (北町)" in text
    assert "119" in text


def test_a_slot_without_a_value_is_an_error_and_no_gap(cards):
    with pytest.raises(SlotError, match="hazard"):
        slots(cards, "en").fill("evacuation.level4", {"area": "kita"})


@pytest.mark.parametrize(
    ("pickup", "today", "following"),
    [
        (Pickup(("wed",)), date(2026, 11, 21), date(2026, 11, 25)),
        (Pickup(("sat",)), date(2026, 11, 21), date(2026, 11, 21)),
        (Pickup(("tue", "fri")), date(2026, 11, 25), date(2026, 11, 27)),
        (Pickup(("mon",), (1,)), date(2026, 11, 21), date(2026, 12, 7)),
        (Pickup(("mon",), (2, 4)), date(2026, 11, 24), date(2026, 12, 14)),
        (Pickup(("thu",), (5,)), date(2026, 11, 21), date(2026, 12, 31)),
        (Pickup(("fri",), (5,)), date(2026, 11, 21), date(2027, 1, 29)),
        (Pickup(("mon",)), date(2026, 12, 29), date(2027, 1, 4)),
    ],
)
def test_the_next_collection_counts_weeks_as_the_city_does(pickup, today, following):
    assert garbage.following(pickup, today) == following


def test_the_calendar_of_a_district_names_kinds_days_and_next_dates(cards):
    rows = garbage.rows("kita", date(2026, 11, 21), slots(cards, "en"))
    plastic = next(row for row in rows if row.lower().startswith("plastic"))
    assert "Thu" in plastic
    assert "26 Nov 2026" in plastic
    assert len(rows) == len(cards.library.garbage["kita"])


def test_values_of_an_entry_are_shown_in_the_language(cards):
    own = cards.library.slots(cards.library.entry("tax.resident"), "ja")
    assert "2月16日" in own.values()
    assert "¥500,000" in cards.library.slots(cards.library.entry("pregnancy.birth"), "en").values()


def test_the_municipality_says_its_own_hour(cards, tmp_path):
    local = tmp_path / "city"
    local.mkdir()
    for name in ("municipality.yaml", "areas.yaml", "garbage.yaml", "contacts.yaml", "sources.yaml"):
        (local / name).write_bytes((LOCAL / name).read_bytes())
    (local / "values.yaml").write_text("garbage.day: {hour: 7}\n", encoding="utf-8")
    library = read(ROOT, local)[0].library
    assert library.slots(library.entry("garbage.day"), "en")["hour"] == "7"
    assert cards.library.slots(cards.library.entry("garbage.day"), "en")["hour"] == "8"


def test_a_municipality_may_add_a_phrase_and_change_one(tmp_path):
    local = tmp_path / "city"
    (local / "phrasebook" / "text").mkdir(parents=True)
    (local / "municipality.yaml").write_text("name: {ja: 町, other: Town}\n", encoding="utf-8")
    (local / "phrasebook" / "phrases.yaml").write_text(
        'sheet.onsen: {kind: sheet, says: "The hot spring"}\n', encoding="utf-8"
    )
    (local / "phrasebook" / "text" / "en.yaml").write_text(
        'sheet.onsen: "Hot spring this way"\nsheet.toilet: "Toilets"\n', encoding="utf-8"
    )
    book = read(ROOT, local)[0].phrasebook
    assert book.text("sheet.onsen", "en", {}) == "Hot spring this way"
    assert book.text("sheet.toilet", "en", {}) == "Toilets"
    assert book.text("sheet.toilet", "ja", {}) != "Toilets"
