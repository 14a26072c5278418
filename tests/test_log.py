"""Logs: one JSON object a line, and never the words of an error, which may quote a resident."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from datetime import datetime

import pytest

from bot.log import JsonLines, frames
from bot.settings import ROOT

HUSH = "my name is Mai and I live at 1-2-3"


@pytest.fixture
def log():
    """A logger and what it has written so far."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("tests.log")
    logger.propagate = False
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)

    class Log:
        write = logger

        @property
        def text(self):
            return stream.getvalue()

        @property
        def rows(self):
            return [json.loads(line) for line in self.text.split("\n") if line]

    return Log()


def fail():
    raise ValueError(HUSH)


def test_a_line_is_a_json_object_with_time_level_logger_and_message(log):
    log.write.warning("a round of %s", "work")
    (row,) = log.rows
    assert {key: row[key] for key in ("level", "logger", "message")} == {
        "level": "warning",
        "logger": "tests.log",
        "message": "a round of work",
    }
    assert datetime.fromisoformat(row["time"]).utcoffset().total_seconds() == 0


def test_every_script_and_every_line_break_stays_on_its_own_line(log):
    log.write.info('避難所\n"မီး"\u2028', extra={"what": "a\nb"})
    log.write.info("next")
    assert len(log.text.split("\n")) == 3
    assert log.rows[0]["message"] == '避難所\n"မီး"\u2028'
    assert "避難所" in log.text


def test_only_the_fields_we_chose_are_written(log):
    log.write.info("sent", extra={"status": 200, "event": "01H", "user": "U" + "a" * 32, "text": HUSH})
    (row,) = log.rows
    assert (row["status"], row["event"]) == (200, "01H")
    assert set(row) == {"time", "level", "logger", "message", "status", "event"}


def test_a_value_that_is_no_json_is_written_as_text(log):
    log.write.info("x", extra={"path": ROOT})
    assert log.rows[0]["path"] == str(ROOT)


def test_of_an_error_only_its_kind_and_its_place_are_written(log):
    try:
        fail()
    except ValueError:
        log.write.exception("a handler failed")
    (row,) = log.rows
    assert row["at"][0] == "ValueError"
    assert row["at"][-1].endswith(" fail")
    assert f"{__file__}:" in row["at"][-1]
    assert HUSH not in log.text
    assert "Mai" not in log.text


def test_an_error_caused_by_another_gives_neither_of_their_words(log):
    try:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(HUSH) from error
    except RuntimeError:
        log.write.error("failed", exc_info=True)
    assert log.rows[0]["at"][0] == "RuntimeError"
    assert "Mai" not in log.text


def test_frames_of_an_error_that_was_never_raised_is_its_kind():
    assert frames(KeyError(HUSH)) == ["KeyError"]


def test_a_place_that_was_given_is_not_written_over(log):
    try:
        fail()
    except ValueError:
        log.write.exception("failed", extra={"at": ["here"]})
    assert log.rows[0]["at"] == ["here"]


def test_a_whole_process_logs_to_standard_error_in_this_form_and_libraries_are_quiet():
    program = (
        "import logging; from bot import log; log.start();"
        "logging.getLogger('any').info('hello'); logging.getLogger('any').debug('no');"
        "logging.getLogger('waitress').info('no'); logging.getLogger('alembic.runtime').info('no');"
        "logging.getLogger('waitress').warning('yes')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert done.stdout == ""
    assert [json.loads(line)["message"] for line in done.stderr.splitlines()] == ["hello", "yes"]
