"""The terms that a report explains: states in a sentence each, in English."""

from collections.abc import Mapping

from goaltrack.analysis.states import State

STATE_MEANINGS: Mapping[str, str] = {
    State.DROPPED: "given up; the reason is in its section",
    State.PAUSED: "interrupted; the reason is in its section",
    State.WATCHING: "recorded without a target",
    State.UNDECIDED: "the target has not been set yet",
    State.MET: "the target was met in time",
    State.LATE: "the target was met after the due date",
    State.MISSED: "the target was not met, or can no longer be met",
    State.NO_RESULT: "the due date has passed and no figure decides",
    State.UNDATED: "no due date was set",
    State.OPEN: "not due yet, and no step has a due date",
    State.NO_DATA: "no figure has been recorded",
    State.STALE: "the latest figure is too old to assess the goal",
    State.TOO_EARLY: "too little of the time or too few figures to assess the goal",
    State.MOVING_AWAY: "further from the target than at the baseline",
    State.FAR_BEHIND: "less than 60% of the planned progress",
    State.OFF_TARGET: "the latest figure does not meet the target",
    State.BEHIND: "less than 95% of the planned progress",
    State.ON_TARGET: "the latest figure meets the target; a later one could miss it",
    State.ON_TRACK: "at least 95% of the planned progress",
}

TERM_MEANINGS: Mapping[str, str] = {
    "bar": "how much of the way from the baseline (of a total: of the target) is done",
    "time_elapsed": "how much of the time to the due date had passed by the figure; "
    "of totals that are recorded at once, by the day of the report",
    "gap": "what is missing to the target at the figure",
    "chance": "how likely the target is met in time if the figures go on as before",
}
"""Words of columns, by their names in `messages.WORDS`."""
