"""Every rule of the gate is silent on what is good and names what is wrong: cases in fixtures/*.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot import check
from bot.check.form import READING
from tests.check.gatehouse import RULES, GateHouse

FIXTURES = Path(__file__).with_name("fixtures")
CASES = {
    name: case
    for path in sorted(FIXTURES.glob("*.yaml"))
    for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}
BY_HAND = {"file.unreadable", "waiver"}  # failing cases in test_gate.py
PASSES = [(name, changes) for name, case in CASES.items() for changes in case["passes"]]
FAILS = [(name, case) for name, cases in CASES.items() for case in cases["fails"]]


@pytest.fixture
def house(tmp_path):
    return GateHouse(tmp_path)


def test_every_rule_has_cases_that_pass_and_cases_that_fail():
    names = {*RULES, *READING, "waiver"}
    assert set(CASES) == names
    assert all(case["passes"] for case in CASES.values())
    assert {name for name, case in CASES.items() if not case["fails"]} == BY_HAND


def test_every_rule_says_in_one_line_what_it_wants():
    listed = list(check.listed())
    assert len(listed) == len(CASES)
    assert all(rule.says.endswith(".") for rule in check.RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_good_house_passes(house, name):
    assert house.found(name) == []


@pytest.mark.parametrize(("name", "changes"), PASSES)
def test_what_is_good_passes(house, name, changes):
    house.do(changes)
    assert [problem for problem in house.found(name) if problem.rule == name] == []


@pytest.mark.parametrize(("name", "case"), FAILS)
def test_what_is_wrong_is_named(house, name, case):
    house.do(case["do"])
    found = house.found(name)
    assert any(word in problem.message for problem in found for word in case["says"].split("|")), found
    assert case.get("level", "error") in {problem.level for problem in found}
    assert all(problem.line >= 1 and problem.path for problem in found)
