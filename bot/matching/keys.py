"""The folded texts of all rows, packed: fifty thousand of them as Python strings would take 12 MB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np


class Keys(Sequence[str]):
    """A list of texts that also finds the places of a text; nothing changes after construction."""

    def __init__(self, texts: Sequence[str]) -> None:
        encoded = [text.encode() for text in texts]
        self._bytes = b"".join(encoded)
        self._ends = np.cumsum([len(each) for each in encoded], dtype=np.uint32)
        hashes = np.array([crc32(each) for each in encoded], np.uint32)
        self._order = np.argsort(hashes, kind="stable").astype(np.uint32)
        self._hashes = hashes[self._order]

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> str:  # type: ignore[override]  # slices are not needed
        start = int(self._ends[place - 1]) if place else 0
        return self._bytes[start : int(self._ends[place])].decode()

    def places(self, text: str) -> Iterator[int]:
        """Where this text stands, in order."""
        wanted = np.uint32(crc32(text.encode()))
        first, last = (
            np.searchsorted(self._hashes, wanted, "left"),
            np.searchsorted(self._hashes, wanted, "right"),
        )
        return (int(place) for place in self._order[first:last] if self[int(place)] == text)
