from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.errors import InvalidAmount, Refused, WrongUnit
from goaltrack.model.amount import decimals, fits, plain, read, write

READ = [
    ("367.83", "亿元", "367.83"),
    ("1,234.5", "亿元", "1234.5"),
    ("367.83亿元", "亿元", "367.83"),
    ("367.83 亿元", "亿元", "367.83"),
    ("350 亿", "亿元", "350"),
    ("千亿", "亿元", "1000"),
    ("千亿元", "亿元", "1000"),
    ("万亿", "亿元", "10000"),
    ("1.2万", "家", "12000"),
    ("1.2万家", "家", "12000"),
    ("600万元", "亿元", "0.06"),
    ("600万元", "万元", "600"),
    ("10120000万元", "亿元", "1012"),
    ("101200000000元", "亿元", "1012"),
    ("12%", "%", "12"),
    ("12.50 %", "%", "12.50"),
    ("6 million", "", "6000000"),
    ("6 million USD", "USD", "6000000"),
    ("6 bn USD", "million USD", "6000"),
    ("1.5k", "", "1500"),
    ("1.5K", "", "1500"),
    ("3M", "", "3000000"),
    ("3M", "M", "3"),
    ("5km", "km", "5"),
    ("5 公里", "km", "5"),
    ("5 米", "千米", "0.005"),
    ("2千米", "米", "2000"),
    ("5m3", "m3", "5"),
    ("１２３．５", "", "123.5"),
    ("１２％", "%", "12"),
    ("=-5", "°C", "-5"),
    ("=5", "", "5"),
    ("= -5 °C", "°C", "-5"),
    ("0.10", "", "0.10"),
    ("百万", "", "1000000"),
    (".5", "km", "0.5"),
    ("80,5", "kg", "80.5"),
    ("0,125", "m", "0.125"),
    ("1234,567", "", "1234.567"),
    ("1.234,5", "EUR", "1234.5"),
    ("1.234.567,8", "", "1234567.8"),
    ("1.234", "kg", "1.234"),
    ("1'250", "CHF", "1250"),
    ("1 250", "km", "1250"),
    ("1 250 km", "km", "1250"),
    ("5 000,75 €", "EUR", "5000.75"),
    ("$1.2M", "$", "1200000"),
    ("$250", "USD", "250"),
    ("$5", "AUD", "5"),
    ("=$-5", "$", "-5"),
    ("€3,000", "EUR", "3000"),
    ("EUR 5,000", "EUR", "5000"),
    ("GBP5", "£", "5"),
    ("￥3,000", "元", "3000"),
    ("¥3,000", "JPY", "3000"),
    ("0.3个百分点", "%", "0.3"),
    ("3 pp", "%", "3"),
    ("1 book", "books", "1"),
    ("2 Boxes", "box", "2"),
    ("2 cities", "city", "2"),
    ("5 KG", "kg", "5"),
    ("5 Miles", "miles", "5"),
    ("7:30", "h", "7.5"),
    ("7:20", "hours", "7.333333333"),
    ("0:07:30", "h", "0.125"),
    ("0:07:30", "min", "7.5"),
    ("7h30", "h", "7.5"),
    ("7 h 30 min", "min", "450"),
    ("1小时30分", "小时", "1.5"),
    ("=1:00", "h", "1"),
]


@pytest.mark.parametrize(("text", "unit", "number"), READ)
def test_amounts_are_read_exactly(text: str, unit: str, number: str) -> None:
    """An amount in the goal's unit is exact, and keeps the digits that were written."""
    amount = read(text, unit, "it")
    assert (plain(amount.number), amount.is_change) == (number, False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+3", 3),
        ("-2", -2),
        ("−2", -2),
        ("+ 1.5", "1.5"),
        ("-$5", -5),
        ("+$1.5", "1.5"),
    ],
)
def test_a_sign_makes_a_change(text: str, number: str | int) -> None:
    """+3 and -2 are changes to the figure before them."""
    assert read(text, "$", "it") == (Decimal(number), True)


@pytest.mark.parametrize(("text", "number"), [("+1h30", "1.5"), ("-0:30", "-0.5")])
def test_a_sign_before_a_time_makes_a_change(text: str, number: str) -> None:
    """More or less time is a change, as more or less of anything is."""
    assert read(text, "h", "it") == (Decimal(number), True)


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("7:30", "min", "amount-clock-ambiguous"),
        ("7:75", "h", "amount-clock"),
        ("7h75", "min", "amount-clock"),
        ("1:00:60", "h", "amount-clock"),
        ("7:30", "km", "amount-two-numbers"),
    ],
)
def test_a_time_that_is_none_is_refused(text: str, unit: str, code: str) -> None:
    """A clock has 60 minutes, and 7:30 is half past seven or seven minutes and a half."""
    with pytest.raises(InvalidAmount) as caught:
        read(text, unit, "it")
    assert caught.value.code == code


def test_a_time_too_long_for_the_ledger_is_refused() -> None:
    """As any other amount of more than 15 digits."""
    with pytest.raises(Refused):
        read(f"{'9' * 20}:00", "h", "it")


OTHER_UNITS = [
    ("5 MW", "mW"),
    ("5 MB", "Mb"),
    ("5 miles", "km"),
    ("€80", "USD"),
    ("5 CNY", "JPY"),
    ("EUR 5", "USD"),
    ("5 glass", "glas"),
    ("5 pp", "km"),
]


@pytest.mark.parametrize(("text", "unit"), OTHER_UNITS)
def test_no_unit_is_taken_for_another(text: str, unit: str) -> None:
    """A capital that changes the unit, and another currency, are refused."""
    with pytest.raises(WrongUnit):
        read(text, unit, "it")


REFUSED = [
    ("", "there is no number in it"),
    ("abc", "there is no number in it"),
    ("nan", "there is no number in it"),
    ("Infinity", "there is no number in it"),
    ("=", "there is no number in it"),
    ("=-", "there is no number in it"),
    ("½", "there is no number in it"),
    ("١٢", "there is no number in it"),
    ("三千亿", "numbers are read in digits, as in 3,500亿"),
    ("壹佰万", "numbers are read in digits, as in 3,500亿"),
    ("千亿五", "numbers are read in digits, as in 3,500亿"),
    ("5千三百", "numbers are read in digits, as in 3,500亿"),
    ("1,2,3", "commas stand before each three digits, as in 1,234.5"),
    ("12,34,567", "commas stand before each three digits, as in 1,234.5"),
    ("1.2.3", "a number has one decimal point"),
    (".", "digits stand on both sides of a decimal point"),
    ("012,345", "commas stand before each three digits, as in 1,234.5"),
    ("1,234,5", "commas stand before each three digits, as in 1,234.5"),
    ("1 250 5", "there are two numbers in it"),
    ("1/2", "there are two numbers in it"),
    ("5.", "digits stand on both sides of a decimal point"),
    ("1e5", "exponents are not read: write 万, 亿 or million"),
    ("1E-5", "exponents are not read: write 万, 亿 or million"),
    ("1 2", "there are two numbers in it"),
    ("1万2千", "there are two numbers in it"),
    ("1_000", "there are two numbers in it"),
    ("0x10", "there are two numbers in it"),
    ("5²", "there are two numbers in it"),
    ("++3", "there are two signs in it"),
    ("+-3", "there are two signs in it"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_no_amount_is_refused_by_name(text: str, why: str) -> None:
    """Each refusal quotes the text and says what is wrong with it."""
    with pytest.raises(InvalidAmount) as caught:
        read(text, "亿元", "it")
    assert str(caught.value).splitlines()[0] == f"'{text}' is not an amount: {why}"


def test_another_unit_is_refused() -> None:
    """Kilometres are no money, and a number without a unit takes none."""
    with pytest.raises(WrongUnit, match=r"'5公里' does not fit gdp, .* in 亿元"):
        read("5公里", "亿元", "gdp")
    with pytest.raises(WrongUnit):
        read("3m", "km", "it")
    with pytest.raises(WrongUnit, match="without a unit"):
        read("5%", "", "it")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1234567890123456", ""),
        ("0.1234567891", ""),
        ("1元", "万亿元"),
        ("1000万亿", "元"),
    ],
)
def test_a_number_that_a_ledger_cannot_hold_is_refused(text: str, unit: str) -> None:
    """Nothing is cut off: what has too many digits is not recorded."""
    with pytest.raises(Refused, match="15 digits"):
        read(text, unit, "it")


_numbers = st.decimals(
    min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False
)


@given(_numbers, st.sampled_from(["亿", "万", "千万", "百万", "十万", "千", "万亿"]))
def test_chinese_scales_agree_with_cn2an(number: Decimal, scale: str) -> None:
    """A number with a Chinese scale is that many times the scale that cn2an reads."""
    text = f"{number.normalize():f}"
    if len(text.partition(".")[0]) > 3:
        text = text[:3]
    ours = read(f"{text}{scale}", "", "it").number
    one = Decimal(str(cn2an.cn2an(f"一{scale}", "smart")))
    assert ours == Decimal(text) * one


@given(
    st.sampled_from(["元", "万元", "千万元", "亿元", "万亿元"]),
    st.sampled_from(["元", "万元", "亿元"]),
    st.integers(0, 10**6),
)
def test_conversion_there_and_back_is_the_identity(
    first: str, second: str, number: int
) -> None:
    """Money said in one unit and then in the other is the same money."""
    try:
        there = read(f"{number}{first}", second, "it").number
    except Refused:
        return
    back = read(f"{plain(there)}{second}", first, "it").number
    assert back == number


@given(st.text(max_size=12), st.sampled_from(["", "亿元", "km"]))
def test_any_text_is_an_amount_or_refused(text: str, unit: str) -> None:
    """No text makes the grammar fail in another way than by refusing."""
    try:
        amount = read(text, unit, "it")
    except (InvalidAmount, Refused):
        return
    assert fits(amount.number)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_people_read_back_what_is_written(number: Decimal) -> None:
    """Grouping and rounding change how a number looks, not what it is."""
    if fits(number):
        assert Decimal(write(number, 2).replace(",", "")) == number


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        ("1012", 0, "1,012"),
        ("367.83", 2, "367.83"),
        ("741.7566", 2, "741.76"),
        ("-0.004", 2, "0.00"),
        ("12.5", 0, "13"),
        ("-12.5", 0, "-13"),
        ("-0.005", 3, "-0.005"),
        ("1234567.5", 1, "1,234,567.5"),
        ("0", 0, "0"),
    ],
)
def test_numbers_for_people(number: str, digits: int, text: str) -> None:
    """Numbers are grouped, rounded to the goal's digits, and zero has no sign."""
    assert write(Decimal(number), digits) == text


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1", True),
        ("999999999999999.999999999", True),
        ("1000000000000000", False),
        ("0.0000000001", False),
        ("1E+400", False),
        ("1E-400", False),
        ("1E+5", True),
        ("NaN", False),
        ("-Infinity", False),
        ("0E+20", False),
    ],
)
def test_what_a_ledger_holds(number: str, *, expected: bool) -> None:
    """A ledger holds finite numbers of 15 digits before the point and 9 after it."""
    assert fits(Decimal(number)) is expected


def test_decimals_of_the_longest() -> None:
    """The longest of some numbers says how many digits they need."""
    assert decimals([Decimal(5), Decimal("1.25"), Decimal("1E+3")]) == 2
    assert decimals([]) == 0
    assert decimals([Decimal("NaN")]) == 0


def test_a_long_text_is_no_amount() -> None:
    """However long a text is, it is refused at once, and not repeated whole."""
    for piece in ("9", "万", "1e", " ", "9,"):
        with pytest.raises(InvalidAmount) as caught:
            read(piece * 50_000, "亿元", "it")
        assert len(str(caught.value)) < 500
