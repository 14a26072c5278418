"""A stand-in for the LINE platform: the real line-bot-sdk talks to it, people use it in a browser.

It knows nothing of the bot it is used with. One process serves one channel. Load generators use
`Simulator.platform` in their own process: `acts.compose` makes events, `Platform.deliver` sends
them and returns the bot's answer, `Platform.listeners` are told of every message (they are called
under the platform's lock, so they must be quick).
"""

from .app import Simulator, create_app
from .platform import Platform
from .settings import SimulatorSettings

__all__ = ["Platform", "Simulator", "SimulatorSettings", "create_app"]
