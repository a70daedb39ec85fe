"""Where data files are."""

from __future__ import annotations

from terminal.ui.support.resource_files import resource_path


def test_paths_lead_into_resources() -> None:
    assert resource_path("qss", "tokens.json").is_file()
    assert resource_path("icons").is_dir()
