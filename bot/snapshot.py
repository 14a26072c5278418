"""A set of words, built once and kept in a file: what takes seconds to build is loaded in a moment.

A file's name says what went into it, the code and the words, so a kept set is never taken for
another. It is a pickle: only this program writes into its folder, as it does with the database.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import pickle
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

KEPT = 6  # files in the folder: the set in service, and some to go back to
_ALIGNED = 64  # bytes: where arrays may begin
_CODE = Path(__file__).parent


def version(root: Path, local: Path) -> str:
    """The version of the words: four digits for the two folders, eight for the contents of all files."""
    return _place(root, local) + _hash(files(root, local))[:8]


def _place(root: Path, local: Path) -> str:
    return hashlib.sha256(f"{root}:{local}".encode()).hexdigest()[:4]


def code() -> str:
    """The version of the program: a set that another one built may not fit."""
    return _hash(_CODE.rglob("*.py"), sys.version)


def _hash(paths: Iterable[Path], more: str = "") -> str:
    digest = hashlib.sha256(more.encode())
    for path in sorted(paths):
        with contextlib.suppress(FileNotFoundError):  # an editor replaces a file by a new one
            content = path.read_bytes()
            digest.update(f"{path}:{len(content)}:".encode() + content)
    return digest.hexdigest()[:12]


def look(root: Path, local: Path) -> frozenset[tuple[str, int, int]]:
    """What can be seen of the files without reading them: path, size, time of the last change."""
    found = set()
    for path in files(root, local):
        with contextlib.suppress(FileNotFoundError):
            seen = path.stat()
            found.add((str(path), seen.st_size, seen.st_mtime_ns))
    return frozenset(found)


def files(root: Path, local: Path) -> Iterator[Path]:
    """All files of words: the common ones, and the municipality's."""
    yield from (root / "knowledge").glob("*.yaml")
    for folder in (root / "knowledge" / "text", root / "phrasebook", local):
        yield from folder.rglob("*.yaml")


def load(folders: Iterable[Path], part: str, version: str) -> Any | None:
    """What is kept under this name in the first folder that has it, or None."""
    for folder in folders:
        if (found := _open(_path(folder, part, version))) is not None:
            return found
    return None


def newest(folders: Iterable[Path], part: str, root: Path, local: Path) -> tuple[str, Any] | None:
    """Version and content of what was kept last for this program and these folders: the last good words.

    Never those of other folders: another municipality has other districts and telephone numbers.
    """
    name = f"{_place(root, local)}*"
    paths = [path for folder in folders for path in folder.glob(_path(folder, part, name).name)]
    for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        if (found := _open(path)) is not None:
            return path.stem.rpartition("-")[2], found
    return None


def keep(folder: Path, part: str, version: str, words: Any) -> None:
    """Write a part of a set, whole or not at all, and remove the oldest files."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, part, version)
    half = path.with_suffix(f".{os.getpid()}")
    with half.open("wb") as file:
        _write(file, words)
    os.replace(half, path)
    kept = sorted(folder.glob("*.words"), key=lambda path: path.stat().st_mtime_ns)
    for old in kept[:-KEPT]:
        old.unlink(missing_ok=True)


def _path(folder: Path, part: str, version: str) -> Path:
    return folder / f"{part}-{code()}-{version}.words"


# A file is a list of sizes, the pickle, and behind it its large arrays as they lie in memory: they
# are not read but mapped, so that several workers share them and loading needs no second copy.


def _write(file: BinaryIO, words: Any) -> None:
    arrays: list[pickle.PickleBuffer] = []
    first = pickle.dumps(words, 5, buffer_callback=arrays.append)
    blocks = [memoryview(first), *(array.raw() for array in arrays)]
    sizes = [block.nbytes for block in blocks]
    file.write(struct.pack(f"<{len(sizes) + 1}Q", len(sizes), *sizes))
    for block in blocks:
        file.write(b"\0" * (-file.tell() % _ALIGNED))
        file.write(block)


def _open(path: Path) -> Any | None:
    """The content; a damaged file counts as none, for it can be built anew."""
    try:
        with path.open("rb") as file:
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        first, *arrays = _blocks(content)
        return pickle.loads(first, buffers=arrays)  # noqa: S301  # our own file, see above
    except Exception:  # whatever a damaged pickle raises
        return None


def _blocks(content: memoryview) -> Iterator[memoryview]:
    (count,) = struct.unpack_from("<Q", content)
    place = struct.calcsize(f"<{count + 1}Q")
    for size in struct.unpack_from(f"<{count}Q", content, struct.calcsize("<Q")):
        place += -place % _ALIGNED
        yield content[place : place + size]
        place += size
