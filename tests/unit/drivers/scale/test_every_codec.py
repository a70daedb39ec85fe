"""Random splits, noise, truncation and damage: no codec gives a wrong weight.

A damaged reply of a protocol without a check may be a well-formed weight; what is
sold is what the guard lets through, so that is what these tests look at.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.scale.codec import ScaleCodec, Send, Weigh, Weight
from drivers.scale.guard import WeightGuard
from drivers.scale.protocols import PROTOCOLS, codec_for
from drivers.scale.simulator import SimulatedScale

GOODS = Weigh(unit_price_minor=66_000)
"""At this price one gram more is another amount, and 15 kg have six digits."""

FRAMES_TOTAL = 1_000_000
FRAMES_IN_TEST = FRAMES_TOTAL // 100

grams_of_goods = st.integers(20, 15_000)
names = st.sampled_from(sorted(PROTOCOLS))


def conversation(name: str, grams: int) -> list[bytes]:
    """The replies of a simulated scale to one weighing, one element each."""
    scale, codec = SimulatedScale(name), codec_for(name)
    scale.change({"weight_g": grams})
    said, to_send = [], [codec.begin(GOODS)]
    while to_send:
        for reply in scale.respond(to_send.pop(0)):
            said.append(reply)
            events = codec.feed(reply)
            to_send += [event.data for event in events if isinstance(event, Send)]
    return said


def heard(codec: ScaleCodec, pieces: Iterator[bytes] | list[bytes]) -> list[Weight]:
    codec.begin(GOODS)
    return [
        event
        for piece in pieces
        for event in codec.feed(piece)
        if isinstance(event, Weight)
    ]


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@given(names, grams_of_goods, st.lists(st.integers(0, 100), max_size=8))
def test_splits_change_nothing(name: str, grams: int, places: list[int]) -> None:
    replies = conversation(name, grams)

    (weight,) = heard(codec_for(name), cut(b"".join(replies), places))

    assert (weight.grams, weight.is_stable) == (grams, True)


@given(names, grams_of_goods, st.binary(max_size=20))
def test_noise_before_a_reply_gives_the_weight_or_none(
    name: str, grams: int, noise: bytes
) -> None:
    replies = conversation(name, grams)

    weights = heard(codec_for(name), [noise, *replies])

    assert all(weight.grams in {grams, None} for weight in weights)


@given(names, grams_of_goods, grams_of_goods, st.integers(0, 40))
def test_a_truncated_reply_is_never_mixed_with_the_next(
    name: str, first: int, second: int, length: int
) -> None:
    broken = b"".join(conversation(name, first))[:length]
    replies = conversation(name, second)

    weights = heard(codec_for(name), [broken, *replies])

    assert all(weight.grams in {first, second, None} for weight in weights)


@given(names, grams_of_goods, st.data())
def test_one_damaged_reply_is_never_sold(
    name: str, grams: int, data: st.DataObject
) -> None:
    replies = conversation(name, grams)
    whole = b"".join(replies)
    damaged = data.draw(st.integers(0, 2))
    place = data.draw(st.integers(0, len(whole) - 1))
    kind = data.draw(st.sampled_from(["turn", "lose", "insert"]))
    byte = data.draw(st.integers(0, 127))

    assert sold(name, whole, damage(whole, place, kind, byte), damaged) <= {grams}


def damage(whole: bytes, place: int, kind: str, byte: int) -> bytes:
    middle = {"turn": bytes((byte,)), "lose": b""}.get(
        kind, bytes((byte, whole[place]))
    )
    return whole[:place] + middle + whole[place + 1 :]


def sold(name: str, good: bytes, bad: bytes, damaged: int) -> set[int | None]:
    """What could be sold in three weighings of which one reply is damaged."""
    codec = codec_for(name)
    guard = WeightGuard(is_one_shot=codec.traits.is_one_shot)
    sellable = set()
    for number in range(3):
        # As the driver does: the last answer counts, two that disagree are none.
        weights = heard(codec, [bad if number == damaged else good])
        if weights and all(weight == weights[-1] for weight in weights):
            reading = guard.see(weights[-1], 0.0)
            if reading.is_sellable:
                sellable.add(reading.grams)
        else:
            guard.doubt()
    return sellable


def play(count: int, seed: int, protocols: Sequence[str]) -> None:
    """Feed *count* frames, half of them damaged, and believe none that is wrong."""
    chance = random.Random(seed)
    made: dict[str, list[tuple[int, bytes]]] = {}
    for name in protocols:
        weights = [chance.randint(20, 15_000) for _ in range(20)]
        made[name] = [(grams, b"".join(conversation(name, grams))) for grams in weights]
    for number in range(0, count, 3):
        name = protocols[number // 3 % len(protocols)]
        grams, good = chance.choice(made[name])
        bad = good
        for _ in range(chance.randint(0, 3)):
            place = chance.randrange(len(bad)) if bad else 0
            kind = chance.choice(["turn", "lose", "insert", "cut", "noise"])
            if kind == "cut":
                bad = bad[:place]
            elif kind == "noise" or not bad:
                bad = chance.randbytes(5) + bad
            else:
                bad = damage(bad, place, kind, chance.randrange(128))
        which = chance.randrange(3)
        found = sold(name, good, bad, which)
        assert found <= {grams}, (name, seed, number, good, bad, which)


@settings(deadline=None, max_examples=1)
@given(st.integers(0, 2**32))
def test_random_frames(seed: int) -> None:
    play(FRAMES_IN_TEST, seed, sorted(PROTOCOLS))


@pytest.mark.campaign
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", sorted(PROTOCOLS))
def test_a_million_random_frames(name: str) -> None:
    play(FRAMES_TOTAL, 0, [name])
