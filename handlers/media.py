"""Stickers, pictures, voice, files: a kind answer that says what the bot can do."""

from __future__ import annotations

from datetime import timedelta

from bot.here import Here
from bot.model import Event, Resident, Say, Turn
from handlers import about


def wants(event: Event, resident: Resident, here: Here) -> bool:
    return event.kind in ("sticker", "image", "video", "audio", "file")


def answer(event: Event, resident: Resident, here: Here) -> Turn:
    """Small talk is not worth a push that a town pays for: it matters for ten minutes."""
    phrase = "talk.sticker" if event.kind == "sticker" else "talk.media"
    menu = about.menu(here)
    return Turn(says=(Say(phrase), *menu.says), quick=menu.quick, matters=timedelta(minutes=10))
