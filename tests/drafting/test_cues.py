"""The tables of cues, word by word: what each of them makes of a sentence."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from goaltrack.drafting import cues
from goaltrack.drafting.names import completed, trimmed
from goaltrack.drafting.numbers import values_in
from goaltrack.drafting.reader import Goal, Reading, kind_of, read_text

DAY = date(2024, 1, 18)


def _read(text: str, *, with_soft: bool = False) -> Reading:
    return read_text(
        f"滨江市2024年工作要点\n全市大会。全市大会。\n{text}", DAY, with_soft=with_soft
    )


def _goals(text: str, *, with_soft: bool = False) -> list[Goal]:
    return _read(text, with_soft=with_soft).goals


def _one(text: str) -> Goal:
    (goal,) = _goals(text)
    return goal


def _kept_from(word: str) -> bool:
    """A number behind it is no goal."""
    return not _goals(f"{word}新增示范村30个。")


def _review(word: str) -> bool:
    text = f"一、{word}\n新增示范村30个。\n"
    return not _goals(text) and bool(_read(text).figures)


def _plan(word: str) -> bool:
    text = f"一、2023年回顾\n新增泊位20个。\n二、{word}\n新增示范村30个。"
    return [goal.title for goal in _goals(text)] == ["新增示范村"]


def _past(word: str) -> bool:
    text = f"{word}，新增示范村30个。"
    return not _goals(text) and bool(_read(text).figures)


def _turn(word: str) -> bool:
    return len(_goals(f"去年，新增泊位20个。{word}，新增示范村30个。")) == 1


def _now(word: str) -> bool:
    return len(_goals(f"去年建成泊位20个，{word}再新增示范村30个。")) == 1


def _told(word: str) -> bool:
    return not _goals(f"示范村{word}30个。")


def _named_so(word: str) -> bool:
    return len(_goals(f"国家{word}园区达到3个。")) == 1


def _grant(word: str) -> bool:
    return not _goals(f"每户{word}500元。")


def _light(word: str) -> bool:
    return not _goals(f"{word}26家企业做强。")


def _act(word: str) -> bool:
    return _one(f"{word}线路10处。").kind == "total"


def _vision(word: str) -> bool:
    text = f"滨江新区{word}园区建成。"
    return not _goals(text) and bool(_goals(text, with_soft=True))


def _behind(word: str) -> bool:
    return _one(f"地区生产总值突破300亿元{word}。").target == "300"


def _condition(word: str) -> bool:
    return not _goals(f"{word}规模达到30亿元，另行安排。")


def _scope(word: str) -> bool:
    return not _goals(f"{word}32个。")


def _description(word: str) -> bool:
    return not _goals(f"滨江大桥{word}30亿元。")


def _level(word: str) -> bool:
    goal = _one(f"居民满意率{word}90%。")
    return goal.aim == cues.LEVELS[word] and goal.target == "90"


def _growth(word: str) -> bool:
    goal = _one(f"规上工业增加值{word}6%。")
    return goal.aim in ("at-least", "at-most") and goal.target in ("6", "+6%/year")


def _fall(word: str) -> bool:
    return "6" in str(_one(f"单位能耗{word}6%。").target)


def _rise(word: str) -> bool:
    goal = _one(f"污水收集率{word}3个百分点。")
    return (goal.kind, goal.target) == ("rate", "3")


def _double(word: str) -> bool:
    return _one(f"养老床位{word}。").target == cues.DOUBLES[word]


def _lead(word: str) -> bool:
    return trimmed(f"{word}示范村数") == "示范村数"


def _output(word: str) -> bool:
    goal = _one(f"{word}示范村30个。")
    return goal.target == "30" and goal.kind in ("total", "year-total")


def _deed(word: str) -> bool:
    return _one(f"滨江大桥{word}。").kind == "milestone"


def _deed_first(word: str) -> bool:
    return _one(f"{word}滨江大桥。").kind == "milestone"


def _some(word: str) -> bool:
    return not _goals(f"建成{word}厂房。")


def _state(word: str) -> bool:
    return _one(f"乡镇污水处理设施{word}。").kind == "milestone"


def _work(word: str) -> bool:
    return _one(f"滨江新区{word}创成三级标准。").title == f"滨江新区{word}创成三级标准"


def _reach(word: str) -> bool:
    return len(_goals(f"滨江新区医院{word}三级标准。")) == 1


def _procedure(word: str) -> bool:
    text = f"完成滨江新区{word}。"
    return not _goals(text) and bool(_goals(text, with_soft=True))


def _soft(word: str) -> bool:
    text = f"{word}滨江新区园区。"
    return not _goals(text) and bool(_goals(text, with_soft=True))


def _grown(word: str) -> bool:
    (goal,) = _goals(f"要{word}电子信息产业。", with_soft=True)
    return (goal.title, goal.aim, goal.target) == ("电子信息产业", "up", None)


def _reform(word: str) -> bool:
    dated = _goals(f"6月底前完成总部{word}。")
    return len(dated) == 1 and not _goals(f"完成总部{word}。")


def _indicator(word: str) -> bool:
    return _one(f"开工{word}达到90%。").kind == "level"


def _rate(word: str) -> bool:
    return kind_of(f"城镇{word}", "%") == "rate"


def _flow(word: str) -> bool:
    return kind_of(f"区域{word}", "万吨") == "year-total"


def _times(word: str) -> bool:
    return kind_of("服务", word) == "total"


def _stock(word: str) -> bool:
    return kind_of(f"区域{word}", "亿元") == "level"


def _fewer(word: str) -> bool:
    return _one(f"重点行业{word}为6%左右。").aim == "at-most"


def _bare(word: str) -> bool:
    (goal,) = _goals(f"储能产业园开工建设，{word}达到30%。")[1:]
    return "储能产业园" in goal.title


def _tail(word: str) -> bool:
    return completed(["甲区", f"乙区{word}"]) == [f"甲区{word}", f"乙区{word}"]


def _unit(word: str) -> bool:
    (value,) = values_in(f"30{word}，")
    return (value.low, value.unit) == ("30", word)


def _scale(word: str) -> bool:
    (value,) = values_in(f"30{word}元，")
    return value.unit == f"{word}元"


TABLES: dict[str, Callable[[str], bool]] = {
    "REVIEW": _review,
    "PLAN": _plan,
    "PAST_LEADS": _past,
    "TURNS": _turn,
    "NOW": _now,
    "PAST_WORDS": _told,
    "OTHERS": _kept_from,
    "NATION": _kept_from,
    "NAMED_SO": _named_so,
    "GRANTS": _grant,
    "LIGHT": _light,
    "ACTS": _act,
    "VISIONS": _vision,
    "BEHIND": _behind,
    "CONDITIONS": _condition,
    "SCOPES": _scope,
    "DESCRIPTIONS": _description,
    "LEVELS": _level,
    "GROWTH": _growth,
    "FALL": _fall,
    "RISE": _rise,
    "DOUBLES": _double,
    "LEADS": _lead,
    "OUTPUTS": _output,
    "DEEDS": _deed,
    "DEED_FIRST": _deed_first,
    "SOME": _some,
    "STATES": _state,
    "WORKS": _work,
    "REACHES": _reach,
    "PROCEDURE": _procedure,
    "SOFT": _soft,
    "GROWN": _grown,
    "REFORMS": _reform,
    "INDICATORS": _indicator,
    "RATES": _rate,
    "FLOWS": _flow,
    "TIMES": _times,
    "STOCKS": _stock,
    "FEWER": _fewer,
    "BARE": _bare,
    "TAILS": _tail,
    "UNITS": _unit,
    "SCALES": _scale,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_word_of_a_table_does_what_the_table_says(table: str) -> None:
    """No word of a table of cues is without effect."""
    failed = []
    for word in getattr(cues, table):
        try:
            is_right = TABLES[table](word)
        except ValueError:
            is_right = False
        if not is_right:
            failed.append(word)
    assert not failed


def test_every_table_is_tried() -> None:
    """A table of cues without a test is not let in."""
    tables = {name for name in vars(cues) if re.fullmatch("[A-Z_]+", name)}
    assert tables - {"FORECAST"} == set(TABLES)


@pytest.mark.parametrize(
    "clause", ["全面投产后年可增加税收1.8亿元", "项目建成后可带动就业3000人"]
)
def test_a_forecast_is_no_goal(clause: str) -> None:
    """What a work will bring once it is there is no promise of a day."""
    assert not _goals(f"{clause}。")
