"""`python -m bot …`, each verb as the real process that somebody types."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bot import language
from bot.settings import ROOT
from bot.yamlfile import read

LANGUAGES = language.load(ROOT / "knowledge" / "languages.yaml")


def run(*arguments, stdin="", env=None):
    given = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "utf-8", **(env or {})},
        input=given,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def refused(*arguments, **more):
    """What a command that cannot be done says: exit 2, nothing on stdout, one line of reason."""
    code, out, err = run(*arguments, **more)
    assert code == 2
    assert out == ""
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    return err


# --- ask


ASKED = [
    {"text": "fire help!", "language": None},
    {"text": "避難所はどこですか"},
    {"text": "where is the nearest evacuation shelter", "language": "en"},
    {"text": "Gần đây nơi trú ẩn ở đâu vậy bạn ơi?", "language": "vi"},
    {"text": "မီးလောင်နေတယ်", "language": None},
    {"text": "", "language": "ne"},
    {"text": "xqzv jjwk", "language": "en"},
]


@pytest.fixture(scope="module")
def asked():
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in ASKED)
    return run("ask", "--jsonl", stdin=lines)


def test_ask_answers_every_line_in_order_and_prints_nothing_else(asked):
    code, out, err = asked
    assert (code, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["language"] for row in rows] == ["en", "ja", "en", "vi", "my", "ne", "en"]
    assert [row["entry"] for row in rows[:3]] == ["fire.now", "shelter.find", "shelter.find"]
    assert rows[-1]["outcome"] == "unknown"


def test_ask_gives_exactly_what_was_agreed(asked):
    entries = set(read(ROOT / "knowledge" / "entries.yaml").value)
    for line in asked[1].splitlines():
        row = json.loads(line)
        assert list(row) == ["language", "outcome", "entry", "choices", "confidence"]
        assert row["language"] in LANGUAGES
        assert row["outcome"] in ("answer", "choices", "unknown")
        assert (row["entry"] in entries) if row["outcome"] == "answer" else row["entry"] is None
        assert bool(row["choices"]) == (row["outcome"] == "choices")
        assert len(row["choices"]) <= 5
        assert set(row["choices"]) <= entries
        assert 0 <= row["confidence"] <= 1


def test_ask_answers_each_line_before_it_reads_the_next():
    """Another program may hold a conversation with it."""
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for text in (b"fire help", b"where is the nearest shelter"):
            process.stdin.write(b'{"text": "' + text + b'"}\n')
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["outcome"] == "answer"
        process.stdin.close()
        assert process.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("fire", "is not JSON"),
        ('["fire"]', "expected"),
        ('{"text": 5}', "expected"),
        ('{"text": "fire", "language": ["en"]}', "expected"),
        (b'{"text": "\xff"}', "is not JSON"),
    ],
)
def test_ask_stops_at_a_bad_line_and_names_it(bad, said):
    bad = bad if isinstance(bad, bytes) else bad.encode()
    code, out, err = run("ask", "--jsonl", stdin=b'{"text": "fire help"}\n\n' + bad + b'\n{"text": "x"}\n')
    assert code == 2
    assert len(out.splitlines()) == 1
    assert err.startswith("line 3")
    assert said in err
    assert "Traceback" not in err


def test_ask_with_nothing_to_answer_prints_nothing():
    assert run("ask", "--jsonl") == (0, "", "")


# --- answer and say


def test_answer_is_the_text_a_resident_reads():
    code, out, err = run("answer", "fire.now", "--language", "en")
    assert (code, err) == (0, "")
    title, *steps = out.splitlines()
    assert "119" in title
    assert [step.split(". ")[0] for step in steps] == [str(number) for number in range(1, len(steps) + 1)]
    assert "{" not in out


def test_answer_is_in_the_language_that_was_asked_for():
    assert "避難" in run("answer", "shelter.find", "--language", "ja")[1]


def test_say_is_the_filled_phrase():
    said = run("say", "button.call", "--language", "en", "--set", "number=#7119")
    assert said == (0, "Call #7119\n", "")


def test_a_value_may_hold_an_equals_sign_and_any_script():
    code, out, _ = run("say", "talk.language_set", "--language", "en", "--set", "language=a=b ไทย")
    assert code == 0
    assert "a=b ไทย" in out


def test_say_as_json_tells_language_and_state():
    code, out, err = run("say", "talk.language_set", "--language", "ja", "--set", "language=日本語", "--json")
    assert (code, err) == (0, "")
    row = json.loads(out)
    assert list(row) == ["text", "language", "state"]
    assert "日本語" in row["text"]
    assert row["language"] == "ja"
    assert row["state"] in ("draft", "reviewed", "machine")
    assert "日本語" in out


def test_contacts_fill_themselves():
    assert "119" in run("say", "talk.sorry", "--language", "en")[1]


# --- what is not possible


def test_an_unknown_entry_is_named():
    assert "'fire.never'" in refused("answer", "fire.never", "--language", "en")


def test_an_unknown_phrase_is_named():
    assert "'talk.never'" in refused("say", "talk.never", "--language", "en")


@pytest.mark.parametrize("arguments", [("answer", "fire.now"), ("say", "talk.menu")])
def test_an_unknown_language_is_named_with_those_we_have(arguments):
    reason = refused(*arguments, "--language", "de")
    assert "'de'" in reason
    assert all(tag in reason for tag in LANGUAGES.tags)


def test_a_missing_slot_is_named():
    assert "{number}" in refused("say", "button.call", "--language", "en")


def test_an_unknown_slot_is_named_with_those_there_are():
    reason = refused("say", "button.call", "--language", "en", "--set", "number=1", "--set", "nummer=1")
    assert "'nummer'" in reason
    assert "number" in reason


def test_a_set_without_a_value_is_explained():
    assert "slot=value" in refused("say", "button.call", "--language", "en", "--set", "number")


def test_a_wrong_setting_is_named():
    assert refused("check", env={"PORT": "many"}).startswith("PORT is 'many'")


@pytest.mark.parametrize("arguments", [(), ("sing",), ("ask",), ("answer", "fire.now")])
def test_a_wrong_call_shows_the_usage(arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: python -m bot")


# --- check and coverage


def test_check_tells_problems_one_a_line_and_a_broken_municipality_is_an_error(tmp_path):
    (tmp_path / "municipality.yaml").write_text("name: {other: Town}\n")
    (tmp_path / "contacts.yaml").write_text("# ours\ndesk: {fone: '1'}\n")
    code, out, err = run("check", env={"LOCAL_DIR": str(tmp_path)})
    assert (code, err) == (1, "")
    assert f"{tmp_path / 'contacts.yaml'}:2 [shape] desk: fone: " in out


def test_coverage_as_json_counts_for_every_language():
    code, out, err = run("coverage", "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert list(rows) == list(LANGUAGES.tags)
    totals = set()
    for row in rows.values():
        assert list(row) == ["entries", "phrases", "menu"]
        for states in row.values():
            assert list(states) == ["present", "draft", "reviewed", "machine", "missing", "stale"]
            assert states["present"] == states["draft"] + states["reviewed"] + states["machine"]
        totals.add(tuple(states["present"] + states["missing"] for states in row.values()))
    assert len(totals) == 1
    assert rows["en"]["entries"]["missing"] == 0


def test_coverage_for_eyes_has_a_line_for_every_language():
    out = run("coverage")[1]
    assert all(any(line.startswith(f"{tag} ") for line in out.splitlines()) for tag in LANGUAGES.tags)
