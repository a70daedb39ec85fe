"""Selectors name goods by item, category and tag, and exclude some of them."""

from __future__ import annotations

from terminal.domain.promotion.selector import (
    EVERYTHING,
    CompiledSelector,
    Selector,
)


def matches(selector: Selector, item: str, category: str | None, *tags: str) -> bool:
    return CompiledSelector(selector).matches(item, category, frozenset(tags))


def test_a_selector_that_names_nothing_selects_everything() -> None:
    assert EVERYTHING.is_everything
    assert matches(EVERYTHING, "milk", None)


def test_one_of_the_names_is_enough() -> None:
    selector = Selector(items=("milk",), categories=("dairy",), tags=("sale",))

    assert matches(selector, "milk", None)
    assert matches(selector, "cream", "dairy")
    assert matches(selector, "nails", "iron", "sale")
    assert not matches(selector, "nails", "iron", "new")


def test_what_is_excluded_is_not_selected_by_any_name() -> None:
    selector = Selector(
        categories=("dairy",),
        excluded_items=("milk",),
        excluded_tags=("tobacco",),
    )

    assert matches(selector, "cream", "dairy")
    assert not matches(selector, "milk", "dairy")
    assert not matches(selector, "cream", "dairy", "tobacco")


def test_everything_but_one_category() -> None:
    selector = Selector(excluded_categories=("tobacco",))

    assert selector.is_everything
    assert matches(selector, "milk", None)
    assert not matches(selector, "cigars", "tobacco")
