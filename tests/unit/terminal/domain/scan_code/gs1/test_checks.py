"""What components of element strings are checked for."""

from __future__ import annotations

import pytest

from terminal.domain.scan_code.gs1.checks import CHECKS


# The examples of the standards themselves where they have one.
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("csum", "09520123456788"),
        ("csumalpha", "1987654Ad4X4bL5ttr2310c2K"),
        ("iban", "GB82WEST12345698765432"),
        ("iban", "DE89370400440532013000"),
        ("iso3166", "276"),
        ("iso3166999", "999"),
        ("iso3166alpha2", "CN"),
        ("iso4217", "156"),
        ("pieceoftotal", "0103"),
        ("posinseqslash", "1/3"),
        ("pcenc", "A%2FB"),
        ("latitude", "1800000000"),
        ("longitude", "3600000000"),
        ("winding", "9"),
        ("mediatype", "10"),
        ("hhmi", "2359"),
        ("nozeroprefix", "0"),
        ("importeridx", "_"),
        ("hasnondigit", "1a"),
        ("gcppos1", "9521x"),
        ("gcppos2", "x9521"),
        ("packagetype", "4G"),
        ("hyphen", "-"),
    ],
)
def test_right_data_is_taken(name: str, data: str) -> None:
    assert CHECKS[name](data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("csum", "09520123456789"),
        ("csumalpha", "1987654Ad4X4bL5ttr2310c2J"),
        ("csumalpha", "2K"),
        ("iban", "GB82WEST12345698765433"),
        ("iban", "ZZ82WEST12345698765432"),
        ("iban", "gb82"),
        ("iso3166", "999"),
        ("iso3166999", "000"),
        ("iso3166alpha2", "XX"),
        ("iso4217", "000"),
        ("pieceoftotal", "0403"),
        ("pieceoftotal", "0003"),
        ("posinseqslash", "3/1"),
        ("pcenc", "A%2"),
        ("pcenc", "%GG"),
        ("latitude", "1800000001"),
        ("longitude", "3600000001"),
        ("winding", "2"),
        ("mediatype", "11"),
        ("hhmi", "2400"),
        ("hhmi", "2360"),
        ("nozeroprefix", "01"),
        ("importeridx", "*"),
        ("hasnondigit", "12"),
        ("gcppos1", "95"),
        ("gcppos2", "x95a1"),
        ("packagetype", "4g"),
        ("zero", "1"),
        ("nonzero", "00"),
    ],
)
def test_wrong_data_is_not(name: str, data: str) -> None:
    assert not CHECKS[name](data)
