"""What is bound to a statement can be bound."""

import pytest

from terminal.persistence.dbapi import bindable, connect


@pytest.mark.parametrize("number", [2**63, 10**30, -1, -(2**63) - 1])
def test_number_that_no_column_holds_is_no_row(number: int) -> None:
    connection = connect(":memory:")
    connection.execute("CREATE TABLE receipt (number INTEGER)")
    connection.execute("INSERT INTO receipt VALUES (?), (?)", (1, 2**63 - 1))

    found = connection.execute(
        "SELECT 1 FROM receipt WHERE number = ?", (bindable(number),)
    ).fetchall()
    connection.close()

    assert found == []


@pytest.mark.parametrize("number", [0, 1, 2**63 - 1])
def test_other_numbers_are_asked_as_they_are(number: int) -> None:
    assert bindable(number) == number
