"""Labels that carry a weight, price, count or percentage beside the item's number."""

import functools
import re
from collections.abc import Mapping
from typing import Final

import msgspec

from terminal.domain.errors import InvalidScanCodeError, InvalidScanRuleError
from terminal.domain.scan_code.check_digit import check_digit, price_check_digit
from terminal.domain.scan_code.scan_code import CheckDigit, ScanCode, ScanCodeKind
from terminal.domain.scan_code.scan_rules import BaseCheck, EmbeddedKind, EmbeddedRule

_MICRO_DECIMALS: Final = 6
_PPM_PER_PERCENT_MICRO: Final = 100
_SCALE_LENGTH: Final = 18
_LENGTHS: Final = frozenset({8, 13, _SCALE_LENGTH})
_PRICE_LENGTHS: Final = frozenset({4, 5})

_PATTERN: Final = re.compile(r"[0-9.]*(?:\{V?N*D*\}[0-9.]*){0,2}")
_FIELD: Final = re.compile(r"\{(V?)(N*)(D*)\}")

# What the first and the second pair of braces hold.
_FIELD_KINDS: Final[Mapping[EmbeddedKind, tuple[EmbeddedKind, ...]]] = {
    EmbeddedKind.WEIGHT: (EmbeddedKind.WEIGHT,),
    EmbeddedKind.COUNT: (EmbeddedKind.COUNT,),
    EmbeddedKind.PRICE: (EmbeddedKind.PRICE,),
    EmbeddedKind.PERCENT_OFF: (EmbeddedKind.PERCENT_OFF,),
    EmbeddedKind.PRICE_AND_WEIGHT: (EmbeddedKind.PRICE, EmbeddedKind.WEIGHT),
    EmbeddedKind.WEIGHT_AND_PRICE: (EmbeddedKind.WEIGHT, EmbeddedKind.PRICE),
    EmbeddedKind.MEMBER: (),
    EmbeddedKind.OPERATOR: (),
    EmbeddedKind.COUPON: (),
}
_WHOLE_KINDS: Final = {
    EmbeddedKind.MEMBER: ScanCodeKind.MEMBER,
    EmbeddedKind.OPERATOR: ScanCodeKind.OPERATOR,
    EmbeddedKind.COUPON: ScanCodeKind.COUPON,
}


class _Field(msgspec.Struct, frozen=True):
    kind: EmbeddedKind
    start: int
    end: int
    decimals: int
    has_check_digit: bool


class CompiledRule(msgspec.Struct, frozen=True):
    """A rule that is ready to be tried."""

    rule: EmbeddedRule
    form: re.Pattern[str]
    fields: tuple[_Field, ...]
    item_places: tuple[int, ...]


def read_embedded(
    digits: str, rules: tuple[EmbeddedRule, ...], currency_exponent: int
) -> ScanCode | None:
    """Return what the first rule that fits says, or ``None`` when none does.

    Args:
        digits: A number with a right check digit, in its normal form.
        rules: In the order of the store.
        currency_exponent: Decimals of a price in minor units.

    Raises:
        InvalidScanCodeError: a rule fits, but the price's check digit is wrong.
        InvalidScanRuleError: a rule's pattern is none.
    """
    if digits[0] not in _first_digits(rules):
        return None
    for rule in rules:
        if rule.length != len(digits):
            continue
        compiled = compile_rule(rule)
        if compiled.form.match(digits):
            return _read(digits, compiled, currency_exponent)
    return None


@functools.lru_cache(maxsize=16)
def _first_digits(rules: tuple[EmbeddedRule, ...]) -> frozenset[str]:
    """Return how numbers may begin that any rule fits: most goods need no more."""
    return frozenset(
        digit
        for rule in rules
        for digit in "0123456789"
        if rule.pattern[:1] == digit or rule.pattern[:1] in {".", "{"}
    )


@functools.lru_cache(maxsize=64)
def compile_rule(rule: EmbeddedRule) -> CompiledRule:
    """Return *rule* ready for use.

    Raises:
        InvalidScanRuleError: the pattern is malformed or does not suit its kind.
    """
    pattern = rule.pattern
    kinds = _FIELD_KINDS[rule.kind]
    found = list(_FIELD.finditer(pattern))
    if not _PATTERN.fullmatch(pattern) or not pattern or len(found) != len(kinds):
        raise _bad_rule(rule, "is malformed")
    bare = pattern.replace("{", "").replace("}", "")
    if rule.length not in _LENGTHS or len(bare) > rule.length:
        raise _bad_rule(rule, "does not fit into its length")
    fields = []
    for index, (kind, field) in enumerate(zip(kinds, found, strict=True)):
        start = field.start() - 2 * index
        digits = len(field[2]) + len(field[3])
        if not digits or len(field[3]) > _MICRO_DECIMALS:
            raise _bad_rule(rule, "has a field without digits or with too many")
        if field[1] and (
            kind is not EmbeddedKind.PRICE or digits not in _PRICE_LENGTHS
        ):
            raise _bad_rule(rule, "checks what is no price of four or five digits")
        fields.append(
            _Field(
                kind=kind,
                start=start + len(field[1]),
                end=start + len(field[1]) + digits,
                decimals=len(field[3]),
                has_check_digit=bool(field[1]),
            )
        )
    return CompiledRule(
        rule=rule,
        form=re.compile(re.sub(r"[VND]", "[0-9]", bare).replace(".", "[0-9]")),
        fields=tuple(fields),
        item_places=tuple(
            place
            for place, character in enumerate(bare)
            if character == "." and place < rule.length - 1
        ),
    )


def _read(digits: str, compiled: CompiledRule, currency_exponent: int) -> ScanCode:
    rule = compiled.rule
    whole_kind = _WHOLE_KINDS.get(rule.kind)
    if whole_kind is not None:
        return ScanCode(whole_kind, digits, CheckDigit.RIGHT)
    measures: dict[EmbeddedKind, int] = {}
    for field in compiled.fields:
        text = digits[field.start : field.end]
        if field.has_check_digit and digits[field.start - 1] != price_check_digit(text):
            raise InvalidScanCodeError(
                f"the check digit of the price in {digits} is wrong; key the price",
                reason="price_check_digit",
                scan_code=digits,
            )
        decimals = field.decimals
        if rule.minor_units and field.kind is EmbeddedKind.PRICE:
            decimals = currency_exponent
        # A field of zeros is the item's own code: nothing was weighed or priced.
        if int(text):
            measures[field.kind] = int(text) * 10 ** (_MICRO_DECIMALS - decimals)
    is_scale = rule.length == _SCALE_LENGTH
    counted = measures.get(EmbeddedKind.COUNT)
    weighed = measures.get(EmbeddedKind.WEIGHT)
    unit = rule.unit if weighed is not None else None
    percent = measures.get(EmbeddedKind.PERCENT_OFF)
    return ScanCode(
        ScanCodeKind.SCALE_18 if is_scale else ScanCodeKind.EMBEDDED,
        digits,
        CheckDigit.RIGHT,
        base_code=_base_code(digits, compiled),
        plu="".join(digits[place] for place in compiled.item_places) or None,
        quantity_micro=weighed if counted is None else counted,
        unit=unit if counted is None else "piece",
        amount_micro=measures.get(EmbeddedKind.PRICE),
        percent_off_ppm=None if percent is None else percent // _PPM_PER_PERCENT_MICRO,
    )


def _base_code(digits: str, compiled: CompiledRule) -> str:
    base = list(digits)
    for field in compiled.fields:
        start = field.start - int(field.has_check_digit)
        base[start : field.end] = "0" * (field.end - start)
    if compiled.rule.base_check is BaseCheck.KEPT:
        return "".join(base)
    body = "".join(base[:-1])
    return body + check_digit(body)


def _bad_rule(rule: EmbeddedRule, problem: str) -> InvalidScanRuleError:
    return InvalidScanRuleError(
        f"the pattern {rule.pattern[:40]!r} {problem}; write it like 21.....{{NNDDD}}",
        pattern=rule.pattern[:40],
    )
