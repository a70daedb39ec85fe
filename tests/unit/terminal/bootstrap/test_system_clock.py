"""The machine's clocks and the one that is set from outside."""

import time

from terminal.bootstrap.system_clock import InjectedClock, SystemClock


def test_wall_clock_is_the_machine_s() -> None:
    before = time.time_ns() // 1_000_000
    shown = SystemClock().wall_ms()

    assert before <= shown <= time.time_ns() // 1_000_000


def test_monotonic_clock_never_goes_back() -> None:
    clock = SystemClock()

    readings = [clock.monotonic_ms() for _ in range(100)]

    assert readings == sorted(readings)


def test_boot_id_is_the_same_for_every_clock_of_this_boot() -> None:
    assert SystemClock().boot_id
    assert SystemClock().boot_id == SystemClock().boot_id


def test_injected_clock_follows_the_system_until_it_is_set() -> None:
    clock = InjectedClock()
    assert abs(clock.wall_ms() - SystemClock().wall_ms()) < 60_000

    clock.now_ms = 1_291_191_960_000

    assert clock.wall_ms() == 1_291_191_960_000


def test_the_centers_time_goes_on_when_the_wall_clock_is_left_behind() -> None:
    clock = SystemClock()
    assert clock.estimate() is None

    clock.heard_center(1_932_000_000_000, 12)
    found = clock.estimate()

    assert found is not None
    assert 0 <= found.at_ms - 1_932_000_000_000 < 60_000
    assert 12 < found.error_ms < 100


def test_a_clock_that_is_set_from_outside_knows_no_center() -> None:
    clock = InjectedClock()
    clock.heard_center(1_932_000_000_000, 12)
    assert clock.estimate() is not None

    clock.now_ms = 1_291_191_960_000

    assert clock.estimate() is None
