"""One parser, one answer, and hostile text never crashes it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code import (
    CATALOG_SCAN_RULES,
    DEFAULT_SCAN_RULES,
    SCAN_CODE_LENGTH_MAX,
    CheckDigit,
    PaymentChannel,
    PaymentCodes,
    ScanCode,
    ScanCodeKind,
    ScanRules,
    is_check_digit_right,
    parse,
)
from terminal.domain.scan_code.scan_rules import PlainCodes


def check_digit(digits: str) -> str:
    """Compute a GS1 check digit the way the standard describes it."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1)
        for place, digit in enumerate(reversed(digits))
    )
    return str((10 - total % 10) % 10)


# Examples of the GS1 General Specifications and of goods on a shelf.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4006381333931", "4006381333931"),
        ("96385074", "96385074"),
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        ("10614141000415", "10614141000415"),
        ("00614141000036", "0614141000036"),
        ("00000096385074", "96385074"),
        (" 4006381333931\r\n", "4006381333931"),
    ],
)
def test_gtin_has_one_value_in_every_data_structure(text: str, value: str) -> None:
    assert parse(text) == ScanCode(ScanCodeKind.GTIN, value, CheckDigit.RIGHT)


def test_identifier_of_the_symbology_is_taken_off_and_told() -> None:
    assert parse("]E04006381333931") == ScanCode(
        ScanCodeKind.GTIN, "4006381333931", CheckDigit.RIGHT, symbology="E0"
    )


@pytest.mark.parametrize("text", ["2000000000077", "0212345678909", "20000004"])
def test_numbers_that_the_store_gives_out_are_told_apart(text: str) -> None:
    code = parse(text)

    assert code.kind is ScanCodeKind.IN_STORE
    assert code.check_digit is CheckDigit.RIGHT


def test_mistyped_gtin_is_a_plain_code_with_a_verdict() -> None:
    code = parse("4006381333932")

    assert code == ScanCode(ScanCodeKind.PLAIN, "4006381333932", CheckDigit.WRONG)


@pytest.mark.parametrize("text", ["85123A", "GIFT", "12345", "苹果", "A 1/2"])
def test_plain_code_is_taken_as_it_is(text: str) -> None:
    assert parse(text) == ScanCode(ScanCodeKind.PLAIN, text, CheckDigit.NONE)


def right(body: str) -> str:
    return body + check_digit(body)


@pytest.mark.parametrize(
    ("text", "kind", "item_code"),
    [
        ("]C1010950600013435210A1", ScanCodeKind.GS1, "9506000134352"),
        ("]e00109506000134352", ScanCodeKind.GS1, "9506000134352"),
        ("]d2010950600013435210A\x1d21B", ScanCodeKind.GS1, "9506000134352"),
        ("]Q3\x1d0109506000134352", ScanCodeKind.GS1, "9506000134352"),
        ("\x1d0109506000134352\x1d\r\n", ScanCodeKind.GS1, "9506000134352"),
        ("010950600013435210A\x1d21B", ScanCodeKind.GS1, "9506000134352"),
        ("0109506000134352", ScanCodeKind.GS1, "9506000134352"),
        ("(01)09506000134352(10)A1", ScanCodeKind.GS1, "9506000134352"),
        (
            "]Q1https://x.example/01/09506000134352",
            ScanCodeKind.DIGITAL_LINK,
            "9506000134352",
        ),
        (
            "HTTPS://x.example/01/09506000134352?17=261231",
            ScanCodeKind.DIGITAL_LINK,
            "9506000134352",
        ),
        ("01234505", ScanCodeKind.UPC_E, "0012000003455"),
        ("]E001234505", ScanCodeKind.UPC_E, "0012000003455"),
        ("]E40200340" + check_digit("0200340"), ScanCodeKind.IN_STORE, "02003405"),
        ("]E3950600013435212", ScanCodeKind.GTIN, "9506000134352"),
        ("]E09506000134352|]e010A1", ScanCodeKind.GTIN, "9506000134352"),
        ("]I110614141000415", ScanCodeKind.GTIN, "10614141000415"),
        ("]C0A-1", ScanCodeKind.PLAIN, "A-1"),
        (right("042000000001"), ScanCodeKind.MEMBER, right("042000000001")),
        (right("041000000001"), ScanCodeKind.OPERATOR, right("041000000001")),
        (right("991234567890"), ScanCodeKind.COUPON, right("991234567890")),
        (right("04200000001"), ScanCodeKind.GTIN, "0" + right("04200000001")),
        (right("211234501250"), ScanCodeKind.EMBEDDED, right("211234500000")),
    ],
)
def test_one_parser_knows_them_all(
    text: str, kind: ScanCodeKind, item_code: str
) -> None:
    code = parse(text)

    assert (code.kind, code.item_code) == (kind, item_code)


SCALE = right("26123450150000750")
WALLET = SCALE[:-1] + str((int(SCALE[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("digits", "where", "kind"),
    [
        (SCALE, PaymentCodes.AFTER_GOODS, ScanCodeKind.SCALE_18),
        (SCALE, PaymentCodes.FIRST, ScanCodeKind.PAYMENT),
        (SCALE, PaymentCodes.NEVER, ScanCodeKind.SCALE_18),
        (WALLET, PaymentCodes.AFTER_GOODS, ScanCodeKind.PAYMENT),
        (WALLET, PaymentCodes.FIRST, ScanCodeKind.PAYMENT),
        (WALLET, PaymentCodes.NEVER, ScanCodeKind.PLAIN),
    ],
)
def test_scale_label_and_payment_code_are_told_apart_by_where_they_are_read(
    digits: str, where: PaymentCodes, kind: ScanCodeKind
) -> None:
    rules = msgspec.structs.replace(DEFAULT_SCAN_RULES, payment_codes=where)

    assert parse(digits, rules).kind is kind


def test_payment_code_says_whose_it_is() -> None:
    code = parse("130211238899912330")

    assert code.kind is ScanCodeKind.PAYMENT
    assert code.channel is PaymentChannel.WECHAT


def test_catalogue_names_goods_only() -> None:
    for digits in (right("042000000001"), right("991234567890"), "130211238899912330"):
        assert parse(digits, CATALOG_SCAN_RULES).kind in {
            ScanCodeKind.GTIN,
            ScanCodeKind.IN_STORE,
            ScanCodeKind.PLAIN,
        }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("4006381333932", "check_digit"),
        ("0002", "not_accepted"),
        ("GIFT", "not_accepted"),
    ],
)
def test_store_without_plain_codes_says_why_it_takes_none(
    text: str, reason: str
) -> None:
    rules = ScanRules(plain_codes=PlainCodes.REFUSED)

    with pytest.raises(InvalidScanCodeError) as caught:
        parse(text, rules)

    assert caught.value.details["reason"] == reason


def test_digits_of_other_scripts_are_no_gtin() -> None:
    fullwidth = "".join(
        chr(ord("\N{FULLWIDTH DIGIT ZERO}") + int(n)) for n in "4006381333931"
    )

    assert parse(fullwidth).kind is ScanCodeKind.PLAIN


def test_receipt_bar_code_is_known() -> None:
    code = parse("a-000123-9f3c2a1b")

    assert code == ScanCode(ScanCodeKind.RECEIPT, "A-000123-9F3C2A1B", CheckDigit.NONE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \r\n\t", "empty"),
        ("x" * (SCAN_CODE_LENGTH_MAX + 1), "too_long"),
        ("1" * 100_000, "too_long"),
        ("]A0" * 40_000, "too_long"),
        ("12\x0034", "unprintable"),
        ("ab\x1bc", "unprintable"),
        ("\ud800", "unprintable"),
        ("ab\u202ecd", "unprintable"),
        ("]E112", "add_on"),
        ("https://x.example/promo", "link"),
        ("(77)A", "gs1_identifier"),
        ("]C1010950600013435", "gs1_data"),
        ("]C110A\x1d10B", "gs1_combination"),
        ("]C110A", "gs1_no_item"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidScanCodeError) as caught:
        parse(text)

    assert caught.value.details["reason"] == reason


@given(st.text(max_size=200))
@example("]")
@example("]E0")
@example("]]]]]]")
@example("²³" * 4)
@example("\N{ARABIC-INDIC DIGIT ZERO}" * 13)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        code = parse(text)
    except InvalidScanCodeError:
        return

    assert 0 < len(code.value) <= SCAN_CODE_LENGTH_MAX
    assert code.value.isprintable()


@given(
    st.sampled_from(
        ["", "]C1", "]Q1", "]Q3", "]E0", "]E3", "(01)", "https://", "\x1d"]
    ),
    st.binary(max_size=120),
)
def test_whatever_bytes_a_scanner_sends_are_read_or_refused(
    begin: str, noise: bytes
) -> None:
    text = begin + noise.decode("latin-1")
    for rules in (DEFAULT_SCAN_RULES, CATALOG_SCAN_RULES):
        try:
            code = parse(text, rules)
        except InvalidScanCodeError as refusal:
            reason = refusal.details["reason"]
        else:
            reason = code.kind
            assert code.value.isprintable()
            assert 0 < len(code.value) <= SCAN_CODE_LENGTH_MAX
            assert code.item_code
        assert reason


@given(st.from_regex(r"[0-9]{1,30}", fullmatch=True))
def test_any_number_has_one_meaning(digits: str) -> None:
    code = parse(digits)

    assert parse(f" {digits}\r\n") == code
    if code.kind is not ScanCodeKind.UPC_E:
        assert parse(code.value).value == code.value


@given(st.integers(0, 10**13 - 1), st.sampled_from([8, 12, 13, 14]))
def test_right_check_digit_is_accepted_and_every_other_is_not(
    number: int, length: int
) -> None:
    body = f"{number:0{length - 1}d}"[-(length - 1) :]
    right = check_digit(body)

    verdicts = {digit: is_check_digit_right(body + digit) for digit in "0123456789"}

    assert verdicts == {digit: digit == right for digit in "0123456789"}


@given(st.integers(0, 10**13 - 1), st.sampled_from([8, 12, 13, 14]))
def test_normalised_code_is_its_own_value(number: int, length: int) -> None:
    body = f"{number:0{length - 1}d}"[-(length - 1) :]

    code = parse(body + check_digit(body))

    assert parse(code.value) == code
    assert parse(code.value.rjust(14, "0")) == code
