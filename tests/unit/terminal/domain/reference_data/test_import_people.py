"""Members and exchange rates are read exactly."""

from __future__ import annotations

import pytest

from terminal.domain.member.member import Member
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.reference_data.import_people import read_members, read_rates


def test_a_member_is_taken_with_the_code_as_scans_read_it() -> None:
    rows = read_members(
        "member_id,code,name,tier,groups,active\n"
        "m1,96385074,Mia,gold,staff|early,\n"
        "m2,CARD-2,,,,no\n"
    )

    assert [row for _, row in rows] == [
        Member(
            member_id="m1",
            code="96385074",
            name="Mia",
            tier="gold",
            groups=("early", "staff"),
        ),
        Member(member_id="m2", code="CARD-2", is_active=False),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",C,,,,", "member_id"),
        ("m,,,,,", "code"),
        ("m,C,,,,perhaps", "active"),
        ("m,C,,,a||b,", "groups"),
    ],
)
def test_a_refused_member_names_its_column(line: str, reason: str) -> None:
    ((_, row),) = read_members(f"member_id,code,name,tier,groups,active\n{line}\n")

    assert isinstance(row, RefusedRow)
    assert row.reason == reason


def test_a_code_belongs_to_one_member() -> None:
    rows = list(read_members("member_id,code\nm1,C\nm2,C\n"))

    assert isinstance(rows[1][1], RefusedRow)


def test_rates_are_exact_millionths() -> None:
    rows = read_rates("currency,rate,valid_from\nUSD,0.92135,2026-11-22\n")

    assert [row for _, row in rows] == [
        ExchangeRateData(currency="USD", rate_micro=921_350, valid_from="2026-11-22")
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("usd,1,2026-11-22", "currency"),
        ("ZZZ,1,2026-11-22", "currency"),
        ("USD,0,2026-11-22", "rate"),
        ("USD,0.0000001,2026-11-22", "rate"),
        ("USD,10000001,2026-11-22", "rate"),
        ('USD,"0,92",2026-11-22', "rate"),
        ("USD,1,2026-02-30", "valid_from"),
        ("USD,1,20261122", "valid_from"),
        ("USD,1,", "valid_from"),
    ],
)
def test_a_refused_rate_names_its_column(line: str, reason: str) -> None:
    ((_, row),) = read_rates(f"currency,rate,valid_from\n{line}\n")

    assert isinstance(row, RefusedRow)
    assert row.reason == reason


def test_a_rate_may_be_quoted_for_a_hundred() -> None:
    text = "currency,rate,per_units,valid_from\nJPY,0.61234,100,2026-11-22\n"
    ((_, row),) = read_rates(text)
    ((_, refused),) = read_rates(text.replace(",100,", ",-1,"))

    assert isinstance(row, ExchangeRateData)
    assert (row.rate_micro, row.per_units) == (612_340, 100)
    assert isinstance(refused, RefusedRow)
