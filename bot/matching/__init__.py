"""Understanding: a message and the library in, an entry, choices or a kind of danger out; no I/O."""

from bot.matching.matcher import Matcher

__all__ = ["Matcher"]
