"""A center that knows receipts of other tills and what is claimed of them."""

from __future__ import annotations

import msgspec

from structs.decoding import decode_json
from sync.protocol.completeness import CompletenessReceipt
from sync.protocol.envelope import Header, encode_header, event_hash
from sync.protocol.events import encode_body, type_of
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.returns import (
    ClaimReply,
    FoundReceipt,
    LineBack,
    ReturnClaim,
)
from terminal.application.ports.center import silent, unproved
from terminal.domain.errors import ReceiptNotFoundError
from terminal.domain.money import share_of
from terminal.domain.receipt_code import ReceiptCode, receipt_text
from tests.fakes.recorded_event import RecordedEvent

_PREV = bytes(32)


class ReturnsCenter:
    """Implements the `Center` port; `is_silent` takes it off the network."""

    def __init__(self) -> None:
        self.is_silent = False
        self.claims: dict[str, ReturnClaim] = {}
        self.asked = 0
        self.proof: CompletenessReceipt | None = None
        self.proofs_asked: list[str] = []
        self._receipts: dict[str, FoundReceipt] = {}
        self._bodies: dict[str, SaleCompleted] = {}

    def prove(self, head_hash: str) -> CompletenessReceipt:
        """See `Center`: `proof`, made out for the settlement that is asked for."""
        self.proofs_asked.append(head_hash)
        if self.is_silent or self.proof is None:
            raise unproved("told to")
        return msgspec.structs.replace(self.proof, head_hash=head_hash)

    def hear(self, event: RecordedEvent, workstation: str = "T-09") -> str:
        """Take the event of a sale as if another till had sent it.

        Returns:
            What is printed on its receipt.
        """
        body = event.body
        assert isinstance(body, SaleCompleted)
        kind, version = type_of(body)
        header = encode_header(
            Header(
                event_id=f"01c19f0d-0000-7000-8000-{event.seq:012x}",
                tenant="acme",
                store="S-02",
                workstation=workstation,
                epoch="f" * 16,
                parent=None,
                seq=event.seq,
                type=kind,
                type_v=version,
                app="0",
                schema="0",
                t_wall=1,
                t_mono=1,
                boot_id="b",
                biz_day="2030-03-17",
                ctl=None,
            )
        )
        content = encode_body(body)
        digest = event_hash(_PREV, header, content).hex()
        name = receipt_text(body.series, body.number, digest)
        self._receipts[name] = FoundReceipt(
            workstation=workstation,
            store="S-02",
            seq=event.seq,
            header=header.decode(),
            body=content.decode(),
            prev=_PREV.hex(),
            hash=digest,
        )
        event_id = decode_json(header, Header).event_id
        self._bodies[event_id] = body
        return name

    def find_receipt(self, code: ReceiptCode) -> FoundReceipt:
        self.asked += 1
        self._require_awake()
        name = receipt_text(code.series, code.number, code.hash8 or "")
        if name not in self._receipts:
            raise ReceiptNotFoundError("the center knows no such receipt")
        found = self._receipts[name]
        event_id = decode_json(found.header, Header).event_id
        return msgspec.structs.replace(found, back=self._back(event_id, ""))

    def claim(self, claim: ReturnClaim) -> ClaimReply:
        """Grant as the real one does, even when the answer gets lost."""
        for released in claim.releases:
            self.claims.pop(released, None)
        back = self._back(claim.event_id, claim.transaction_id)
        taken = {line.line_sequence: line.quantity_micro for line in back}
        lines = {line.sequence: line for line in self._bodies[claim.event_id].lines}
        is_granted = all(
            taken.get(line.line_sequence, 0) + line.quantity_micro
            <= lines[line.line_sequence].quantity_micro
            for line in claim.lines
        )
        if is_granted:
            self.claims[claim.transaction_id] = claim
        self._require_awake()
        return ClaimReply(is_granted=is_granted, back=back)

    def _back(self, event_id: str, but_for: str) -> tuple[LineBack, ...]:
        taken: dict[int, int] = {}
        for transaction_id, claim in self.claims.items():
            if claim.event_id == event_id and transaction_id != but_for:
                for line in claim.lines:
                    taken[line.line_sequence] = (
                        taken.get(line.line_sequence, 0) + line.quantity_micro
                    )
        lines = {line.sequence: line for line in self._bodies[event_id].lines}
        return tuple(
            LineBack(
                line_sequence=sequence,
                quantity_micro=quantity,
                amount_minor=share_of(
                    lines[sequence].amount_minor,
                    quantity,
                    lines[sequence].quantity_micro,
                ),
                taxes=tuple(
                    share_of(tax.tax_minor, quantity, lines[sequence].quantity_micro)
                    for tax in lines[sequence].taxes
                ),
            )
            for sequence, quantity in sorted(taken.items())
        )

    def _require_awake(self) -> None:
        if self.is_silent:
            raise silent("the cable is out")
