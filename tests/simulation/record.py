"""What the hands remember of each event, for the oracle to compare with."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Sale:
    """An event as the till wrote it: a sale, a return, a settlement, one unread.

    `items` left the store, in millionths; `undoes` is the sale it voids or returns,
    and `is_void` tells which.
    `keys_taken`: how often its device had joined its center again.
    `is_acknowledged`: COMMIT returned, the receipt may be printed; `is_committed`: it
    is in the file, whoever was told. `is_destroyed`: a restore took it away;
    `is_known_lost`: a witness that survived knew of it; `is_beyond_proof`: none did,
    so the till cannot know; `named_in`: epoch whose first event names the loss.
    """

    workstation: str
    event_id: str
    epoch: str
    seq: int
    hash: bytes
    day: str
    gross_minor: int
    tax_minor: int
    tenders: dict[str, int]
    receipt: tuple[str, int] | None
    transactions: int = 1
    items: dict[str, int] = field(default_factory=dict)
    undoes: str = ""
    is_void: bool = False
    is_poison: bool = False
    is_learnable: bool = False
    keys_taken: int = 0
    is_acknowledged: bool = False
    is_committed: bool = False
    is_destroyed: bool = False
    is_known_lost: bool = False
    named_in: str = ""
    is_beyond_proof: bool = False

    @property
    def is_here(self) -> bool:
        """Whether the till's own files hold it."""
        return self.is_committed and not self.is_destroyed
