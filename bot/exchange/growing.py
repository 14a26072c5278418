"""A new language, laid out as growing: a row in the table of languages, and files without words yet."""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale, UnknownLocaleError
from lingua import IsoCode639_1

from bot.data import Language
from bot.errors import TomoniError
from bot.exchange.files import home
from bot.exchange.keys import Kind
from bot.exchange.patch import fresh, newline, quoted
from bot.exchange.units import House
from bot.language import JAPANESE

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
_SCRIPT = re.compile("[A-Z][a-z]{3}")
_SPELT = ("Latn", "Cyrl")  # scripts that many languages share: a detector tells them apart
_DENSE = {"Hans", "Hant", "Jpan", "Kore"}  # scripts in which half the characters say the same
_DENSE_LONGEST = 350
_PLAIN = re.compile(r"[^\W\d_](?:[\w ()’'-]*[\w)])?")  # what needs no quotes in a flow mapping
_TITLES: dict[Kind, str] = {
    "answers": "answers",
    "phrases": "the ready sentences of the bot",
    "questions": "questions as residents write them",
    "danger": "words of mortal danger",
}
_TAKEN = ("no", "yes", "on", "off", "true", "false", "null")


def laid_out(house: House, language: Language) -> dict[Path, str]:
    """The files of a new language and the table with its row; raises TomoniError when something is amiss."""
    _look(house, language)
    table = house.root / "knowledge" / "languages.yaml"
    made = {table: _with_row(table.read_bytes().decode("utf-8"), _row(language))}
    return made | _files(house, language)


def _look(house: House, language: Language) -> None:
    tag = language.tag
    if not _TAG.fullmatch(tag):
        raise TomoniError(f"{tag!r} is no language tag such as uz, zh-Hant or pt-BR (BCP 47)")
    if tag.lower() in (known.lower() for known in house.cards.library.languages.tags):
        raise TomoniError(f"{tag} is there already")
    if not language.name.strip() or not language.english.strip():
        raise TomoniError("a language needs a name in itself (--name) and in English (--english)")
    if not _SCRIPT.fullmatch(language.script):
        raise TomoniError(f"{language.script!r} is no script such as Latn or Cyrl (ISO 15924)")
    try:
        Locale.parse(language.locale)
    except (UnknownLocaleError, ValueError) as error:
        raise TomoniError(f"CLDR knows no locale {language.locale!r}: {error}") from error


def _row(new: Language) -> str:
    fields = [f"tag: {_safe(new.tag)}", f"name: {_safe(new.name)}", f"english: {_safe(new.english)}"]
    fields += [f"fallback: [{', '.join(new.fallback)}]", f"script: {new.script}"]
    code = Locale.parse(new.locale).language
    if new.script in _SPELT and hasattr(IsoCode639_1, code.upper()):
        fields.append(f"detector: {code}")
    fields += [f"locale: {_safe(new.locale)}", f"line: [{_safe(new.tag)}]"]
    if new.script in _DENSE:
        fields.append(f"longest: {_DENSE_LONGEST}")
    return f"- {{{', '.join(fields)}, hard: false}}"


def _safe(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.lower() not in _TAKEN else quoted(text)


def _with_row(text: str, row: str) -> str:
    """Before Japanese, which closes the list of languages; else at the end."""
    japanese = re.search(rf"^- *\{{? *tag: *[\"']?{JAPANESE}[\"']?[,\s}}]", text, re.MULTILINE)
    at = japanese.start() if japanese else len(text)
    return text[:at] + fresh(text, at) + row + newline(text) + text[at:]


def _files(house: House, new: Language) -> dict[Path, str]:
    """A file for each of the Japanese ones, empty but for a heading."""
    shelves = house.japanese.files.items()
    paths = {
        home(house.root, new.tag, kind, each.path.name): kind for kind, files in shelves for each in files
    }
    begun = {
        path: f"# {new.name} ({new.english}): {_TITLES[kind]}; no words yet.\n"
        for path, kind in paths.items()
    }
    return {path: text for path, text in begun.items() if not path.exists()}
