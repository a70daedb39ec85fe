"""The witness: what was acknowledged is on disk before anything else happens."""

from pathlib import Path

from terminal.diagnostics.replay.witness import Acknowledgement, Witness


def _acknowledgement(number: int) -> Acknowledgement:
    return Acknowledgement(
        reference=f"ref-{number}",
        series="A",
        number=number,
        gross_minor=-number,
        tender_minor=-number,
        event_hash="ab" * 32,
        business_day="2010-12-01",
    )


def test_acknowledgements_come_back_in_order_across_two_openings(
    tmp_path: Path,
) -> None:
    path = tmp_path / "witness.jsonl"
    with Witness(path) as witness:
        witness.record(_acknowledgement(1))
    with Witness(path) as witness:
        witness.record(_acknowledgement(2))

    assert Witness.read(path) == [_acknowledgement(1), _acknowledgement(2)]


def test_acknowledgement_is_readable_as_soon_as_it_was_recorded(
    tmp_path: Path,
) -> None:
    path = tmp_path / "witness.jsonl"
    with Witness(path) as witness:
        witness.record(_acknowledgement(7))

        assert Witness.read(path) == [_acknowledgement(7)]
