"""Logs as JSON lines on standard error: what happened and where, never message texts, user ids or tokens."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

_OWN = ("event", "at", "status", "count", "path", "kind", "seconds", "what")


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and the fields we chose to add."""

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        row |= {name: record.__dict__[name] for name in _OWN if name in record.__dict__}
        if record.exc_info and record.exc_info[1] and "at" not in row:
            row["at"] = frames(record.exc_info[1])
        return json.dumps(row, ensure_ascii=False, default=str)


def frames(error: BaseException) -> list[str]:
    """The kind of an error and where it came from. Its own words are left out: they may quote a resident."""
    steps = traceback.extract_tb(error.__traceback__)
    return [type(error).__name__, *(f"{step.filename}:{step.lineno} {step.name}" for step in steps)]


def start(level: int = logging.INFO) -> None:
    """Send all logs of this process to standard error in this form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("alembic", "urllib3", "apscheduler", "waitress"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
