"""Periods as people write them in a language; `period.read` gives them back."""

from datetime import date

from goaltrack.i18n.catalog import written
from goaltrack.model.period import (
    FIRST_PLAN,
    LAST_PLAN,
    NamedPeriod,
    Period,
    plan_period,
)


def label(period: Period, language: str) -> str:
    """The period as people write it in `language`; `read` gives it back."""
    if isinstance(period, NamedPeriod):
        return period.name
    if period.first == period.last:
        return written(period.first, language)
    if language == "zh":
        return _say_zh(period)
    return _say_en(period)


def _whole_months(period: Period) -> bool:
    after = period.last.toordinal() + 1
    return period.first.day == 1 and (
        after > date.max.toordinal() or date.fromordinal(after).day == 1
    )


def _is_iso_week(period: Period) -> bool:
    return period.days == 7 and period.first.isoweekday() == 1  # noqa: PLR2004 - a week


def _say_en(period: Period) -> str:
    first, last = period
    if not _whole_months(period):
        if _is_iso_week(period):
            year, week, _ = first.isocalendar()
            return f"{year:04}-W{week:02}"
        return f"{first.isoformat()}..{last.isoformat()}"
    months = (first.month, last.month)
    if months == (1, 12):
        return _joined(f"{first.year:04}", f"{last.year:04}")
    if first.year == last.year and months in ((1, 6), (7, 12)):
        return f"{first.year:04}H{1 if first.month == 1 else 2}"
    if first.month % 3 == 1 and last.month % 3 == 0:
        return _joined(_quarter(first), _quarter(last))
    return _joined(f"{first.isoformat()[:7]}", f"{last.isoformat()[:7]}")


def _joined(first: str, last: str) -> str:
    return first if first == last else f"{first}..{last}"


def _quarter(day_: date) -> str:
    return f"{day_.year:04}Q{(day_.month + 2) // 3}"


def _say_zh(period: Period) -> str:
    first, last = period
    if not _whole_months(period):
        if _is_iso_week(period):
            year, week, _ = first.isocalendar()
            return f"{year:04}年第{week}周"
        return f"{written(first, 'zh')}至{written(last, 'zh')}"
    months = (first.month, last.month)
    if first.year != last.year:
        if months == (1, 12):
            return _plan_name(period) or f"{first.year:04}年至{last.year:04}年"
        return f"{first.year:04}年{first.month}月至{last.year:04}年{last.month}月"
    named = {
        (1, 12): "",
        (1, 6): "上半年",
        (7, 12): "下半年",
        (1, 9): "前三季度",
        (1, 3): "第一季度",
        (4, 6): "第二季度",
        (7, 9): "第三季度",
        (10, 12): "第四季度",
    }
    if months in named:
        return f"{first.year:04}年{named[months]}"
    return f"{first.year:04}年{_span_zh(*months)}月"


def _span_zh(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}-{last}"


def _plan_name(period: Period) -> str | None:
    number = (period.first.year - 1951) // 5
    if not FIRST_PLAN <= number <= LAST_PLAN or period != plan_period(number):
        return None
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    ten = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return f"{ten}{digits[ones].strip()}五"
