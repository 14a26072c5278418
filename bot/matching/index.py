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
from bot.matching.keys import Keys
from bot.matching.normal import compact, fold, normalise, readings, spaced

BITS = 18  # features are hashed into 2**18 buckets: at 16 languages about one in three is taken
LONGEST = 4  # characters of the longest n-gram
BEST_SHARE = 0.15  # of the total is the best row, the rest the best whole language
COMMON = 2.5  # what a feature is worth that every entry has
UNIGRAMS_FROM = 0x3040  # single kana, Han and Hangul carry meaning; single Latin letters none
QUERY_LETTERS = 240  # of a longer message the beginning is compared

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_AT_ONCE = 1024  # texts, and …
_BLOCK = 1 << 14  # … buckets: bounds of the memory that building needs
_DOC_BITS, _TIMES_BITS = 32, 12  # of a posting packed into one number, below its feature
_FEATURE_AT = _DOC_BITS + _TIMES_BITS
_MASK = (1 << BITS) - 1
_PRIME = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio: spreads n-grams evenly

Floats = NDArray[np.float32]
Ints = NDArray[np.signedinteger[Any]]
Unsigned = NDArray[np.unsignedinteger[Any]]


class Row(NamedTuple):
    """One text of an entry; `asked` when residents ask so (not an answer's step)."""

    entry: int
    view: str
    asked: bool


@dataclass(frozen=True)
class Scores:
    """Cosines 0–1: of every row, of every cell (language × entry), and the total of each entry."""

    rows: Floats
    cells: Floats
    total: Floats


class Index:
    """Everything the library says, as weighted features; nothing changes after construction.

    Documents are the cells (one for each language and entry, with all its texts) and the rows (an
    example, a keyword or a title). `keys` are the folded texts of rows without spaces, `of_row` their
    entries; `words` are the folded long words of scripts with spaces.
    """

    def __init__(self, library: Library) -> None:
        self.entries = tuple(library.entries)
        self._tags = library.languages.tags
        self._cells = len(self._tags) * len(self.entries)
        keys: list[str] = []
        cells: list[int] = []
        words: set[str] = set()
        postings = bytearray()  # it grows in place, unlike arrays, and goes back whole
        for place, tag in enumerate(self._tags):  # one at a time needs the least memory
            first = place * len(self.entries)
            rows = sorted(_rows(library, self.entries, tag), key=lambda row: (not row.asked, row.entry))
            for part in self._packed(rows, first, self._cells + len(keys)):
                postings += part.data
            words.update(_spaced_words(rows))
            cells += [first + row.entry for row in rows if row.asked]
            keys += [compact(fold(row.view)) for row in rows if row.asked]
        self.keys = Keys(keys)
        self.words = frozenset(words)
        self._best = _Best(np.array(cells, np.int64), (len(self._tags), len(self.entries)))
        self.of_row = np.array(cells, np.int64) % max(len(self.entries), 1)
        self._post(np.frombuffer(postings, np.int64))

    def exact(self, key: str) -> tuple[int, ...]:
        """The entries that have this folded text, without spaces."""
        return tuple(sorted({int(self.of_row[row]) for row in self.keys.places(key)}))

    def _packed(self, rows: list[Row], first: int, asked: int) -> Iterator[NDArray[np.int64]]:
        """The postings of one language: of its rows, from `asked` on, and of its cells, from `first` on."""
        docs, features = features_of([row.view for row in rows])
        kept = docs < sum(row.asked for row in rows)
        yield _packed(docs[kept].astype(np.int64) + asked, features[kept])
        entries = np.array([row.entry for row in rows], np.int32)[docs]
        pairs, times = _counted(_joined(entries, features))
        yield _packed((pairs >> BITS).astype(np.int64) + first, pairs & _MASK, times)

    def _post(self, postings: NDArray[np.int64]) -> None:
        """Lay packed postings out by feature, some buckets at once, with weights of unit documents."""
        postings.sort()
        self._start = np.searchsorted(postings, np.arange((1 << BITS) + 1) << _FEATURE_AT).astype(np.uint32)
        size = self._cells + len(self.keys)
        self._docs: Unsigned = np.zeros(len(postings), np.uint16 if size < 1 << 16 else np.uint32)
        self._weights: NDArray[np.floating[Any]] = np.zeros(len(postings), np.float32)
        self._idf: Floats = np.zeros(1 << BITS, np.float32)
        squares = np.zeros(size)
        blocks = [slice(*self._start[[first, first + _BLOCK]]) for first in range(0, 1 << BITS, _BLOCK)]
        for number, block in enumerate(blocks):
            features, docs, times = _unpacked(postings[block])
            buckets = slice(number * _BLOCK, (number + 1) * _BLOCK)
            cells = docs < self._cells
            self._idf[buckets] = self._told(features[cells] - buckets.start, docs[cells])
            weights = self._idf[features] * (1 + np.log(times)).astype(np.float32)
            squares += np.bincount(docs, weights**2, size)
            self._docs[block], self._weights[block] = docs, weights
        norms = np.sqrt(squares).astype(np.float32)
        for block in blocks:
            self._weights[block] /= norms[self._docs[block]]
        self._weights = self._weights.astype(np.float16)  # to a thousandth, in half the memory

    def _told(self, features: Ints, cells: Ints) -> Floats:
        """What each feature tells about entries: much when few have it, little when all do."""
        pairs, _ = _counted(_joined(cells % max(len(self.entries), 1), features))
        having = np.bincount(pairs & _MASK, minlength=_BLOCK)
        return (np.log((1 + len(self.entries)) / (1 + having)) + COMMON).astype(np.float32)

    def scores(self, view: str) -> Scores:
        """Compare a normalised text with everything."""
        return self.scores_of(features_in(view[:QUERY_LETTERS]))

    def scores_of(self, features: Ints) -> Scores:
        """Compare the features of one text with everything."""
        weights = self._idf[features]
        length = np.sqrt(np.sum(weights**2)) or np.float32(1)
        found = self._start[features + 1] > self._start[features]
        cosines = self._cosines(features[found], weights[found] / length)
        cells, rows = cosines[: self._cells], cosines[self._cells :]
        cells = cells.reshape(len(self._tags), -1)
        total = self._best.of(rows) * BEST_SHARE + cells.max(axis=0) * (1 - BEST_SHARE)
        return Scores(rows, cells, total.astype(np.float32))

    def language(self, scores: Scores, entry: int) -> str:
        """The language in which an entry fits best."""
        return self._tags[int(np.argmax(scores.cells[:, entry]))]

    def _cosines(self, features: Ints, weights: Floats) -> Floats:
        size = self._cells + len(self.keys)
        if not len(features):
            return np.zeros(size, np.float32)
        starts = self._start[features].astype(np.int64)
        sizes = self._start[features + 1] - starts
        # All postings of all features as one run of places: much faster than a slice for each.
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1]) + np.repeat(starts - ends + sizes, sizes)
        parts = self._weights[places].astype(np.float32) * np.repeat(weights, sizes)
        return np.bincount(self._docs[places], parts, size).astype(np.float32)


class _Best:
    """The best value of each entry, over rows that stand in the order of their cells."""

    def __init__(self, cells: Ints, shape: tuple[int, int]) -> None:
        self._shape = shape
        self._present, self._starts = np.unique(cells, return_index=True)

    def of(self, values: Floats) -> Floats:
        best = np.zeros(self._shape, np.float32)
        if len(values):
            best.ravel()[self._present] = np.maximum.reduceat(values, self._starts)
        return np.asarray(best.max(axis=0))


def _rows(library: Library, entries: tuple[str, ...], tag: str) -> Iterator[Row]:
    for place, id in enumerate(entries):
        if questions := library.questions.get((id, tag)):
            for text in (*questions.examples, *questions.keywords):
                yield from _views(place, text, asked=True)
        if answer := library.answers.get((id, tag)):
            slots = library.slots(library.entries[id], tag)
            for title in (answer.title, answer.label):
                yield from _views(place, _filled(title, slots), asked=True)
            for step in answer.steps:
                yield from _views(place, _filled(step, slots), asked=False)


def _views(entry: int, text: str, *, asked: bool) -> Iterator[Row]:
    """A text as it stands; easy Japanese also as it sounds, since residents may write kana only."""
    for form in dict.fromkeys((text, readings(text))):
        if view := normalise(form):
            yield Row(entry, view, asked)


def _spaced_words(rows: list[Row]) -> Iterator[str]:
    long = {word for row in rows for word in fold(row.view).split() if len(word) > 4}
    return filter(spaced, long)


def _filled(text: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: slots.get(found[1], ""), text) if "{" in text else text


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
    docs, features = _ngrams([*views, *(folded[i] for i in accented)])
    word_docs, words = _words(folded)
    docs = np.array([*range(len(views)), *accented], np.int32)[docs]
    docs, features = np.concatenate([docs, word_docs]), np.concatenate([features, words])
    pairs, _ = _counted(_joined(docs, features))
    return pairs


def _joined(owners: Ints, features: Ints) -> Ints:
    """Owner (below 2**13, so that it fits 32 bits) and feature in one number; in place."""
    owners <<= BITS
    owners |= features
    return owners


def _packed(docs: Ints, features: Ints, times: Ints | int = 1) -> NDArray[np.int64]:
    """Feature, document and how often, in one number that sorts by feature."""
    most = np.minimum(times, (1 << _TIMES_BITS) - 1)
    return (features.astype(np.int64) << _FEATURE_AT) | (docs << _TIMES_BITS) | most


def _unpacked(postings: NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    times = postings & ((1 << _TIMES_BITS) - 1)
    docs = (postings >> _TIMES_BITS) & ((1 << _DOC_BITS) - 1)
    return postings >> _FEATURE_AT, docs, times


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
