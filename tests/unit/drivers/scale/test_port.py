"""What the till tells a person about a weight."""

from __future__ import annotations

import pickle

from drivers.scale.codec import WeightTrouble
from drivers.scale.port import REMEDIES, WeightReading, WeightRefusedError


def test_every_trouble_has_a_remedy_in_plain_words() -> None:
    assert set(REMEDIES) == set(WeightTrouble)
    for trouble, remedy in REMEDIES.items():
        assert remedy.endswith(".") or trouble is WeightTrouble.NONE
    assert WeightReading(1, trouble=WeightTrouble.EMPTY).remedy


def test_a_refusal_says_what_to_do_and_crosses_processes() -> None:
    error = WeightRefusedError("scale", WeightTrouble.OVERLOAD)

    copy = pickle.loads(pickle.dumps(error))

    assert copy.trouble is WeightTrouble.OVERLOAD
    assert "Take something off" in str(copy)
