"""The answers LINE gives when it refuses a request, with LINE's own words.

Source of the texts: LINE Developers, Messaging API reference, "Error messages" and the examples
beside each endpoint. Texts that LINE does not publish are marked so.
"""

from __future__ import annotations

from typing import Any

Detail = dict[str, str]


class LineError(Exception):
    """A refusal: HTTP status, message, details (`message` and `property` each), extra headers."""

    def __init__(
        self,
        status: int,
        message: str,
        details: list[Detail] | None = None,
        headers: dict[str, str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details or []
        self.headers = headers or {}
        self.extra = extra or {}

    def body(self) -> dict[str, Any]:
        """The JSON body; `details` is left out when empty."""
        body: dict[str, Any] = {"message": self.message}
        if self.details:
            body["details"] = self.details
        return body | self.extra


def bad_request(message: str) -> LineError:
    """400 with a message and no details."""
    return LineError(400, message)


def invalid_body(details: list[Detail]) -> LineError:
    """400: one detail per error in the request body."""
    return LineError(400, f"The request body has {len(details)} error(s)", details)


def invalid_field(message: str, field: str) -> LineError:
    """400: one error in the request body."""
    return invalid_body([{"message": message, "property": field}])


def invalid_flex(place: str, details: list[Detail]) -> LineError:
    """400: a Flex Message that cannot be shown; `property` is a JSON pointer into its contents."""
    return LineError(400, f"A message ({place}) in the request body is invalid", details)


def invalid_property(field: str) -> LineError:
    """400: a property of the wrong type or an id that means nothing here."""
    return LineError(400, f"The property, {field}, in the request body is invalid (line: -, column: -)")


def invalid_parameter(name: str) -> LineError:
    """400: a malformed id or date in the path or query."""
    return LineError(400, f"The value for the '{name}' parameter is invalid")


def not_json(line: int, column: int) -> LineError:
    """400: the body could not be read as JSON; line and column count from 1."""
    return LineError(400, f"The request body could not be parsed as JSON (line: {line}, column: {column})")


def content_type(name: str) -> LineError:
    """415: the endpoint does not take this content type."""
    return LineError(415, f"The content type, {name}, is not supported")


def too_large() -> LineError:
    """413: a request body over 2 MB (LINE does not publish the text)."""
    return LineError(413, "Payload Too Large")


def unauthorized() -> LineError:
    """401: a wrong channel access token."""
    return LineError(
        401,
        "Authentication failed due to the following reason: invalid token. "
        "Confirm that the access token in the authorization header is valid.",
    )


def no_authorization() -> LineError:
    """401: no bearer token at all."""
    return LineError(
        401,
        "Authorization header required. Must follow the scheme, 'Authorization: Bearer <ACCESS TOKEN>'",
    )


def not_available() -> LineError:
    """403: only verified or premium accounts may call this."""
    return LineError(403, "Access to this API is not available for your account")


def not_found(message: str = "Not found") -> LineError:
    """404."""
    return LineError(404, message)


def rate_limited() -> LineError:
    """429: the endpoint's token bucket is empty."""
    return LineError(429, "The API rate limit has been exceeded. Try again later.")


def over_quota() -> LineError:
    """429: this month's messages are used up; only the text tells it from the rate limit."""
    return LineError(429, "You have reached your monthly limit.")


def server_error() -> LineError:
    """500 (LINE does not publish the text)."""
    return LineError(500, "Internal Server Error")


def already_accepted(request_id: str, sent: list[dict[str, str]] | None) -> LineError:
    """409: the retry key was accepted before; `sent` is given for push only."""
    return LineError(
        409,
        "The retry key is already accepted",
        headers={"x-line-accepted-request-id": request_id},
        extra={"sentMessages": sent} if sent is not None else None,
    )
