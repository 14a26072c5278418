"""An application served for a test, on a free port of this machine."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import waitress


class Served:
    """A WSGI application on a free port of this machine, until closed."""

    def __init__(self, application: Any) -> None:
        self._server = waitress.create_server(application, host="127.0.0.1", port=0, threads=8)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        # Closed from another thread, waitress may still be looking at the closed socket.
        with contextlib.suppress(OSError, ValueError):
            self._server.run()

    def close(self) -> None:
        self._server.close()
