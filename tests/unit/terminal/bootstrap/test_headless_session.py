"""One JSON line in, one JSON line out, over a real till."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal.bootstrap.headless import Till, open_till
from terminal.bootstrap.headless_session import HeadlessSession
from terminal.bootstrap.system_clock import InjectedClock
from terminal.bootstrap.wakeable_input import open_input
from terminal.diagnostics.sample_home import OPERATOR_ID, PIN, make_sample_home
from terminal.diagnostics.sample_items import SampleItem

_AT_MS = 1_700_000_000_000
_CODE = "4006381333931"


class Conversation:
    """Sessions over one till, each with its input written beforehand."""

    def __init__(self, till: Till, clock: InjectedClock) -> None:
        self.till = till
        self.clock = clock
        self.idle_count = 0
        self.command_count = 0

    def session(self, input_fd: int, output_fd: int) -> HeadlessSession:
        """Return a session over these descriptors."""
        self.source = open_input(input_fd)
        return HeadlessSession(
            self.till.use_cases,
            (self.source, output_fd),
            after_command=self._after,
            on_idle=self._idle,
            clock=self.clock,
        )

    def say(self, *lines: bytes) -> list[dict[str, Any]]:
        """Send lines, end the input, and return the answers."""
        input_read, input_write = os.pipe()
        output_read, output_write = os.pipe()
        os.write(input_write, b"".join(line + b"\n" for line in lines))
        os.close(input_write)
        self.session(input_read, output_write).serve()
        self.source.close()
        os.close(output_write)
        os.close(input_read)
        with os.fdopen(output_read, "rb") as output:
            return [json.loads(line) for line in output.read().splitlines()]

    def ask(self, do: str, **with_: object) -> dict[str, Any]:
        """Send one request and return its answer."""
        request = {"id": 7, "do": do, "with": with_, "at": _AT_MS}
        (answer,) = self.say(json.dumps(request).encode())
        assert answer["id"] == 7
        return answer

    def _after(self) -> None:
        self.command_count += 1

    def _idle(self) -> None:
        self.idle_count += 1


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "home"
    make_sample_home(path, [SampleItem(_CODE, "Fineliner", 149)])
    return path


@pytest.fixture
def conversation(home: Path) -> Iterator[Conversation]:
    clock = InjectedClock()
    till = open_till(home, clock=clock)
    talk = Conversation(till, clock)
    yield talk
    till.close()


def test_a_sale_from_sign_on_to_receipt(conversation: Conversation) -> None:
    conversation.ask("sign_on", operator_id=OPERATOR_ID, pin=PIN)
    conversation.ask("open_business_day", business_day="2023-11-14")
    conversation.ask("open_till_period", loan_minor=10_000)

    change = conversation.ask("add_item", scan_code=_CODE, quantity_micro=2_000_000)
    conversation.ask("tender_cash", given_minor=500)
    completed = conversation.ask("complete_sale", source_reference="log-1")

    assert change["ok"]["totals"]["total_minor"] == 298
    assert completed["ok"]["change_minor"] == 202
    assert completed["ok"]["number"] == 1
    assert completed["ok"]["finished"]["gross_minor"] == 298
    assert completed["ok"].keys().isdisjoint({"read", "store"})
    found = conversation.ask("find_transaction", source_reference="log-1")
    assert found["ok"]["event_hash"] == completed["ok"]["event_hash"]
    assert conversation.command_count == 7
    assert conversation.clock.wall_ms() == _AT_MS


def test_rule_that_says_no_is_refused_with_its_code(
    conversation: Conversation,
) -> None:
    answer = conversation.ask("add_item", scan_code="96385074")

    assert answer["refused"]["code"]
    assert answer["refused"]["message"]
    assert "ok" not in answer


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"{}",
        b'{"id":1,"do":"no_such_use_case"}',
        b'{"id":1,"do":"__init__"}',
        b'{"id":1,"do":"_services"}',
        b'{"id":1,"do":"add_item","with":{"scan_code":5}}',
        b'{"id":1,"do":"add_item","with":[]}',
        b"\xff\xfe",
    ],
)
def test_malformed_request_fails_alone_and_the_next_is_answered(
    conversation: Conversation, line: bytes
) -> None:
    first, second = conversation.say(line, b'{"id":2,"do":"get_till_state"}')

    assert first["failed"]["code"] == "malformed_request"
    assert second["id"] == 2
    assert "ok" in second


def test_request_without_end_is_cut_off(conversation: Conversation) -> None:
    input_read, input_write = os.pipe()
    output_read, output_write = os.pipe()

    def pour() -> None:
        for _ in range(17):
            os.write(input_write, b"x" * 65_536)
        os.close(input_write)

    writer = threading.Thread(target=pour)
    writer.start()
    conversation.session(input_read, output_write).serve()
    writer.join()

    answer = json.loads(os.read(output_read, 4096).splitlines()[0])
    assert answer["failed"]["code"] == "request_too_long"
    for descriptor in (input_read, output_read, output_write):
        os.close(descriptor)


def test_idle_till_is_told_once_and_work_of_other_threads_runs_on_its_own(
    conversation: Conversation,
) -> None:
    input_read, input_write = os.pipe()
    output_read, output_write = os.pipe()
    ran_on: list[int] = []

    def end() -> None:
        ran_on.append(threading.get_ident())
        os.close(input_write)

    session = conversation.session(input_read, output_write)
    timer = threading.Timer(1.3, session.call_soon, (end,))
    timer.start()
    session.serve()
    timer.join()

    assert ran_on == [threading.get_ident()]
    assert conversation.idle_count == 1
    for descriptor in (input_read, output_read, output_write):
        os.close(descriptor)
