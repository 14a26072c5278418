"""The page in the browser: its files, and nothing outside their folder."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from .errors import not_found
from .wsgi import Answer

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"


def static_file(name: str) -> Answer:
    """A file of the page. Raises LineError 404."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        raise not_found()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Answer(200, path.read_bytes(), kind + charset, [("Cache-Control", "no-cache")])


def page(path: str) -> Answer | None:
    """The page at "/", its parts below /static/; None for any other path."""
    if path == "/":
        return static_file("index.html")
    return static_file(path.removeprefix(PREFIX)) if path.startswith(PREFIX) else None
