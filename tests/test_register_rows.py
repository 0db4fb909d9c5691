"""A row of the register never contradicts itself, whatever the ledger holds."""

from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from builders import decoded
from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.pace import distance
from goaltrack.analysis.states import State
from goaltrack.model.ledger import Kind, meets
from goaltrack.reports import cells
from goaltrack.reports.columns import ALL
from goaltrack.reports.wording import Voice

EN = Voice("en")
GOOD = (State.MET, State.ON_TARGET, State.LATE)


@st.composite
def _assessed(draw: st.DrawFn) -> Assessment:
    kind = draw(st.sampled_from(["level", "rate", "total", "year-total"]))
    aim = draw(st.sampled_from(["at-least", "above", "at-most", "below", "within"]))
    target = "[18, 22]" if aim == "within" else "20"
    keys = [f'kind = "{kind}"', f'aim = "{aim}"', f"target = {target}", 'unit = "km"']
    if aim != "within" and draw(st.booleans()):
        start = draw(st.integers(0, 40))
        keys.append(f"baseline = {{ on = 2022-12-31, value = {start} }}")
    due = draw(st.sampled_from([None, '"2023"', "2023-06-30", '"2023..2024"']))
    keys += [f"due = {due}"] if due else []
    each = draw(st.sampled_from([None, None, '"month"', '"week"']))
    if each and kind != "year-total":
        keys += [f"each = {each}", "start = 2023-01-01"]
    keys += ["tolerance = 1"] if draw(st.booleans()) and aim != "within" else []
    keys += ['every = "month"'] if draw(st.booleans()) else []
    days = draw(
        st.lists(
            st.dates(date(2023, 1, 1), date(2024, 6, 30)),
            max_size=5,
            unique=True,
        )
    )
    rows = []
    for day in sorted(days):
        when = f"on = {day}"
        if kind == "year-total":
            when = f'period = "{day.year}-01-01..{day}"'
        rows.append(f"{{ {when}, value = {draw(st.integers(0, 40))} }}")
    as_of = draw(st.dates(date(2023, 1, 1), date(2024, 7, 31)))
    text = 'format = 1\n[goals.it]\ntitle = "It"\n' + "\n".join(keys)
    ledger, problems = decoded(text + "\nprogress = [\n" + ",\n".join(rows) + "\n]\n")
    assume(not problems)
    return assess(ledger.goals["it"], as_of)


def _cell(name: str, one: Assessment) -> str:
    return ALL[name].cell(one, EN).text


@given(_assessed())
def test_gap_figure_and_state_agree(one: Assessment) -> None:
    """A gap is from the figure that is shown, or marked as the year's estimate."""
    gap, figure = _cell("gap", one), cells.compared(one)
    if one.state in GOOD:
        assert gap == ""
    if not gap:
        return
    assert figure is not None
    missing = cells.gap_of(one)
    assert missing is not None
    assert missing > 0
    assert gap.startswith("≈") == cells.is_estimate(one)
    if not gap.startswith("≈"):
        far = distance(one.goal, figure.value)
        assert far is not None
        assert missing == abs(far)
        assert not meets(one.goal, figure.value)
        assert gap == EN.difference(one.goal, missing)


@given(_assessed())
def test_figure_and_state_agree(one: Assessment) -> None:
    """What is met shows a figure that meets the target; what is missed does not."""
    figure = cells.compared(one)
    if figure is None or one.standing or cells.is_estimate(one):
        return
    if one.state in GOOD:
        assert meets(one.goal, figure.value), (one.state, figure)
    if one.state in (State.MISSED, State.OFF_TARGET):
        assert not meets(one.goal, figure.value)


@given(_assessed())
def test_progress_elapsed_and_state_agree(one: Assessment) -> None:
    """What is behind is less done than planned; a share is whole only when it is."""
    share, elapsed = cells.bar(one, EN).share, cells.elapsed_of(one)
    text = _cell("progress", one)
    if share and one.standing is None:
        assert (text in ("100%", "≈100%")) == (share.done == 1)
    if elapsed is not None:
        assert 0 <= elapsed <= 1
    is_way = one.progress is not None and one.goal.kind is not Kind.MILESTONE
    if is_way and one.state in (State.BEHIND, State.FAR_BEHIND) and not one.goal.plan:
        ratio = one.pace_ratio
        assert ratio is not None
        assert ratio < Decimal("0.95")


@given(_assessed())
def test_days_and_state_agree(one: Assessment) -> None:
    """Overdue is what is past its due date and not met; what is met has no days left."""
    left = cells.left(one, EN)
    if one.met_on and one.state is State.MET:
        assert left.text == ""
    if "overdue" in left.text:
        assert cells.is_overdue(one)
        assert one.goal.due is not None
        assert one.as_of > one.goal.due.last
        assert one.state not in GOOD
