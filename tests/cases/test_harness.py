"""The harness itself: finding and reading case files, unsupported.toml, the summary."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cases.harness.case import Case
from tests.cases.harness.discovery import find_case_files, read_cases
from tests.cases.harness.fields import Fields
from tests.cases.harness.tally import Tally
from tests.cases.harness.unsupported import UnsupportedEntryError, load_unsupported

_SIGNATURES = {
    "tax-cases": [frozenset({"rate", "lines"})],
    "gs1-vectors": [frozenset({"op"}), frozenset({"ai", "title"})],
}
_FAMILIES = frozenset(_SIGNATURES)


def _case(**fields: object) -> Case:
    return Case(
        family="tax-cases", group="g", label="c", file=Path("c.json"), fields=fields
    )


def _entry(match: str, family: str = "tax-cases", rule: str = "a-rule") -> str:
    return (
        f'[[unsupported]]\nfamily = "{family}"\nrule = "{rule}"\n'
        'reason = "No shop has ever asked a till for this."\n'
        f"[unsupported.match]\n{match}\n"
    )


def _covers(tmp_path: Path, match: str, case: Case) -> bool:
    path = tmp_path / "unsupported.toml"
    path.write_text(_entry(match), encoding="utf-8")
    (rule,) = load_unsupported(path, _FAMILIES)
    return rule.covers(case)


def test_files_belong_to_the_nearest_family_folder_at_any_depth(tmp_path: Path) -> None:
    for name in (
        "tax-cases/a.json",
        "late/tax-cases/deep/b.csv",
        "late/gs1-vectors/c.JSON",
        "tax-cases/README.md",
        "elsewhere/d.json",
        "new-tax-cases-2/e.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("[]", encoding="utf-8")

    assert [(f, p.name) for f, p in find_case_files(tmp_path, _SIGNATURES)] == [
        ("gs1-vectors", "c.JSON"),
        ("tax-cases", "b.csv"),
        ("tax-cases", "e.json"),
        ("tax-cases", "a.json"),
    ]
    inside = find_case_files(tmp_path / "tax-cases", _SIGNATURES)
    assert [(f, p.name) for f, p in inside] == [("tax-cases", "a.json")]


def test_columns_tell_the_family_where_no_folder_does(tmp_path: Path) -> None:
    for name, text in (
        ("a.json", '[{"id": 1, "rate": 2, "lines": []}]'),
        ("deep/b.csv", "ai,title\n01,GTIN\n"),
        ("c.json", '[{"rate": 2}]'),
        ("d.json", "[{"),
        ("e.json", "[]"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert [(f, p.name) for f, p in find_case_files(tmp_path, _SIGNATURES)] == [
        ("tax-cases", "a.json"),
        ("gs1-vectors", "b.csv"),
    ]


def test_json_numbers_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"id": "x", "rate": 15.89, "qty": 2}]', encoding="utf-8")

    (case,) = read_cases("tax-cases", path)

    assert case.fields == {"id": "x", "rate": Decimal("15.89"), "qty": 2}
    assert case.test_id == "tax-cases/a:x"
    assert case.problem is None


def test_csv_rows_are_text_and_keep_leading_zeros(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\ufeffalpha,numeric\nALL,008\n"A\nB",1\n', encoding="utf-8")

    first, second = read_cases("tax-cases", path)

    assert first.fields == {"alpha": "ALL", "numeric": "008"}
    assert second.fields == {"alpha": "A\nB", "numeric": "1"}


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.json", "[{", "cannot be read"),
        ("a.json", '{"id": 1}', "a case file is a JSON list"),
        ("a.json", "[3]", "not an object"),
        ("a.csv", "a,b\n1\n", "not an object"),
        ("a.csv", "", "begins with the names"),
        ("a.csv", 'a\n"1', "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_case_with_a_problem(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    (case,) = read_cases("tax-cases", path)

    assert case.problem is not None
    assert problem in case.problem


@pytest.mark.parametrize(
    ("match", "is_covered"),
    [
        ('"lines.*.qty" = 2', True),
        ('"lines.*.qty" = 4', False),
        ('"lines.1.qty" = 3', True),
        ('"lines.0.qty" = 3', False),
        ('"lines.*.qty" = { min = 3, max = 3 }', True),
        ('"lines.*.qty" = { min = 4 }', False),
        ('"lines.*.price" = { min = 1.05, max = 1.1 }', True),
        ('"kind" = { any_of = ["x", "totals"] }', True),
        ('"kind" = { regex = "^tot" }', True),
        ('"kind" = { regex = "^ot" }', False),
        ('"kind" = "totals"\n"mode" = "y"', False),
        ('"mode" = { is_present = false }', True),
        ('"kind" = { is_present = false }', False),
        ('"kind" = { is_present = true }', True),
        ('"flag" = 1', False),
        ('"flag" = true', True),
    ],
)
def test_entries_match_declared_fields(
    tmp_path: Path, match: str, is_covered: bool
) -> None:
    case = _case(
        kind="totals", flag=True, lines=[{"qty": 2, "price": "1.06"}, {"qty": 3}]
    )

    assert _covers(tmp_path, match, case) is is_covered


def test_an_entry_covers_its_own_family_and_readable_cases_only(
    tmp_path: Path,
) -> None:
    path = tmp_path / "unsupported.toml"
    path.write_text(_entry('"kind" = "x"', "gs1-vectors"), encoding="utf-8")
    (rule,) = load_unsupported(path, _FAMILIES)

    assert not rule.covers(_case(kind="x"))
    assert not _covers(
        tmp_path,
        '"kind" = { is_present = false }',
        Case(
            family="tax-cases",
            group="",
            label="",
            file=path,
            fields={},
            problem="broken",
        ),
    )


@pytest.mark.parametrize(
    "match",
    [
        '"id" = "a-1"',
        '"source" = { regex = "odoo" }',
        '"file" = "a.json"',
        '"order" = 1',
        '"what" = "some title"',
        '"expected.total" = 3',
        '"expected_actions.*.amount" = 3',
        '"expect_unbracketed" = ""',
        '"family" = "odoo"',
        "",
        '"kind" = { like = "x" }',
        '"kind" = {}',
        '"kind" = { regex = "(" }',
    ],
)
def test_entries_that_name_cases_instead_of_a_rule_are_refused(
    tmp_path: Path, match: str
) -> None:
    path = tmp_path / "unsupported.toml"
    path.write_text(_entry(match), encoding="utf-8")

    with pytest.raises(UnsupportedEntryError, match="a-rule"):
        load_unsupported(path, _FAMILIES)


@pytest.mark.parametrize(
    "text",
    [
        _entry('"kind" = "x"', family="no-family"),
        _entry('"kind" = "x"', rule="No Name"),
        _entry('"kind" = "x"').replace("No shop has ever asked a till for this.", "no"),
        _entry('"kind" = "x"').replace("reason", "because"),
        "[other]\n",
    ],
)
def test_incomplete_entries_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "unsupported.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UnsupportedEntryError):
        load_unsupported(path, _FAMILIES)


def test_fields_left_unread_fail() -> None:
    fields = Fields("promotion", {"action": "x", "value": 5, "note": ""})

    assert fields.take("action") == "x"
    assert fields.take_or("cap") is None
    fields.ignore("note")
    with pytest.raises(AssertionError, match="value"):
        fields.close()
    assert fields.take("value") == 5
    fields.close()
    with pytest.raises(AssertionError, match="lacks"):
        fields.take("value")


def test_the_summary_counts_by_family_and_never_rounds_up() -> None:
    tally = Tally()
    for number in range(10):
        tally.add("tax-cases", "a", "failed" if number == 9 else "passed", None)
    for _ in range(989):
        tally.add("tax-cases", "b", "passed", None)
    tally.add("tax-cases", "b", "skipped", "a-rule", could_pass=True)

    rows = [line.split() for line in tally.lines()]

    assert rows[1] == ["tax-cases", "998", "1", "1", "99.8", "%"]
    assert rows[2] == ["a", "9", "1", "0", "90.0", "%"]
    assert rows[3] == ["b", "989", "0", "1", "99.8", "%"]
    assert rows[4][-5:] == ["998", "1", "1", "99.8", "%"]
    assert list(tally.rules()) == [
        "    1  tax-cases: a-rule (1 of them answered as expected)"
    ]
