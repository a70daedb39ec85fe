"""A till's whole disk runs in two computers at once, with one key."""

from __future__ import annotations

from tests.integration.restores.shop import Device, LiveAgents, Shop

_MINUTES_MAX = 12


def _suspend(agents: LiveAgents, *devices: Device) -> None:
    """Let live computers with one key sell and speak until the center stops them."""
    for device in devices:
        device.sell()
        agents.start(device)
        agents.wait(device, lambda status: status.state != "starting")
    # Each greets once a minute; what both say cannot be said by one.
    for _ in range(_MINUTES_MAX):
        if set(agents.pass_a_minute(*devices)) == {"suspended"}:
            return


def test_a_clone_is_found_and_both_computers_are_suspended_and_sell_on(
    shop: Shop, till: Device, agents: LiveAgents
) -> None:
    clone = shop.clone_of(till)
    _suspend(agents, till, clone)

    for device in (till, clone):
        device.sell(2)
        status = agents.wait(device, lambda status: bool(status.waiting))
        assert status.state == "suspended"
        assert "Two computers" in status.cause
    agents.stop()
    [alarm] = shop.center.answer("GET", "/v1/clones")["clones"]
    assert alarm["workstation"] == till.workstation


def test_suspended_computers_get_keys_of_their_own_and_everything_arrives_once(
    shop: Shop, till: Device, agents: LiveAgents
) -> None:
    clone = shop.clone_of(till)
    _suspend(agents, till, clone)
    agents.stop()
    for device in (till, clone):
        device.sell(2)

    assert shop.join_again(till, till.workstation) == till.workstation
    assert shop.join_again(clone, "T-99") == "T-99"
    for device in (till, clone):
        device.sell()
        assert device.drain().state == "online"

    shop.assert_arrived_once()
    assert shop.losses() == []


def test_clones_that_never_meet_the_center_at_once_still_lose_and_double_nothing(
    shop: Shop, till: Device
) -> None:
    clone = shop.clone_of(till)

    for device in (till, clone):
        device.sell(2)
    for device in (till, clone, till, clone):
        assert device.drain().waiting == 0

    for device in (till, clone):
        device.sell()
        device.drain()
    shop.assert_nothing_lost_or_doubled()
    assert till.epoch != clone.epoch
