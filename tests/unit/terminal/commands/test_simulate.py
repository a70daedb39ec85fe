"""`main.py simulate`, as a process of its own and in this one."""

from __future__ import annotations

import argparse
import io
import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from drivers.transport.address import parse_tcp, transport_for
from terminal.commands import simulate

_ROOT = Path(__file__).parents[4]
_JOB = b"Total 9.99\n\x1d\x56\x42\x00"


def _parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    return parser.parse_args(arguments)


def test_a_printer_serves_and_saves_its_papers(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "main.py",
        "simulate",
        "printer",
        "--out",
        str(tmp_path),
        "--papers",
        "1",
        "--json",
    ]
    with subprocess.Popen(
        command, cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        with socket.create_connection(parse_tcp(address), 5) as wire:
            wire.sendall(_JOB)
            report = json.loads(process.stdout.readline())
        code = process.wait(10)

    assert code == 0
    assert report["text"] == "Total 9.99"
    assert Path(report["file"]).is_relative_to(tmp_path)
    assert Path(report["file"]).read_bytes().startswith(b"\x89PNG")


def test_a_printer_prints_text_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from terminal.peripherals import simulated

    class OnePaper:
        address = "tcp://127.0.0.1:9"
        control_url = "http://127.0.0.1:8/"

        def __init__(
            self,
            host: str,
            port: int,
            folder: Path | None,
            *,
            language: str,
            control_port: int,
        ) -> None:
            assert (host, port, folder) == ("127.0.0.1", 0, None)
            assert (language, control_port) == ("esc-pos", 0)

        def next_paper(self) -> simulated.PaperReport:
            return simulated.PaperReport("Tea", "")

        def close(self) -> None:
            """Nothing to close."""

    monkeypatch.setattr(simulated, "StandAlonePrinter", OnePaper)

    code = simulate.run(_parse("printer", "--papers", "2"))

    assert code == 0
    assert capsys.readouterr().out == (
        "listening on tcp://127.0.0.1:9\ncontrol: http://127.0.0.1:8/\nTea\n-- paper 1 --\nTea\n-- paper 2 --\n"
    )


def test_a_scanner_scans_the_lines_of_its_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(simulate, "_LAST_READ_S", 0.01)
    read: list[bytes] = []

    class Input:
        """Lines that come once the scanner is plugged in somewhere."""

        def __iter__(self) -> Iterator[str]:
            transport = transport_for(capsys.readouterr().out.split()[-1])
            transport.open()
            yield "4006381333931\n"
            read.append(transport.read(100, timeout_s=5))
            yield "\n"
            transport.close()

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", Input())

    code = simulate.run(_parse("scanner", "--listen", "127.0.0.1:0"))

    assert code == 0
    assert read == [b"4006381333931\r"]


def test_a_scanner_at_a_keyboard_ends_with_its_input(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Keyboard(io.StringIO):
        @override
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Keyboard(""))

    assert simulate.run(_parse("scanner", "--listen", "127.0.0.1:0")) == 0


@pytest.mark.parametrize("listen", ["9100", ":9100", "host:", "host:x", "h:99999"])
def test_a_wrong_address_is_wrong_usage(listen: str) -> None:
    with pytest.raises(SystemExit) as ended:
        _parse("printer", "--listen", listen)

    assert ended.value.code == 2


def test_a_kind_must_be_named() -> None:
    with pytest.raises(SystemExit):
        _parse()


def test_a_scale_serves_until_its_input_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    code = simulate.run(
        _parse("scale", "--protocol", "toledo-8217", "--grams", "570", "--json")
    )

    assert code == 0
    report = json.loads(capsys.readouterr().out)
    assert report["address"].endswith("?protocol=toledo-8217")
    assert report["control"].startswith("http://127.0.0.1:")


def test_a_drawer_waits_for_kicks_until_its_input_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    code = simulate.run(_parse("cash-drawer", "--protocol", "surepos", "--json"))

    assert code == 0
    report = json.loads(capsys.readouterr().out)
    assert report["address"].endswith("?protocol=surepos")
    assert report["control"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize("card_type", ["2", "3"])
def test_a_card_is_on_the_air_until_the_input_ends(
    card_type: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[str] = []

    class OneQuestion(io.StringIO):
        @override
        def read(self, size: int | None = -1) -> str:
            report = json.loads(capsys.readouterr().out)
            asked.append(report["address"])
            with urllib.request.urlopen(report["control"], timeout=5) as answer:
                asked.append(json.load(answer)["state"]["card"])
            return ""

    monkeypatch.setattr(sys, "stdin", OneQuestion())
    arguments = ("nfc-card", "--udp", "127.0.0.1:0", "--type", card_type)

    code = simulate.run(_parse(*arguments, "--badge", "0042", "--json"))

    assert code == 0
    assert asked[0].startswith("udp://127.0.0.1:")
    assert asked[1] == "here"


def test_a_line_display_says_what_it_shows() -> None:
    command = [
        sys.executable,
        "main.py",
        "simulate",
        "line-display",
        "--protocol",
        "aedex",
        "--listen",
        "tcp://127.0.0.1:0",
        "--json",
    ]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        started = json.loads(process.stdout.readline())
        with socket.create_connection(parse_tcp(started["address"]), 5) as wire:
            wire.sendall(b"!#1TOTAL           5.70\r")
            shown = json.loads(process.stdout.readline())
        process.stdin.close()
        code = process.wait(10)

    assert code == 0
    assert shown == {"upper": "TOTAL           5.70", "lower": " " * 20}
    assert started["control"].startswith("http://127.0.0.1:")


def test_a_scanner_with_a_control_port_scans_by_it_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("4006381333931\n\n96385074\n"))

    code = simulate.run(
        _parse("scanner", "--listen", "127.0.0.1:0", "--control", "0", "--json")
    )

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert told["address"].startswith("tcp://127.0.0.1:")
    assert told["control"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    "arguments",
    [
        ("printer", "--control", "99999"),
        ("printer", "--papers", "-1"),
        ("scanner", "--listen", "127.0.0.1"),
        ("scale", "--protocol", "cas", "--listen", "tcp://x"),
        ("line-display", "--listen", "com3"),
    ],
    ids=["control", "papers", "host", "address", "scheme"],
)
def test_an_address_that_cannot_be_is_wrong_usage(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        _parse(*arguments)

    assert "error: argument --" in capsys.readouterr().err


def test_a_folder_of_papers_that_is_a_file_is_told_before_anything_listens(
    tmp_path: Path,
) -> None:
    file = tmp_path / "papers"
    file.write_text("", "utf-8")

    with pytest.raises(FileExistsError):
        simulate.run(_parse("printer", "--out", str(file), "--papers", "1"))
