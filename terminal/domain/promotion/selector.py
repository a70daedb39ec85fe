"""Which goods a promotion speaks of."""

from collections.abc import Set as AbstractSet

import msgspec


class Selector(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A set of goods: any of the named items, categories or tags, less what is excluded.

    A selector that names nothing selects everything.

    Attributes:
        items: Item ids.
        categories: Categories, compared whole.
        tags: Tags; one of them is enough.
        excluded_items: Item ids that are not meant.
        excluded_categories: Categories that are not meant.
        excluded_tags: Tags that are not meant; one of them is enough.
    """

    items: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    excluded_items: tuple[str, ...] = ()
    excluded_categories: tuple[str, ...] = ()
    excluded_tags: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is named, so that every item is meant that is not excluded."""
        return not (self.items or self.categories or self.tags)

    @property
    def has_exclusions(self) -> bool:
        """Whether some goods are excluded."""
        return bool(
            self.excluded_items or self.excluded_categories or self.excluded_tags
        )


EVERYTHING = Selector()


class CompiledSelector:
    """A selector with its names in sets, for many questions."""

    __slots__ = (
        "_categories",
        "_excluded_categories",
        "_excluded_items",
        "_excluded_tags",
        "_has_exclusions",
        "_is_everything",
        "_items",
        "_tags",
    )

    def __init__(self, selector: Selector) -> None:
        self._is_everything = selector.is_everything
        self._items = frozenset(selector.items)
        self._categories = frozenset(selector.categories)
        self._tags = frozenset(selector.tags)
        self._excluded_items = frozenset(selector.excluded_items)
        self._excluded_categories = frozenset(selector.excluded_categories)
        self._excluded_tags = frozenset(selector.excluded_tags)
        self._has_exclusions = selector.has_exclusions

    def matches(
        self, item_id: str, category: str | None, tags: AbstractSet[str]
    ) -> bool:
        """Return whether goods with these marks are meant."""
        if not (
            self._is_everything
            or item_id in self._items
            or (category is not None and category in self._categories)
            or (bool(self._tags) and not self._tags.isdisjoint(tags))
        ):
            return False
        return not self._has_exclusions or not (
            item_id in self._excluded_items
            or category in self._excluded_categories
            or not self._excluded_tags.isdisjoint(tags)
        )
