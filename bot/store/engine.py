"""One Store for SQLite and PostgreSQL: connections, transactions, migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, make_url, text
from sqlalchemy.pool import QueuePool

from bot.store.tx import Tx

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 7_060_401  # any number, as long as all our processes use the same


class Store:
    """The database behind `url` (SQLAlchemy form). Safe to share between threads.

    `durable`: what is committed survives even a power failure. The web edge needs that, for what
    got its 200 must not be lost; a worker does not: what it lost it does again.
    """

    def __init__(self, url: str, durable: bool = True) -> None:
        self.sqlite = url.startswith("sqlite")
        if self.sqlite and (path := make_url(url).database):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        # SQLite: nothing is open after a commit, so a connection needs no rollback when it is given back.
        options: dict[str, Any] = (
            {"connect_args": {"timeout": 20}, "pool_reset_on_return": None}
            if self.sqlite
            else {"pool_pre_ping": True}
        )
        # hide_parameters: the text of a database error must not carry anybody's id into a log.
        self.engine = create_engine(
            url, poolclass=QueuePool, pool_size=16, max_overflow=16, hide_parameters=True, **options
        )
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare(durable))
            event.listen(self.engine, "begin", _begin)

    def migrate(self) -> None:
        """Bring the tables to the newest form; several processes may call it at once."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.engine.begin() as connection:
            if not self.sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        """One transaction: all of it is stored when the block ends, or nothing when it raises."""
        with self.engine.begin() as connection:
            yield Tx(connection, self.sqlite)

    def close(self) -> None:
        self.engine.dispose()


def _prepare(durable: bool) -> Callable[[Any, object], None]:
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin by itself, and too late: see _begin
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        cursor.execute("PRAGMA secure_delete=ON")  # deleted means overwritten
        cursor.close()

    return prepare


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the one write lock at once: a transaction that reads and then writes
    # would otherwise fail half way when another writer came between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
