"""Importing a catalog over HTTP: dry run, refused rows, the feed afterwards."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from tests.support.central_server import CentralServer, TillClient

HEADER = "scan_code,description,unit_price,tax_rate,plu"
CSV = f"""{HEADER}
5000159484695,Chocolate bar,0.85,20,
22423,REGENCY CAKESTAND 3 TIER,12.75,,77
,Nothing to scan,1.00,,
5010477348678,"Crisps, salted",abc,20,
"""


def imported(server: CentralServer, data: bytes, query: str = "") -> Any:
    response = server.administer("POST", f"/v1/catalog/import{query}", data=data)
    assert response.status_code == 200, response.text
    return response.json()


def fetched(till: TillClient) -> dict[tuple[str, str], Any]:
    rows, _cursor = till.feed_to_end()
    return {(row.kind, row.key): json.loads(bytes(row.data)) for row in rows}


def test_a_dry_run_reports_and_writes_nothing(server: CentralServer) -> None:
    report = imported(server, CSV.encode(), "?dry_run=true")

    assert (report["rows"], report["accepted"], report["refused_count"]) == (4, 2, 2)
    assert [row["line"] for row in report["refused"]] == [4, 5]
    assert report["refused_by_reason"] == {"scan_code": 1, "unit_price": 1}
    assert report["changed"] == {"added": 0, "altered": 0, "unchanged": 0}
    assert report["dry_run"] is True


def test_what_is_imported_reaches_the_till(
    server: CentralServer, till: TillClient
) -> None:
    report = imported(server, CSV.encode())

    rows = fetched(till)
    assert report["accepted"] == 2
    item_id = rows["identity", "22423"]["item_id"]
    assert rows["item", item_id] == {
        "item_id": item_id,
        "description": "REGENCY CAKESTAND 3 TIER",
        "unit": "piece",
        "unit_price_micro": 12_750_000,
        "tax_group_id": "rate-0",
        "is_open_price": False,
        "plu": "77",
        "category": None,
        "rules": None,
    }
    (tax,) = rows["tax_group", "rate-200000"]["components"]
    assert (tax["tax_id"], tax["rate_ppm"]) == ("rate-200000", 200_000)


def test_the_same_file_again_changes_nothing_and_a_new_price_one_row(
    server: CentralServer, till: TillClient
) -> None:
    text = f"{HEADER}\nAGAIN-1,One,1.00,,\nAGAIN-2,Two,2.00,,\n"
    imported(server, text.encode())
    _rows, cursor = till.feed_to_end()

    again = imported(server, gzip.compress(text.encode(), mtime=0))
    dearer = imported(server, text.replace("2.00", "2.50").encode())

    assert again["changed"]["added"] == again["changed"]["altered"] == 0
    assert dearer["changed"]["altered"] == 1
    changes = till.feed(cursor)
    assert [(row.kind, row.key, row.version) for row in changes.rows] == [
        ("item", "AGAIN-2", 2)
    ]
    assert not changes.resnapshot
    assert changes.complete


def test_a_file_that_is_no_catalog_is_refused_whole(server: CentralServer) -> None:
    for data, code in (
        (b"colour,size\nred,1\n", "catalog_file_refused"),
        (b"\xff\xff\xff", "catalog_file_refused"),
        (b"\x1f\x8bnot gzip", "catalog_file_refused"),
    ):
        response = server.administer("POST", "/v1/catalog/import", data=data)

        assert response.status_code == 400
        assert response.json()["code"] == code


def test_a_parameter_that_is_neither_yes_nor_no_is_refused(
    server: CentralServer,
) -> None:
    response = server.administer("POST", "/v1/catalog/import?dry_run=maybe", data=b"")

    assert response.status_code == 400
    assert response.json()["code"] == "parameter"


def test_tills_push_while_a_large_catalog_is_imported(
    server: CentralServer, new_till: Callable[[], TillClient]
) -> None:
    rows = "".join(f"BULK-{n},Item {n},1.00,,\n" for n in range(9_000))
    till = new_till()
    till.chain.sell()

    report = imported(server, f"{HEADER}\n{rows}".encode())
    reply = till.push(till.chain.events)

    assert report["accepted"] == 9_000
    assert report["changed"]["added"] >= 18_000
    assert reply.hw == 1


TAXES = '{"tax_group_id": "food", "name": "Food", "components": []}\n'
PROMOTION = (
    '{"promotion_id": "p-import", "version": 2, "name": "Half",'
    ' "reward": {"kind": "percent_off", "percent_ppm": 500000}}'
)
FILES = {
    "taxes": TAXES,
    "price-lists": "price_list,name,stores\nclub,Club,s-01|s-02\n",
    "prices": "item_id,price_list,unit_price\nA,club,1.5\n",
    "promotions": f"{PROMOTION}\n" + PROMOTION.replace("500000", "2000000"),
    "members": "member_id,code,tier\nm-import,CARD-77,gold\n",
    "exchange-rates": "currency,rate,valid_from\nUSD,0.92,2026-11-22\n",
}


def test_every_kind_of_file_reaches_the_till(
    server: CentralServer, till: TillClient
) -> None:
    reports = {
        kind: imported(server, text.encode(), f"?kind={kind}")
        for kind, text in FILES.items()
    }

    rows = fetched(till)
    assert {
        kind: report["accepted"] for kind, report in reports.items()
    } == dict.fromkeys(FILES, 1)
    assert reports["promotions"]["refused"][0]["reason"] == "reward.percent_ppm"
    assert rows["price_list", "club"]["stores"] == ["s-01", "s-02"]
    assert rows["price", '["A","club","piece",0,null]']["unit_price_micro"] == 1_500_000
    assert rows["promotion", "p-import"]["reward"]["percent_ppm"] == 500_000
    assert rows["member", "m-import"]["tier"] == "gold"
    assert rows["exchange_rate", "USD@2026-11-22"]["rate_micro"] == 920_000
    assert rows["tax_group", "food"]["components"] == []


def test_the_same_files_again_change_nothing(server: CentralServer) -> None:
    for kind, text in FILES.items():
        imported(server, text.encode(), f"?kind={kind}")
        again = imported(server, text.encode(), f"?kind={kind}")

        assert again["changed"] == {"added": 0, "altered": 0, "unchanged": 1}, kind


def test_an_item_of_an_unknown_group_is_warned_of(server: CentralServer) -> None:
    text = "scan_code,description,unit_price,tax_group\nWARNED,A,1,no-such-group\n"

    report = imported(server, text.encode(), "?dry_run=true")

    assert "no-such-group" in report["warnings"][0]["warning"]


def test_a_kind_that_is_none_is_refused(server: CentralServer) -> None:
    response = server.administer("POST", "/v1/catalog/import?kind=coupons", data=b"")

    assert response.status_code == 400
    assert response.json()["code"] == "parameter"
