"""The paper of a technician's test."""

from __future__ import annotations

import pytest

from drivers.receipt_printer.decoder import decode
from drivers.receipt_printer.language import read_papers
from drivers.receipt_printer.profile import PROFILES
from terminal.peripherals.receipt_renderer import render_receipt
from terminal.peripherals.trial_paper import trial_paper


@pytest.mark.parametrize("model", sorted(PROFILES))
def test_it_can_be_printed_by_every_model(model: str) -> None:
    profile = PROFILES[model]

    papers = read_papers(render_receipt(trial_paper("Front", model), profile), profile)

    assert len(papers) == 1
    assert f"Front · {model}" in papers[0].text
    assert papers[0].is_cut == profile.has_cutter


def test_it_shows_a_barcode_and_a_qr_code_to_scan_back() -> None:
    paper = decode(render_receipt(trial_paper("Front", "epson-80")))[0]

    assert [code.data for code in paper.codes] == ["EVERTILL-1", "EVERTILL-2"]
