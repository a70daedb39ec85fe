"""The till: everything that runs at the point of sale."""

from typing import Final

__version__: Final = "0.1.0"
"""Build of the program; every event names the one that wrote it."""
