"""Pushing events: stored once, in order, whatever is pushed."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest

from structs.decoding import convert
from sync.protocol.envelope import ControlTotals, ParentLink, StoredEvent
from sync.protocol.messages import EventVerdict
from tests.support.central_server import TillClient
from tests.support.till_chain import TillChain, event_id


def verdicts(reply_verdicts: tuple[EventVerdict, ...]) -> list[tuple[str, str | None]]:
    return [(each.verdict, each.code) for each in reply_verdicts]


def altered(event: StoredEvent, **changes: bytes) -> StoredEvent:
    return msgspec.structs.replace(event, **changes)


def test_sales_are_stored_counted_and_listed(till: TillClient) -> None:
    for gross in (1_200, 999, -350):
        till.chain.sell(gross, lines=3)

    reply = till.push(till.chain.events)

    assert (reply.hw, reply.hw_hash) == (3, till.chain.head.hex())
    assert verdicts(reply.verdicts) == [("applied", None)] * 3
    totals = till.totals()
    assert totals["transactions"] == 3
    assert totals["gross_minor"] == 1_849
    assert totals["tax_minor"] == 200 + 166 - 59
    assert totals["tenders_minor"] == {"cash": 1_849}
    assert (totals["sale_lines"], totals["return_lines"]) == (6, 3)
    assert totals["quantity_micro"] == 3_000_000
    assert totals["unapplied"]["transactions"] == 0
    listed = till.server.answer(
        "GET", f"/v1/workstations/{till.chain.workstation}/events"
    )
    assert [each["gross_minor"] for each in listed] == [1_200, 999, -350]
    assert [each["number"] for each in listed] == [1, 2, 3]
    assert [each["hash"] for each in listed] == [
        e.hash.hex() for e in till.chain.events
    ]


def test_the_same_batch_again_changes_nothing(till: TillClient) -> None:
    for _ in range(5):
        till.chain.sell()
    first = till.push(till.chain.events)
    before = till.totals()

    again = till.push(till.chain.events)

    assert (again.hw, again.hw_hash) == (first.hw, first.hw_hash)
    assert verdicts(again.verdicts) == [("duplicate", None)] * 5
    assert till.totals() == before


def test_a_batch_that_overlaps_adds_only_what_is_new(till: TillClient) -> None:
    for _ in range(4):
        till.chain.sell()
    till.push(till.chain.events[:3])

    reply = till.push(till.chain.events[1:])

    assert [each.verdict for each in reply.verdicts] == [
        "duplicate",
        "duplicate",
        "applied",
    ]
    assert till.totals()["transactions"] == 4


def test_an_older_part_of_the_chain_is_answered_with_the_whole_watermark(
    till: TillClient,
) -> None:
    for _ in range(4):
        till.chain.sell()
    till.push(till.chain.events)

    reply = till.push(till.chain.events[:2])

    assert reply.hw == 4
    assert verdicts(reply.verdicts) == [("duplicate", None)] * 2


def test_a_gap_is_refused_and_the_watermark_told(till: TillClient) -> None:
    for _ in range(4):
        till.chain.sell()
    till.push(till.chain.events[:1])

    refusal = till.refused_push(till.chain.events[2:], 409)

    assert (refusal.code, refusal.epoch, refusal.hw) == ("gap", till.chain.epoch, 1)
    assert refusal.hw_hash == till.chain.events[0].hash.hex()
    assert till.totals()["transactions"] == 1


def test_an_epoch_that_begins_in_the_middle_is_a_gap(till: TillClient) -> None:
    till.chain.sell()
    till.chain.sell()

    refusal = till.refused_push(till.chain.events[1:], 409)

    assert (refusal.code, refusal.hw, refusal.hw_hash) == ("gap", 0, None)


def test_another_event_under_a_stored_seq_is_a_fork(till: TillClient) -> None:
    chain = till.chain
    chain.sell()
    chain.sell()
    till.push(chain.events)
    other = TillChain(b"\x01" * 32, workstation=chain.workstation, store=chain.store)
    other.signer = chain.signer
    other.events = chain.events[:1]
    other.number = 1
    other.sell(77)
    other.sell(78)

    stored_again = till.refused_push(other.events[1:], 409)
    beyond = till.refused_push(other.events[2:], 409)

    assert (stored_again.code, stored_again.hw) == ("fork", 2)
    assert (beyond.code, beyond.hw) == ("fork", 2)
    assert till.totals()["gross_minor"] == 2_000


@pytest.mark.parametrize("field", ["header", "body", "prev", "hash"])
def test_a_changed_event_breaks_the_chain(till: TillClient, field: str) -> None:
    till.chain.sell()
    till.chain.sell()
    till.chain.sell()
    first, second, third = till.chain.events
    value: bytes = getattr(second, field)
    changed = {
        "header": value.replace(b'"t_mono":2', b'"t_mono":3'),
        "body": value.replace(b"GBP", b"GBX"),
        "prev": bytes(32),
        "hash": bytes(32),
    }[field]
    assert changed != value

    refusal = till.refused_push(
        [first, altered(second, **{field: changed}), third], 409
    )

    assert refusal.code == "chain"
    assert till.totals()["transactions"] == 0


def test_events_out_of_order_are_no_chain(till: TillClient) -> None:
    till.chain.sell()
    till.chain.sell()

    assert till.refused_push(till.chain.events[::-1], 409).code == "chain"


def test_an_epoch_must_begin_at_zeros_or_its_parent(till: TillClient) -> None:
    parent = ParentLink("f" * 16, 9, "ab" * 32)
    till.chain.parent = parent
    good = till.chain.sell()
    till.chain.events.clear()
    till.chain.number = 0
    till.chain.parent = None
    wrong = TillChain(bytes(32), workstation=till.chain.workstation)
    wrong.signer, wrong.store = till.chain.signer, till.chain.store
    wrong.events = [altered(good, hash=b"\x07" * 32)]
    wrong.sell()
    header = wrong.events[1].header.replace(b'"seq":2', b'"seq":1')

    assert (
        till.refused_push([altered(wrong.events[1], header=header)], 409).code
        == "chain"
    )
    assert till.push([good]).hw == 1


def test_the_last_event_must_be_signed_by_the_workstation(till: TillClient) -> None:
    till.chain.sell()
    last = till.chain.sell()

    forged = altered(last, signature=bytes(64))
    refusal = till.refused_push([till.chain.events[0], forged], 409)

    assert refusal.code == "chain"
    assert "signed" in refusal.message


def test_the_events_of_another_till_are_refused(
    new_till: Callable[[], TillClient],
) -> None:
    till, other = new_till(), new_till()
    other.chain.sell()

    refusal = till.refused_push(other.chain.events, 403)

    assert refusal.code == "foreign_stream"
    assert other.totals()["transactions"] == 0


def test_two_epochs_in_one_push_are_refused(till: TillClient) -> None:
    first = till.chain.sell()
    till.chain.epoch = "f" * 16
    second = till.chain.sell()

    assert till.refused_push([first, second], 400).code == "mixed_streams"


def test_an_empty_push_is_refused(till: TillClient) -> None:
    assert till.refused_push([], 400).code == "empty"


def test_a_header_that_is_none_is_refused(till: TillClient) -> None:
    event = till.chain.sell()

    refusal = till.refused_push([altered(event, header=b'{"v":1}')], 400)

    assert refusal.code == "malformed"


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b'{"lines":[]}', b"[" * 10_000, b"null", b""]
)
def test_a_body_that_cannot_be_read_is_kept_counted_and_blocks_nothing(
    till: TillClient, body: bytes
) -> None:
    control = ControlTotals.of(
        count=1, gross_minor=500, tax_minor=80, tenders={"cash": 500}, quantity_micro=7
    )
    till.chain.sell()
    till.chain.append_bytes("sale.completed", body, control)
    till.chain.sell()

    reply = till.push(till.chain.events)

    assert reply.hw == 3
    assert [each.verdict for each in reply.verdicts] == [
        "applied",
        "quarantined",
        "applied",
    ]
    assert reply.verdicts[1].code == "undecodable"
    totals = till.totals()
    assert (totals["transactions"], totals["gross_minor"]) == (3, 2_500)
    assert totals["unapplied"]["transactions"] == 1
    assert totals["unapplied"]["gross_minor"] == 500
    assert totals["unapplied"]["tenders_minor"] == {"cash": 500}
    assert verdicts(till.push(till.chain.events).verdicts)[1] == (
        "duplicate",
        "quarantined",
    )


def test_an_event_of_a_newer_till_is_kept(till: TillClient) -> None:
    till.chain.append_bytes("drone.dispatched", b"{}")
    till.chain.append_bytes("sale.completed", b"{}", version=9)

    reply = till.push(till.chain.events)

    assert verdicts(reply.verdicts) == [("quarantined", "unknown_type")] * 2


def test_a_header_that_claims_other_money_than_the_body_is_quarantined(
    till: TillClient,
) -> None:
    body = till.chain.sale_body(1_000)
    control = till.chain.control_of(body)
    lies = [
        msgspec.structs.replace(control, gross_minor=999),
        msgspec.structs.replace(control, tenders=(("card", 1_000),)),
        msgspec.structs.replace(control, tax_minor=0),
        None,
    ]
    for lie in lies:
        till.chain.append(body, lie)

    reply = till.push(till.chain.events)

    assert verdicts(reply.verdicts) == [("quarantined", "control_mismatch")] * 4


def test_amounts_beyond_any_business_do_not_spoil_the_sums(till: TillClient) -> None:
    huge = ControlTotals.of(
        count=1,
        gross_minor=2**53 - 1,
        tax_minor=0,
        tenders={"cash": 2**53 - 1},
        quantity_micro=0,
    )
    till.chain.sell(100)
    for _ in range(999):
        till.chain.append_bytes("sale.completed", b"{}", huge)

    reply = till.push(till.chain.events)

    assert reply.hw == 1_000
    assert {each.code for each in reply.verdicts[1:]} == {"implausible"}
    totals = till.totals()
    assert (totals["events"], totals["gross_minor"]) == (1_000, 100)


def test_a_number_used_twice_is_quarantined_alone(till: TillClient) -> None:
    till.chain.sell(100)
    till.push(till.chain.events)
    till.chain.sell(200)
    till.chain.number -= 1
    till.chain.sell(300)
    till.chain.sell(400)

    reply = till.push(till.chain.events[1:])

    # Numbers are looked at when the transactions are made of the events.
    assert verdicts(reply.verdicts) == [("applied", None)] * 3
    target = f"/v1/workstations/{till.chain.workstation}/quarantine"
    waiting = till.send("GET", target).json()
    assert [(each["seq"], each["code"]) for each in waiting["items"]] == [
        (3, "number_reused")
    ]
    assert till.hello().quarantined == 1
    totals = till.totals()
    assert totals["gross_minor"] == 1_000
    assert totals["unapplied"]["gross_minor"] == 300
    assert verdicts(till.push(till.chain.events[1:]).verdicts) == [
        ("duplicate", None),
        ("duplicate", "quarantined"),
        ("duplicate", None),
    ]


def test_events_sent_again_under_a_new_epoch_count_once(till: TillClient) -> None:
    old = till.chain
    for gross in (100, 200, 300):
        old.sell(gross)
    till.push(old.events)
    parent = ParentLink(old.epoch, 1, old.events[0].hash.hex())
    new = TillChain(
        bytes(32),
        workstation=old.workstation,
        store=old.store,
        epoch="feedfacefeedface",
        parent=parent,
        series="B",
    )
    new.signer = old.signer
    for event in old.events[1:]:
        header = json.loads(event.header)
        control = header["ctl"]
        new.append_bytes(
            header["type"],
            event.body,
            convert(control, ControlTotals),
            identity=header["event_id"],
        )
    new.sell(400)

    reply = till.push(new.events)

    assert verdicts(reply.verdicts) == [
        ("duplicate", None),
        ("duplicate", None),
        ("applied", None),
    ]
    assert till.totals()["gross_minor"] == 1_000
    assert till.totals()["transactions"] == 4
    heads = {each.epoch: each.hw for each in till.hello().epochs}
    assert heads == {old.epoch: 3, new.epoch: 3}


def test_an_id_used_for_two_sales_hides_neither(till: TillClient) -> None:
    identity = event_id(0xABCDEF)
    till.chain.sell(100, identity=identity)
    till.chain.sell(200, identity=identity)

    reply = till.push(till.chain.events)

    assert verdicts(reply.verdicts) == [
        ("applied", None),
        ("quarantined", "event_id_reused"),
    ]
    assert till.totals()["gross_minor"] == 300


def test_the_same_id_at_two_tills_is_two_events(
    new_till: Callable[[], TillClient],
) -> None:
    identity = event_id(0xABCDE0)
    for till in (new_till(), new_till()):
        till.chain.sell(100, identity=identity)

        assert verdicts(till.push(till.chain.events).verdicts) == [("applied", None)]


def test_voiding_and_cancelled_transactions_have_their_numbers(
    till: TillClient,
) -> None:
    sale = till.chain.sell(1_000)
    till.chain.void(sale)
    till.chain.cancel()

    reply = till.push(till.chain.events)

    assert verdicts(reply.verdicts) == [("applied", None)] * 3
    totals = till.totals()
    assert (totals["transactions"], totals["gross_minor"]) == (2, 0)
    assert totals["tenders_minor"] == {"cash": 0}
    target = f"/v1/workstations/{till.chain.workstation}/events"
    listed = till.server.answer("GET", target)
    assert [each["number"] for each in listed] == [1, 2, 3]
    assert [each["gross_minor"] for each in listed] == [1_000, -1_000, 0]


def test_two_tills_of_a_store_add_up(
    new_till: Callable[[], TillClient], till: TillClient
) -> None:
    server = till.server
    other = server.enrolled("T-second", till.chain.store)
    for _ in range(3):
        till.chain.sell(100)
    other.chain.sell(50, business_day="2031-04-03")

    till.push(till.chain.events)
    other.push(other.chain.events)

    target = f"/v1/stores/{till.chain.store}/control-totals"
    both = server.answer("GET", target)
    assert (both["transactions"], both["gross_minor"]) == (4, 350)
    assert [day["business_day"] for day in both["days"]] == ["2031-04-02", "2031-04-03"]
    one_day = server.answer("GET", f"{target}?business_day=2031-04-03")
    assert one_day["gross_minor"] == 50
    assert one_day["tenders_minor"] == {"cash": 50}
    assert other.totals()["gross_minor"] == 50
