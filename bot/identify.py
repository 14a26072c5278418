"""In which language to answer: by a message's letters, then its words; the stored one weighs lightly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log

import numpy as np
from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder
from numpy.typing import NDArray

from bot.knowledge import Library
from bot.language import JAPANESE, Languages
from bot.matching.index import BITS, features_in, features_of
from bot.matching.normal import compact, fold, normalise

# ISO 15924 codes of what single letters show; Jpan, Hans, Hant and Kore are mixtures of these.
_LETTERS = {
    "Latn": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF)),
    "Cyrl": ((0x400, 0x52F),),
    "Deva": ((0x900, 0x97F),),
    "Thai": ((0xE00, 0xE7F),),
    "Mymr": ((0x1000, 0x109F), (0xAA60, 0xAA7F)),
    "Hang": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3)),
    "Kana": ((0x3041, 0x30FF), (0x31F0, 0x31FF)),
    "Hani": ((0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF)),
}
_SHOWN_BY = {"Kore": "Hang", "Jpan": "Kana", "Hans": "Hani", "Hant": "Hani"}
# Character sets of the time before Unicode hold just the letters that their country wrote.
_CHARSETS = {"Hans": "gb2312", "Hant": "big5", "Jpan": "shift_jis"}
_CHINESE = {"Hans", "Hant"}

READ = 500  # characters of a message: more show nothing new
PRIOR = 1.0  # nats in favour of the stored language: enough for one word, not for a sentence
DEFAULT, DEFAULT_PRIOR = "en", 0.5  # when nothing is stored
SURE_FROM = 0.6  # probability, for three words and more …
SURE_SHORT, SHORT_WORDS = 0.85, 2  # … and for fewer
HAN_SHORT = 4  # so many characters may be a word that a foreigner copied from a sign
LOAN_WORDS = 3  # so many Latin words around one Japanese word are a Latin sentence
# Weights below one, because n-grams overlap and so count the same evidence several times. Right on
# 401 messages of 3 words and more in our 7 Latin languages, with nothing stored: as they stand 99.3 %,
# own words alone 99.0 %, with the detector at 0.6 98.3 %.
OWN_WEIGHT, DETECTOR_WEIGHT = 0.2, 0.2
SMOOTHING = 0.2
_MODEL_BITS = 16
_SHIFT = BITS - _MODEL_BITS
_LATIN = re.compile("[\0-\u024f\u1e00-\u1eff]*")
_NUMBERED = re.compile(r"\b\w*\d\w*\b ?")  # words with digits are of no language
_SLOT = re.compile(r"\{[a-z][a-z0-9_]*\}")


@dataclass(frozen=True)
class Guess:
    """The language to answer in, and whether the text itself showed it (else it is the stored one)."""

    language: str
    certain: bool


class Identifier:
    """Finds the language of a message among ours; nothing changes after construction."""

    def __init__(self, languages: Languages, library: Library) -> None:
        self._script = {row.tag: row.script for row in languages}
        views = {tag: tuple(_views(library, tag)) for tag in languages.tags}
        latin = {row.tag: row.detector for row in languages if row.script == "Latn"}
        self._latin = _Model({tag: _in_latin(views[tag]) for tag in latin})
        self._han = _Model({tag: views[tag] for tag in _charsets(self._script)})
        self._detector = _Detector({tag: code for tag, code in latin.items() if code})
        self._speakers = _speakers(views)
        self._signs = frozenset(filter(_all_han, map(compact, views.get(JAPANESE, ()))))

    def identify(self, text: str, prior: str | None) -> Guess:
        """The language of a text; `prior` is the resident's stored language, if any."""
        prior = prior if prior in self._script else None
        view = normalise(text[:READ])
        letters = Counter(filter(None, map(_script_of, view)))
        native = Counter({script: n for script, n in letters.items() if script != "Latn"})
        if not letters:
            return Guess(prior or DEFAULT, False)
        if not native:
            return self._by_words(view, prior)
        if _is_loan(view, native) and (guess := self._by_words(_latin_part(view), prior)).certain:
            return guess
        if "Kana" in native:
            return self._of_script("Jpan", prior)
        script = max(native, key=lambda name: native[name])
        return self._by_han(view, prior) if script == "Hani" else self._of_script(script, prior)

    def _of_script(self, script: str, prior: str | None) -> Guess:
        """The language of a script; of several (ja, ja-simple) the stored one."""
        tags = [tag for tag, own in self._script.items() if script in (own, _SHOWN_BY.get(own))]
        if not tags:
            return Guess(prior or DEFAULT, False)
        if prior in tags:
            return Guess(prior, True)
        return Guess(JAPANESE if JAPANESE in tags else tags[0], True)

    def _by_han(self, view: str, prior: str | None) -> Guess:
        """Chinese of one or the other kind, or Japanese without kana."""
        han = [char for char in view if _script_of(char) == "Hani"]
        strange = {tag: _strange(han, _CHARSETS[script]) for tag, script in _charsets(self._script).items()}
        fitting = [tag for tag, count in strange.items() if count == min(strange.values())]
        if not fitting:
            return Guess(prior or DEFAULT, False)
        stored = JAPANESE if prior and self._script[prior] == "Jpan" else prior
        learnt = self._han.logs(view)
        logs = {tag: OWN_WEIGHT * learnt.get(tag, 0) for tag in fitting}
        best, chance = _best(logs, stored)
        if stored in fitting and _CHINESE.issuperset((self._script[best], self._script[stored])):
            best, chance = stored, 1.0  # no letter tells the two kinds of Chinese apart
        short = (len(han) <= HAN_SHORT and len(fitting) > 1) or compact(view) in self._signs
        if prior and (short or chance < SURE_FROM):
            return Guess(prior, False)
        guess = self._of_script(self._script[best], prior)
        return Guess(guess.language, not short and chance >= SURE_FROM)

    def _by_words(self, view: str, prior: str | None) -> Guess:
        """A language with Latin letters, or one that somebody wrote with them."""
        words = view.split()
        known = self._speakers.get(compact(fold(view)), ())
        text = _NUMBERED.sub("", view)
        own, detected = self._latin.logs(text), self._detector.logs(text)
        logs = {tag: OWN_WEIGHT * own.get(tag, 0) + DETECTOR_WEIGHT * detected[tag] for tag in detected}
        best, chance = _best(logs, prior)
        sure = chance >= (SURE_SHORT if len(words) <= SHORT_WORDS else SURE_FROM)
        if not known:
            return Guess(best, True) if sure else Guess(prior or best, False)
        if len(known) == 1 and ((known[0] == best and sure) or len(words) > self._alike(known[0])):
            return Guess(known[0], True)
        return Guess(prior or (best if best in known else known[0]), False)

    def _alike(self, tag: str) -> int:
        """So many words may be the same in a language and another: fewer when it is a romanised one."""
        return SHORT_WORDS if self._script[tag] == "Latn" else 1


@cache
def _script_of(char: str) -> str | None:
    code = ord(char)
    for script, runs in _LETTERS.items():
        if any(first <= code <= last for first, last in runs):
            return script
    return None


def _all_han(text: str) -> bool:
    return all(_script_of(char) == "Hani" for char in text)


def _charsets(scripts: Mapping[str, str]) -> dict[str, str]:
    """The languages that write with Han letters, and the script of each; Japanese once."""
    found = {tag: script for tag, script in scripts.items() if script in _CHARSETS}
    if JAPANESE in found:
        found = {tag: s for tag, s in found.items() if s != "Jpan" or tag == JAPANESE}
    return found


def _strange(han: list[str], charset: str) -> int:
    """How many letters a country's old character set does not hold."""
    return sum(not char.encode(charset, "ignore") for char in han)


def _is_loan(view: str, native: Mapping[str, int]) -> bool:
    """Whether a Latin sentence only names one Japanese word, as signs show it."""
    if not native.keys() <= {"Kana", "Hani"}:
        return False
    runs = [word for word in view.split() if any(_script_of(char) != "Latn" for char in word)]
    return len(runs) == 1 and len(_latin_part(view).split()) >= LOAN_WORDS


def _latin_part(view: str) -> str:
    return " ".join("".join(c if _script_of(c) in ("Latn", None) else " " for c in view).split())


def _views(library: Library, tag: str) -> Iterator[str]:
    """All words of a language that the library has; of one that its script shows, the Latin ones."""
    closer = library.languages[tag].script in ("Latn", *_CHARSETS)
    for text in _texts(library, tag):
        if closer or text.isascii():
            yield normalise(_SLOT.sub(" ", text) if "{" in text else text)


def _texts(library: Library, tag: str) -> Iterator[str]:
    for (_, own), questions in library.questions.items():
        if own == tag:
            yield from (*questions.examples, *questions.keywords)
    for (_, own), answer in library.answers.items():
        if own == tag:
            yield from (answer.title, answer.label, *answer.steps)
    for (_, own), words in library.danger_words.items():
        if own == tag:
            yield from words.words


def _in_latin(views: Iterable[str]) -> tuple[str, ...]:
    return tuple(view for view in views if view.isascii() or _LATIN.fullmatch(view))


def _speakers(views: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Which languages have a text in Latin letters, by the text without accents and spaces."""
    found: dict[str, tuple[str, ...]] = {}
    for tag, texts in views.items():
        for view in _in_latin(texts):
            key = compact(fold(view))
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), tag)))
    return found


def _best(logs: Mapping[str, float], prior: str | None) -> tuple[str, float]:
    """The likeliest language and its probability, with the light weight of what is stored."""
    favour = {prior: PRIOR} if prior else {DEFAULT: DEFAULT_PRIOR}
    values = {tag: value + favour.get(tag, 0) for tag, value in logs.items()}
    best = max(values, key=lambda tag: values[tag])
    return best, 1 / sum(exp(value - values[best]) for value in values.values())


class _Model:
    """A naive Bayes model of n-grams and words, learnt from the library's own texts.

    It knows nothing as long as one of the languages has no words: it would never find that one.
    """

    def __init__(self, texts: Mapping[str, tuple[str, ...]]) -> None:
        self._tags = tuple(texts) if all(texts.values()) else ()
        logs = np.zeros((len(self._tags), 1 << _MODEL_BITS), np.float32)
        for row, tag in enumerate(self._tags):
            _, features = features_of(list(texts[tag]))
            logs[row] = np.bincount(features >> _SHIFT, minlength=1 << _MODEL_BITS)
        used = np.any(logs, axis=0)
        totals = logs.sum(axis=1, keepdims=True) + SMOOTHING * max(int(used.sum()), 1)
        logs += SMOOTHING
        logs /= totals
        np.log(logs, out=logs)
        logs[:, ~used] = 0  # what none has said tells nothing, least of all who has said little
        self._logs: NDArray[np.float32] = logs

    def logs(self, view: str) -> dict[str, float]:
        """Per language, how likely it is to say this (natural logarithm, up to a constant)."""
        features = features_in(view)
        sums = self._logs[:, features >> _SHIFT].sum(axis=1)
        return dict(zip(self._tags, map(float, sums), strict=True))


class _Detector:
    """A general detector restricted to our languages, in the mode that takes a tenth of the memory."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self._codes = dict(codes)
        names = {code: IsoCode639_1.from_str(code.upper()) for code in codes.values()}
        self._tags = {names[code]: tag for tag, code in codes.items()}
        builder = LanguageDetectorBuilder.from_iso_codes_639_1(*names.values())
        self._detector: LanguageDetector = builder.with_low_accuracy_mode().build()

    def __reduce__(self) -> tuple[object, ...]:
        return _Detector, (self._codes,)

    def logs(self, view: str) -> dict[str, float]:
        """Per language, the natural logarithm of the probability (never below a millionth)."""
        values = self._detector.compute_language_confidence_values(view)
        return {self._tags[found.language.iso_code_639_1]: log(max(found.value, 1e-6)) for found in values}
