"""YAML as translators write it: text stays text, faults have a line, and nothing is an exception."""

from __future__ import annotations

from datetime import date

import pytest

from bot.yamlfile import read


@pytest.fixture
def doc(tmp_path):
    def written(content):
        path = tmp_path / "words.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, "text/words.yaml")

    return written


def faults(document):
    return [(problem.line, problem.rule) for problem in document.problems]


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "y", "n", "True", "FALSE", "Null"])
def test_a_word_that_yaml_takes_for_a_boolean_stays_text(doc, word):
    assert doc(f"a: {word}").value == {"a": word}


@pytest.mark.parametrize("word", ["1:30", "08:30", "0120", "0x1F", "1_000", "1e3", "+81", ".5", "=", "<<"])
def test_what_yaml_takes_for_an_odd_number_stays_text(doc, word):
    assert doc(f"a: {word}").value == {"a": word}


def test_true_numbers_nothing_and_dates_are_read(doc):
    read_ = doc("{a: true, b: false, c: 3, d: -2.5, e: null, f: ~, g: , h: 2026-11-21}")
    assert list(read_.value.values()) == [True, False, 3, -2.5, None, None, None, date(2026, 11, 21)]
    assert read_.problems == []


def test_what_is_quoted_is_text(doc):
    assert doc("{a: '119', b: \"true\", c: '2026-11-21', d: ''}").value == {
        "a": "119",
        "b": "true",
        "c": "2026-11-21",
        "d": "",
    }


def test_keys_are_text_whatever_they_look_like(doc):
    assert doc("{no: a, 1: b, 2026-11-21: c}").value == {"no": "a", "1": "b", "2026-11-21": "c"}


def test_a_key_that_stands_twice_is_a_fault_at_its_second_line_and_the_first_counts(doc):
    found = doc("a: 1\nb: 2\na: 3\n")
    assert found.value == {"a": 1, "b": 2}
    assert faults(found) == [(3, "yaml.duplicate")]
    assert "'a' stands twice" in found.problems[0].message


def test_a_key_that_stands_twice_deeper_is_found_too(doc):
    assert faults(doc("a:\n  - x: 1\n    x: 2\n")) == [(3, "yaml.duplicate")]


def test_a_tab_as_indent_is_a_fault_with_its_line(doc):
    found = doc("a:\n  b: 1\n\tc: 2\n")
    assert faults(found) == [(3, "yaml.syntax")]
    assert found.value is None


@pytest.mark.parametrize(
    "broken", ["a: [1, 2", "a: 'open", "a: b: c", "a: 1\n---\nb: 2\n", "a: @x", "a: \x01"]
)
def test_a_file_that_is_no_yaml_is_a_fault(doc, broken):
    found = doc(broken)
    assert found.value is None
    assert [rule for _, rule in faults(found)] == ["yaml.syntax"]


def test_a_byte_order_mark_is_named_and_the_rest_is_read(doc):
    found = doc(b"\xef\xbb\xbfa: 1\n")
    assert found.value == {"a": 1}
    assert faults(found) == [(1, "file.bom")]


@pytest.mark.parametrize("encoding", ["shift_jis", "utf-16", "euc_jp"])
def test_a_file_that_is_not_utf8_is_named_and_not_guessed(doc, encoding):
    found = doc("a: 避難所".encode(encoding))
    assert found.value is None
    assert faults(found) == [(1, "file.unreadable")]
    assert "UTF-8" in found.problems[0].message


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    assert faults(read(tmp_path / "nothing.yaml")) == [(1, "file.unreadable")]
    assert faults(read(tmp_path)) == [(1, "file.unreadable")]


@pytest.mark.parametrize(
    "tagged",
    ["!!python/object/apply:os.system ['true']", "!secret x", "!!binary aGk=", "!!set {a}", "!own {a: 1}"],
)
def test_a_tag_is_a_fault_and_its_value_is_left_out(doc, tagged):
    found = doc(f"a: 1\nb: {tagged}\n")
    assert found.value == {"a": 1, "b": None}
    assert faults(found) == [(2, "yaml.tag")]


@pytest.mark.parametrize("value", ["2026-13-01", "2026-02-30", "!!int twelve"])
def test_a_value_without_meaning_is_a_fault_at_its_line_and_the_rest_is_read(doc, value):
    found = doc(f"a: 1\nb: {value}\n")
    assert found.value == {"a": 1, "b": None}
    assert faults(found) == [(2, "yaml.value")]


def test_an_alias_is_a_fault_even_when_it_contains_itself(doc):
    assert faults(doc("a: &x [1]\nb: *x\n")) == [(2, "yaml.alias")]
    assert faults(doc("a: &x\n  - *x\n"))[0][1] == "yaml.alias"


def test_a_file_that_is_nested_without_end_is_a_fault(doc):
    assert [rule for _, rule in faults(doc("[" * 5000))] == ["yaml.syntax"]
    assert [rule for _, rule in faults(doc("[" * 900 + "]" * 900))] in ([], ["yaml.syntax"])


def test_an_empty_file_is_empty_and_no_fault(doc):
    for empty in ("", "\n", "# only a remark\n"):
        found = doc(empty)
        assert (found.value, found.problems) == (None, [])


def test_every_part_knows_its_line(doc):
    found = doc("# a remark\nfire.now:\n  title: Fire\n  steps:\n    - one\n\n    - >\n      two\n")
    assert found.line("fire.now") == 2
    assert found.line("fire.now", "title") == 3
    assert found.line("fire.now", "steps") == 4
    assert found.line("fire.now", "steps", 0) == 5
    assert found.line("fire.now", "steps", 1) == 7


def test_a_part_that_is_not_there_has_the_line_of_what_is_around_it(doc):
    found = doc("a: 1\nb:\n  c: 2\n")
    assert found.line("b", "nothing", 5) == 2
    assert found.line("nothing") == 1


def test_a_fault_shows_path_line_rule_and_message(doc):
    assert str(doc("a: 1\na: 2").problems[0]) == (
        "text/words.yaml:2 [yaml.duplicate] 'a' stands twice; keep one"
    )
