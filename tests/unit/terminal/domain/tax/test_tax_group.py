"""Groups say which taxes an item bears, in order."""

from __future__ import annotations

import msgspec

from structs.decoding import decode_json
from terminal.domain.tax.tax_group import (
    TaxComponent,
    TaxEntry,
    TaxGroup,
    in_sequence,
    single_rate,
)


def entry(name: str, sequence: int) -> TaxEntry:
    return TaxEntry(sequence=sequence, component=TaxComponent(tax_id=name, name=name))


def test_the_common_group_is_one_percent_tax_with_its_own_id() -> None:
    group = single_rate("standard", 200_000, "VAT")

    assert [one.tax_id for one in group.components] == ["standard"]
    assert group.components[0].rate_ppm == 200_000


def test_bundles_are_flattened_by_sequence() -> None:
    bundle = TaxEntry(sequence=4, children=(entry("c", 3), entry("b", 2)))

    components = in_sequence([bundle, entry("d", 5), entry("a", 1), entry("e", 5)])

    assert [one.tax_id for one in components] == ["a", "b", "c", "d", "e"]


def test_a_group_travels_as_json() -> None:
    group = single_rate("standard", 200_000)

    assert decode_json(msgspec.json.encode(group), TaxGroup) == group
