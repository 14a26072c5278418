"""Fixtures that most tests share: the words of the house, and a store on each database engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import snapshot
from bot import words as word_files
from bot.settings import ROOT
from bot.store import Store
from bot.words import Words

LOCAL = ROOT / "knowledge" / "local" / "mihon"
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")


@pytest.fixture(scope="session", autouse=True)
def kept_words() -> Path:
    """The words are built once, where every process that a test starts finds them."""
    folder = ROOT / "var" / "words"
    if snapshot.load((folder,), word_files.WHOLE, snapshot.version(ROOT, LOCAL)) is None:
        word_files.build(ROOT, LOCAL, folder)
    return folder


@pytest.fixture(scope="session")
def words(kept_words: Path) -> Words:
    return word_files.ready(ROOT, LOCAL, kept_words)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A fresh, migrated store; on PostgreSQL in a schema of its own that goes afterwards."""
    opened = _sqlite(tmp_path) if request.param == "sqlite" else _postgres()
    opened.migrate()
    yield opened
    opened.close()


def _sqlite(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'tomoni.db'}")


def _postgres() -> Store:
    if not POSTGRES:
        pytest.skip("PostgreSQL is left out: TEST_POSTGRES_URL is not set")
    opened = Store(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1))
    with opened.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says plainly what was left out on this machine, and why."""
    reasons = {report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"left out: {reason.removeprefix('Skipped: ')}")
