"""`price` tells people a table and programs the exact bytes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from terminal.commands import _runner
from tests.support.made_till import make_till
from tests.support.priced_shop import FILES
from tests.support.recorded_baskets import row, write_rows

_BASKET = {
    "at": "2026-11-23T10:00:00+01:00",
    "coupons": ["NONE"],
    "lines": [
        {"scan_code": "4006381333931", "quantity": "3"},
        {"scan_code": "INKBOX", "quantity": "2"},
        {"scan_code": "WATER", "quantity": "6"},
    ],
}


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "till"
    make_till(path)
    for kind, text in FILES.items():
        file = tmp_path / f"{kind}.txt"
        file.write_text(text, "utf-8")
        words = ["catalog", "import", str(file), "--kind", kind, "--home", str(path)]
        assert _runner.main(words) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def basket(tmp_path: Path) -> Path:
    path = tmp_path / "basket.json"
    path.write_text(json.dumps(_BASKET), "utf-8")
    return path


def test_people_read_lines_totals_and_taxes(
    home: Path, basket: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(["price", str(basket), "--home", str(home)])

    printed = capsys.readouterr().out
    assert code == 0
    assert "  1 Fineliner                           3 piece x 1.49 = 2.98" in printed
    assert "      3 for 2: -1.49" in printed
    assert "2 box x 23.94 = " in printed
    assert "Deposit" in printed
    assert "coupon NONE not used: " in printed
    assert "total EUR" in printed
    assert "applied:" not in printed


def test_explained_it_says_what_was_tried(
    home: Path, basket: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _runner.main(["price", str(basket), "--explain", "--home", str(home)])

    printed = capsys.readouterr().out
    assert "applied: 3 for 2 [3for2 v3]" in printed
    assert "refused: " in printed


def test_programs_read_the_exact_bytes(
    home: Path,
    basket: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ["price", "--json", "--home", str(home)]

    first = _runner.main([*words, str(basket)])
    from_file = capsys.readouterr().out
    stdin = io.TextIOWrapper(io.BytesIO(basket.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    second = _runner.main([*words, "-"])
    from_stdin = capsys.readouterr().out

    assert (first, second) == (0, 0)
    assert from_file == from_stdin
    assert from_file.startswith('{"at_ms":')
    assert json.loads(from_file)["price_book"].startswith("local:")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"{}", "no price request"),
        (b'{"at": "2026-11-23T10:00:00Z", "lines": [{"scan_code": "X"}]}', "X"),
    ],
)
def test_a_refusal_is_one_line(
    home: Path,
    basket: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    said: str,
) -> None:
    if content is None:
        basket.unlink()
    else:
        basket.write_bytes(content)

    code = _runner.main(["price", str(basket), "--home", str(home)])

    error = capsys.readouterr().err
    assert code == 1
    assert said in error
    assert error.count("\n") == 1


def test_recorded_baskets_are_priced_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rows(tmp_path, row("1", "a", "2", "1.0", "0.3"), row("2", "b", "0", "0.0"))

    assert _runner.main(["price", "--recorded", str(tmp_path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["equal"], report["differing"], report["not_satisfying"]) == (1, 0, 1)

    assert _runner.main(["price", "--recorded", str(tmp_path), "--limit", "1"]) == 0
    assert "1 baskets equal, 0 differing" in capsys.readouterr().out


def test_recorded_baskets_that_differ_fail_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rows(tmp_path, row("1", "a", "1", "99999999999.0"))

    assert _runner.main(["price", "--recorded", str(tmp_path)]) == 1
    assert "basket 1 is refused" in capsys.readouterr().out


def test_a_basket_or_recorded_ones_are_asked_for() -> None:
    with pytest.raises(SystemExit):
        _runner.main(["price"])
    with pytest.raises(SystemExit):
        _runner.main(["price", "basket.json", "--recorded", "folder"])
