"""The rules Evertill does not follow: reading `unsupported.toml` and matching it.

An entry looks like this::

    [[unsupported]]
    family = "promotion-cases"          # the folder's name
    rule = "shipping-discount"          # names the rule, in lower-case-with-hyphens
    reason = "A till sells over the counter and ships nothing."
    [unsupported.match]                 # every condition has to hold
    "family" = "saleor"
    "promotions.*.action" = { any_of = ["free_shipping"] }
    "lines.*.qty" = { min = 2, max = 9 }

A path leads through objects by name and through lists by `*` (some element) or by a
number.  A condition is a value, or a table with one or more of `any_of`, `regex`
(searched in the text), `min`, `max` and `is_present`.  A path that leads nowhere
fulfils `is_present = false` only.

The loader refuses what would name single cases instead of a rule: matching by id,
source, file or position, and matching by what a case expects.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import msgspec

from tests.cases.harness.case import Case

_REFUSED: Final = re.compile(
    r"(id|source|file|path|line_?no|number|order|position|index|row|what)"
    r"|expect(ed|s)?(_.*)?"
)
_KEYS: Final = frozenset({"family", "rule", "reason", "match"})
_OPERATORS: Final = frozenset({"any_of", "regex", "min", "max", "is_present"})
_SHORTEST_REASON: Final = 20


class UnsupportedEntryError(ValueError):
    """An entry of unsupported.toml that the loader refuses."""


class UnsupportedRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that cases may ask for and Evertill declares it does not follow."""

    family: str
    rule: str
    reason: str
    match: Mapping[str, Any]

    def covers(self, case: Case) -> bool:
        """Return whether the case's declared fields ask for this rule."""
        if case.problem is not None or case.family != self.family:
            return False
        return all(
            _holds(condition, list(_values(case.fields, path.split("."))))
            for path, condition in self.match.items()
        )


def load_unsupported(
    path: Path, families: frozenset[str]
) -> tuple[UnsupportedRule, ...]:
    """Read and check unsupported.toml.

    Raises:
        UnsupportedEntryError: An entry is incomplete, unknown or names cases.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if set(document) - {"unsupported"}:
        msg = f"unknown tables: {sorted(set(document) - {'unsupported'})}"
        raise UnsupportedEntryError(msg)
    return tuple(
        _rule(number, entry, families)
        for number, entry in enumerate(document.get("unsupported", []), start=1)
    )


def find_rule(case: Case, rules: tuple[UnsupportedRule, ...]) -> UnsupportedRule | None:
    """Return the first rule that covers the case."""
    return next((rule for rule in rules if rule.covers(case)), None)


def _rule(
    number: int, entry: Mapping[str, Any], families: frozenset[str]
) -> UnsupportedRule:
    where = f"entry {number} ({entry.get('rule', 'without rule')})"
    if set(entry) != _KEYS:
        msg = f"{where}: has {sorted(entry)}, needs exactly {sorted(_KEYS)}"
        raise UnsupportedEntryError(msg)
    if entry["family"] not in families:
        msg = f"{where}: no family {entry['family']!r}"
        raise UnsupportedEntryError(msg)
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(entry["rule"])) is None:
        msg = f"{where}: a rule's name is lower-case-with-hyphens"
        raise UnsupportedEntryError(msg)
    if len(str(entry["reason"]).strip()) < _SHORTEST_REASON:
        msg = f"{where}: give the reason in a sentence a merchant understands"
        raise UnsupportedEntryError(msg)
    match = entry["match"]
    if not isinstance(match, dict) or set(match) <= {"family"}:
        msg = f"{where}: match names at least one declared field besides the family"
        raise UnsupportedEntryError(msg)
    for path, condition in match.items():
        _check_condition(f"{where}: {path}", path, condition)
    return UnsupportedRule(
        family=entry["family"], rule=entry["rule"], reason=entry["reason"], match=match
    )


def _check_condition(where: str, path: str, condition: object) -> None:
    first = path.split(".", maxsplit=1)[0]
    if _REFUSED.fullmatch(first) is not None:
        msg = f"{where}: matches cases by name, place or outcome instead of by rule"
        raise UnsupportedEntryError(msg)
    if not isinstance(condition, dict):
        return
    if not condition or set(condition) - _OPERATORS:
        msg = f"{where}: knows only {sorted(_OPERATORS)}, not {sorted(condition)}"
        raise UnsupportedEntryError(msg)
    if "regex" in condition:
        try:
            re.compile(condition["regex"])
        except re.error as error:
            msg = f"{where}: no regular expression: {error}"
            raise UnsupportedEntryError(msg) from error


def _values(value: object, path: list[str]) -> Iterator[object]:
    if not path:
        yield value
        return
    step, *rest = path
    if isinstance(value, Mapping):
        if step == "*":
            for inner in value.values():
                yield from _values(inner, rest)
        elif step in value:
            yield from _values(value[step], rest)
    elif isinstance(value, list):
        if step == "*":
            for inner in value:
                yield from _values(inner, rest)
        elif step.isdecimal() and int(step) < len(value):
            yield from _values(value[int(step)], rest)


def _holds(condition: object, values: list[object]) -> bool:
    if not isinstance(condition, dict):
        return any(_equal(value, condition) for value in values)
    if not condition.get("is_present", True):
        return not values
    return any(_fulfils(condition, value) for value in values)


def _fulfils(condition: Mapping[str, Any], value: object) -> bool:
    if "any_of" in condition and not any(
        _equal(value, choice) for choice in condition["any_of"]
    ):
        return False
    if "regex" in condition and not (
        isinstance(value, str) and re.search(condition["regex"], value)
    ):
        return False
    if "min" not in condition and "max" not in condition:
        return True
    number = _number(value)
    return (
        number is not None
        and ("min" not in condition or number >= condition["min"])
        and ("max" not in condition or number <= condition["max"])
    )


def _equal(value: object, wanted: object) -> bool:
    # True is 1 in Python, but no case means a number by it.
    return isinstance(value, bool) == isinstance(wanted, bool) and value == wanted


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return Decimal(value)
    return None
