"""The command line: `python -m bot VERB …`; each verb is one thin function."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bot import cards, check, contact_sheet, coverage, texts, words, words_command
from bot.errors import SlotError, TomoniError
from bot.settings import ROOT, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 is done, 1 found faults in data, 2 was not possible (the reason on stderr)."""
    options = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = options.verb
    try:
        return verb(options)
    except (TomoniError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Tomoni's command line.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, function: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help, description=help)
        sub.set_defaults(verb=function)
        return sub

    ask = verb("ask", _ask, "What the bot would answer to texts on standard input.")
    ask.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    answer = verb("answer", _answer, "The text of an entry as a resident reads it.")
    answer.add_argument("entry")
    answer.add_argument("--language", required=True)
    say = verb("say", _say, "A phrase with its slots filled.")
    say.add_argument("phrase")
    say.add_argument("--language", required=True)
    say.add_argument("--set", action="append", default=[], metavar="SLOT=VALUE", dest="slots")
    say.add_argument("--json", action="store_true")
    gate = verb("check", _check, "All problems in the data files; exit 1 when there are errors.")
    gate.add_argument("--deep", action="store_true", help="ask the matcher too; takes a minute")
    gate.add_argument("--rules", action="store_true", help="only list the rules: E finds errors, W warnings")
    gate.add_argument(
        "--accept-facts", action="store_true", help="remember numbers, links, hours as they are now"
    )
    table = verb("coverage", _coverage, "What is written in which language, and in what state.")
    table.add_argument("--json", action="store_true")
    signs = verb("signs", _signs, "All pictograms on one picture, with their names.")
    signs.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    signs.add_argument("--grey", action="store_true", help="as a black-and-white printer shows them")
    build = verb("build", _build, "Check the words and build what serves them (done at every change).")
    build.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    build.add_argument("--local", type=Path, help="the municipality's folder (default: LOCAL_DIR)")
    build.add_argument("--folder", type=Path, help="where to keep what is built (default: VAR_DIR/words)")
    words_command.add(verbs)
    work = verb("work", _work, "Only the workers; any number, on any machine that shares the database.")
    work.add_argument("--metrics-port", type=int, metavar="PORT", help="serve Prometheus metrics here")
    return parser


def _cards(options: argparse.Namespace) -> cards.Cards:
    """The words as they are; the language that was asked for must be one of ours."""
    read, _ = texts.read(ROOT, Settings.from_env().local_dir)
    if options.language not in read.library.languages:
        known = " ".join(read.library.languages.tags)
        raise TomoniError(f"{options.language!r} is not one of our languages: {known}")
    return read


def _ask(options: argparse.Namespace) -> int:
    settings = Settings.from_env()
    served = words.ready(ROOT, settings.local_dir, *settings.kept_words)
    for row in _rows(sys.stdin.buffer):
        guess = served.identifier.identify(row["text"], row.get("language"))
        match = served.matcher.match(row["text"], guess.language)
        found = {
            "language": guess.language,
            "outcome": match.outcome,
            "entry": match.entry,
            "choices": list(match.choices),
            "confidence": round(match.confidence, 3),
        }
        print(json.dumps(found, ensure_ascii=False), flush=True)
    return 0


def _rows(stream: Iterable[bytes]) -> Iterator[dict[str, str]]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:  # bytes that are no UTF-8 included
            raise TomoniError(f"line {number} is not JSON: {error}") from error
        if not _is_question(row):
            raise TomoniError(f'line {number}: expected {{"text": "…", "language": "vi" or null}}')
        yield row


def _is_question(row: object) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return False
    return isinstance(row.get("language"), str | None)


def _answer(options: argparse.Namespace) -> int:
    read = _cards(options)
    print(cards.plain(read.library, read.library.answer(options.entry, options.language), options.entry))
    return 0


def _say(options: argparse.Namespace) -> int:
    read = _cards(options)
    wording, language = read.phrasebook.wording(options.phrase, options.language)
    slots = _slots(options.slots)
    known = read.phrasebook.phrases[options.phrase].slots
    if unknown := slots.keys() - known.keys():
        raise SlotError(
            f"{options.phrase} has no slot {min(unknown)!r}; it has: {', '.join(known) or 'none'}"
        )
    text = read.phrase(options.phrase, options.language, slots)
    found = {"text": text, "language": language, "state": wording.state}
    print(json.dumps(found, ensure_ascii=False) if options.json else text)
    return 0


def _slots(pairs: Iterable[str]) -> dict[str, str]:
    slots = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise SlotError(f"{pair!r}: expected --set slot=value")
        slots[name] = value
    return slots


def _check(options: argparse.Namespace) -> int:
    if options.rules:
        print("\n".join(check.listed()))
        return 0
    local = Settings.from_env().local_dir
    if options.accept_facts:
        print(f"{check.accept_facts(ROOT, local)} facts are new or changed", file=sys.stderr)
    problems = check.problems(ROOT, local, deep=options.deep)
    for problem in problems:
        print(problem)
    return 1 if any(problem.level == "error" for problem in problems) else 0


def _coverage(options: argparse.Namespace) -> int:
    read, _ = texts.read(ROOT, Settings.from_env().local_dir)
    rows = coverage.count(read)
    print(json.dumps(rows, indent=1) if options.json else coverage.table(rows))
    return 0


def _signs(options: argparse.Namespace) -> int:
    contact_sheet.draw(ROOT / "knowledge" / "pictograms", options.out, grey=options.grey)
    return 0


def _build(options: argparse.Namespace) -> int:
    settings = Settings.from_env()
    local, folder = options.local or settings.local_dir, options.folder or settings.kept_words[0]
    words.build(options.root, local, folder, lambda part: print(part, flush=True))
    return 0


def _work(options: argparse.Namespace) -> int:
    # app assembles, and nobody imports what assembles them; the command line is its other front door.
    import app  # noqa: PLC0415

    app.work(options.metrics_port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
