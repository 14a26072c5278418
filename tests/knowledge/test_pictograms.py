"""Every sign is a plain drawing that stands alone, is described, and really renders."""

import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
import resvg_py
import yaml

from bot.contact_sheet import draw

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
DRAWINGS = sorted((KNOWLEDGE / "pictograms").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"danger", "do", "forbidden", "safe", "info"}
# Closed lists: what is not here (text, script, style, href, image, gradient) cannot come in.
ELEMENTS = {SVG + tag for tag in ("svg", "title", "path", "circle", "rect")}
GEOMETRY = {"viewBox", "d", "x", "y", "cx", "cy", "r", "rx", "width", "height", "transform"}
PAINT = {"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"}
BLANK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128"/>'

each_drawing = pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)


def described() -> dict[str, dict[str, str]]:
    text = (KNOWLEDGE / "pictograms.yaml").read_text(encoding="utf-8")
    listed: dict[str, dict[str, str]] = yaml.safe_load(text)
    return listed


def png(svg: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=64, skip_system_fonts=True))


def test_every_drawing_is_described_and_every_description_has_a_drawing() -> None:
    assert DRAWINGS
    assert {path.stem for path in DRAWINGS} == set(described())


def test_a_description_tells_a_known_shape_and_one_sentence() -> None:
    for name, sign in described().items():
        assert set(sign) == {"shape", "says"}, name
        assert sign["shape"] in SHAPES, name
        assert sign["says"].endswith("."), name
        assert "\n" not in sign["says"], name


@each_drawing
def test_a_drawing_has_the_common_grid_and_a_title(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    assert root.get("viewBox") == "0 0 128 128"
    assert (root.findtext(f"{SVG}title") or "").strip()


@each_drawing
def test_a_drawing_is_made_of_plain_shapes_only(path: Path) -> None:
    for element in ElementTree.parse(path).iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= GEOMETRY | PAINT
        assert not any("url(" in value for value in element.attrib.values())


@each_drawing
def test_a_drawing_stays_under_4_kilobytes(path: Path) -> None:
    assert path.stat().st_size < 4096


@each_drawing
def test_a_drawing_renders_to_a_picture_that_is_not_blank(path: Path) -> None:
    picture = png(path.read_text(encoding="utf-8"))
    assert picture.startswith(b"\x89PNG")
    assert picture != png(BLANK)


def test_no_two_signs_look_the_same() -> None:
    pictures = {png(path.read_text(encoding="utf-8")) for path in DRAWINGS}
    assert len(pictures) == len(DRAWINGS)


def test_all_signs_stand_on_one_picture(tmp_path: Path) -> None:
    for grey in (False, True):
        out = tmp_path / "signs.png"
        draw(KNOWLEDGE / "pictograms", out, 16, grey)
        width, height = struct.unpack(">II", out.read_bytes()[16:24])
        assert width == 12 * 26
        assert height >= len(DRAWINGS) / 12 * 26
        out.unlink()


def test_without_signs_there_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no signs"):
        draw(tmp_path, tmp_path / "signs.png")
