"""One index over all languages: character n-grams and words of everything the library says, in numpy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.knowledge import Library
from bot.matching.normal import compact, fold, normalise, readings, spaced

BITS = 18  # features are hashed into 2**18 buckets: at 16 languages about one in three is taken
LONGEST = 4  # characters of the longest n-gram
BEST_SHARE = 0.5  # of the total is the best row, the rest the best whole language
COMMON = 0.3  # what a feature is worth that every entry has
UNIGRAMS_FROM = 0x3040  # single kana, Han and Hangul carry meaning; single Latin letters none
QUERY_LETTERS = 240  # of a longer message the beginning is compared

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_AT_ONCE = 1024  # texts, and …
_BLOCK = 1 << 17  # … postings: bounds of the memory that building needs
_DOC_BITS, _TIMES_BITS = 32, 12  # of a posting packed into one number, below its feature
_MASK = (1 << BITS) - 1
_PRIME = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio: spreads n-grams evenly

Floats = NDArray[np.float32]
Ints = NDArray[np.signedinteger[Any]]
Unsigned = NDArray[np.unsignedinteger[Any]]


class Row(NamedTuple):
    """One text of an entry in one language; `asked` when residents ask so (not an answer's step)."""

    entry: int
    tag: str
    view: str
    asked: bool


@dataclass(frozen=True)
class Scores:
    """Cosines 0–1: of every row, of every whole language of an entry, and the total of each entry."""

    rows: Floats
    wholes: Floats
    total: Floats


class Index:
    """Everything the library says, as weighted features; nothing changes after construction.

    A row is an example, a keyword or a title in one language. `keys` are their folded texts
    without spaces, `of_row` their entries, `exact` which entries have a key; `words` are the
    folded long words of scripts with spaces.
    """

    def __init__(self, library: Library) -> None:
        self.entries = tuple(library.entries)
        rows = sorted(_rows(library, self.entries), key=lambda row: (not row.asked, row.entry))
        asked = [row for row in rows if row.asked]
        self.words = frozenset(_spaced_words(rows))
        self.keys = tuple(compact(fold(row.view)) for row in asked)
        self.exact: dict[str, tuple[int, ...]] = {}
        for row, key in zip(asked, self.keys, strict=True):
            self.exact[key] = tuple(sorted({*self.exact.get(key, ()), row.entry}))
        self.of_row = np.array([row.entry for row in asked], dtype=np.int64)
        self._of_whole = self._build(rows)
        self._best_row = _Best(self.of_row, len(self.entries))
        self._best_whole = _Best(self._of_whole, len(self.entries))

    def _build(self, rows: list[Row]) -> Ints:
        """Postings by feature: which rows, then which whole languages, hold it, with which weight."""
        wholes = {key: i for i, key in enumerate(sorted({(row.entry, row.tag) for row in rows}))}
        self._tag_of_whole = tuple(tag for _, tag in wholes)
        packed, pairs = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
        for tag in dict.fromkeys(self._tag_of_whole):  # one at a time needs the least memory
            own = [i for i, row in enumerate(rows) if row.tag == tag]
            docs, features = features_of([rows[i].view for i in own])
            of_rows = np.array(own, dtype=np.int64)[docs]
            kept = of_rows < len(self.keys)
            packed.append(_packed(of_rows[kept], features[kept]))
            entries = np.array([rows[i].entry for i in own], dtype=np.int32)
            found, times = _counted(_joined(entries[docs], features))
            place = np.array([wholes.get((e, tag), 0) for e in range(len(self.entries))], dtype=np.int64)
            packed.append(_packed(place[found >> BITS] + len(self.keys), found & _MASK, times))
            pairs.append(found)
        self._idf = _idf(np.concatenate(pairs), len(self.entries))
        postings = np.concatenate(packed)
        del packed, pairs
        self._post(postings, len(self.keys) + len(wholes))
        return np.array([entry for entry, _ in wholes], dtype=np.int64)

    def _post(self, postings: NDArray[np.int64], size: int) -> None:
        """Sort packed postings in place, and lay them out by feature with weights of unit documents."""
        postings.sort()
        borders = np.arange((1 << BITS) + 1, dtype=np.int64) << (_DOC_BITS + _TIMES_BITS)
        self._start = np.searchsorted(postings, borders).astype(np.uint32)
        self._docs: Unsigned = np.zeros(len(postings), np.uint16 if size < 1 << 16 else np.uint32)
        self._weights: Floats = np.zeros(len(postings), np.float32)
        squares = np.zeros(size)
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(postings), _BLOCK)]
        for block in blocks:
            features, docs, times = _unpacked(postings[block])
            weights = self._idf[features] * (1 + np.log(times)).astype(np.float32)
            squares += np.bincount(docs, weights**2, size)
            self._docs[block], self._weights[block] = docs, weights
        norms = np.sqrt(squares).astype(np.float32)
        for block in blocks:
            self._weights[block] /= norms[self._docs[block]]

    def scores(self, view: str) -> Scores:
        """Compare a normalised text with everything."""
        features = features_in(view[:QUERY_LETTERS])
        weights = self._idf[features]
        length = np.sqrt(np.sum(weights**2)) or np.float32(1)
        found = self._start[features + 1] > self._start[features]
        cosines = self._cosines(features[found], weights[found] / length)
        rows, wholes = cosines[: len(self.keys)], cosines[len(self.keys) :]
        total = self._best_row.of(rows) * BEST_SHARE + self._best_whole.of(wholes) * (1 - BEST_SHARE)
        return Scores(rows, wholes, total.astype(np.float32))

    def language(self, scores: Scores, entry: int) -> str:
        """The language in which an entry fits best ("" when it has no words)."""
        own = np.flatnonzero(self._of_whole == entry)
        return self._tag_of_whole[own[np.argmax(scores.wholes[own])]] if len(own) else ""

    def _cosines(self, features: Ints, weights: Floats) -> Floats:
        size = len(self.keys) + len(self._of_whole)
        if not len(features):
            return np.zeros(size, np.float32)
        starts = self._start[features].astype(np.int64)
        sizes = self._start[features + 1] - starts
        # All postings of all features as one run of places: much faster than a slice for each.
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1]) + np.repeat(starts - ends + sizes, sizes)
        parts = self._weights[places] * np.repeat(weights, sizes)
        return np.bincount(self._docs[places], parts, size).astype(np.float32)


class _Best:
    """The best value of each entry, over documents that stand in the order of their entries."""

    def __init__(self, owners: Ints, entries: int) -> None:
        self._entries = entries
        self._present, self._starts = np.unique(owners, return_index=True)

    def of(self, values: Floats) -> Floats:
        best = np.zeros(self._entries, np.float32)
        if len(values):
            best[self._present] = np.maximum.reduceat(values, self._starts)
        return best


def _rows(library: Library, entries: tuple[str, ...]) -> Iterator[Row]:
    place = {id: i for i, id in enumerate(entries)}
    for (id, tag), questions in library.questions.items():
        if id in place:
            for text in (*questions.examples, *questions.keywords):
                yield from _views(place[id], tag, text, asked=True)
    for (id, tag), answer in library.answers.items():
        if id not in place:
            continue
        slots = library.slots(library.entries[id], tag)
        for title in (answer.title, answer.label):
            yield from _views(place[id], tag, _filled(title, slots), asked=True)
        for step in answer.steps:
            yield from _views(place[id], tag, _filled(step, slots), asked=False)


def _views(entry: int, tag: str, text: str, *, asked: bool) -> Iterator[Row]:
    """A text as it stands; easy Japanese also as it sounds, since residents may write kana only."""
    for form in dict.fromkeys((text, readings(text))):
        if view := normalise(form):
            yield Row(entry, tag, view, asked)


def _spaced_words(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield from (word for word in fold(row.view).split() if len(word) > 4 and spaced(word))


def _filled(text: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: slots.get(found[1], ""), text)


@lru_cache(maxsize=1024)
def features_in(view: str) -> Ints:
    """The features of one text; kept, for matching and language identification ask one after the other."""
    _, features = features_of([view])
    features.flags.writeable = False
    return features


def features_of(views: list[str]) -> tuple[Ints, Ints]:
    """The features of texts, as pairs of text number and bucket in order, each pair once (int32).

    A text with accents has those of its folded view too, so that either spelling finds it.
    """
    docs, features = [], []
    for start in range(0, max(len(views), 1), _AT_ONCE):
        pairs = _pairs(views[start : start + _AT_ONCE])
        docs.append(((pairs >> BITS) + start).astype(np.int32))
        features.append((pairs & _MASK).astype(np.int32))
    return np.concatenate(docs), np.concatenate(features)


def _pairs(views: list[str]) -> Ints:
    folded = [fold(view) for view in views]
    accented = [i for i, view in enumerate(views) if folded[i] != view]
    docs, features = _ngrams(views)
    more_docs, more = _ngrams([folded[i] for i in accented])
    word_docs, words = _words(folded)
    docs = np.concatenate([docs, np.array(accented, np.int32)[more_docs], word_docs])
    pairs, _ = _counted(_joined(docs, np.concatenate([features, more, words])))
    return pairs


def _joined(owners: Ints, features: Ints) -> Ints:
    """Owner (below 2**13, so that it fits 32 bits) and feature in one number; in place."""
    owners <<= BITS
    owners |= features
    return owners


def _packed(docs: Ints, features: Ints, times: Ints | int = 1) -> NDArray[np.int64]:
    """Feature, document and how often, in one number that sorts by feature."""
    most = np.minimum(times, (1 << _TIMES_BITS) - 1)
    return (features.astype(np.int64) << (_DOC_BITS + _TIMES_BITS)) | (docs << _TIMES_BITS) | most


def _unpacked(postings: NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    times = postings & ((1 << _TIMES_BITS) - 1)
    docs = (postings >> _TIMES_BITS) & ((1 << _DOC_BITS) - 1)
    return postings >> (_DOC_BITS + _TIMES_BITS), docs, times


def _counted(values: Ints) -> tuple[Ints, Ints]:
    """Each value once, in order, and how often it came; sorts in place, for the sake of memory.

    (numpy's own unique is ten times slower here.)
    """
    values.sort()
    first = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    return values[first], np.diff(np.append(first, len(values)))


def _ngrams(views: list[str]) -> tuple[Ints, Ints]:
    """Hashed n-grams within words, a word's edges marked by spaces; vectorised over all texts."""
    text = "".join(f" {view} " for view in views)
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    owner = np.repeat(np.arange(len(views), dtype=np.int32), [len(view) + 2 for view in views])
    space = letters == ord(" ")
    docs, hashes = [], []
    hashed = np.zeros(len(letters), np.uint64)
    inner = np.ones(len(letters), bool)  # no space between the first and the last letter so far
    for size in range(1, min(LONGEST, len(letters)) + 1):
        count = len(letters) - size + 1
        hashed = (hashed[:count] ^ letters[size - 1 :]) * _PRIME
        hashed ^= hashed >> np.uint64(29)
        if size > 2:
            inner = inner[:count] & ~space[size - 2 : size - 2 + count]
        keep = inner[:count] & ~(space[:count] & space[size - 1 :])
        if size == 1:
            keep = keep & (letters >= UNIGRAMS_FROM)
        docs.append(owner[:count][keep])
        hashes.append((hashed[keep] >> np.uint64(64 - BITS)).astype(np.int32))
    if not docs:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    return np.concatenate(docs), np.concatenate(hashes)


def _words(views: list[str]) -> tuple[Ints, Ints]:
    """Hashed whole words; in scripts without spaces these are whole phrases, which do no harm."""
    docs = np.repeat(np.arange(len(views), dtype=np.int32), [len(view.split()) for view in views])
    hashes = [crc32(word.encode()) >> (32 - BITS) for view in views for word in view.split()]
    return docs, np.array(hashes, dtype=np.int32)


def _idf(pairs: Ints, total: int) -> Floats:
    """What a feature tells about entries (`pairs` of both, joined): much when few have it."""
    distinct, _ = _counted(pairs)
    having = np.bincount(distinct & _MASK, minlength=1 << BITS)
    return (np.log((1 + total) / (1 + having)) + COMMON).astype(np.float32)
