"""Official words: the ones in force are used, retired and wrong ones are not written any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.check.rule import Fault, rule
from bot.check.view import Spot, View
from bot.language import FIRST, JAPANESE
from bot.terms import named_in


def _avoided(view: View, tag: str, *, retired: bool) -> dict[str, str]:
    """Each wording that must not be written → its term."""
    terms = view.beside.terms
    return {
        form: id
        for id, term in terms.terms.items()
        if bool(term.retired) is retired
        for form in terms.avoided(id, tag)
    }


def _written(view: View, *, retired: bool) -> Iterator[tuple[Spot, str, str]]:
    """Where there is a wording that must not be written, the wording, and its term."""
    for tag, run in view.plain.items():
        for form, id in _avoided(view, tag, retired=retired).items():
            for spot, found in run.words((f"{form}*",)):
                yield spot, found[0], id


@rule("retired")
def retired(view: View) -> Iterator[Fault]:
    """No word is written that is out of use, such as the evacuation advice of before 2021."""
    terms = view.beside.terms.terms
    for spot, form, id in _written(view, retired=True):
        term = terms[id]
        instead = f"; write {_form(view, term.instead, _tag(spot))!r}" if term.instead in terms else ""
        yield Fault(*spot, f"{form!r} is out of use since {term.retired}{instead}")


@rule("avoid")
def avoid(view: View) -> Iterator[Fault]:
    """No wording is written that the glossary tells to avoid."""
    for spot, form, id in _written(view, retired=False):
        yield Fault(*spot, f"avoid {form!r}; write {_form(view, id, _tag(spot))!r}")


def _tag(spot: Spot) -> str:
    return spot.part.partition("/")[2]


def _form(view: View, id: str | None, tag: str) -> str:
    return next(iter(view.beside.terms.forms(id or "", tag)), "")


def _named(view: View) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The terms in force that each Japanese text names: by kind and id."""
    terms = view.beside.terms
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for text in view.of(JAPANESE):
        ids = named_in(terms, text.plain)
        if named := tuple(id for id in ids if not terms.terms[id].retired):
            found[text.kind, text.id] = named
    return found


@rule("term", "warning")
def official(view: View) -> Iterator[Fault]:
    """Where the Japanese text names an official term, a translation uses the official one of its language."""
    terms, named = view.beside.terms, _named(view)
    for text, _ in view.pairs:
        for id in named.get((text.kind, text.id), ()):
            forms = terms.forms(id, text.tag)
            if (id, text.tag) in terms.words and not _uses(text.plain, forms):
                shown = " / ".join(forms[:3])
                yield Fault(*text.spot, f"the Japanese text names {terms.terms[id].ja}; write {shown}")


def _uses(text: str, forms: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return any(form.casefold() in folded for form in forms)


@rule("glossary")
def complete(view: View) -> Iterator[Fault]:
    """The glossary of each language of the house has words for every term in force."""
    terms = view.beside.terms
    for language in view.cards.library.languages:
        tag = language.tag
        used = {id for (id, own), row in terms.words.items() if own == tag and row.use}
        lacking = [id for id, term in terms.terms.items() if not term.retired and id not in used]
        if language.hard and tag != JAPANESE and lacking:
            path = f"knowledge/text/{tag}/terms.yaml"
            yield Fault(path, "", f"{len(lacking)} terms have no words to use: {', '.join(lacking)}")


@rule("sign", "warning")
def signs(view: View) -> Iterator[Fault]:
    """A sign, paper or order that a resident must recognise stands in Japanese where English shows it so."""
    terms, named = view.beside.terms, _named(view)
    english = {(text.kind, text.id): text.plain for text in view.of(FIRST)}
    for text, _ in view.pairs:
        if view.script(text.tag) != "Jpan" and (text.kind == "answers" or _sent(view, text.id)):
            for id in named.get((text.kind, text.id), ()):
                sign = terms.terms[id].ja
                shown = id in view.marks.signs and sign in english.get((text.kind, text.id), "")
                if shown and sign not in text.plain:
                    yield Fault(*text.spot, f"put ({sign}) behind its translation, as signs show it")


def _sent(view: View, id: str) -> bool:
    phrase = view.cards.phrasebook.phrases.get(id)
    return phrase is not None and phrase.kind in ("notice", "reminder")


RULES = (retired, avoid, official, complete, signs)
