"""The verb `words`: sheets for translators, what comes back from them, stamps, and new languages."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.data import Language
from bot.errors import TomoniError
from bot.exchange import formats, growing, importing, report, stamps, writing
from bot.exchange.plan import Plan
from bot.exchange.units import House, house
from bot.language import FIRST, JAPANESE
from bot.settings import ROOT, Settings

Verb = Callable[[argparse.Namespace], int]
_SELDOM = 500_000  # new objects between two looks for garbage: nearly all that a verb reads it keeps


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `words` with its own verbs to a command line."""
    help = "Round trips of words: sheets for translators, imports, stamps, new languages."
    words = verbs.add_parser("words", help=help, description=help)
    words.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    words.add_argument("--local", type=Path, help="the municipality's folder (default: LOCAL_DIR)")
    under = words.add_subparsers(required=True, metavar="VERB")
    _add_exchange(under)
    _add_stamps(under)
    new = _verb(
        under, "new-language", _new_language, "Lay out a new language as growing, with a sheet to begin with."
    )
    new.add_argument("tag", metavar="TAG", help="BCP 47: uz, zh-Hant, pt-BR")
    new.add_argument("--name", required=True, help="in itself, as residents read it")
    new.add_argument("--english", required=True)
    new.add_argument("--script", required=True, help="ISO 15924: Latn, Cyrl, Arab …")
    new.add_argument("--locale", required=True, help="CLDR locale for dates: uz, pt_BR …")
    new.add_argument("--out", type=Path, default=Path(), help="where to put the sheet (default: here)")


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, function: Verb, help: str
) -> argparse.ArgumentParser:
    sub = verbs.add_parser(name, help=help, description=help)
    sub.set_defaults(verb=function)
    return sub


def _add_exchange(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = _verb(verbs, "export", _export, "One file a language, to be filled in and sent back.")
    _languages(export, needed=False)
    export.add_argument("--format", choices=list(formats.SUFFIXES), help="default: xlsx, or as --out ends")
    export.add_argument("--out", type=Path, required=True, help="a folder, or for one language a file")
    diff = _verb(
        verbs, "diff", _diff, "What an import would change; exit 1 when there are conflicts or faults."
    )
    take = _verb(
        verbs, "import", _import, "Take up what was written into sheets: all of it or, with a fault, nothing."
    )
    take.add_argument("--dry-run", action="store_true", help="write nothing")
    for sub in (diff, take):
        sub.add_argument("files", type=Path, nargs="+", metavar="FILE")
        sub.add_argument("--by", metavar="ROLE", help=f"who reviewed: {', '.join(stamps.ROLES)}")


def _add_stamps(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    stamp = _verb(verbs, "stamp", _stamp, "Say that these translations fit the present Japanese text.")
    _languages(stamp, needed=True)
    stamp.add_argument("ids", nargs="*", metavar="ID", help="entries and phrases (default: all)")
    stale = _verb(verbs, "stale", _stale, "Translations whose Japanese text has changed, and how it did.")
    stale.add_argument("--language", metavar="LANG", action="append", default=[])
    sign = _verb(verbs, "sign", _sign, "Mark texts as reviewed.")
    sign.add_argument("--language", metavar="LANG", required=True)
    sign.add_argument("--by", metavar="ROLE", required=True, help=f"one of: {', '.join(stamps.ROLES)}")
    sign.add_argument("ids", nargs="+", metavar="ID")


def _languages(parser: argparse.ArgumentParser, needed: bool) -> None:
    which = parser.add_mutually_exclusive_group(required=needed)
    which.add_argument("--language", metavar="LANG", action="extend", nargs="+", default=[])
    which.add_argument("--all", action="store_true", help="all languages")


def _house(options: argparse.Namespace) -> House:
    gc.set_threshold(_SELDOM)
    return house(options.root, options.local or Settings.from_env().local_dir)


def _tags(words: House, options: argparse.Namespace) -> list[str]:
    """The languages that were asked for, each once; all when none was named."""
    for tag in options.language:
        words.known(tag)
    return list(dict.fromkeys(options.language)) or list(words.cards.library.languages.tags)


def _export(options: argparse.Namespace) -> int:
    words = _house(options)
    format = options.format or formats.NAMED.get(options.out.suffix.lower(), "xlsx")
    files = formats.places(_tags(words, options), format, options.out)
    formats.export(words, files, format)
    for path in files.values():
        print(path)
    return 0


def _diff(options: argparse.Namespace) -> int:
    found = importing.look(_house(options), options.files, options.by)
    print(report.told(found))
    return 0 if found.good else 1


def _import(options: argparse.Namespace) -> int:
    found = importing.look(_house(options), options.files, options.by)
    print(report.told(found))
    if not found.good:
        print("Nothing is written.")
        return 1
    if not options.dry_run:
        found.write()
        print(f"{len(found.made)} files are written.")
    return 0


def _write(words: House, made: dict[Path, str]) -> int:
    """Write files that no person filled in, when the data gate has nothing against them."""
    found = importing.looked_over(words, Plan(), made)
    for problem in found.problems:
        print(f"REFUSED {problem}")
    if not found.good:
        print("Nothing is written.")
        return 1
    found.write()
    for path in made:
        print(path)
    return 0


def _stamp(options: argparse.Namespace) -> int:
    words = _house(options)
    for tag in options.language[:1]:
        words.known(tag)
    # `--language vi fire.now`: what follows a language may be an id already.
    known = words.cards.library.languages
    ids = [*options.ids, *(name for name in options.language if name not in known)]
    options.language = [name for name in options.language if name in known]
    tags = [tag for tag in _tags(words, options) if tag != JAPANESE]
    return _write(words, stamps.stamped(words, stamps.fitting(words, stamps.present(words, tags, ids))))


def _stale(options: argparse.Namespace) -> int:
    words = _house(options)
    for each in stamps.stale(words, _tags(words, options)):
        print(report.changed(each))
    return 0


def _sign(options: argparse.Namespace) -> int:
    words = _house(options)
    words.known(options.language)
    rows = stamps.present(words, [options.language], options.ids)
    if missing := set(options.ids) - {row[2] for row in rows}:
        raise TomoniError(f"{min(missing)!r} has no words in {options.language}: nothing to sign")
    plan = Plan(states=dict.fromkeys(rows, "reviewed"))
    made = stamps.stamped(words, stamps.signed(words, rows, options.by))
    return _write(words, writing.texts(words, plan) | made)


def _new_language(options: argparse.Namespace) -> int:
    words = _house(options)
    given = (options.tag, options.name.strip(), options.english.strip(), (FIRST, JAPANESE), options.script)
    made = growing.laid_out(words, Language(*given, options.locale))
    if code := _write(words, made):
        return code
    again = _house(options)
    files = formats.places([options.tag], "xlsx", options.out)
    formats.export(again, files, "xlsx")
    return _listed(files.values())


def _listed(paths: Iterable[Path]) -> int:
    for path in paths:
        print(path)
    return 0
