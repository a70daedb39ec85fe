"""What lies between till and center, and everything that goes wrong there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import requests
from msgspec.structs import replace

from tests.simulation.center import Answered, Asked, Center, CenterDied
from tests.simulation.plan import Plan
from tests.simulation.world import Violation, World

READ_TIMEOUT_MS: Final = 10_000
DOWN_MS_MAX: Final = 90_000
REQUESTS_A_MINUTE_MAX: Final = 150
"""Of one till: four attempts a second at most, and the pages of a snapshot."""

Outcome = Answered | requests.RequestException
Heard = Callable[[Outcome], bool]
"""Takes what became of a request; tells whether anybody still waited for it."""

_PORTAL: Final = Answered(200, {"Content-Type": "text/html"}, b"<html>Log in</html>")


class _Call:
    """One request of a client, which hears of exactly one outcome."""

    def __init__(self, world: World, heard: Heard) -> None:
        self._world = world
        self._heard = heard
        self._is_over = False

    def end(self, outcome: Outcome, fault: str | None = None) -> None:
        """Let the client hear *outcome*; *fault* is what made it so."""
        if self._is_over:
            return
        self._is_over = True
        if self._heard(outcome) and fault is not None:
            self._world.count("messages")
            self._world.count(fault)

    def end_in(self, delay_ms: int, outcome: Outcome, fault: str | None = None) -> None:
        """Let the client hear *outcome* later."""
        self._world.after(delay_ms, lambda: self.end(outcome, fault))


class Network:
    """Carries requests, badly.

    Attributes:
        plan: How badly; None once everything is mended.
        cut_off: Tills without any way to the center.
        deaf: Tills whose requests arrive and whose answers do not.
    """

    def __init__(self, world: World, center: Center, plan: Plan) -> None:
        self._world = world
        self._center = center
        self.plan: Plan | None = plan
        self.cut_off: set[str] = set()
        self.deaf: set[str] = set()
        self._is_forbidden = False
        self._asked: dict[str, tuple[int, int]] = {}

    @contextmanager
    def forbidden(self) -> Iterator[None]:
        """I13: a request made meanwhile breaks a promise."""
        self._is_forbidden = True
        try:
            yield
        finally:
            self._is_forbidden = False

    def is_cut_off(self, name: str) -> bool:
        """Tell whether what till *name* has to say does not arrive at present."""
        return name in self.cut_off

    def mend(self) -> None:
        """Be a good network from now on."""
        self.plan = None
        self.cut_off.clear()
        self.deaf.clear()

    def ask(self, name: str, asked: Asked, heard: Heard) -> None:
        """Send *asked* of till *name*; *heard* is called once, later."""
        if self._is_forbidden:
            raise Violation("I13", f"a sale of {name} asked the network")
        world = self._world
        call = _Call(world, heard)
        world.count("requests")
        self._count_rate(name)
        if name in self.cut_off:
            error = requests.ConnectionError("no way there")
            call.end_in(world.rng.randrange(1, 3_000), error, "partitioned")
            return
        plan = self.plan
        if plan is None:
            self._arrive_in(self._latency(), name, asked, call)
            return
        if not self._intercept(plan, name, asked, call):
            self._carry(plan, name, asked, call)

    def _count_rate(self, name: str) -> None:
        """Check I15: what one till asks within a minute."""
        minute = self._world.now_ms // 60_000
        before, asked = self._asked.get(name, (minute, 0))
        asked = asked + 1 if before == minute else 1
        self._asked[name] = (minute, asked)
        self._world.most("requests_a_minute_max", asked)
        if asked > REQUESTS_A_MINUTE_MAX:
            raise Violation("I15", f"{name} asked {asked} times within a minute")

    def _intercept(self, plan: Plan, name: str, asked: Asked, call: _Call) -> bool:
        """Let something on the way answer, or nothing; tell whether it did."""
        chance, rng = self._world.chance, self._world.rng
        if chance(plan.gateway):
            call.end_in(self._latency(), Answered(502, {}, b"bad gateway"), "gateway")
        elif chance(plan.portal):
            call.end_in(self._latency(), _PORTAL, "portal")
        elif chance(plan.busy):
            call.end_in(self._latency(), self._busy(asked), "busy")
        elif chance(plan.half_open):
            # The shell gives it up; the machine hears of it long after that.
            late = requests.ReadTimeout("half open")
            call.end_in(rng.randrange(31_000, 120_000), late, "half_open")
            if rng.random() < 0.5:
                self._arrive_in(self._latency(), name, asked, None)
        elif chance(plan.lose_request):
            self._lose(call, "request_lost")
        else:
            return False
        return True

    def _carry(self, plan: Plan, name: str, asked: Asked, call: _Call) -> None:
        """Bring a request to the center: whole or cut, soon or late, once or twice."""
        chance, rng = self._world.chance, self._world.rng
        if chance(plan.cut_request) and asked.body:
            self._world.count("request_cut")
            asked = replace(asked, body=asked.body[: rng.randrange(len(asked.body))])
        delay_ms = self._latency()
        if chance(plan.delay):
            delay_ms = rng.randrange(200, 60_000)
            self._world.count("delayed")
        call.end_in(READ_TIMEOUT_MS, requests.ReadTimeout("late"), "timed_out")
        self._arrive_in(delay_ms, name, asked, call)
        if chance(plan.double):
            again_ms = delay_ms + rng.randrange(1, 120_000)
            self._arrive_in(again_ms, name, asked, None)

    def _latency(self) -> int:
        return self._world.rng.randrange(5, 80)

    def _busy(self, asked: Asked) -> Answered:
        names = {key.lower(): key for key in asked.headers}
        nonce = names["x-evertill-nonce"]
        status = self._world.rng.choice((429, 503, 500))
        headers = {nonce: asked.headers[nonce]}
        if status != 500:
            headers["Retry-After"] = str(self._world.rng.randrange(1, 20))
        return Answered(status, headers, b"")

    def _lose(self, call: _Call, fault: str) -> None:
        rng = self._world.rng
        if rng.random() < 0.5:
            error = requests.ConnectionError("reset")
            call.end_in(rng.randrange(5, 3_000), error, fault)
        else:
            call.end_in(READ_TIMEOUT_MS, requests.ReadTimeout("lost"), fault)

    def _arrive_in(
        self, delay_ms: int, name: str, asked: Asked, call: _Call | None
    ) -> None:
        self._world.after(delay_ms, lambda: self._arrive(name, asked, call))

    def _arrive(self, name: str, asked: Asked, call: _Call | None) -> None:
        world, center, plan = self._world, self._center, self.plan
        if not center.is_up:
            if call is not None:
                refused = requests.ConnectionError("connection refused")
                call.end_in(self._latency(), refused, "center_down")
            return
        if plan is not None and world.chance(plan.center_dies):
            center.dies = world.rng.choice(("before", "after"))
        try:
            answer = center.handle(asked)
        except CenterDied:
            world.count("crashes")
            world.count("center_died")
            world.note("center", "died")
            stop_center(world, center)
            if call is not None:
                reset = requests.ConnectionError("reset")
                call.end_in(self._latency(), reset, "answer_lost")
            return
        finally:
            center.dies = None
        world.note(name, asked.method, asked.target[:10], answer.status)
        if call is None:
            if answer.status == 200:
                world.count("messages")
                world.count("doubled")
            return
        self._answer(name, answer, call)

    def _answer(self, name: str, answer: Answered, call: _Call) -> None:
        world, plan = self._world, self.plan
        if name in self.deaf or (plan is not None and world.chance(plan.lose_answer)):
            self._lose(call, "answer_lost")
        elif plan is not None and world.chance(plan.cut_answer) and answer.body:
            end = world.rng.randrange(len(answer.body))
            cut = replace(answer, body=answer.body[:end])
            call.end_in(self._latency(), cut, "answer_cut")
        else:
            call.end_in(self._latency(), answer)


def stop_center(world: World, center: Center) -> None:
    """Take the center down; it comes back by itself."""
    center.is_up = False

    def begin() -> None:
        if not center.is_up:
            center.restart()
            center.is_up = True
            world.note("center", "up")

    world.after(world.rng.randrange(500, DOWN_MS_MAX), begin)
