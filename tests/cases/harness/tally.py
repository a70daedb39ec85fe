"""Count what became of each case and say it at the end of the run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

OUTCOMES: Final = ("passed", "failed", "skipped")


class Tally:
    """Outcomes by family and group."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._rules: Counter[tuple[str, str]] = Counter()
        self._could_pass: Counter[tuple[str, str]] = Counter()

    def __bool__(self) -> bool:
        """Return whether any case was run."""
        return bool(self._groups)

    def add(
        self,
        family: str,
        group: str,
        outcome: str,
        rule: str | None,
        *,
        could_pass: bool = False,
    ) -> None:
        """Count one case.

        Args:
            family: Folder of the case.
            group: Family it is counted under.
            outcome: One of `OUTCOMES`.
            rule: The entry that declares it unsupported.
            could_pass: The engine answers as expected although it is declared so.
        """
        self._groups[family, group][outcome] += 1
        if rule is not None:
            self._rules[family, rule] += 1
            self._could_pass[family, rule] += could_pass

    def lines(self) -> Iterator[str]:
        """Yield the summary's table: a row a group, a family, and all."""
        yield (
            f"{'family':<44} {'passed':>7} {'failed':>7} {'skipped':>8} {'passed %':>9}"
        )
        total: Counter[str] = Counter()
        for family in sorted({family for family, _ in self._groups}):
            groups = {g: c for (f, g), c in sorted(self._groups.items()) if f == family}
            whole = sum(groups.values(), Counter[str]())
            total += whole
            yield _row(family, whole)
            if len(groups) > 1:
                for group, counts in groups.items():
                    yield _row(f"  {group}", counts)
        yield _row("all (skipped = unsupported)", total)

    def rules(self) -> Iterator[str]:
        """Yield how many cases each unsupported rule covers."""
        for (family, rule), count in sorted(self._rules.items()):
            could_pass = self._could_pass[family, rule]
            note = f" ({could_pass} of them answered as expected)" if could_pass else ""
            yield f"{count:>5}  {family}: {rule}{note}"


def _row(name: str, counts: Counter[str]) -> str:
    passed, failed, skipped = (counts[outcome] for outcome in OUTCOMES)
    # Rounded down: 90 % is claimed only where it is reached.
    permille = passed * 1000 // max(passed + failed + skipped, 1)
    share = f"{permille // 10}.{permille % 10} %"
    return f"{name:<44} {passed:>7} {failed:>7} {skipped:>8} {share:>9}"
