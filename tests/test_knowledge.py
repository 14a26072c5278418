"""knowledge/ → Library, from a small folder in which one thing after the other is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import DataError, UnknownId
from bot.words import load
from tests.small import SmallHouse

FIRE = "knowledge/text/en/answers/first.yaml"


@pytest.fixture
def house(tmp_path):
    return SmallHouse(tmp_path)


def only_problem(library):
    (problem,) = library.problems
    return problem


# --- what is read


def test_a_good_folder_has_no_problems_and_everything_in_it(house):
    library = house.library()
    assert library.problems == ()
    assert library.entry("fire.now").dial == ("fire_ambulance",)
    assert library.answer("fire.now", "en").steps[0] == "Get out."
    assert library.questions["fire.now", "ja"].examples == tuple("abcdef")
    assert library.danger_words["quake", "en"].excepted == ("drill",)
    assert library.dangers["fire"].say_japanese == "火事です"
    assert library.sources["fire_service"].name == "Fire Service"


def test_numbers_among_the_values_are_shown_as_they_are(house):
    library = house.library()
    assert library.slots(library.entry("water.where"), "en")["litres"] == "3"


def test_a_date_is_a_date(house):
    house.edit("knowledge/entries.yaml", "fire.now", checked=date(2026, 11, 21))
    assert house.library().entry("fire.now").checked == date(2026, 11, 21)


def test_the_slots_hold_contacts_hours_languages_and_the_municipality(house):
    slots = house.library().slots(None, "en")
    assert slots["fire_ambulance"] == "119"
    assert slots["fire_ambulance_hours"] == "24h"
    assert slots["desk_hours"] == "Mon–Wed 08:30–17:15"
    assert slots["map"] == "https://www.map.example/hazards?all=1"
    assert slots["languages"] == "English, 日本語"
    assert slots["municipality"] == "Mihon City"


def test_the_slots_are_in_the_language(house):
    slots = house.library().slots(None, "ja")
    assert slots["desk_hours"] == "月–水 08:30–17:15"
    assert slots["municipality"] == "みほん市"


def test_an_entrys_own_value_wins_over_a_contact_of_the_same_name(house):
    house.edit("knowledge/entries.yaml", "water.where", values={"desk": "room 5"})
    library = house.library()
    assert library.slots(library.entry("water.where"), "en")["desk"] == "room 5"
    assert library.slots(None, "en")["desk"] == "#7119"


def test_topics_stand_in_the_order_of_the_entries(house):
    house.set("knowledge/entries.yaml", "garbage", {"topic": "home", "pictogram": "garbage-day"})
    house.set("knowledge/entries.yaml", "smoke", {"topic": "danger", "pictogram": "fire-now"})
    library = house.library()
    assert library.topics() == ("danger", "home")
    assert library.of_topic("danger") == ("fire.now", "water.where", "smoke")


def test_every_word_knows_its_file_and_line(house):
    path, line = house.library().where["answers/en", "water.where"]
    assert path == FIRE
    assert line == house.line(FIRE, "water.where:")


# --- what stands in for what


def test_a_missing_text_comes_from_the_first_fallback_that_has_it(house):
    house.language("vi", fallback=["pt", "en", "ja"])
    house.language("pt", fallback=["ja"])
    assert house.library().answer("fire.now", "vi").language == "en"
    house.write("knowledge/text/pt/answers/a.yaml", house.path(FIRE).read_text())
    assert house.library().answer("fire.now", "vi").language == "pt"


def test_without_a_label_the_title_is_the_label(house):
    answer = {"title": "Fire", "steps": ["a", "b", "c"]}
    house.set(FIRE, "fire.now", answer)
    assert house.library().answer("fire.now", "en").label == "Fire"


def test_an_unknown_entry_is_named(house):
    with pytest.raises(UnknownId, match=r"fire\.never"):
        house.library().entry("fire.never")
    with pytest.raises(UnknownId, match=r"fire\.never"):
        house.library().answer("fire.never", "en")


def test_an_entry_without_words_in_the_whole_chain_is_named(house):
    for tag in ("en", "ja"):
        house.set(f"knowledge/text/{tag}/answers/first.yaml", "fire.now", None)
    with pytest.raises(UnknownId, match=r"fire\.now.* en "):
        house.library().answer("fire.now", "en")


# --- the municipality's own folder


def test_the_municipality_changes_and_adds(house):
    house.set("local/contacts.yaml", "desk", {"phone": "0000-00-0001"})
    house.set("local/contacts.yaml", "town_hall", {"phone": "0000-00-0002"})
    house.set("local/entries.yaml", "water.where", {"topic": "town", "pictogram": "water-where"})
    answer = {"title": "Water in our town", "steps": ["At the park."]}
    house.write("local/text/en/answers/town.yaml", f"water.where: {answer}")
    library = house.library()
    assert library.problems == ()
    assert library.contacts["desk"].phone == "0000-00-0001"
    assert library.contacts["desk"].hours is None
    assert library.contacts["town_hall"].phone == "0000-00-0002"
    assert library.contacts["fire_ambulance"].phone == "119"
    assert library.entry("water.where").topic == "town"
    assert library.answer("water.where", "en").title == "Water in our town"
    assert library.where["answers/en", "water.where"] == ("local/text/en/answers/town.yaml", 1)


def test_a_municipality_without_a_name_is_a_problem(house):
    house.path("local/municipality.yaml").unlink()
    library = house.library()
    problem = only_problem(library)
    assert (problem.path, problem.rule) == ("local/municipality.yaml", "name")
    assert library.slots(None, "en")["municipality"] == ""


def test_a_municipality_may_be_anywhere_on_the_machine(house, tmp_path_factory):
    house.local = tmp_path_factory.mktemp("town")
    house.local.joinpath("municipality.yaml").write_text("name: {other: Town}")
    house.local.joinpath("contacts.yaml").write_text("desk: {phone: 5}")
    assert only_problem(house.library()).path == str(house.local / "contacts.yaml")


# --- what is wrong becomes a problem, and the rest still serves


@pytest.mark.parametrize(
    ("name", "id", "wrong", "named"),
    [
        ("knowledge/entries.yaml", "water.where", {"pictograms": "x"}, "pictograms"),
        ("knowledge/entries.yaml", "water.where", {"topic": None}, "topic"),
        ("knowledge/entries.yaml", "water.where", {"related": "fire.now"}, "related"),
        ("knowledge/entries.yaml", "water.where", {"values": {"open": True}}, "values"),
        ("knowledge/entries.yaml", "water.where", {"checked": "21 November"}, "checked"),
        ("knowledge/contacts.yaml", "desk", {"phone": 119}, "phone"),
        ("knowledge/contacts.yaml", "desk", {"fone": "119"}, "fone"),
        ("knowledge/contacts.yaml", "desk", {"hours": "sometimes"}, "hours"),
        (
            "knowledge/contacts.yaml",
            "desk",
            {"hours": {"days": ["monday"], "open": "08:30", "close": "17:15"}},
            "hours",
        ),
        (
            "knowledge/contacts.yaml",
            "desk",
            {"hours": {"days": ["mon"], "open": "8.30 am", "close": "17:15"}},
            "hours",
        ),
        ("knowledge/sources.yaml", "fire_service", {"url": None}, "url"),
        ("knowledge/danger.yaml", "quake", {"entry": 5}, "entry"),
        (FIRE, "water.where", {"stepps": ["x"]}, "stepps"),
        (FIRE, "water.where", {"steps": "one"}, "steps"),
        (FIRE, "water.where", {"steps": [1, 2, 3]}, "steps"),
        (FIRE, "water.where", {"state": "checked"}, "state"),
        ("knowledge/text/en/questions/first.yaml", "water.where", {"keyword": ["x"]}, "keyword"),
        ("knowledge/text/en/danger.yaml", "quake", {"excepted": ["x"]}, "excepted"),
    ],
)
def test_a_wrong_field_is_a_problem_with_file_line_and_name_and_its_row_is_left_out(
    house, name, id, wrong, named
):
    before = house.library()
    house.edit(name, id, **wrong)
    library = house.library()
    assert library.problems
    for problem in library.problems:
        assert (problem.path, problem.rule, problem.level) == (name, "shape", "error")
        assert problem.line >= house.line(name, f"{id}:")
        assert f"{id}: " in problem.message
        assert named in problem.message
    assert len(library.where) == len(before.where) - 1


def test_the_line_of_a_wrong_field_is_its_own(house):
    house.edit(FIRE, "water.where", stepps=["x"])
    assert only_problem(house.library()).line == house.line(FIRE, "stepps:")


def test_an_id_in_two_files_of_a_folder_is_a_problem_at_the_second(house):
    again = {"title": "Another fire", "steps": ["a", "b", "c"]}
    house.write("knowledge/text/en/answers/second.yaml", f"# more\n\nfire.now: {again}\n")
    library = house.library()
    problem = only_problem(library)
    assert (problem.path, problem.line) == ("knowledge/text/en/answers/second.yaml", 3)
    assert problem.rule == "id.twice"
    assert "'fire.now'" in problem.message
    assert library.answer("fire.now", "en").title == "Fire: call {fire_ambulance}"


def test_an_id_twice_in_one_file_is_a_problem(house):
    house.write(FIRE, house.path(FIRE).read_text() + "fire.now: {title: x, steps: []}\n")
    assert only_problem(house.library()).rule == "yaml.duplicate"


@pytest.mark.parametrize("broken", ["a: [1", "- a list", "only words", "a: 1\na: 2", "\tx: 1", "? [1]\n: 2"])
@pytest.mark.parametrize(
    "name", [FIRE, "knowledge/contacts.yaml", "knowledge/text/en/danger.yaml", "local/municipality.yaml"]
)
def test_a_broken_file_is_a_problem_and_never_an_exception(house, name, broken):
    house.write(name, broken)
    library = house.library()
    assert {problem.path for problem in library.problems} == {name}
    assert library.answer("fire.now", "ja").language == "ja"


def test_words_that_are_not_there_are_no_problem_of_form(house):
    for tag in ("en", "ja"):
        house.path(f"knowledge/text/{tag}/danger.yaml").unlink()
    library = house.library()
    assert library.problems == ()
    assert library.danger_words == {}


def test_a_set_with_a_problem_never_serves(house):
    house.edit(FIRE, "water.where", stepps=["x"])
    with pytest.raises(DataError, match=r"first\.yaml:\d+ \[shape\] water\.where"):
        load(house.folder, house.local)
