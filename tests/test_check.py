"""The data gate: each rule is silent on a good house, and names file and line when one thing is wrong."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from bot import check
from bot.settings import ROOT
from tests.small import SmallHouse

ANSWERS = "knowledge/text/en/answers/first.yaml"
QUESTIONS = "knowledge/text/en/questions/first.yaml"
PHRASES = "phrasebook/text/en.yaml"
ENTRIES = "knowledge/entries.yaml"
EASY_WORDS = "knowledge/text/ja-simple/answers/first.yaml"


@pytest.fixture
def house(tmp_path):
    return SmallHouse(tmp_path)


def answer(house, **fields):
    house.edit(ANSWERS, "water.where", **fields)


def easy(house, step):
    """One answer in easy Japanese."""
    house.language("ja-simple", fallback=["ja"], locale="ja", script="Jpan")
    house.set(EASY_WORDS, "fire.now", {"label": "かじ", "title": "かじ", "steps": [step] * 3})


def found_by(rule, house):
    return list(rule(house.cards()))


def only(rule, house):
    (problem,) = found_by(rule, house)
    return problem


# --- a good house


@pytest.mark.parametrize("rule", check.RULES, ids=lambda rule: rule.__name__)
def test_a_good_house_passes(house, rule):
    assert found_by(rule, house) == []


def test_a_good_house_has_no_problems_at_all(house):
    assert house.problems() == []


def test_every_rule_says_what_it_wants():
    assert all(rule.__doc__ for rule in check.RULES)


# --- one thing wrong: (file, id, fields of the row) → rule, and a word of the message


def entry(**fields):
    return ENTRIES, "water.where", fields


def words(**fields):
    return ANSWERS, "water.where", fields


@pytest.mark.parametrize(
    ("rule", "change", "name", "said"),
    [
        (check.entry_refers, entry(related=["fire.never"]), "refer", "'fire.never'"),
        (check.entry_refers, entry(dial=["fire_brigade"]), "refer", "'fire_brigade'"),
        (check.entry_refers, entry(links=["maps"]), "refer", "'maps'"),
        (check.entry_refers, entry(source="hearsay"), "refer", "'hearsay'"),
        (check.entry_refers, entry(topic="drink"), "refer", "'drink'"),
        (check.buttons_work, entry(dial=["map"]), "button", "'map'"),
        (check.buttons_work, entry(links=["desk"]), "button", "'desk'"),
        (
            check.buttons_work,
            ("knowledge/danger.yaml", "quake", {"dial": ["map"]}),
            "button",
            "'map'",
        ),
        (check.pictograms, entry(pictogram="no-such-drawing"), "pictogram", "no-such-drawing.svg"),
        (
            check.danger_refers,
            ("knowledge/danger.yaml", "quake", {"entry": "quake.now"}),
            "refer",
            "'quake.now'",
        ),
        (
            check.danger_refers,
            ("knowledge/danger.yaml", "quake", {"dial": ["nobody"]}),
            "refer",
            "'nobody'",
        ),
        (check.no_digits, words(title="Water for 2 days"), "digit", "'2'"),
        (check.no_digits, words(label="Water ２"), "digit", "'２'"),
        (check.lengths, words(label="x" * 21), "length", "21 characters, 20 fit"),
        (check.lengths, words(label="ask at once: {desk_hours}"), "length", "20 fit"),
        (check.lengths, words(title="x" * 61), "length", "61 characters"),
        (check.lengths, words(steps=["x" * 300] * 3), "length", "at most 700"),
        (check.lengths, words(steps=["{desk} {desk_hours} {litres}"] * 2), "length", "2 steps"),
        (check.lengths, words(steps=["{desk} {desk_hours} {litres}"] * 8), "length", "8 steps"),
        (
            check.enough_questions,
            (QUESTIONS, "water.where", {"examples": ["a", "b", "c"]}),
            "few",
            "4 examples",
        ),
        (
            check.enough_questions,
            (QUESTIONS, "water.where", {"keywords": list("abcde")}),
            "few",
            "6 keywords",
        ),
    ],
)
def test_one_wrong_field_is_named_with_its_file_and_line(house, rule, change, name, said):
    path, id, fields = change
    house.edit(path, id, **fields)
    problem = only(rule, house)
    assert (problem.path, problem.line) == (path, house.line(path, f"{id}:"))
    assert (problem.rule, problem.level) == (name, "error")
    assert problem.message.startswith(f"{id}: ")
    assert said in problem.message
    assert problem in house.problems()


@pytest.mark.parametrize(
    ("path", "id", "row"),
    [
        (ANSWERS, "fire.never", {"title": "x", "steps": ["a", "b", "c"]}),
        (QUESTIONS, "fire.never", {"examples": list("abcd"), "keywords": list("abcdef")}),
        ("knowledge/text/en/danger.yaml", "flood", {"words": ["x"]}),
        (PHRASES, "talk.never", "Hello."),
    ],
)
def test_words_with_an_id_that_is_nowhere_are_named(house, path, id, row):
    house.set(path, id, row)
    problem = only(check.unknown_ids, house)
    assert (problem.path, problem.line, problem.rule) == (path, house.line(path, f"{id}:"), "unknown")
    assert id in problem.message


@pytest.mark.parametrize(
    ("path", "shown", "id"),
    [
        (ANSWERS, "knowledge/text/en/answers", "water.where"),
        (QUESTIONS, "knowledge/text/en/questions", "water.where"),
        ("knowledge/text/en/danger.yaml", "knowledge/text/en/danger.yaml", "quake"),
        (PHRASES, PHRASES, "emergency.say"),
    ],
)
def test_missing_words_are_named_with_the_place_where_to_write_them(house, path, shown, id):
    house.set(path, id, None)
    problem = only(check.missing_words, house)
    assert str(problem) == f"{shown}:1 [missing] {id} has no words in en"
    assert problem.level == "error"


def test_missing_words_of_a_growing_language_are_warnings(house):
    house.language("en", hard=False)
    house.set(ANSWERS, "water.where", None)
    assert only(check.missing_words, house).level == "warning"


def test_a_danger_without_its_first_sentence_is_named(house):
    house.set("phrasebook/phrases.yaml", "emergency.quake", None)
    problem = only(check.danger_refers, house)
    assert problem.path == "knowledge/danger.yaml"
    assert "'emergency.quake'" in problem.message


# --- slots


def test_a_slot_that_is_nowhere_is_named(house):
    for tag in ("en", "ja"):
        house.edit(f"knowledge/text/{tag}/answers/first.yaml", "water.where", title="Water: {well}")
    found = found_by(check.slots_agree, house)
    assert {problem.path for problem in found} == {ANSWERS, ANSWERS.replace("/en/", "/ja/")}
    assert all("{well}" in problem.message for problem in found)


def test_a_slot_that_the_japanese_text_does_not_have_is_named(house):
    answer(house, title="Water: {fire_ambulance}")
    problem = only(check.slots_agree, house)
    assert (problem.path, problem.rule) == (ANSWERS, "slot")
    assert "{fire_ambulance}" in problem.message


def test_a_slot_that_was_forgotten_is_named(house):
    answer(house, steps=["Ask {desk}.", "You need {litres} litres.", "Bring a bottle."])
    assert "{desk_hours}" in only(check.slots_agree, house).message


@pytest.mark.parametrize("text", ["Call", "Call {number} {numbers}", "Call {Number}"])
def test_a_phrase_has_just_its_own_slots(house, text):
    house.set(PHRASES, "button.call", text)
    problem = only(check.slots_agree, house)
    assert (problem.path, problem.line) == (PHRASES, house.line(PHRASES, "button.call:"))


def test_a_slot_that_is_nowhere_in_a_label_is_a_problem_and_not_the_end_of_the_check(house):
    answer(house, label="Water {well}")
    assert any("{well}" in problem.message for problem in house.problems())


# --- digits, lengths, readings


def test_digits_of_slots_are_no_typed_digits(house):
    house.set("knowledge/contacts.yaml", "line2", {"phone": "5"})
    for tag in ("en", "ja"):
        house.edit(f"knowledge/text/{tag}/answers/first.yaml", "water.where", title="Water: {line2}")
    assert found_by(check.no_digits, house) == []


@pytest.mark.parametrize("digit", ["5", "５", "५", "၅", "๕"])
def test_a_digit_of_any_script_is_found_in_a_phrase(house, digit):
    house.set(PHRASES, "card.draft", f"Draft {digit}")
    problem = only(check.no_digits, house)
    assert (problem.path, problem.line) == (PHRASES, house.line(PHRASES, "card.draft:"))
    assert repr(digit) in problem.message


def test_a_phrase_longer_than_its_button_is_named(house):
    house.set(PHRASES, "topic.danger", "x" * 20)
    assert found_by(check.lengths, house) == []
    house.set(PHRASES, "topic.danger", "x" * 21)
    problem = only(check.lengths, house)
    assert problem.path == PHRASES
    assert "21 characters, 20 fit" in problem.message


def test_a_label_is_counted_as_a_reader_counts_it(house):
    answer(house, label="👨‍👩‍👧‍👦" * 20)
    assert found_by(check.lengths, house) == []


def test_japanese_has_less_room_in_all(house):
    house.edit(ANSWERS.replace("/en/", "/ja/"), "water.where", steps=["x" * 120] * 3)
    assert "at most 350" in only(check.lengths, house).message


@pytest.mark.parametrize(
    "step",
    [
        "火事《かじ》です。",
        "水《みず》と｜お湯《おゆ》",
        "ひらがなだけ",
        "避難所《ひなんじょ》、公園《こうえん》",
    ],
)
def test_easy_japanese_with_all_its_readings_passes(house, step):
    easy(house, step)
    assert found_by(check.readings, house) == []


@pytest.mark.parametrize("step", ["火事です。", "水《みず》と湯", "公園の避難所《ひなんじょ》", "ここは火事"])
def test_a_kanji_without_a_reading_is_named(house, step):
    easy(house, step)
    found = found_by(check.readings, house)
    assert {problem.path for problem in found} == {EASY_WORDS}
    assert {problem.rule for problem in found} == {"reading"}


def test_readings_are_wanted_in_easy_japanese_only(house):
    house.edit(ANSWERS.replace("/en/", "/ja/"), "fire.now", label="火事")
    assert found_by(check.readings, house) == []


# --- all together


def test_errors_come_first_then_by_file_and_line(house):
    house.language("bn", fallback=["en"], hard=False)
    answer(house, title="x" * 61)
    house.edit(ENTRIES, "fire.now", source="hearsay")
    house.edit(ENTRIES, "water.where", source="hearsay")
    found = house.problems()
    assert [(problem.path, problem.level) for problem in found[:3]] == [
        (ENTRIES, "error"),
        (ENTRIES, "error"),
        (ANSWERS, "error"),
    ]
    assert found[0].line < found[1].line
    assert {problem.level for problem in found[3:]} == {"warning"}


def test_faults_of_form_are_among_the_problems(house):
    house.write(PHRASES, "a: [1")
    assert ("yaml.syntax", PHRASES) in {(problem.rule, problem.path) for problem in house.problems()}


# --- on the command line: a copy of the machine beside the small house


@pytest.fixture
def run(house):
    shutil.copytree(
        ROOT / "bot", house.folder / "bot", ignore=shutil.ignore_patterns("simulator", "__pycache__")
    )
    shutil.copytree(ROOT / "knowledge" / "pictograms", house.folder / "knowledge" / "pictograms")

    def check_it():
        return subprocess.run(
            [sys.executable, "-m", "bot", "check"],
            cwd=house.folder,
            env={"LOCAL_DIR": str(house.local), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    return check_it


def test_a_good_house_exits_with_0_and_says_nothing(run):
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_warnings_alone_are_told_and_exit_with_0(house, run):
    house.language("vi", fallback=["en"], hard=False)
    done = run()
    assert done.returncode == 0
    assert "knowledge/text/vi/answers:1 [missing] fire.now has no words in vi\n" in done.stdout


def test_an_error_is_told_on_one_line_and_exits_with_1(house, run):
    house.edit(ENTRIES, "fire.now", source="hearsay")
    done = run()
    assert done.returncode == 1
    line = house.line(ENTRIES, "fire.now:")
    assert done.stdout == f"{ENTRIES}:{line} [refer] fire.now: the source 'hearsay' is nowhere\n"


def test_without_the_table_of_languages_it_exits_with_2_and_the_reason(house, run):
    house.path("knowledge/languages.yaml").unlink()
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "languages.yaml" in done.stderr
    assert "Traceback" not in done.stderr
