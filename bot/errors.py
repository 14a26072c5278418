"""One family of errors: the docstring of each is its message unless it brings a better one."""

from __future__ import annotations


class TomoniError(Exception):
    """Something went wrong that we expected could."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class SettingsError(TomoniError):
    """A setting is missing or makes no sense."""


class DataError(TomoniError):
    """The data files have errors; run `python -m bot check`."""


class UnknownId(TomoniError):
    """No entry or phrase has this id."""


class SlotError(TomoniError):
    """A slot is missing, unknown, or holds a value of the wrong kind."""


class SignatureError(TomoniError):
    """The signature of the webhook is missing or wrong."""


class BodyError(TomoniError):
    """The body of the webhook is not a JSON object with a list of events."""
