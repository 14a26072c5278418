"""A stand-in for the LINE platform: the real line-bot-sdk talks to it, people use it in a browser.

It knows nothing of the bot it is used with.
"""

from .app import Simulator, create_app
from .platform import Platform
from .settings import SimulatorSettings

__all__ = ["Platform", "Simulator", "SimulatorSettings", "create_app"]
