"""Cries of mortal danger, found in every language at once: people cry in the one that comes first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import category

from rapidfuzz.distance import OSA

from bot.data import DangerWords
from bot.matching.normal import compact, fold, marked, normalise, spaced

WHOLE = "="  # written before a word: it counts only when it is the whole message
TYPO_FROM = 6  # letters from which one letter may be missing, too many or swapped …
REPLACED_FROM = 9  # … or another: in shorter words that is too often another word (insured, injured)
SHORT_ACCENTED = 5  # a word with accents and fewer letters, typed without them, may be foreign …
FEW_WORDS = 3  # … so it counts only in a message of this many words, or in its own language
_GAP = "\0"  # stands where an innocent use was taken out, so that its neighbours do not join


@dataclass(frozen=True)
class _Phrase:
    """One danger word of a language with words between spaces."""

    tag: str
    words: tuple[str, ...]  # marked
    whole: bool


@dataclass
class _Kind:
    """The words of one kind of danger, laid out for looking up."""

    phrases: dict[tuple[str, ...], list[_Phrase]] = field(default_factory=dict)
    strings: dict[str, list[str]] = field(default_factory=dict)  # by first letter
    wholes: set[str] = field(default_factory=set)
    excepted_phrases: dict[tuple[str, ...], list[tuple[str, ...]]] = field(default_factory=dict)
    excepted_strings: list[str] = field(default_factory=list)
    disputed: dict[str, list[tuple[int, str, bool]]] = field(default_factory=dict)  # by first letter
    begins: dict[str, int] = field(default_factory=dict)  # first word → words of the longest phrase
    begins_excepted: dict[str, int] = field(default_factory=dict)

    def add(self, tag: str, raw: str) -> None:
        whole, view = raw.startswith(WHOLE), normalise(raw.removeprefix(WHOLE))
        if not view:
            return
        if spaced(compact(view)):
            words = tuple(view.split())
            phrase = _Phrase(tag, tuple(map(marked, words)), whole)
            self.phrases.setdefault(_folded(words), []).append(phrase)
            _note(self.begins, words)
        elif whole:
            self.wholes.add(compact(view))
        else:
            self.strings.setdefault(view[0], []).append(compact(view))

    def spare(self, raw: str) -> None:
        view = normalise(raw)
        if spaced(compact(view)):
            words = tuple(view.split())
            marks = self.excepted_phrases.setdefault(_folded(words), [])
            marks.append(tuple(map(marked, words)))
            _note(self.begins_excepted, words)
        elif view:
            self.excepted_strings.append(compact(view))

    def settle(self) -> None:
        """Once all words are there: of an innocent use and a danger word around it the longer wins."""
        inner = set(self.excepted_strings)
        sizes = {len(word) for word in inner}
        cries = {w for own in self.strings.values() for w in own if not inner.isdisjoint(_inside(w, sizes))}
        for word, cry in [(word, False) for word in inner] + [(word, True) for word in cries]:
            self.disputed.setdefault(word[0], []).append((-len(word), word, cry))


def _inside(word: str, sizes: Iterable[int]) -> Iterator[str]:
    """All parts of a word of these sizes, but not itself."""
    for size in sizes:
        if size < len(word):
            yield from (word[start : start + size] for start in range(len(word) - size + 1))


def _note(begins: dict[str, int], words: tuple[str, ...]) -> None:
    first = fold(words[0])
    begins[first] = max(begins.get(first, 0), len(words))


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, words))


class Alarm:
    """Finds kinds of mortal danger; `kinds` gives their order: the first that is found wins."""

    def __init__(
        self,
        kinds: tuple[str, ...],
        words: Mapping[tuple[str, str], DangerWords],
        known: Container[str] = (),
    ) -> None:
        """Words that are `known` (folded) are never taken for a misspelt danger word."""
        self._kinds = {kind: _Kind() for kind in kinds}
        for (kind, tag), row in words.items():
            if kind not in self._kinds:
                continue
            for word in row.words:
                self._kinds[kind].add(tag, word)
            for word in row.excepted:
                self._kinds[kind].spare(word)
        for each in self._kinds.values():
            each.settle()
        self._near = _Near(
            word
            for kind in self._kinds.values()
            for phrase in (*kind.phrases, *kind.excepted_phrases)
            for word in phrase
        )
        self._known = known

    def find(self, view: str, language: str | None) -> str | None:
        """The kind of danger that a normalised text cries out, or None."""
        words = tuple(view.split())
        typed = tuple(self._meant(fold(word)) for word in words)
        for name, kind in self._kinds.items():
            if _cries(kind, words, typed, language) or _contains(kind, compact(view)):
                return name
        return None

    def _meant(self, word: str) -> str:
        return word if word in self._known else self._near.word(word)


def _cries(kind: _Kind, words: tuple[str, ...], typed: tuple[str, ...], language: str | None) -> bool:
    """Whether words between spaces hold a phrase of this kind; `typed` are the folded, mended words."""
    kept = _without_excepted(kind, words, typed)
    for start, word in enumerate(kept):
        for size in range(1, min(kind.begins.get(word, 0), len(kept) - start) + 1):
            part = slice(start, start + size)
            for phrase in kind.phrases.get(kept[part], ()):
                if phrase.whole and size != len(kept):
                    continue
                if _accents_fit(phrase, words[part], language, len(kept)):
                    return True
    return False


def _without_excepted(kind: _Kind, words: tuple[str, ...], typed: tuple[str, ...]) -> tuple[str, ...]:
    longest = max((kind.begins_excepted.get(word, 0) for word in typed), default=0)
    kept = list(typed)
    for size in range(min(longest, len(typed)), 0, -1):
        for start in range(len(typed) - size + 1):
            part = slice(start, start + size)
            folded = tuple(kept[part])
            if folded in kind.excepted_phrases and _innocent(kind, words[part], folded):
                kept[part] = [_GAP] * size
    return tuple(kept)


def _innocent(kind: _Kind, words: tuple[str, ...], folded: tuple[str, ...]) -> bool:
    """Whether words are an innocent use; to the letter, if a danger word reads like it unaccented."""
    marks = kind.excepted_phrases[folded]
    if folded in kind.phrases:
        return tuple(map(marked, words)) in marks
    return any(_marks_fit(wanted, words) for wanted in marks)


def _marks_fit(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Accents may be left out, by either side, but those that both have must be the same."""
    return all(
        fold(word) == word or fold(mine) == mine or marked(word) == mine
        for mine, word in zip(wanted, words, strict=True)
    )


def _accents_fit(phrase: _Phrase, words: tuple[str, ...], language: str | None, message: int) -> bool:
    """Accents that are typed must be right: chạy is not cháy.

    Without any, a short word may be one of another language ("lua" is the moon in Portuguese).
    """
    if not _marks_fit(phrase.words, words):
        return False
    bare = all(fold(word) == word for word in words)
    accented = any(fold(word) != word for word in phrase.words)
    if bare and accented and sum(map(len, words)) < SHORT_ACCENTED:
        return language == phrase.tag or (language is None and message <= FEW_WORDS)
    return True


def _contains(kind: _Kind, text: str) -> bool:
    """Whether a text of a script without spaces (or with loose ones) holds a word of this kind."""
    if spaced(text):
        return False
    if text in kind.wholes:
        return True
    for _, word, cry in sorted(each for letter in set(text) for each in kind.disputed.get(letter, ())):
        if word in text:
            if cry:
                return True
            text = text.replace(word, _GAP)
    for start, letter in enumerate(text):
        for word in kind.strings.get(letter, ()):
            if text.startswith(word, start) and not _cut(text, start + len(word)):
                return True
    return False


def _cut(text: str, end: int) -> bool:
    """Whether a text goes on with a sign that belongs to the letter before: then it is another word."""
    return end < len(text) and category(text[end])[0] == "M"


class _Near:
    """Mends one wrong letter in long words, towards the words that danger phrases consist of."""

    def __init__(self, words: Iterator[str]) -> None:
        self._words = {word for word in words if word.isalpha() and spaced(word)}
        self._by_gap: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= TYPO_FROM:
                for form in _shortened(word):
                    self._by_gap.setdefault(form, []).append(word)

    def word(self, typed: str) -> str:
        """The word that was meant, or what was typed."""
        if len(typed) < TYPO_FROM - 1 or typed in self._words:
            return typed
        for form in _shortened(typed):
            for word in self._by_gap.get(form, ()):
                if _slip(typed, word):
                    return word
        return typed


def _shortened(word: str) -> Iterator[str]:
    """The word, and the word with each one of its letters missing."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]


def _slip(typed: str, word: str) -> bool:
    """Whether one letter slipped: missing, doubled or added, swapped, or in long words replaced."""
    if typed[0] != word[0] or OSA.distance(typed, word, score_cutoff=1) > 1:
        return False
    swapped = sorted(typed) == sorted(word)
    return len(typed) != len(word) or swapped or len(word) >= REPLACED_FROM
