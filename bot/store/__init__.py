"""The store: everything that must survive a crash, in SQLite or PostgreSQL."""

from bot.store.engine import Store
from bot.store.rows import Owed, Received, Settled
from bot.store.tx import Tx

__all__ = ["Owed", "Received", "Settled", "Store", "Tx"]
