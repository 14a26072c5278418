"""How the simulator's page draws messages: wrapping, scripts, widths, Flex."""

from __future__ import annotations
