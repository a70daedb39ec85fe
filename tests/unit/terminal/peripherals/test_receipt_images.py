"""Pictures of receipts in a printer's dots."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from terminal.peripherals import receipt_images
from terminal.peripherals.receipt_images import RECEIPT_IMAGES, image_rows


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(receipt_images, "RECEIPT_IMAGES", tmp_path)
    return tmp_path


def test_the_folder_of_pictures_is_part_of_the_program() -> None:
    assert RECEIPT_IMAGES.is_dir()


def test_dark_dots_become_black_and_transparent_ones_paper(folder: Path) -> None:
    picture = Image.new("RGBA", (16, 1), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 8, 1))
    picture.save(folder / "logo.png")

    assert image_rows("logo.png", 576) == (16, b"\xff\x00")


def test_a_wide_picture_is_brought_down_to_the_paper(folder: Path) -> None:
    Image.new("L", (2000, 100), 0).save(folder / "wide.png")

    rows = image_rows("wide.png", 384)

    assert rows is not None
    assert rows[0] == 384
    assert len(rows[1]) == 48 * 19


@pytest.mark.parametrize("name", ["none.png", "../secret.png", "", "text.png"])
def test_what_is_no_picture_of_the_folder_is_left_out(folder: Path, name: str) -> None:
    (folder / "text.png").write_text("no picture")
    Image.new("L", (8, 8)).save(folder.parent / "secret.png")

    assert image_rows(name, 576) is None
