"""Words in service: taken up when they are good, refused with a reason when they are not."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from bot import snapshot
from bot.errors import DataError
from bot.served import Served, Status
from bot.words import WHOLE, build, ready
from tests.small import SmallHouse

DEADLINE = 30.0  # seconds; far above what it takes, so that a busy machine fails nothing


@pytest.fixture
def house(tmp_path):
    return SmallHouse(tmp_path / "house")


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "kept"


def serve(house: SmallHouse, kept: Path) -> Served:
    return Served(house.folder, house.local, kept)


def title(served: Served) -> str:
    return served.words.cards.title("fire.now", "en")


def until(reached) -> None:
    end = time.monotonic() + DEADLINE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_changed_text_serves_without_a_restart(house, kept):
    served = serve(house, kept)
    served.start()
    before = served.status.version
    house.edit("knowledge/text/en/answers/first.yaml", "fire.now", title="Fire! Call {fire_ambulance}")
    until(lambda: title(served) == "Fire! Call 119" and served.status.version != before)
    served.stop()
    assert served.status.refused is None
    assert Status.told(kept) == served.status


def test_a_broken_file_never_replaces_the_good_words_and_says_why(house, kept):
    served = serve(house, kept)
    served.start()
    before = served.status.version
    house.write("knowledge/text/en/answers/first.yaml", "fire.now: [not closed")
    until(lambda: served.status.refused)
    assert "text/en/answers/first.yaml:2" in served.status.refused
    assert title(served) == "Fire: call 119"
    assert served.status.version == before
    assert Status.told(kept).refused == served.status.refused
    served.stop()


def test_a_fault_of_content_is_refused_too(house, kept):
    served = serve(house, kept)
    served.start()
    house.edit("knowledge/text/en/answers/first.yaml", "fire.now", title="Fire: call {fire_ambulanse}")
    until(lambda: served.status.refused)
    assert "{fire_ambulanse}" in served.status.refused
    served.stop()


def test_mended_files_are_no_longer_refused(house, kept):
    served = serve(house, kept)
    served.start()
    good = house.path("knowledge/text/en/answers/first.yaml").read_text(encoding="utf-8")
    house.write("knowledge/text/en/answers/first.yaml", "\tbroken")
    until(lambda: served.status.refused)
    house.write("knowledge/text/en/answers/first.yaml", good)
    until(lambda: served.status.refused is None)
    assert title(served) == "Fire: call 119"
    served.stop()


def test_the_matcher_follows_a_new_question(house, kept):
    served = serve(house, kept)
    served.start()
    asked = ["a burning sofa", "b", "c", "d", "x", "y", "z"]
    house.edit("knowledge/text/en/questions/first.yaml", "fire.now", examples=asked)
    until(lambda: served.words.matcher.match("a burning sofa").entry == "fire.now")
    served.stop()


def test_after_a_restart_with_broken_files_the_last_good_words_serve(house, kept):
    first = serve(house, kept)
    house.write("knowledge/entries.yaml", "- a list")
    second = serve(house, kept)
    assert title(second) == "Fire: call 119"
    assert second.status.version == first.status.version
    assert "knowledge/entries.yaml:1" in second.status.refused


def test_broken_files_and_nothing_good_kept_stop_the_start(house, kept):
    house.write("knowledge/entries.yaml", "- a list")
    with pytest.raises(DataError, match=r"knowledge/entries\.yaml:1"):
        serve(house, kept)


def test_the_good_words_of_another_municipality_never_stand_in(house, kept, tmp_path):
    serve(house, kept)
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(DataError, match="municipality"):
        Served(house.folder, other, kept)


def test_a_damaged_kept_set_is_built_anew(house, kept):
    serve(house, kept)
    for path in kept.glob("*.words"):
        path.write_bytes(path.read_bytes()[:100])
    assert title(serve(house, kept)) == "Fire: call 119"


def test_a_kept_set_of_another_folder_is_found(house, kept, tmp_path):
    build(house.folder, house.local, tmp_path / "installed")
    version = snapshot.version(house.folder, house.local)
    served = Served(house.folder, house.local, kept, tmp_path / "installed")
    assert served.status.version == version
    assert not list(kept.glob("*.words"))


def test_kept_words_answer_like_those_just_read(house, kept):
    build(house.folder, house.local, kept)
    kept_words = ready(house.folder, house.local, kept)
    fresh = ready(house.folder, house.local)
    for text in ("a", "where is water", "fire fire", "no such thing at all"):
        assert kept_words.matcher.match(text) == fresh.matcher.match(text)
        assert kept_words.identifier.identify(text, None) == fresh.identifier.identify(text, None)


def test_only_the_newest_sets_stay(house, kept):
    for number in range(5):
        house.edit("knowledge/text/en/answers/first.yaml", "fire.now", label=f"Fire{'x' * number}")
        build(house.folder, house.local, kept)
    assert len(list(kept.glob("*.words"))) == snapshot.KEPT
    assert snapshot.newest((kept,), WHOLE, house.folder, house.local)[0] == snapshot.version(
        house.folder, house.local
    )


def test_without_any_status_nothing_is_told(tmp_path):
    assert Status.told(tmp_path) is None
    (tmp_path / "status.json").write_text("{", encoding="utf-8")
    assert Status.told(tmp_path) is None


def test_a_copied_folder_has_a_version_of_its_own(house, tmp_path):
    shutil.copytree(house.folder, tmp_path / "copy")
    assert snapshot.version(house.folder, house.local) == snapshot.version(house.folder, house.local)
