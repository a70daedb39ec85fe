"""The witness in the key store: how far the ledger was, kept on another disk place.

A home that is put back from a copy brings an old ledger and an old sentinel along,
but not an old key store.  When this witness is ahead of the ledger, the home has
travelled back in time and must open a new epoch before the next receipt.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from structs.decoding import decode_json
from terminal.persistence.home import Home
from terminal.persistence.keys.home_keys import home_id_of, witness_item
from terminal.persistence.keys.store import KeyStore, open_key_store


class LostTail(Struct, frozen=True):
    """The end of an epoch that this home has lost, as it once reported.

    Attributes:
        source: Which witness knew of it first.
        epoch: 16 hex digits.
        seq: The last event that was known.
        number: The last receipt number that was known, or None.
    """

    source: str
    epoch: str
    seq: int
    number: int | None = None


class KeyStoreWitness(Struct, frozen=True):
    """How far the ledger was when the key store was last told.

    Attributes:
        epoch: 16 hex digits.
        seq: The last event of that epoch.
        hash: Its hash, 64 hex digits.
        series: Receipt series in use.
        number: Last receipt number of that series, 0 before the first.
        lost: What the ledger said to be lost. The event that says so can be taken
            away itself, by a second restore; then the next epoch says it again.
    """

    epoch: str
    seq: int
    hash: str
    series: str
    number: int
    lost: tuple[LostTail, ...] = ()


class WitnessKeeper:
    """Reads and moves the witness of one home.

    Called on the thread that owns the ledger, and seldom: a keyring may take
    milliseconds a call.
    """

    def __init__(self, home: Home, store: KeyStore | None = None) -> None:
        """Find the store and the home's item in it.

        Raises:
            KeyStoreError: This computer has no such store, or the home no keys.
        """
        self._store = store or open_key_store(home)
        self._item = witness_item(home_id_of(home))

    def read(self) -> KeyStoreWitness | None:
        """Return what the key store saw last, None when it never saw anything.

        Raises:
            KeyStoreError: The store cannot be asked.
        """
        raw = self._store.read(self._item)
        if raw is None:
            return None
        try:
            return decode_json(raw, KeyStoreWitness)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            # A witness that cannot speak proves nothing; the others still do.
            return None

    def write(self, witness: KeyStoreWitness) -> None:
        """Tell the key store how far the ledger is.

        Raises:
            KeyStoreError: The store refuses; the old witness stands.
        """
        self._store.write(self._item, msgspec.json.encode(witness))
