"""The rules of the house, as tests: who may import whom, who reads the environment, what opens a file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.settings import ROOT

FILES = sorted([ROOT / "app.py", *(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")])

# Floors of the house: a module imports from floors below its own, or within its own package.
# Modules that share a floor do not import one another.
FLOORS = (
    {"bot.errors", "bot.model", "bot.data", "bot.log", "bot.metrics", "bot.postback"},
    {
        "bot.settings",
        "bot.yamlfile",
        "bot.contact_sheet",
        "bot.line.counting",
        "bot.line.webhook",
        "bot.line.client",
    },
    {"bot.shapes", "bot.line.limits", "bot.language", "bot.store"},
    {"bot.rows"},
    {"bot.phrasebook", "bot.knowledge", "bot.line.messages", "bot.inbox", "bot.outbox", "bot.settler"},
    {"bot.slots", "bot.versions", "bot.terms"},
    {"bot.garbage"},
    {"bot.matching", "bot.cards"},
    {"bot.identify", "bot.coverage"},
    {"bot.texts", "bot.here", "bot.snapshot"},
    {"handlers", "bot.check"},
    {"bot.words", "bot.exchange"},
    {"bot.conversation", "bot.served", "bot.words_command"},
    {"bot.work"},
    {"bot.web"},
    {"app"},
    {"bot.__main__"},
)
# One room with several doors: these modules are told apart only inside it.
ROOMS = {
    "bot.line.limits": ("bot.line.limits", "bot.line.fit", "bot.line.reading", "bot.line.repair"),
    "bot.store": ("bot.store",),
    "bot.matching": ("bot.matching",),
    "bot.check": ("bot.check",),
    "bot.web": ("bot.web",),
    "bot.simulator": ("bot.simulator",),
    "bot.exchange": ("bot.exchange",),
    "handlers": ("handlers",),
}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(name: str) -> str:
    """The room a module belongs to; "" for what is not ours."""
    for owner, prefixes in ROOMS.items():
        if name.startswith(prefixes):
            return owner
    return name if name == "app" or name.startswith("bot.") else ""


def imports(path: Path) -> set[str]:
    """All modules a file imports, late imports and relative ones included."""
    found: set[str] = set()
    package = module(path) if path.name == "__init__.py" else module(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, (package if node.level else "", node.module or "")))
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def real(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


FLOOR_OF = {name: number for number, floor in enumerate(FLOORS) for name in floor}


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_module_imports_only_from_the_floors_below(path):
    own = room(module(path))
    if own in ("", "bot.simulator"):
        return
    for name in imports(path):
        other = room(name)
        if not real(name) or other in ("", own) or name in ("bot", "bot.line"):
            continue
        if other == "bot.simulator":
            assert own == "app", f"{own} imports the simulator"
            continue
        assert FLOOR_OF[other] < FLOOR_OF[own], f"{own} imports {other}"


def test_the_simulator_imports_nothing_of_ours():
    for path in (ROOT / "bot" / "simulator").rglob("*.py"):
        ours = {name for name in imports(path) if name.startswith(("bot", "handlers", "app"))}
        assert all(name == "bot" or name.startswith("bot.simulator") for name in ours), path


def test_handlers_know_only_what_is_passed_in():
    allowed = ("bot.model", "bot.language", "bot.matching", "bot.here", "bot.postback", "handlers")
    for path in (ROOT / "handlers").glob("*.py"):
        ours = {name for name in imports(path) if name.startswith(("bot.", "handlers")) and real(name)}
        assert all(name.startswith(allowed) for name in ours), path


def test_only_settings_reads_the_environment():
    for path in FILES:
        if module(path) not in ("bot.settings", "bot.simulator.__main__"):
            assert "os.environ" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("path", FILES, ids=module)
def test_every_module_opens_with_one_line_that_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_functions_are_small():
    """Half of all functions have fewer than ten lines, and hardly any has more than forty."""
    sizes = sorted(
        node.end_lineno - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and "migrations" not in path.parts
    )
    assert sizes[len(sizes) // 2] < 10
    assert sizes[-1] <= 41


def test_files_stay_readable():
    assert all(len(path.read_text(encoding="utf-8").splitlines()) <= 350 for path in FILES)


def test_the_machine_knows_no_language_and_no_hazard_by_name():
    """Japanese and easy Japanese are the house's own; every other tag, and every entry, is data."""
    names = {"en", "vi", "my", "zh-Hans", "pt", "fire.now", "shelter.find"}
    known = {"bot.language": {"en"}, "bot.identify": {"en"}}  # the defaults
    for path in (ROOT / "bot").rglob("*.py"):
        if "simulator" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            assert names & words <= known.get(module(path), set()), path


def test_the_readme_names_every_setting_and_every_verb():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    settings = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(settings)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get":
            assert f"`{node.args[0].value}`" in readme
    for verb in ("ask", "answer", "say", "check", "coverage", "work"):
        assert f"python -m bot {verb}" in readme
