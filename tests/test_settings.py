"""The environment → Settings: good values, and for each wrong one a word that names it."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import LINE_API, ROOT, Settings


def refused(**env):
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(env)
    return str(caught.value)


def test_an_empty_environment_gives_the_defaults_of_the_readme():
    settings = Settings.from_env({})
    assert settings.line_api_base == LINE_API == "https://api.line.me"
    assert settings.port == 8000
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.var_dir == ROOT / "var"
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'tomoni.db'}"
    assert settings.local_dir == ROOT / "knowledge" / "local" / "mihon"
    assert settings.bot_names == ("Tomoni", "トモニ")
    assert not settings.has_channel


def test_an_empty_value_counts_as_not_set():
    names = (
        "LINE_CHANNEL_SECRET",
        "LINE_CHANNEL_ACCESS_TOKEN",
        "LINE_API_BASE",
        "DATABASE_URL",
        "VAR_DIR",
        "PUBLIC_URL",
        "PORT",
        "LOCAL_DIR",
        "BOT_NAMES",
    )
    assert Settings.from_env(dict.fromkeys(names, "")) == Settings.from_env({})


def test_the_process_environment_is_read_when_none_is_given(monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    assert Settings.from_env().port == 8123


def test_the_public_url_follows_the_port():
    assert Settings.from_env({"PORT": "8123"}).public_url == "http://127.0.0.1:8123"


def test_the_database_follows_the_folder_of_what_is_written(tmp_path):
    settings = Settings.from_env({"VAR_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'tomoni.db'}"


def test_a_relative_folder_becomes_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town").mkdir()
    settings = Settings.from_env({"VAR_DIR": "data", "LOCAL_DIR": "town"})
    assert (settings.var_dir, settings.local_dir) == (tmp_path / "data", tmp_path / "town")


def test_secrets_lose_the_spaces_and_line_ends_of_pasting():
    settings = Settings.from_env({"LINE_CHANNEL_SECRET": " s\n", "LINE_CHANNEL_ACCESS_TOKEN": "t\r\n"})
    assert (settings.channel_secret, settings.channel_access_token) == ("s", "t")
    assert settings.has_channel


def test_a_slash_at_the_end_of_an_address_is_dropped():
    assert Settings.from_env({"PUBLIC_URL": "https://bot.example/"}).public_url == "https://bot.example"


def test_names_are_separated_by_commas_and_may_have_spaces_around_them():
    assert Settings.from_env({"BOT_NAMES": " Mihon Bot , みほん,"}).bot_names == ("Mihon Bot", "みほん")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "http", " 8000", "8e3"])
def test_it_refuses_a_port_that_is_none(port):
    word = refused(PORT=port)
    assert "PORT" in word
    assert repr(port) in word
    assert "from 1 to 65535" in word


@pytest.mark.parametrize("name", ["PUBLIC_URL", "LINE_API_BASE"])
@pytest.mark.parametrize(
    "url",
    ["bot.example", "ftp://bot.example", "https://", "//bot", "http://[", "http://bot:port", "https://:1"],
)
def test_it_refuses_an_address_that_is_none(name, url):
    word = refused(**{name: url})
    assert name in word
    assert repr(url) in word
    assert "https://" in word


@pytest.mark.parametrize("name", ["nowhere", "a-file"])
def test_it_refuses_a_municipality_whose_folder_is_not_there(tmp_path, name):
    (tmp_path / "a-file").write_text("")
    word = refused(LOCAL_DIR=str(tmp_path / name))
    assert "LOCAL_DIR" in word
    assert str(tmp_path / name) in word
    assert "existing folder" in word


@pytest.mark.parametrize("url", ["mysql://user:hush@host/db", "tomoni.db", "sqlite://", "/var/tomoni.db"])
def test_it_refuses_a_database_of_another_kind_without_showing_its_password(url):
    word = refused(DATABASE_URL=url)
    assert "DATABASE_URL" in word
    assert "sqlite:///" in word
    assert "postgresql://" in word
    assert "hush" not in word


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_means_the_same_driver(scheme):
    settings = Settings.from_env({"DATABASE_URL": f"{scheme}://user:pw@db.example:5432/tomoni"})
    assert settings.database_url == "postgresql+psycopg://user:pw@db.example:5432/tomoni"


def test_a_sqlite_address_is_taken_as_it_is():
    assert Settings.from_env({"DATABASE_URL": "sqlite:////srv/t.db"}).database_url == "sqlite:////srv/t.db"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN"),
        ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET"),
    ],
)
def test_of_the_two_secrets_of_a_channel_it_wants_both_or_none(given, missing):
    word = refused(**{given: "hush"})
    assert word.startswith(f"{missing} is missing")
    assert "simulator" in word
    assert "hush" not in word


def test_pictures_are_left_out_when_line_could_not_fetch_them():
    channel = {"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": "t"}
    assert Settings.from_env(channel).media_url == ""
    assert (
        Settings.from_env({**channel, "PUBLIC_URL": "https://bot.example/"}).media_url
        == "https://bot.example"
    )
    stand_in = {**channel, "LINE_API_BASE": "http://127.0.0.1:9", "PORT": "8123"}
    assert Settings.from_env(stand_in).media_url == "http://127.0.0.1:8123"
