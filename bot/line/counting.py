"""How LINE counts text, and where a text may be cut without breaking what a reader sees."""

from collections.abc import Callable, Sequence

import regex

ELLIPSIS = "…"

_CLUSTER = regex.compile(r"\X")

# Since Unicode 15.1 a conjunct such as क्ष is one grapheme cluster, before it was two. LINE does
# not say which version it counts with. ำ (Thai, Lao) also follows marks but never stood alone.
_CONJUNCT_JOINT = regex.compile(r"(?<=[\p{M}\u200d])(?![\u0e33\u0eb3])\p{Lo}")

# From the best place to cut to the worst. A space between two digits is none: it would tear a
# phone number apart. No-break spaces are left out because somebody put them there on purpose.
# The last one, for scripts without spaces, keeps numbers, addresses and Latin words whole.
BOUNDARIES: tuple[regex.Pattern[str], ...] = (
    regex.compile(r"\n[^\S\n]*\n\s*"),
    regex.compile(r"\n\s*"),
    regex.compile(r"[.!?؟]+[)\]”’\"']*\s+|[。！？｡।॥။]+[)\]”’\"'」』）]*\s*"),
    regex.compile(r"(?<![\d\s])[^\S\u00a0\u202f]++|[^\S\u00a0\u202f]++(?!\d)"),
    regex.compile(r"(?<![!-~])|(?![!-~])"),
)


def utf16_units(text: str) -> int:
    """Length in UTF-16 code units, LINE's default unit (docs: "text-character-count")."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> list[str]:
    """The grapheme clusters of a text: what a reader calls characters; joined they are the text."""
    return [cluster.group() for cluster in _CLUSTER.finditer(text)]


def grapheme_count(text: str) -> int:
    """Number of grapheme clusters; LINE counts labels, titles and displayed texts in them."""
    return len(text) if text.isascii() and "\r" not in text else len(graphemes(text))


def label_width(text: str) -> int:
    """Grapheme clusters counted by the older, higher count: never lower than LINE's own."""
    if text.isascii():
        return len(text)
    return grapheme_count(text) + len(_CONJUNCT_JOINT.findall(text))


def shorten(text: str, limit: int, width: Callable[[str], int] = utf16_units) -> str:
    """The text if its width is within the limit (1 or more), else its beginning and "…".

    Cuts between grapheme clusters, and before a number rather than inside it: half a phone
    number is worse than none.
    """
    if width(text) <= limit:
        return text
    ends, room = [0], limit - 1
    for cluster in _CLUSTER.finditer(text):
        room -= width(cluster.group())
        if room < 0:
            break
        ends.append(cluster.end())
    # A joint between two clusters counts as well, and is seen only in the whole.
    while len(ends) > 1 and width(text[: ends[-1]]) >= limit:
        ends.pop()
    kept = ends[-1]
    head = text[:kept]
    if regex.match(r"[\d-]", text[kept:]):
        head = regex.sub(r"[\d+()-]+$", "", head)
    return head.rstrip() + ELLIPSIS


def split(text: str, limit: int, boundaries: Sequence[regex.Pattern[str]] = BOUNDARIES) -> list[str]:
    """Parts of at most `limit` UTF-16 units; only white space at the cuts is left out.

    Each cut is made at the first of `boundaries` found in the second half of the room, so that
    parts stay large; without any, between two grapheme clusters.
    """
    parts, start = [], 0
    while len(text) - start > limit or utf16_units(text[start:]) > limit:
        end = _cut(text, start, limit, boundaries)
        parts.append(text[start:end])
        start = end
    parts.append(text[start:])
    return [part.rstrip() for part in parts if part.strip()]


def _cut(text: str, start: int, limit: int, boundaries: Sequence[regex.Pattern[str]]) -> int:
    ends: list[int] = _cluster_ends(text, start, limit)
    last, earliest = ends[-1], (start + ends[-1]) // 2
    between_clusters = set(ends)
    for boundary in boundaries:
        # One character further than the room, so that a look ahead sees what follows.
        found = boundary.finditer(text, start, min(last + 1, len(text)))
        cuts = (min(m.end(), last) for m in found if m.start() < last or m.end() == last)
        good: list[int] = [cut for cut in cuts if cut > earliest and cut in between_clusters]
        if good:
            return good[-1]
    return last


def _cluster_ends(text: str, start: int, limit: int) -> list[int]:
    """Ends of the clusters that fit into `limit` units from `start`; never empty."""
    ends: list[int] = []
    room = limit
    for cluster in _CLUSTER.finditer(text, start):
        room -= utf16_units(cluster.group())
        if room < 0:
            break
        ends.append(cluster.end())
    # A single cluster can be longer than a whole message (thousands of combining marks on one
    # letter). It must be cut somewhere; between code points no surrogate pair breaks.
    return ends or [_code_point_end(text, start, limit)]


def _code_point_end(text: str, start: int, limit: int) -> int:
    end = start + limit // 2
    while end < len(text) and utf16_units(text[start : end + 1]) <= limit:
        end += 1
    return end
