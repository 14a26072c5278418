"""XLIFF 1.2 for OmegaT and its like: one trans-unit a text, its base in `extradata`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from bot.data import Language
from bot.errors import DataError
from bot.exchange.table import Line, Row, Sheet
from bot.language import FIRST, JAPANESE

_SPACE = "urn:oasis:names:tc:xliff:document:1.2"
_XML = "http://www.w3.org/XML/1998/namespace"
_STATES = {"draft": "translated", "reviewed": "signed-off", "machine": "needs-review-translation"}
_TRANSLATOR = "translator"


def write(path: Path, language: Language, lines: Sequence[Line]) -> None:
    """The source is English; of English itself it is Japanese."""
    source = JAPANESE if language.tag == FIRST else FIRST
    root = etree.Element(_name("xliff"), version="1.2", nsmap={None: _SPACE})  # type: ignore[dict-item]  # the stubs know no default
    file = _child(
        root,
        "file",
        original="tomoni",
        datatype="plaintext",
        **{"source-language": source, "target-language": language.tag},
    )
    body = _child(file, "body")
    for line in lines:
        _unit(body, line, source)
    etree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _unit(body: etree._Element, line: Line, source: str) -> None:
    unit = line.unit
    node = _child(body, "trans-unit", id=str(unit.key), extradata=unit.base)
    node.set(f"{{{_XML}}}space", "preserve")
    english = unit.english if source == FIRST else unit.japanese
    _child(node, "source").text = english or unit.japanese or str(unit.key)
    _child(node, "target", state=_state(line)).text = unit.text
    if source == FIRST and unit.japanese:
        _child(node, "note", **{"from": JAPANESE}).text = unit.japanese
    _child(node, "note", **{"from": "tomoni"}).text = "\n".join(
        filter(None, (line.note.text, line.note.limit))
    )


def _state(line: Line) -> str:
    if not line.unit.text:
        return "needs-translation"
    return "needs-adaptation" if line.unit.stale else _STATES.get(line.unit.state, "translated")


def read(path: Path) -> Sheet:
    """The units of an XLIFF 1.x file; entities and document types are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.parse(str(path), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise DataError(f"{path} is not an XLIFF file: {error}") from error
    if getattr(tree.docinfo, "doctype", ""):
        raise DataError(f"{path} has a document type (<!DOCTYPE …>): that is refused")
    units = [node for node in tree.iter() if _local(node) == "trans-unit"]
    file = next((node for node in tree.iter() if _local(node) == "file"), None)
    if file is None:
        raise DataError(f"{path} has no <file>: only XLIFF 1.2 is understood")
    return Sheet(path, file.get("target-language", ""), [_row(node, path) for node in units])


def _row(node: etree._Element, path: Path) -> Row:
    target = next((child for child in node if _local(child) == "target"), None)
    comments = [child for child in node if _local(child) == "note" and child.get("from") == _TRANSLATOR]
    state = target.get("state", "") if target is not None else ""
    return Row(
        node.get("id", ""),
        _text(target),
        node.get("extradata", ""),
        {theirs: ours for ours, theirs in _STATES.items()}.get(state, ""),
        "\n".join(map(_text, comments)),
        f"{path.name} line {node.sourceline}",
    )


def _text(node: etree._Element | None) -> str:
    return "" if node is None else "".join(map(str, node.itertext()))


def _name(local: str) -> str:
    return f"{{{_SPACE}}}{local}"


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _child(parent: etree._Element, local: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(local), attributes)
