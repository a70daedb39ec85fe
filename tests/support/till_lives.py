"""A till that has lives: restored, cloned, enrolled again, as the central sees it."""

from __future__ import annotations

import itertools
import os
from typing import Final

import msgspec

from structs.decoding import decode_json
from sync.protocol.envelope import (
    ParentLink,
    StoredEvent,
    decode_header,
    encode_header,
    event_hash,
)
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from sync.protocol.events.epoch_opened_v2 import EpochRehomed, RehomedTail
from sync.protocol.messages import EpochPosition, Hello, HelloReply, encode
from tests.support.central_server import TillClient
from tests.support.till_chain import TillChain

_runs: Final = itertools.count(1)


class Life:
    """One device with a till's key: its ledger and a run of its agent.

    Attributes:
        chains: Its epochs, oldest first.
        token: What it last heard, to be repeated.
    """

    def __init__(self, client: TillClient) -> None:
        self.client = client
        self.chains = [client.chain]
        self.boot_id = f"{next(_runs):016x}"
        self.token = ""

    @property
    def chain(self) -> TillChain:
        """The epoch in use."""
        return self.chains[-1]

    def restart_agent(self) -> None:
        """Begin another run of the agent."""
        self.boot_id = f"{next(_runs):016x}"
        self.token = ""

    def copied(self, *, events: int | None = None) -> Life:
        """Return another device with the same key, and *events* of the last epoch."""
        other = Life(self.client)
        other.chains = [_copy(chain) for chain in self.chains]
        if events is not None:
            last = other.chains[-1]
            del last.events[events:]
            last.number = events
        return other

    def hello(self) -> HelloReply:
        """Greet with every epoch; the answer is heard."""
        reply = self.late_hello()
        self.token = reply.run_token
        return reply

    def late_hello(self) -> HelloReply:
        """Greet; nobody hears the answer."""
        return decode_json(self.raw_hello(), HelloReply)

    def raw_hello(self, status: int = 200) -> bytes:
        """Greet, whatever the answer."""
        said = Hello(
            epochs=tuple(
                EpochPosition(chain.epoch, len(chain.events), chain.head.hex())
                for chain in self.chains
                if chain.events
            ),
            boot_id=self.boot_id,
            run_token=self.token,
        )
        response = self.client.send("POST", "/v1/hello", encode(said))
        assert response.status_code == status, response.text
        return response.content

    def open_epoch(
        self,
        *,
        parent_seq: int | None = None,
        abandoned: tuple[AbandonedTail, ...] = (),
    ) -> TillChain:
        """Leave the last epoch, at *parent_seq* carrying its tail again."""
        old = self.chain
        at = len(old.events) if parent_seq is None else parent_seq
        link = ParentLink(old.epoch, at, old.events[at - 1].hash.hex())
        new = TillChain(
            bytes(32),
            workstation=old.workstation,
            store=old.store,
            epoch=os.urandom(8).hex(),
            parent=link,
            series=chr(ord(old.series) + 1),
        )
        new.signer = old.signer
        body = EpochOpened(
            reason="rollback",
            series=new.series,
            first_number=1,
            public_key="",
            at_ms=1,
            abandoned=abandoned,
        )
        if parent_seq is not None:
            tail = RehomedTail(epoch=old.epoch, after_seq=at, last_seq=len(old.events))
            body = EpochRehomed(**msgspec.structs.asdict(body), rehomed=tail)
        new.append(body, business_day=None)
        for event in old.events[at:] if parent_seq is not None else ():
            append_again(new, event)
        self.chains.append(new)
        return new


def append_again(chain: TillChain, event: StoredEvent) -> None:
    """Append an event of another epoch with its id and its body."""
    header = encode_header(
        msgspec.structs.replace(
            decode_header(event.header),
            epoch=chain.epoch,
            seq=len(chain.events) + 1,
            parent=None,
        )
    )
    prev = chain.head
    digest = event_hash(prev, header, event.body)
    signature = chain.signer.sign(digest)
    chain.events.append(StoredEvent(header, event.body, prev, digest, signature))


def _copy(chain: TillChain) -> TillChain:
    copy = TillChain(
        bytes(32),
        workstation=chain.workstation,
        store=chain.store,
        epoch=chain.epoch,
        parent=chain.parent,
        series=chain.series,
    )
    copy.signer = chain.signer
    copy.events = [*chain.events]
    copy.number = chain.number
    return copy
