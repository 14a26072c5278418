"""The gate as a whole: places of problems, waivers, remembered facts, the fast look, the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
import yaml

from bot import check, texts
from bot.check import beside
from bot.settings import ROOT
from tests.check.gatehouse import GateHouse

ANSWERS = "knowledge/text/en/answers/first.yaml"
CONTACTS = "knowledge/contacts.yaml"
ENTRIES = "knowledge/entries.yaml"
PHRASES = "phrasebook/text/en.yaml"


@pytest.fixture
def house(tmp_path):
    return GateHouse(tmp_path)


def names(problems):
    return {problem.rule for problem in problems}


# --- where and how


def test_a_good_house_has_no_problems_at_all(house):
    assert house.problems() == []


def test_a_problem_has_its_file_its_line_and_its_id(house):
    house.edit(ANSWERS, "water.where", title="Water for 2 days")
    (problem,) = house.problems()
    assert (problem.path, problem.line) == (ANSWERS, house.line(ANSWERS, "water.where:"))
    assert (problem.rule, problem.level) == ("digit", "error")
    assert problem.message.startswith("water.where: ")


@pytest.mark.parametrize(
    ("path", "shown", "id"),
    [
        (ANSWERS, "knowledge/text/en/answers", "water.where"),
        ("knowledge/text/en/danger.yaml", "knowledge/text/en/danger.yaml", "quake"),
        (PHRASES, PHRASES, "emergency.say"),
    ],
)
def test_missing_words_are_named_with_the_place_where_to_write_them(house, path, shown, id):
    house.set(path, id, None)
    assert f"{shown}:1 [missing] {id} has no words in en" in map(str, house.problems())


def test_errors_come_first_then_by_file_and_line(house):
    house.language("bn", fallback=["en"], hard=False)
    house.edit(ANSWERS, "water.where", title="x" * 61)
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


def test_a_file_that_is_no_text_is_named(house):
    house.path(ANSWERS).write_bytes(b"\xff\xfe\x00")
    assert "file.unreadable" in names(house.problems())


def test_a_slot_that_is_nowhere_is_a_problem_and_not_the_end_of_the_check(house):
    house.edit(ANSWERS, "water.where", label="Water {well}")
    assert "slot" in names(house.problems())


# --- waivers


def misnamed(house, comment, above=True):
    """The shelter is called a gym: a warning; with a comment above or in its row."""
    house.edit(ANSWERS.replace("/en/", "/ja/"), "water.where", title="避難所の水")
    house.set(ANSWERS, "water.where", None)
    row = "water.where:\n  label: Water\n  title: Gym water\n"
    steps = '  steps: ["Ask {desk} ({desk_hours}).", "You need {litres} litres.", "Bring a bottle."]\n'
    inner = f"{comment}\n{row}" if above else f"{row}  {comment}\n"
    house.write(ANSWERS, house.path(ANSWERS).read_text(encoding="utf-8") + inner + steps)
    return house.problems()


@pytest.mark.parametrize("above", [True, False])
def test_a_warning_is_waived_by_a_comment_with_a_reason(house, above):
    assert names(misnamed(house, "# nothing")) == {"term"}
    assert misnamed(house, "# waive term: this gym is no other shelter", above) == []


def test_a_waiver_without_a_reason_is_a_problem_and_waives_nothing(house):
    found = misnamed(house, "# waive term")
    assert names(found) == {"term", "waiver"}
    assert "say why" in next(problem.message for problem in found if problem.rule == "waiver")


def test_a_waiver_of_what_is_not_there_is_a_problem(house):
    assert names(misnamed(house, "# waive stale: it is not")) == {"term", "waiver"}


def test_a_waiver_of_a_rule_that_did_not_look_is_left_alone(house):
    assert names(misnamed(house, "# waive sent: the matcher errs")) == {"term"}


def test_an_error_cannot_be_waived(house):
    house.set(PHRASES, "card.draft", None)
    house.write(
        PHRASES, house.path(PHRASES).read_text() + '# waive digit: I like it\ncard.draft: "Draft 2"\n'
    )
    assert names(house.problems()) == {"digit", "waiver"}


# --- facts


def test_a_number_may_change_together_with_its_day_only(house):
    house.edit(CONTACTS, "map", checked="2026-01-01")
    text = house.path(CONTACTS).read_text().replace("'2026-01-01'", "2026-01-01")
    house.write(CONTACTS, text)
    assert check.accept_facts(house.folder, house.local) > 0
    assert house.problems() == []
    house.write(CONTACTS, text.replace("map.example", "maps.example"))
    assert names(house.problems()) == {"fact"}
    house.write(CONTACTS, text.replace("map.example", "maps.example").replace("2026-01-01", "2026-02-02"))
    assert [problem.level for problem in house.problems()] == ["warning"]
    check.accept_facts(house.folder, house.local)
    assert house.problems() == []


def test_accepting_does_not_forget_a_number_that_changed_without_its_day(house):
    check.accept_facts(house.folder, house.local)
    house.edit(CONTACTS, "desk", phone="#9110")
    assert check.accept_facts(house.folder, house.local) == 0
    assert names(house.problems()) == {"fact"}


def test_a_municipality_remembers_its_own_facts(house):
    house.set("local/contacts.yaml", "hall", {"phone": "03-1234-5678"})
    check.accept_facts(house.folder, house.local)
    kept = yaml.safe_load((house.local / "checked.yaml").read_text(encoding="utf-8"))
    assert list(kept["contacts"]) == ["hall"]


# --- the fast look


def test_the_fast_look_leaves_slow_rules_out_and_finds_the_rest(house):
    house.do(
        [
            ["edit", "en/questions", "fire.now", {"examples": [*"abcde", "where is the next shelter"]}],
            ["edit", "en/questions", "water.where", {"examples": [*"ghijk", "where is the next sheltr"]}],
            ["edit", "en/answers", "water.where", {"title": "Water for 2 days"}],
        ]
    )
    cards, found = texts.read(house.folder, house.local)
    assert names(check.of(cards, found)) == {"alike", "digit"}
    assert names(check.of(cards, found, fast=True)) == {"digit"}


def test_with_the_glossary_the_fast_look_finds_retired_words(house):
    house.edit(ANSWERS, "water.where", title="Evacuation recommendation")
    cards, found = texts.read(house.folder, house.local)
    around = beside.read(house.folder, house.local, cards.library.languages)
    assert check.of(cards, found, fast=True) == ()
    assert names(check.of(cards, found, fast=True, around=around)) == {"retired"}


# --- on the command line: a copy of the machine beside the small house


@pytest.fixture
def run(house):
    ignored = shutil.ignore_patterns("simulator", "__pycache__")
    shutil.copytree(ROOT / "bot", house.folder / "bot", ignore=ignored)
    shutil.copytree(ROOT / "knowledge" / "pictograms", house.folder / "knowledge" / "pictograms")

    def check_it(*options):
        return subprocess.run(
            [sys.executable, "-m", "bot", "check", *options],
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


def test_the_rules_are_listed_and_facts_accepted(house, run):
    listed = run("--rules").stdout.splitlines()
    assert len(listed) == len(list(check.listed()))
    assert run("--accept-facts").returncode == 0
    assert house.path("knowledge/checked.yaml").exists()


def test_the_deep_look_asks_the_matcher(house, run):
    house.edit("knowledge/text/en/questions/first.yaml", "water.where", examples=["fire", *"hijkl"])
    assert run("--deep").returncode == 0
