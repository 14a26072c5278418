"""One typed Settings, the only reader of the environment; nonsense stops the start with a clear word."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
LINE_API = "https://api.line.me"
LINE_API_DATA = "https://api-data.line.me"


@dataclass(frozen=True)
class Settings:
    """All that a start needs to know. Secrets come from the environment only and are never shown."""

    channel_secret: str
    channel_access_token: str
    line_api_base: str
    database_url: str
    var_dir: Path
    public_url: str
    port: int
    local_dir: Path
    bot_names: tuple[str, ...]

    @property
    def kept_words(self) -> tuple[Path, Path]:
        """Folders of words that are built already: our own, and the one that `make install` filled."""
        return self.var_dir / "words", ROOT / "var" / "words"

    @property
    def has_channel(self) -> bool:
        return bool(self.channel_secret and self.channel_access_token)

    @property
    def media_url(self) -> str:
        """Where LINE can fetch our pictures; "" when it cannot, for it refuses addresses without https.

        A stand-in for LINE on this machine may fetch them without.
        """
        with_tls = self.public_url.startswith("https://")
        stand_in = urlsplit(self.line_api_base).hostname in ("127.0.0.1", "localhost", "::1")
        return self.public_url if with_tls or stand_in else ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment (or `env`); raises SettingsError saying which value, and what was expected."""
        env = os.environ if env is None else env
        var_dir = Path(env.get("VAR_DIR") or ROOT / "var").absolute()
        port = _port(env.get("PORT") or "8000")
        settings = cls(
            channel_secret=env.get("LINE_CHANNEL_SECRET", "").strip(),
            channel_access_token=env.get("LINE_CHANNEL_ACCESS_TOKEN", "").strip(),
            line_api_base=_url("LINE_API_BASE", env.get("LINE_API_BASE") or LINE_API),
            database_url=_database(env.get("DATABASE_URL") or f"sqlite:///{var_dir / 'tomoni.db'}"),
            var_dir=var_dir,
            public_url=_url("PUBLIC_URL", env.get("PUBLIC_URL") or f"http://127.0.0.1:{port}"),
            port=port,
            local_dir=_folder("LOCAL_DIR", env.get("LOCAL_DIR") or ROOT / "knowledge/local/mihon"),
            bot_names=_names(env.get("BOT_NAMES") or "Tomoni,トモニ"),
        )
        _both_or_none(settings)
        return settings


def _names(text: str) -> tuple[str, ...]:
    """Names by which the bot is addressed in groups, separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT is {text!r}; expected a number from 1 to 65535, such as 8000.")
    return int(text)


def _url(name: str, text: str) -> str:
    if not _is_web_address(text):
        raise SettingsError(
            f"{name} is {text!r}; expected an address that begins with https:// (or http://)."
        )
    return text.rstrip("/")


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        return False


def _database(text: str) -> str:
    """SQLite and PostgreSQL are served; `postgres://` as hosts hand it out is understood too."""
    for short in ("postgres://", "postgresql://"):
        if text.startswith(short):
            return "postgresql+psycopg://" + text.removeprefix(short)
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        # The value itself is not shown: it may hold a password.
        raise SettingsError(
            "DATABASE_URL is of a kind we do not know; expected sqlite:///path/to/file.db "
            "or postgresql://user:password@host/database."
        )
    return text


def _folder(name: str, value: str | Path) -> Path:
    folder = Path(value).absolute()
    if not folder.is_dir():
        raise SettingsError(f"{name} is {str(value)!r}; expected an existing folder.")
    return folder


def _both_or_none(settings: Settings) -> None:
    if bool(settings.channel_secret) != bool(settings.channel_access_token):
        missing = "LINE_CHANNEL_ACCESS_TOKEN" if settings.channel_secret else "LINE_CHANNEL_SECRET"
        raise SettingsError(
            f"{missing} is missing; set both LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN "
            "(LINE Developers Console), or neither to run with the simulator."
        )
