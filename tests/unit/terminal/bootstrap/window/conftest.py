"""A demo home for the tests of the window, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.bootstrap.window.answered_home import make_answered_home
from terminal.ui.view_models.first_start_view_model import FirstStartAnswers

PIN = "246813"
CATALOGUE = (
    "item_id,scan_code,description,unit_price,tax_rate,unit,plu,open_price,category\n"
    "a1,4006381333931,Oat milk 1 l,1.95,10,piece,11,,Drinks\n"
    "a2,4006381333955,Sourdough loaf,4.20,10,piece,13,,Bakery\n"
)
ANSWERS = FirstStartAnswers(
    store_name="Corner Shop",
    operator_name="Anna",
    operator_pin=PIN,
    operator_pin_again=PIN,
    is_demo=True,
)


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo home that the first-start screens made, with two items."""
    from terminal.commands._runner import main

    folder = tmp_path_factory.mktemp("window")
    path = folder / "home"
    make_answered_home(path, ANSWERS)
    catalogue = folder / "catalogue.csv"
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    assert main(["catalog", "import", str(catalogue), "--home", str(path)]) == 0
    return path
