"""The keys of a home and where they are kept.

`HomeKeys` is what the rest of the till sees; `load_keys` brings them.
"""

from terminal.persistence.keys.home_keys import HomeKeys, load_keys

__all__ = ["HomeKeys", "load_keys"]
