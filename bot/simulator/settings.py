"""What a simulator is started with; every limit is LINE's own unless said otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class SimulatorSettings:
    """Settings of one simulated channel. Times are in seconds.

    `clock` gives seconds since 1970 and may be replaced, so that tests move time themselves.
    LINE publishes neither how often nor when it redelivers: `redelivery_after` is our choice.
    """

    channel_secret: str
    channel_access_token: str
    webhook_url: str | None = None
    bot_name: str = "Tomoni"
    state_dir: Path | None = None
    demo: bool = False
    clock: Callable[[], float] = time.time
    webhook_timeout: float = 2.0
    webhook_threads: int = 8
    redelivery_after: tuple[float, ...] = (3, 10, 30, 60, 120)
    # Requests and the seconds they refill in, per endpoint name; others keep LINE's rates.
    rates: dict[str, tuple[int, float]] = field(default_factory=dict)
    # Messages a month; None for a plan without a limit.
    quota: int | None = None
    # Verified accounts may list their followers and the members of groups.
    verified: bool = True
    # How long a video or audio file is "being prepared" (202) after it was sent.
    transcoding_seconds: float = 0.0
    chat_length: int = 500
    log_length: int = 1000
    content_bytes: int = 64 * 1024 * 1024
