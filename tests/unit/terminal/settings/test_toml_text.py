"""What is written as TOML reads back as the same values."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.settings.toml_text import to_toml

# TOML is UTF-8, which has no surrogates.
_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_PLAIN = st.one_of(
    _TEXT, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.lists(_TEXT, max_size=3)
)
_TABLES = st.recursive(
    st.dictionaries(_TEXT, _PLAIN, max_size=4),
    lambda inner: st.dictionaries(_TEXT, st.one_of(_PLAIN, inner), max_size=4),
    max_leaves=8,
)


@given(_TABLES)
def test_tables_survive_the_round_trip(table: dict[str, object]) -> None:
    assert tomllib.loads(to_toml(table)) == table


def test_what_is_not_set_is_left_out() -> None:
    assert tomllib.loads(to_toml({"a": None, "b": {"c": None, "d": 1}})) == {
        "b": {"d": 1}
    }


def test_a_value_that_settings_do_not_have_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="float"):
        to_toml({"price": 1.5})
