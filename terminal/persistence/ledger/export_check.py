"""Checks a file that `ledger export` wrote, away from the till that wrote it.

The rules are those of ``docs/protocol/protocol.md``, section 3; a second verifier in
another language follows them too, and a test compares the two on tampered files.
What a home can check besides (projections, receipt numbers, witnesses) is not here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NoReturn

import msgspec

from structs.decoding import convert
from sync.protocol.envelope import (
    INTEGER_MAX,
    ControlTotals,
    Header,
    decode_header,
    event_hash,
    first_prev,
)
from sync.protocol.errors import MalformedMessageError
from sync.protocol.events import UnknownEventError, event_class
from sync.protocol.events.epoch_opened_v3 import EpochSucceeded
from sync.protocol.signature import PUBLIC_KEY_BYTES, verify
from sync.protocol.succession import KeySuccession, vouching_key
from terminal.persistence.files import file_error

_LINE: Final = re.compile(
    rb'\{"epoch":"([0-9a-f]{16})","seq":([1-9][0-9]{0,15}),'
    rb'"header":"([A-Za-z0-9+/]*={0,2})","body":"([A-Za-z0-9+/]*={0,2})",'
    rb'"prev":"([0-9a-f]{64})","hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"\}'
)
_SALE: Final = "sale.completed"
_MONEY: Final = frozenset(
    {(_SALE, 1), (_SALE, 2), ("transaction.voided", 1), ("transaction.voided", 2)}
)
_SETTLED: Final = frozenset({("till.settled", 1), ("till.settled", 2)})
_Sums = dict[str, int]


class ExportCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one file.

    Attributes:
        ok: Nothing is wrong with it.
        events: Events that were found right.
        epochs: Epochs they lie in.
        head: ``epoch/seq`` of the last of them.
        head_hash: Its hash, hex; compare it with the last receipt or the center.
        public_key: The key that signed them, base64.
        line: Where the first fault is; 0 without one.
        check: Which rule it breaks; empty without one.
        detail: One sentence about it.
    """

    ok: bool
    events: int
    epochs: int
    head: str = ""
    head_hash: str = ""
    public_key: str = ""
    line: int = 0
    check: str = ""
    detail: str = ""


class _FaultError(Exception):
    """A rule is broken."""

    def __init__(self, check: str, detail: str) -> None:
        super().__init__(detail)
        self.check = check


class _Event(msgspec.Struct, frozen=True):
    """One line, read."""

    header_bytes: bytes
    body: bytes
    prev: bytes
    hash: bytes
    signature: bytes
    header: Header

    @property
    def kind(self) -> tuple[str, int]:
        """Type and version of the body."""
        return self.header.type, self.header.type_v


class _InEpoch(msgspec.Struct, frozen=True):
    """What later events of an epoch are compared with."""

    event_id: str
    control: ControlTotals | None


def check_export(
    file: Path, *, public_key: bytes | None = None, head: str | None = None
) -> ExportCheck:
    """Return the verdict on *file*; it says where the first fault is.

    Args:
        file: What `ledger export` wrote.
        public_key: The till's key, 32 bytes; None believes the key that the file
            names, which shows changes but not a file made up as a whole.
        head: Hash of the newest event or its first digits; None cannot tell whether
            the last lines were taken away.

    Raises:
        StorageError: The file cannot be read.
    """
    checker = _Checker(public_key)
    number = 1
    try:
        with file.open("rb") as lines:
            for line in lines:
                checker.take(line)
                number += 1
        if not checker.events:
            _fail("form", "there are no events in it")
        number = checker.events
        if not checker.has_given_key:
            number = 1
            _fail("key", "another key than the till's")
        if head is not None and not checker.head_hash.startswith(head):
            _fail("end", f"the last event is not {head}")
    except OSError as error:
        raise file_error(file, error) from error
    except _FaultError as fault:
        return checker.verdict(number, fault)
    return checker.verdict(0, None)


def _fail(check: str, detail: str) -> NoReturn:
    raise _FaultError(check, detail)


class _Checker:
    """Takes the lines in order and remembers what later ones are compared with."""

    def __init__(self, public_key: bytes | None) -> None:
        self._given_key = public_key
        self._key = b""
        self.has_given_key = public_key is None
        self._epoch = ""
        self._is_salvaged = False
        self._hashes: dict[str, list[bytes]] = {}
        self._contents: dict[str, tuple[str, bytes]] = {}
        self._sold: _Sums = {}
        self._in_epoch: list[_InEpoch] = []
        self.events = 0
        self.head_hash = ""

    def verdict(self, line: int, fault: _FaultError | None) -> ExportCheck:
        """Say how it stands after the last line that was taken."""
        hashes = self._hashes.get(self._epoch, ())
        return ExportCheck(
            ok=fault is None,
            events=self.events,
            epochs=len(self._hashes),
            head=f"{self._epoch}/{len(hashes)}" if self.events else "",
            head_hash=self.head_hash,
            public_key=base64.b64encode(self._key).decode("ascii"),
            line=line,
            check="" if fault is None else fault.check,
            detail="" if fault is None else str(fault),
        )

    def take(self, line: bytes) -> None:
        """Check the next line; a broken rule is raised."""
        event = _read(line)
        header = event.header
        self._check_place(header)
        if event_hash(event.prev, event.header_bytes, event.body) != event.hash:
            _fail("hash", "it is not the event's own")
        self._check_chain(header, event.prev)
        if header.seq == 1:
            self._enter(event)
        if not verify(self._key, event.hash, event.signature):
            _fail("signature", "it is not the till's")
        is_copy = self._check_identity(event)
        self._check_money(event, is_copy=is_copy)
        self._hashes[header.epoch].append(event.hash)
        self.events += 1
        self.head_hash = event.hash.hex()

    def _check_place(self, header: Header) -> None:
        """Rule 3: dense numbers, epochs one after the other."""
        if header.epoch == self._epoch:
            if header.seq != len(self._hashes[header.epoch]) + 1:
                _fail("number", f"event {header.seq} is out of order")
            return
        if header.epoch in self._hashes or header.seq != 1:
            _fail("number", f"epoch {header.epoch} does not begin here")
        self._epoch = header.epoch
        self._hashes[header.epoch] = []
        self._in_epoch = []

    def _check_chain(self, header: Header, prev: bytes) -> None:
        """Rule 5: each event continues the one before, each epoch its parent."""
        if header.seq > 1:
            if prev != self._hashes[header.epoch][-1]:
                _fail("chain", "it does not continue the event before it")
            return
        if prev != first_prev(header):
            _fail("parent", "prev is not the parent's hash")
        if len(self._hashes) == 1:
            # The ledger of a new home may continue one that is elsewhere.
            return
        parent = header.parent
        held = () if parent is None else self._hashes.get(parent.epoch, ())
        if parent is None or len(held) < parent.seq or held[parent.seq - 1] != prev:
            _fail("parent", "it is not in this file")

    def _enter(self, event: _Event) -> None:
        """Rule 6: each epoch names its key; another one needs the last one's word."""
        if event.header.type != "epoch.opened":
            _fail("key", "the epoch names no key")
        body = _read_body(event.body, "key")
        named = body.get("public_key")
        key = b""
        if isinstance(named, str):
            try:
                key = base64.b64decode(named, validate=True)
            except (binascii.Error, ValueError):
                key = b""
        if len(key) != PUBLIC_KEY_BYTES or base64.b64encode(key).decode() != named:
            _fail("key", "the epoch names no key")
        if self._key and key != self._key and not self._is_vouched(body, event, key):
            _fail("key", "another key than the till's")
        self._key = key
        self.has_given_key = self.has_given_key or key == self._given_key
        self._is_salvaged = body.get("reason") == "salvage"

    def _is_vouched(self, body: dict[str, Any], event: _Event, key: bytes) -> bool:
        if event.header.type_v != EpochSucceeded.VERSION:
            return False
        try:
            said = convert(body.get("succession"), KeySuccession)
        except msgspec.ValidationError:
            return False
        return vouching_key(said, key) == self._key

    def _check_identity(self, event: _Event) -> bool:
        """Rule 7: an event comes again only as a copy in another epoch."""
        name, version = event.kind
        digest = hashlib.sha256(event.body).digest()
        content = f"{name} {version} ".encode() + digest
        known = self._contents.get(event.header.event_id)
        self._contents[event.header.event_id] = (event.header.epoch, content)
        if known is None:
            return False
        if known[0] == event.header.epoch or known[1] != content:
            _fail("identity", "its id was used before")
        return True

    def _check_money(self, event: _Event, *, is_copy: bool) -> None:
        """Rules 8 and 9: control totals and settlements say what the facts say."""
        header = event.header
        if event.kind in _MONEY:
            self._check_control(header, _read_body(event.body, "control"))
        elif _is_known(event.kind) and header.ctl is not None:
            _fail("control", "it has totals without a transaction")
        self._in_epoch.append(_InEpoch(header.event_id, header.ctl))
        if event.kind in _SETTLED and not is_copy and not self._is_salvaged:
            self._check_settlement(event)

    def _check_control(self, header: Header, body: dict[str, Any]) -> None:
        control = header.ctl
        if control is None or control.count != 1:
            _fail("control", "it has no totals")
        sums = (_amount(body, "gross_minor"), _amount(body, "tax_minor"))
        if sums != (control.gross_minor, control.tax_minor):
            _fail("control", "gross or tax is another one in the body")
        tenders = ((each.get("method"), each) for each in _objects(body, "tenders"))
        told = _summed(
            ((name, _amount(each, "amount_minor")) for name, each in tenders), "control"
        )
        if told != dict(control.tenders):
            _fail("control", "the tenders are others in the body")
        quantity_micro = self._quantity(header, body)
        if quantity_micro not in {None, control.quantity_micro}:
            _fail("control", "the quantity is another one in the body")

    def _quantity(self, header: Header, body: dict[str, Any]) -> int | None:
        """Return what the lines come to; None for a void of a sale elsewhere."""
        if header.type == _SALE:
            quantity = sum(
                _amount(line, "quantity_micro")
                for line in _objects(body, "lines")
                if line.get("is_voided") is not True
            )
            self._sold[header.event_id] = quantity
            return quantity
        voids = body.get("voids")
        if not isinstance(voids, dict):
            _fail("control", "it names no sale")
        sold = self._sold.get(str(voids.get("event_id")))
        return None if sold is None else -sold

    def _check_settlement(self, event: _Event) -> None:
        body = _read_body(event.body, "settlement")
        opened = body.get("opened_event_id")
        ids = [each.event_id for each in self._in_epoch]
        if opened not in ids:
            # The period began in an earlier epoch.
            return
        first = ids.index(opened)
        covered = self._in_epoch[first:-1]
        place = (first + 1, event.header.seq - 1, len(covered))
        names = ("first_seq", "last_seq", "event_count")
        if tuple(_whole(body.get(name)) for name in names) != place:
            _fail("settlement", "it covers other events")
        if body.get("head_hash") != event.prev.hex():
            _fail("settlement", "it covers another chain")
        totals = [each.control for each in covered if each.control is not None]
        gross_minor = sum(each.gross_minor for each in totals)
        tax_minor = sum(each.tax_minor for each in totals)
        told = tuple(
            _amount(body, name, "settlement") for name in ("gross_minor", "tax_minor")
        )
        if told != (gross_minor, tax_minor):
            _fail("settlement", "gross or tax is not that of the period")
        pairs = body.get("tenders_minor")
        if not isinstance(pairs, list) or not all(map(_is_pair, pairs)):
            _fail("settlement", "the tenders cannot be read")
        stated = _summed(
            ((m, _required(a, "settlement")) for m, a in pairs), "settlement"
        )
        sums = _summed((pair for each in totals for pair in each.tenders), "settlement")
        if _nonzero(stated) != _nonzero(sums):
            _fail("settlement", "the tenders are not those of the period")


def _read(line: bytes) -> _Event:
    """Rules 1 and 2: the form of the line and of the header in it."""
    form = _LINE.fullmatch(line.removesuffix(b"\n")) if line.endswith(b"\n") else None
    if form is None or int(form[2]) > INTEGER_MAX:
        _fail("form", "it is not a whole line of an export")
    header_bytes, body = _from_base64(form[3]), _from_base64(form[4])
    try:
        header = decode_header(header_bytes)
    except MalformedMessageError as error:
        raise _FaultError("header", str(error)) from error
    if (header.epoch, header.seq) != (form[1].decode(), int(form[2])):
        _fail("header", "it says another place than the line")
    prev, digest, signature = (bytes.fromhex(form[at].decode()) for at in (5, 6, 7))
    return _Event(header_bytes, body, prev, digest, signature, header)


def _from_base64(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _FaultError("form", "not base64") from error
    if base64.b64encode(data) != text:
        _fail("form", "not canonical base64")
    return data


def _read_body(data: bytes, check: str) -> dict[str, Any]:
    try:
        body = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        body = None
    if not isinstance(body, dict):
        _fail(check, "the body cannot be read")
    return body


def _is_known(kind: tuple[str, int]) -> bool:
    try:
        event_class(*kind)
    except UnknownEventError:
        return False
    return True


def _objects(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = body.get(name)
    if not isinstance(found, list) or not all(isinstance(e, dict) for e in found):
        _fail("control", f"{name} cannot be read")
    return found


def _summed(pairs: Iterable[tuple[Any, int]], check: str) -> _Sums:
    sums: _Sums = {}
    for method, amount in pairs:
        if not isinstance(method, str):
            _fail(check, "a tender has no name")
        sums[method] = sums.get(method, 0) + amount
    return sums


def _nonzero(sums: _Sums) -> _Sums:
    return {method: amount for method, amount in sums.items() if amount}


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2  # noqa: PLR2004 - a pair


def _amount(body: dict[str, Any], name: str, check: str = "control") -> int:
    return _required(body.get(name), check)


def _required(value: object, check: str) -> int:
    amount = _whole(value)
    if amount is None:
        _fail(check, "an amount is no integer")
    return amount


def _whole(value: object) -> int | None:
    """Return an integer as every JSON reader holds it, ``1.0`` included."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if -INTEGER_MAX <= value <= INTEGER_MAX else None
