"""Bubbles → LINE's JSON. Plain dicts; every message passes the one checker of LINE's limits (fit)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from bot.line.fit import fit
from bot.model import Bubble, Button

Json = dict[str, Any]

_GREY, _LINE, _PALE = "#707070", "#DDE3EA", "#EEF2F7"
_RED, _BLUE, _WHITE = "#B81D13", "#005387", "#FFFFFF"
_MOST_ALT = 120  # a locked phone and the list of chats show no more


class Composer:
    """Lays out bubbles; `media_url` is where LINE can fetch our pictures ("": no pictures)."""

    def __init__(self, media_url: str) -> None:
        self._media_url = media_url
        # Most answers are the same cards again and again: laid out and checked once, then kept.
        self.compose = lru_cache(maxsize=4096)(self._compose)

    def _compose(self, bubbles: tuple[Bubble, ...], quick: tuple[Button, ...] = ()) -> tuple[Json, ...]:
        """The messages of one answer, the quick replies under the last, within all of LINE's limits.

        The result is shared: whoever wants to change it makes a copy.
        """
        messages = [self._message(bubble) for bubble in bubbles]
        if messages and quick:
            messages[-1] = messages[-1] | {"quickReply": {"items": [_quick(button) for button in quick]}}
        return tuple(fit(messages))

    def _message(self, bubble: Bubble) -> Json:
        if bubble.look == "text":
            return {"type": "text", "text": "\n".join(bubble.lines)}
        layout = {"panel": self._panel, "card": self._card, "danger": self._danger, "show": self._show}
        return {"type": "flex", "altText": _alt(bubble), "contents": layout[bubble.look](bubble)}

    # --- the four looks

    def _card(self, bubble: Bubble) -> Json:
        steps = [_step(number, line) for number, line in enumerate(bubble.lines, 1)]
        body = [self._head(bubble), {"type": "separator", "color": _LINE}, *steps, *_small(bubble)]
        return _bubble("mega", _vertical(body, spacing="md"), _footer(bubble.buttons))

    def _danger(self, bubble: Bubble) -> Json:
        header = _vertical([self._head(bubble, color=_WHITE)]) | {"backgroundColor": _RED}
        first = [_text(line, weight="bold", size="lg") for line in bubble.lines]
        body = _vertical([*first, *_small(bubble)], spacing="md")
        return _bubble("mega", body, _footer(bubble.buttons)) | {"header": header}

    def _show(self, bubble: Bubble) -> Json:
        heading = [_text(line, color=_GREY, size="sm") for line in bubble.small]
        lines = [_text(line, size="xl") for line in bubble.lines]
        title = _text(bubble.title, weight="bold", size="xxl")
        return _bubble("giga", _vertical([*heading, title, *lines], spacing="lg"), None)

    def _panel(self, bubble: Bubble) -> Json:
        lines = [_text(line, weight="bold") for line in bubble.lines]
        short = max((len(button.label) for button in bubble.buttons), default=0) <= 16
        columns = 2 if short and len(bubble.buttons) > 4 else 1
        rows = [_row(bubble.buttons[i : i + columns]) for i in range(0, len(bubble.buttons), columns)]
        return _bubble("mega", _vertical([*lines, *rows, *_small(bubble)], spacing="md"), None)

    def _head(self, bubble: Bubble, **look: str) -> Json:
        title = _text(bubble.title, weight="bold", size="lg", gravity="center", **look)
        picture = [self._picture(bubble.pictogram)] if bubble.pictogram and self._media_url else []
        return {"type": "box", "layout": "horizontal", "spacing": "md", "contents": [*picture, title]}

    def _picture(self, name: str) -> Json:
        url = f"{self._media_url}/media/pictogram/{quote(name)}-256.png"
        return {"type": "image", "url": url, "size": "56px", "flex": 0, "aspectMode": "fit"}


# --- parts


def _bubble(size: str, body: Json, footer: Json | None) -> Json:
    return {"type": "bubble", "size": size, "body": body} | ({"footer": footer} if footer else {})


def _vertical(contents: list[Json], spacing: str = "none") -> Json:
    return {"type": "box", "layout": "vertical", "spacing": spacing, "contents": contents}


def _text(text: str, **look: str) -> Json:
    return {"type": "text", "text": text, "wrap": True} | look


def _step(number: int, line: str) -> Json:
    sign = {"type": "text", "text": str(number), "weight": "bold", "color": _BLUE, "flex": 0}
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "md",
        "contents": [sign, _text(line)],
    }


def _small(bubble: Bubble) -> list[Json]:
    return [_text(line, size="xxs", color=_GREY) for line in bubble.small]


def _footer(buttons: Sequence[Button]) -> Json | None:
    return _vertical([_button(button) for button in buttons], spacing="sm") if buttons else None


def _button(button: Button) -> Json:
    look = {
        "dial": {"style": "primary", "color": _RED},
        "link": {"style": "link", "height": "sm"},
    }.get(button.act, {"style": "secondary", "height": "sm"})
    return {"type": "button", "action": _action(button), **look}


def _row(buttons: Iterable[Button]) -> Json:
    """Buttons side by side as boxes: a Flex button would cut a long label, a text in a box wraps."""
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "sm",
        "contents": [_pressable(button) for button in buttons],
    }


def _pressable(button: Button) -> Json:
    label = _text(button.label, align="center", color=_BLUE, weight="bold")
    return {
        "type": "box",
        "layout": "vertical",
        "action": _action(button),
        "backgroundColor": _PALE,
        "cornerRadius": "8px",
        "paddingAll": "12px",
        "flex": 1,
        "justifyContent": "center",
        "contents": [label],
    }


def _quick(button: Button) -> Json:
    return {"type": "action", "action": _action(button)}


def _action(button: Button) -> Json:
    match button.act:
        case "dial":
            uri = "tel:" + "".join(c for c in button.value if c.isdigit() or c in "#+*").replace("#", "%23")
            return {"type": "uri", "label": button.label, "uri": uri}
        case "link":
            return {"type": "uri", "label": button.label, "uri": button.value}
        case "place":
            return {"type": "location", "label": button.label}
        case _:
            return {
                "type": "postback",
                "label": button.label,
                "data": button.value,
                "displayText": button.label,
            }


def _alt(bubble: Bubble) -> str:
    """What a locked phone and the list of chats show: the title, and the beginning of the rest."""
    text = " ".join(part for part in (bubble.title, *bubble.lines) if part)
    return text if len(text) <= _MOST_ALT else text[: _MOST_ALT - 1] + "…"
