"""A file of any kind becomes rows of reference data, and the report counts them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.reference_data import import_file
from terminal.domain.reference_data.errors import CatalogFileError, RefusedRow
from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.reference_data.import_file import (
    KnownIds,
    judge_file,
    list_rows,
    read_file,
)
from terminal.domain.reference_data.rows import IdentityData, ItemData, kind_of
from terminal.domain.tax.tax_group import single_rate

_TEXT = """scan_code,description,unit_price,tax_rate,plu
4006381333931,Fineliner,1.49,20,7
4006381333932,Wrong digit,2,5.5,
X,No price,,,
Y,Negative,-1,,
"""
_FILES = {
    FileKind.ITEMS: "scan_code,description,unit_price\nA,A,1\n",
    FileKind.PRICES: "item_id,price_list,unit_price\nA,L,1\n",
    FileKind.PRICE_LISTS: "price_list,name\nL,List\n",
    FileKind.TAXES: '{"tax_group_id": "t", "name": "T", "components": []}\n',
    FileKind.PROMOTIONS: (
        '{"promotion_id": "p", "version": 1, "name": "n",'
        ' "reward": {"kind": "percent_off", "percent_ppm": 1}}\n'
    ),
    FileKind.MEMBERS: "member_id,code\nm,C\n",
    FileKind.EXCHANGE_RATES: "currency,rate,valid_from\nUSD,1,2026-11-22\n",
}


def test_every_row_is_counted_and_refusals_are_listed() -> None:
    report = judge_file(FileKind.ITEMS, _TEXT, dry_run=True)

    assert (report.rows, report.accepted, report.refused_count) == (4, 2, 2)
    assert report.refused_by_reason == {"unit_price": 2}
    assert [row.line for row in report.refused] == [4, 5]
    assert [row.line for row in report.warnings] == [3]
    assert report.kind == "items"


def test_long_lists_are_cut_but_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_file, "LISTED_MAX", 1)
    text = _TEXT + "4006381333933,Wrong again,1,,\n"

    report = judge_file(FileKind.ITEMS, text, dry_run=True)

    assert (report.refused_count, len(report.refused)) == (2, 1)
    assert len(report.warnings) == 1


def test_what_is_no_catalogue_is_refused_as_a_whole() -> None:
    with pytest.raises(CatalogFileError):
        judge_file(FileKind.ITEMS, "name;price\n", dry_run=False)


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_kind_is_read(kind: FileKind) -> None:
    report = judge_file(kind, _FILES[kind], dry_run=False)

    assert (report.rows, report.accepted) == (1, 1)
    assert len(list(list_rows(kind, _FILES[kind]))) == 1


def test_an_item_brings_its_tax_once_and_its_codes() -> None:
    text = """item_id,scan_code,description,unit_price,tax_rate,minimum_age,base_quantity,unit
W,W1,Wine,5,20,18,,
W,W6,Wine,,20,18,6,box
"""
    first, second = list_rows(FileKind.ITEMS, text)

    assert [kind_of(row) for row in first] == ["tax_group", "item", "identity"]
    assert first[0] == single_rate("rate-200000", 200_000, "20 %")
    assert isinstance(first[1], ItemData)
    assert first[1].rules == ItemRules(minimum_age=18)
    assert second == (
        IdentityData(
            scan_code="W6", item_id="W", unit="box", base_quantity_micro=6_000_000
        ),
    )


def test_a_named_group_is_left_to_the_tax_file() -> None:
    text = "scan_code,description,unit_price,tax_group\nA,A,1,food\n"
    ((item, _identity),) = list_rows(FileKind.ITEMS, text)

    assert isinstance(item, ItemData)
    assert item.tax_group_id == "food"


def test_a_group_and_a_rate_contradict_each_other() -> None:
    text = "scan_code,description,unit_price,tax_rate,tax_group\nA,A,1,20,food\n"
    (row,) = read_file(FileKind.ITEMS, text)

    assert isinstance(row, RefusedRow)
    assert row.reason == "tax_group"


def test_an_item_of_a_group_that_is_not_here_is_taken_with_a_warning() -> None:
    text = (
        "scan_code,description,unit_price,tax_group\nA,A,1,food\n"
        "4006381333932,B,1,none\n"
    )

    report = judge_file(
        FileKind.ITEMS,
        text,
        dry_run=True,
        known=KnownIds(tax_groups=frozenset({"food"})),
    )

    assert report.accepted == 2
    ((line, warning),) = [(row.line, row.warning) for row in report.warnings]
    assert line == 3
    assert "check digit" in warning
    assert "tax_group 'none' is not here yet" in warning


def test_prices_and_links_of_what_is_not_here_are_warned_of() -> None:
    known = KnownIds(items=frozenset({"a"}), price_lists=frozenset({"vip"}))
    prices = "item_id,price_list,unit_price\na,vip,1\nb,vip,1\na,x,1\nb,x,1\n"
    items = (
        "item_id,scan_code,description,unit_price,linked_items\n"
        "b,B,B,1,a\nc,C,C,1,d\nd,D,D,1,nothing\n"
    )

    told = [
        [(row.line, row.warning) for row in report.warnings]
        for report in (
            judge_file(FileKind.PRICES, prices, dry_run=True, known=known),
            judge_file(FileKind.ITEMS, items, dry_run=True, known=known),
        )
    ]

    missing = "is not here yet; import it too"
    assert told[0] == [
        (3, f"item_id 'b' {missing}"),
        (4, f"price_list 'x' {missing}"),
        (5, f"item_id 'b' {missing}; price_list 'x' {missing}"),
    ]
    assert told[1] == [(4, f"linked item 'nothing' {missing}")]


_cells = st.sampled_from(
    ["", "1", "-1", "A", "=1+1", "1e999", "a|b", '"', "é", "2026-12-01T00:00Z", "yes"]
) | st.text(max_size=4)
_values: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["kind", "take", "pay", "items", "selects", "components"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=6,
)


@given(kind=st.sampled_from(list(FileKind)), data=st.data())
def test_no_file_is_anything_but_judged_or_refused(
    kind: FileKind, data: st.DataObject
) -> None:
    header, _, row = _FILES[kind].partition("\n")
    if kind in {FileKind.TAXES, FileKind.PROMOTIONS}:
        known = json.loads(header)
        name = data.draw(st.sampled_from([*known, "reward", "conditions", "x"]))
        text = json.dumps({**known, name: data.draw(_values)})
    else:
        count = header.count(",") + 1
        cells = data.draw(st.lists(_cells, min_size=count, max_size=count))
        text = f"{header}\n{row}{','.join(cells)}\n"

    try:
        report = judge_file(kind, text, dry_run=False)
        written = sum(1 for _ in list_rows(kind, text))
    except CatalogFileError:
        return
    assert report.rows == report.accepted + report.refused_count
    assert written == report.accepted
