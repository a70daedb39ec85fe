"""A recovery code survives being written down and typed in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.persistence.keys.errors import RecoveryCodeError
from terminal.persistence.keys.recovery_code import (
    format_recovery_code,
    new_recovery_code,
    parse_recovery_code,
)

_SECRETS = st.binary(min_size=15, max_size=15)


@given(_SECRETS)
def test_a_code_gives_its_secret_back(secret: bytes) -> None:
    assert parse_recovery_code(format_recovery_code(secret)) == secret


@given(_SECRETS)
def test_the_usual_slips_are_forgiven(secret: bytes) -> None:
    code = format_recovery_code(secret).lower().replace("0", "o").replace("1", "l")

    assert parse_recovery_code(f"  {code.replace('-', ' ')}\n") == secret


@given(
    _SECRETS, st.integers(0, 33), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
)
def test_one_wrong_sign_is_noticed(secret: bytes, place: int, sign: str) -> None:
    code = format_recovery_code(secret)
    wrong = code[:place] + sign + code[place + 1 :]

    if code[place] == "-":
        with pytest.raises(RecoveryCodeError):
            parse_recovery_code(wrong)
    elif sign != code[place]:
        # A changed sign changes 5 of 140 bits; the checksum has 20, so about one
        # slip in a million passes it and then opens nothing.
        try:
            assert parse_recovery_code(wrong) != secret
        except RecoveryCodeError as error:
            assert "mistyped" in str(error)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "0 were given"), ("ABCD", "4 were given"), ("U" * 28, "'U' occurs in no")],
)
def test_what_is_no_code_is_explained(text: str, why: str) -> None:
    with pytest.raises(RecoveryCodeError, match=why):
        parse_recovery_code(text)


def test_new_codes_are_seven_groups_of_four_and_differ() -> None:
    codes = {new_recovery_code() for _ in range(50)}

    assert len(codes) == 50
    assert all([len(part) for part in code.split("-")] == [4] * 7 for code in codes)
