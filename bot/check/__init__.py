"""The data gate (being rebuilt)."""
from bot.check._old import *  # noqa
from bot.check._old import RULES, of, problems  # noqa
