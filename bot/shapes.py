"""A YAML document against the shape it must have: what does not fit becomes a problem with its line."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.yamlfile import Document

T = TypeVar("T")


class Row(BaseModel):
    """A mapping whose keys are all known: a misspelt key is a fault, not silence."""

    model_config = ConfigDict(extra="forbid", strict=True)


def fit(document: Document, shape: TypeAdapter[dict[str, T]]) -> dict[str, T]:
    """The document's rows that fit `shape`; a row that does not is left out and named in the problems."""
    if document.value is None:
        return {}
    if not isinstance(document.value, dict):
        document.fault("shape", "the file must be a mapping of ids to their content")
        return {}
    try:
        return shape.validate_python(document.value)
    except ValidationError as error:
        bad = {_fault(document, fault) for fault in error.errors(include_url=False)}
        return shape.validate_python({k: v for k, v in document.value.items() if k not in bad})


def _fault(document: Document, fault: Any) -> str:
    where = tuple(part for part in fault["loc"] if part != "[key]")
    path = ".".join(str(part) for part in where[1:])
    document.fault("shape", f"{where[0]}{': ' + path if path else ''}: {fault['msg']}", *where)
    return str(where[0])
