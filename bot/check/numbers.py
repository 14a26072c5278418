"""Phone numbers and links as they can exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.check.rule import Fault, Level, rule
from bot.check.view import View

# Three-digit numbers of Japan's numbering plan (Ministry of Internal Affairs and Communications), and the
# # numbers in use.
SHORT = frozenset(("104", "110", "113", "115", "117", "118", "119", "171", "177", "188", "189"))
HASH = frozenset(("#7119", "#8000", "#8008", "#8103", "#8891", "#9110", "#9910"))
# Numbers that laws and the numbering plan fix: a contact of this name has no other.
PINNED = {
    "fire_ambulance": "119",
    "police": "110",
    "coast_guard": "118",
    "message_dial": "171",
    "consumer": "188",
    "child_abuse": "189",
}
_GROUPS = re.compile(r"0[0-9]{1,4}-[0-9]{2,4}-[0-9]{3,4}|0[0-9]{3}-[0-9]{6}")
_ELEVEN = (
    "020",
    "050",
    "060",
    "070",
    "080",
    "090",
    "0800",
)  # these have 11 digits, others 10
_SAMPLE = "0000"  # numbers that begin so reach nobody: the sample municipality's
_ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{3}(?![0-9])")


@rule("phone")
def phones(view: View) -> Iterator[Fault]:
    """A phone number can exist in Japan, and the emergency numbers are those that the law names."""
    library = view.cards.library
    for id, contact in library.contacts.items():
        if contact.phone and not _possible(contact.phone):
            yield Fault("contacts.yaml", id, f"{contact.phone!r} is no number of Japan; write 03-1234-5678")
        if id in PINNED and contact.phone != PINNED[id]:
            yield Fault("contacts.yaml", id, f"is {PINNED[id]} everywhere in Japan, not {contact.phone!r}")
    for entry in library.entries.values():
        dialled = {library.contacts[name].phone for name in entry.dial if name in library.contacts}
        for number in _ID_NUMBER.findall(entry.id):
            if number in PINNED.values() and dialled and number not in dialled:
                yield Fault(
                    "entries.yaml", entry.id, f"is about {number} and dials {', '.join(sorted(dialled))}"
                )


def _possible(phone: str) -> bool:
    if phone in SHORT or phone in HASH:
        return True
    digits = len(phone.replace("-", ""))
    wanted = 10 if phone.startswith(_SAMPLE) or not phone.startswith(_ELEVEN) else 11
    return _GROUPS.fullmatch(phone) is not None and digits == wanted


@rule("url", "error", "warning")
def urls(view: View) -> Iterator[Fault]:
    """A link begins with https:// and names a host; for a source on an old http:// page it is a warning."""
    library = view.cards.library
    for id, contact in library.contacts.items():
        if contact.url and not _good(contact.url):
            yield Fault("contacts.yaml", id, f"{contact.url!r} is no https:// link")
    for id, source in library.sources.items():
        if source.url and not _good(source.url):
            level: Level = "warning" if _good(re.sub("^http:", "https:", source.url)) else "error"
            yield Fault("sources.yaml", id, f"{source.url!r} is no https:// link", level)


def _good(url: str) -> bool:
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    host = split.hostname or ""
    return split.scheme == "https" and "." in host.strip(".") and not re.search(r"[\s@]", url)


RULES = (phones, urls)
