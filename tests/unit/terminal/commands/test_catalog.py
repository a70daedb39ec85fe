"""`catalog import` reports every refused row, here and at the center."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Final

import pytest

from terminal.commands import _runner
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.replica.reader import ReplicaReader
from tests.support.central_server import CentralServer
from tests.support.made_till import make_till

_CSV: Final = (
    "scan_code,description,unit_price\n"
    "4006381333931,Fineliner,1.49\n"
    "4006381333932,Wrong digit,2\n"
    "X,No price,\n"
)


@pytest.fixture
def till(tmp_path: Path) -> Home:
    make_till(tmp_path / "till")
    return Home.load(tmp_path / "till")


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = tmp_path / "catalog.csv"
    path.write_text(_CSV, "utf-8")
    return path


def _items(home: Home) -> int:
    return ReplicaReader(home, load_keys(home)).counts()["item"]


def test_a_dry_run_reports_and_writes_nothing(
    till: Home, catalog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(
        ["catalog", "import", str(catalog), "--dry-run", "--home", str(till.path)]
    )

    printed = capsys.readouterr().out
    assert code == 0
    assert "line 4: refused, unit_price ''" in printed
    assert "line 3: scan_code '4006381333932' has a wrong check digit" in printed
    assert printed.endswith("3 rows: 2 would be taken, 1 refused\n")
    assert _items(till) == 0


def test_an_import_is_sold_at_once(
    till: Home, catalog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = ReplicaReader(till, load_keys(till))
    packed = catalog.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(catalog.read_bytes(), mtime=0))

    # The till may hold its ledger meanwhile.
    with till.lock_ledger():
        code = _runner.main(
            ["catalog", "import", str(packed), "--home", str(till.path), "--json"]
        )

    report = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (report["rows"], report["accepted"], report["refused_count"]) == (3, 2, 1)
    assert report["refused"][0]["line"] == 4
    assert reader.find_by_scan_code("4006381333931") is not None


def test_a_long_list_of_refusals_is_cut_for_people(
    till: Home, catalog: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog.write_text(_CSV + "X,No price,\n" * 30, "utf-8")

    _runner.main(["catalog", "import", str(catalog), "--home", str(till.path)])

    printed = capsys.readouterr().out
    assert "… 11 more; --json lists them" in printed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,price\n", "lacks the column"),
        ("scan_code,description,unit_price\nC,Cr\xe8me,1\n".encode("latin-1"), "UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_catalogue_changes_nothing(
    till: Home,
    catalog: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    said: str,
) -> None:
    if content is None:
        catalog.unlink()
    else:
        catalog.write_bytes(content)

    code = _runner.main(["catalog", "import", str(catalog), "--home", str(till.path)])

    assert code == 1
    assert said in capsys.readouterr().err
    assert _items(till) == 0


@pytest.mark.slow
def test_the_center_imports_by_the_same_rules(
    catalog: Path, center: CentralServer, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["catalog", "import", str(catalog), "--central", center.url]

    dry = _runner.main([*words, "--token", center.token, "--dry-run", "--json"])
    dry_report = json.loads(capsys.readouterr().out)
    code = _runner.main([*words, "--token", center.token])
    text = capsys.readouterr().out
    refused = _runner.main([*words, "--token", "wrong"])

    assert (dry, code, refused) == (0, 0, 1)
    assert dry_report["dry_run"] is True
    assert text.endswith("3 rows: 2 taken, 1 refused\n")
    assert "the center refused" in capsys.readouterr().err


def test_the_name_of_a_file_tells_its_kind_and_an_option_overrules_it(
    till: Home, catalog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = tmp_path / "lists.csv"
    lists.write_text("price_list,name\nclub,Club\n", "utf-8")
    prices = tmp_path / "summer.prices.csv"
    prices.write_text("item_id,price_list,unit_price\n4006381333931,club,1\n", "utf-8")
    words = ["catalog", "import"]
    home = ["--home", str(till.path), "--json"]

    codes = [
        _runner.main([*words, str(catalog), *home]),
        _runner.main([*words, str(lists), "--kind", "price-lists", *home]),
        _runner.main([*words, str(prices), *home]),
    ]

    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    reader = ReplicaReader(till, load_keys(till))
    assert codes == [0, 0, 0]
    assert kinds == ["items", "price-lists", "prices"]
    assert [row.price_list_id for row in reader.prices("4006381333931")] == ["club"]


def test_the_kinds_of_the_command_are_those_of_the_importer() -> None:
    from terminal.commands.catalog import KINDS
    from terminal.domain.reference_data.file_kind import FileKind

    assert tuple(kind.value for kind in FileKind) == KINDS


def test_published_promotions_are_imported_with_their_refusals(
    till: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "il_promotions.csv"
    table.write_text(
        "chain,PromotionId,PromotionDescription,PromotionStartDate,PromotionStartHour,"
        "PromotionEndDate,PromotionEndHour,RewardType,AllowMultipleDiscounts,"
        "IsWeightedPromo,MinQty,DiscountedPrice,club_ids\n"
        "c,1,Ten,2024-11-14,00:00:00,2026-12-31,23:59:00,1,1,0,2.00,10.00,0\n"
        "c,2,Odd,2024-11-14,00:00:00,2026-12-31,23:59:00,99,1,0,2.00,10.00,0\n",
        "utf-8",
    )
    links = tmp_path / "il_promotion_items.csv"
    links.write_text(
        "chain,PromotionId,ItemCode,ItemType,IsGiftItem\nc,1,77,0,0\nc,2,77,0,0\n",
        "utf-8",
    )
    words = ["catalog", "import", str(table), "--format", "il-price-transparency"]
    home = ["--home", str(till.path), "--json"]

    refused = _runner.main([*words, *home])
    code = _runner.main([*words, "--links", str(links), *home])

    report = json.loads(capsys.readouterr().out)
    rules = ReplicaReader(till, load_keys(till)).promotions().rules
    assert (refused, code) == (1, 0)
    assert (report["rows"], report["accepted"], report["refused_count"]) == (2, 1, 1)
    assert report["refused"][0]["line"] == 3
    assert report["refused_by_reason"] == {"unknown_reward": 1}
    assert [rule.promotion.promotion_id for rule in rules] == ["c-1"]
