"""GET /media/pictogram/<name>-<size>.png: our drawings as PNG, made once and kept in memory."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

import resvg_py
from flask import Blueprint, Response, abort, request

SIZES = (64, 128, 256, 512, 1024)
_NAME = re.compile(r"[a-z0-9_-]+")


def blueprint(folder: Path) -> Blueprint:
    """Serves the SVG files of `folder` in the sizes LINE needs (pixels, square)."""
    routes = Blueprint("media", __name__)

    @lru_cache(maxsize=512)
    def drawn(name: str, size: int) -> tuple[bytes, str]:
        svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True))
        return png, hashlib.sha256(png).hexdigest()[:16]

    @routes.get("/media/pictogram/<name>-<int:size>.png")
    def pictogram(name: str, size: int) -> Response:
        if size not in SIZES or not _NAME.fullmatch(name) or not (folder / f"{name}.svg").exists():
            abort(404)
        png, tag = drawn(name, size)
        response = Response(png, mimetype="image/png")
        response.set_etag(tag)
        response.cache_control.max_age = 86_400
        response.cache_control.public = True
        response.make_conditional(request)
        return response

    return routes
