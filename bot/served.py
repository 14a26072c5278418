"""The words in service: new ones are taken up within seconds of a change, broken ones never."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import snapshot
from bot.errors import DataError
from bot.log import frames
from bot.settings import ROOT
from bot.words import TEXTS, WHOLE, Words

LOOK_EVERY = 1.0  # seconds between looks at the files: 150 of them cost 3 ms
_STATUS = "status.json"
_PATIENCE = 120.0  # seconds that building may take
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Status:
    """The version in service and since when (UTC, ISO 8601); why the files as they are now are refused."""

    version: str
    since: str
    refused: str | None = None

    def tell(self, folder: Path) -> None:
        """Leave it where the other processes of this machine find it: the web processes hold no words."""
        half = folder / f"{_STATUS}.{os.getpid()}"
        half.write_text(json.dumps(asdict(self)), encoding="utf-8")
        os.replace(half, folder / _STATUS)

    @classmethod
    def told(cls, folder: Path) -> Status | None:
        """What the worker of this machine told last, or None when it told nothing yet."""
        try:
            return cls(**json.loads((folder / _STATUS).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


class Served:
    """Holds the words in service and watches their files.

    Building takes seconds of a processor and a lot of memory, so another process does it and keeps
    the result in `folder`; this one only loads. What that process refuses never gets here.
    """

    def __init__(self, root: Path, local: Path, folder: Path, *more: Path) -> None:
        """Loads the words, built before or now; raises DataError when there are no good ones.

        `more` are folders in which a kept set may be found too (built when the program was installed).
        """
        self._root, self._local, self._folder = root, local, folder
        self._folders = (folder, *more)
        self._seen = snapshot.look(root, local)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="words", daemon=True)
        folder.mkdir(parents=True, exist_ok=True)
        self.words, self.status = self._first()
        self.status.tell(folder)

    def start(self) -> None:
        """Begin to watch the files."""
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def _first(self) -> tuple[Words, Status]:
        version = snapshot.version(self._root, self._local)
        if words := snapshot.load(self._folders, WHOLE, version):
            return words, _now(version)
        try:
            for _ in self._built():
                pass
            return self._kept(WHOLE, version), _now(version)
        except DataError as error:
            if (last := snapshot.newest(self._folders, WHOLE, self._root, self._local)) is None:
                raise
            _log.error("the words are refused; the last good ones serve", extra={"what": str(error)})
            return last[1], replace(_now(last[0]), refused=str(error))

    def _watch(self) -> None:
        while not self._stopping.wait(LOOK_EVERY):
            try:
                self.look()
            except Exception as error:  # watching must go on whatever a file system does
                _log.error("looking at the words failed", extra={"at": frames(error)})

    def look(self) -> None:
        """Take up what changed, once it has stopped changing; called by the watching thread."""
        seen = snapshot.look(self._root, self._local)
        if seen == self._seen:
            return
        if seen != self._again(seen):
            return  # somebody is still writing: next time
        self._seen = seen
        self._take_up()

    def _again(self, seen: frozenset[tuple[str, int, int]]) -> frozenset[tuple[str, int, int]]:
        self._stopping.wait(LOOK_EVERY / 4)
        return snapshot.look(self._root, self._local)

    def _take_up(self) -> None:
        version = snapshot.version(self._root, self._local)
        if version == self.status.version:
            self._settle(replace(self.status, refused=None))
            return
        if snapshot.load(self._folders, WHOLE, version):  # somebody went back to what was good before
            self._serve(WHOLE, version)
            return
        try:
            for part in self._built():
                self._serve(part, version)
        except DataError as error:
            _log.error("the words are refused", extra={"what": str(error)})
            self._settle(replace(self.status, refused=str(error)))

    def _serve(self, part: str, version: str) -> None:
        """The texts at once, with the matcher of before if it knows the same entries; then all."""
        if part == WHOLE:
            self.words = self._kept(WHOLE, version)
        else:
            cards = self._kept(TEXTS, version)
            if tuple(cards.library.entries) != tuple(self.words.cards.library.entries):
                return
            self.words = replace(self.words, cards=cards)
        self._settle(_now(version))
        _log.info("new words serve", extra={"what": f"{part} of {version}"})

    def _kept(self, part: str, version: str) -> Any:
        if (kept := snapshot.load(self._folders, part, version)) is None:
            raise DataError("The words changed while they were built.")
        return kept

    def _built(self) -> Iterator[str]:
        """Build in another process; gives each part when it is kept. DataError: why there is none."""
        where = (
            f"--{name}={path}"
            for name, path in (("root", self._root), ("local", self._local), ("folder", self._folder))
        )
        command = [sys.executable, "-m", "bot", "build", *where]
        with subprocess.Popen(  # noqa: S603  # our own command
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as child:
            timer = threading.Timer(_PATIENCE, child.kill)
            timer.start()
            try:
                yield from map(str.strip, child.stdout or ())
                reason = (child.stderr.read() if child.stderr else "").strip().rpartition("\n")[2]
            finally:
                timer.cancel()
        if child.returncode:
            raise DataError(reason or f"building ended with {child.returncode}")

    def _settle(self, status: Status) -> None:
        self.status = status
        status.tell(self._folder)


def _now(version: str) -> Status:
    return Status(version, datetime.now(UTC).isoformat(timespec="seconds"))
