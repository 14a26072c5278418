"""Keeps residents, chats and rich menus in a file, so that a restart goes on with the talk.

Media bytes, reply tokens and retry keys are not kept.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import threading
import time
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .model import Group, Message, Resident
from .platform import Platform

FILE = "simulator.json"
FORMAT = 1
# A file is written at most once a second, and never for more than a tenth of the time.
PAUSE_SECONDS = 1.0
SHARE = 10
log = logging.getLogger(__name__)


class Keeper:
    """Writes the state after changes, from a background thread."""

    def __init__(self, platform: Platform, folder: Path) -> None:
        self.platform = platform
        self.path = folder / FILE
        folder.mkdir(parents=True, exist_ok=True)
        self.load()
        self.saved = platform.journal.version
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        """Saves changes until closed."""
        pause = PAUSE_SECONDS
        while not self.ending.wait(pause):
            started = time.perf_counter()
            self.save()
            pause = max(PAUSE_SECONDS, SHARE * (time.perf_counter() - started))

    def save(self) -> None:
        """Writes the state when it changed; a broken write leaves the old file."""
        version = self.platform.journal.version
        if version == self.saved:
            return
        new = self.path.with_suffix(".new")
        try:
            new.write_text(json.dumps(self.snapshot()), encoding="utf-8")
            os.replace(new, self.path)
            self.saved = version
        except OSError:
            log.exception("cannot save the simulator's state")

    def snapshot(self) -> dict[str, Any]:
        """The state as JSON. Only the lists are copied under the lock; that is quick."""
        platform = self.platform
        with platform.lock:
            residents = list(platform.residents.values())
            groups = list(platform.groups.values())
            chats = [list(messages) for messages in platform.chats.values()]
            menus = list(platform.menus.menus.items())
            images = list(platform.menus.images.items())
            rest = {
                "format": FORMAT,
                "gone": sorted(platform.gone),
                "aliases": dict(platform.menus.aliases),
                "defaultMenu": platform.menus.default,
                "quotaUsed": dict(platform.quota.used),
            }
        return rest | {
            "residents": [asdict(resident) for resident in residents],
            "groups": [asdict(group) for group in groups],
            "messages": [shallow(message) for chat in chats for message in chat],
            "menus": dict(menus),
            "images": {key: (kind, base64.b64encode(data).decode()) for key, (kind, data) in images},
        }

    def load(self) -> None:
        """Reads the state back; a file that cannot be read is put aside, not lost."""
        if not self.path.exists():
            return
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            self.restore(kept)
        except (ValueError, KeyError, TypeError, AttributeError):
            log.exception("cannot read %s; it is kept as .bad", self.path.name)
            os.replace(self.path, self.path.with_suffix(".bad"))

    def restore(self, kept: dict[str, Any]) -> None:
        """Puts a kept state into the platform."""
        if kept["format"] != FORMAT:
            raise ValueError("a file of another version")
        residents = [Resident(**item) for item in kept["residents"]]
        groups = [Group(**item) for item in kept["groups"]]
        messages = [Message(**item) for item in kept["messages"]]
        images = {key: (kind, base64.b64decode(d)) for key, (kind, d) in kept["images"].items()}
        platform = self.platform
        with platform.lock:
            platform.residents.update((resident.user_id, resident) for resident in residents)
            platform.groups.update((group.id, group) for group in groups)
            platform.gone.update(kept["gone"])
            for message in messages:
                chat = platform.chats.setdefault(message.chat, deque(maxlen=platform.settings.chat_length))
                chat.append(message)
            platform.menus.menus.update(kept["menus"])
            platform.menus.images.update(images)
            platform.menus.aliases.update(kept["aliases"])
            platform.menus.default = kept["defaultMenu"]
            platform.quota.used.update(kept["quotaUsed"])

    def close(self) -> None:
        """Ends the thread and saves the last changes."""
        self.ending.set()
        self.thread.join(timeout=5)
        self.save()


def shallow(message: Message) -> dict[str, Any]:
    """A message as a dict, without copying what LINE's JSON holds."""
    return {name: getattr(message, name) for name in Message.__slots__}
