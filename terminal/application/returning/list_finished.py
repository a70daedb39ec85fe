"""List the transactions that were completed last."""

import msgspec


class ListFinished(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the newest finished transactions."""

    limit: int = 50
