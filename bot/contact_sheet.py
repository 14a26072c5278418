"""One PNG with all our signs and their names, to see them together, in colour or in grey."""

from __future__ import annotations

import re
from pathlib import Path

import resvg_py

COLUMNS = 12
GAP = 10  # pixels around each sign
LABEL = 0.3  # height of the name under a sign, as a share of the size of the sign
PAPER = "#CBD3CB"  # neither white nor a colour of a sign, so that every edge shows
TO_GREY = '<filter id="grey"><feColorMatrix type="saturate" values="0"/></filter>'
_ROOT = re.compile(r"<svg\b[^>]*>")


def draw(folder: Path, out: Path, size: int = 96, grey: bool = False) -> None:
    """Writes all `folder`/*.svg, each `size` pixels wide, ordered by name, to the PNG `out`.

    `grey` takes the colours away, as a black-and-white printer does.
    Raises ValueError if there are no signs.
    """
    paths = sorted(folder.glob("*.svg"))
    if not paths:
        raise ValueError(f"no signs in {folder}")
    out.write_bytes(bytes(resvg_py.svg_to_bytes(svg_string=_sheet(paths, size, grey))))


def _sheet(paths: list[Path], size: int, grey: bool) -> str:
    cell, row = size + GAP, size + GAP + round(size * LABEL)
    width, height = COLUMNS * cell, -(-len(paths) // COLUMNS) * row
    places = [(n % COLUMNS * cell, n // COLUMNS * row) for n in range(len(paths))]
    signs = "".join(_sign(path, x, y, size) for path, (x, y) in zip(paths, places, strict=True))
    shown = f'{TO_GREY}<g filter="url(#grey)">{signs}</g>' if grey else signs
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{shown}</svg>'
    )


def _sign(path: Path, x: int, y: int, size: int) -> str:
    """The drawing at (x, y) pixels, and under it its name, broken after the first hyphen."""
    drawing = path.read_text(encoding="utf-8")
    root = _ROOT.search(drawing)
    if root is None:
        raise ValueError(f"{path} is not an SVG drawing")
    place = f'<svg x="{x + GAP / 2}" y="{y + GAP / 2}" width="{size}" height="{size}"'
    inside = drawing[root.start() + len("<svg") :]
    letters, middle, under = size / 9, x + (size + GAP) / 2, y + GAP + size
    names = "".join(
        f'<text x="{middle}" y="{under + letters * line:.1f}" font-family="sans-serif"'
        f' font-size="{letters:.1f}" text-anchor="middle">{part}</text>'
        for line, part in enumerate(path.stem.replace("-", "-\n", 1).split("\n"), start=1)
    )
    return place + inside + names
