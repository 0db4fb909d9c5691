"""The words and sentences of reports in English, by the names that code asks for.

The catalogue of another language has each of them under its name as the context.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from goaltrack.analysis.states import State
from goaltrack.model.ledger import Aim, Kind
from goaltrack.reports.terms import STATE_MEANINGS, TERM_MEANINGS

STATES = {
    State.DROPPED: "dropped",
    State.PAUSED: "paused",
    State.WATCHING: "tracked",
    State.UNDECIDED: "target not set",
    State.MET: "met",
    State.LATE: "met late",
    State.MISSED: "missed",
    State.NO_RESULT: "result unknown",
    State.UNDATED: "no deadline",
    State.OPEN: "open",
    State.NO_DATA: "no data yet",
    State.STALE: "out of date",
    State.TOO_EARLY: "too early to tell",
    State.MOVING_AWAY: "moving away",
    State.FAR_BEHIND: "far behind",
    State.OFF_TARGET: "off target",
    State.BEHIND: "behind",
    State.ON_TARGET: "on target",
    State.ON_TRACK: "on track",
}

MEASURED_STATES = {
    State.MET: "met",
    State.MISSED: "missed",
}
"""Of a level or rate, which meets its target, where other goals are completed."""

SYMBOLS = {
    State.DROPPED: "⨯",
    State.PAUSED: "‖",
    State.WATCHING: "◦",
    State.UNDECIDED: "∅",
    State.MET: "✓",
    State.LATE: "✓",
    State.MISSED: "✗",
    State.NO_RESULT: "?",
    State.UNDATED: "·",
    State.OPEN: "▸",
    State.NO_DATA: "◌",
    State.STALE: "◷",
    State.TOO_EARLY: "◔",
    State.MOVING_AWAY: "⇊",
    State.FAR_BEHIND: "‼",
    State.OFF_TARGET: "≠",
    State.BEHIND: "!",
    State.ON_TARGET: "✓",
    State.ON_TRACK: "✓",
}
"""A sign for each state, one cell wide; the word always stands beside it."""

KINDS = {
    Kind.LEVEL: "level",
    Kind.RATE: "rate",
    Kind.TOTAL: "total",
    Kind.YEAR_TOTAL: "year-total",
    Kind.MILESTONE: "milestone",
    Kind.OBJECTIVE: "objective",
}

AIMS = {
    Aim.AT_LEAST: "≥",
    Aim.ABOVE: ">",
    Aim.AT_MOST: "≤",
    Aim.BELOW: "<",
    Aim.WITHIN: "",
    Aim.UP: "up",
    Aim.DOWN: "down",
    Aim.WATCH: "watch",
}

COLOURS = {
    "green": "green",
    "yellow": "yellow",
    "red": "red",
    "blue": "blue",
    "grey": "grey",
}

LIGHTS = dict(COLOURS)

NUMBERS = {
    "ratio": "pace ratio",
    "behind": "points behind",
    "short": "percent short",
    "missed": "missed running",
    "days-left": "days left",
    "sdg": "Open SDG measure",
}

STATUSES = {
    "preliminary": "preliminary",
    "revised": "revised",
    "final": "final",
    "forecast": "forecast",
}

EACH = {
    "day": "{target} each day",
    "week": "{target} each week",
    "month": "{target} each month",
    "quarter": "{target} each quarter",
    "half-year": "{target} each half year",
    "year": "{target} each year",
    "figure": "{target} in every figure",
}

PERIODS = {
    "day": "{number} days",
    "week": "{number} weeks",
    "month": "{number} months",
    "quarter": "{number} quarters",
    "half-year": "{number} half years",
    "year": "{number} years",
    "figure": "{number} figures",
}

ONE_PERIOD = {
    "day": "1 day",
    "week": "1 week",
    "month": "1 month",
    "quarter": "1 quarter",
    "half-year": "1 half year",
    "year": "1 year",
    "figure": "1 figure",
}

INTERVALS = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half-year": "half year",
    "year": "year",
}

REFUSALS = {
    "past-due": "the due date is here",
    "too-few": "{count} figures show no trend",
    "no-figure": "there is no figure",
    "one-figure": "one figure is not a trend",
    "not-moved": "the figures have not moved",
    "early-in-year": "too little of the year is known, and of fewer than two before it",
    "too-few-kept": "too few periods ({count})",
    "stale": "the last figure is out of date",
}

HEDGES = {
    "far": "kept within 10% and 90%: it looks further ahead than the record goes",
    "s-shaped": "kept within 10% and 90%: growth is slowing down",
    "few-rises": "kept within 5% and 95%: it has risen fewer than three times",
    "idle": "kept within 5% and 95%: nothing has come for long",
}

SDG_STATUSES = {
    "substantial_progress": "substantial progress",
    "moderate_progress": "moderate progress",
    "limited_progress": "limited progress",
    "deterioration": "deterioration",
}
"""The words of Open SDG for a score."""

CHANCES = (
    (0.80, "likely"),
    (0.60, "more likely than not"),
    (0.40, "open"),
    (0.20, "unlikely"),
    (0.00, "very unlikely"),
)
"""Words for a probability, from which on: our own choice."""

WORDS = {
    "state": "state",
    "goal": "goal",
    "figure": "latest",
    "when": "as of",
    "target": "target",
    "due": "due",
    "bar": "progress",
    "gap": "gap",
    "entries_sheet": "Entries",
    "own_field": "a field of your own",
    "aim": "aim",
    "parts_of": "Groups",
    "gap_year": "gap of the year's estimate",
    "chance": "chance",
    "forecast": "forecast",
    "range80": "80% range",
    "range95": "95% range",
    "when_met": "met by",
    "no_forecast": "none: {why}",
    "forecast_of": "{value} on {day}",
    "range_of": "{low} to {high}",
    "trend": "trend",
    "fresh": "age",
    "age_of": "{days:,} d",
    "hidden": "{number} given up (--all shows them)",
    "chance_of": "{chance}, {word}",
    "passes": "{share} by {day}",
    "never": "not at this pace",
    "far": "it looks further ahead than the record goes",
    "short_record": "the record is too short",
    "kept_so_far": "kept {kept} of {known} times so far",
    "met_early": "of levels that met their target early, 3 of 4 still did when due",
    "season": "season",
    "group": "group",
    "kind": "kind",
    "source": "source",
    "owner": "owner",
    "note": "note",
    "tags": "tags",
    "parent": "part of",
    "colour": "colour",
    "by_hand": "{colour}, set by hand on {day}: {reason}",
    "weight": "weight",
    "start": "counted from",
    "baseline": "baseline",
    "plan": "plan",
    "pace": "way",
    "every": "expected every",
    "lag": "published after",
    "year": "year estimate",
    "remaining": "still missing this year",
    "age": "age of the figure",
    "attainment": "attainment",
    "progress": "progress",
    "time_elapsed": "time elapsed",
    "pace_ratio": "pace ratio",
    "gap_to_plan": "gap to plan",
    "days_ahead": "against plan",
    "required": "still required",
    "achieved": "rate so far",
    "why": "why",
    "met_on": "met on",
    "steps": "steps",
    "step": "step",
    "entries": "entries",
    "revisions": "earlier promises",
    "sources": "Sources",
    "ids": "Ids",
    "value": "value",
    "recorded": "recorded",
    "by": "by",
    "status": "status",
    "id": "id",
    "done": "done",
    "reason": "reason",
    "number": "no.",
    "as_of": "as of {day}",
    "known_on": "as known on {day}",
    "counts": "{number} goals: {counts}",
    "counts_one": "1 goal: {counts}",
    "count": "{number} {state}",
    "goals": "Goals",
    "ledgers": "{number} ledgers",
    "ungrouped": "other",
    "days": "{days:,} days",
    "one_day": "1 day",
    "days_left": "{days} left",
    "today": "due today",
    "overdue": "{days} overdue",
    "late_by": "{days} late",
    "ahead": "{days} ahead",
    "behind": "{days} behind",
    "growth_pace": "even growth",
    "on_line": "on the line",
    "to_come": "yet to come",
    "corrected": "corrected by {id}",
    "corrects": "corrects {id}",
    "a_year": "{value} a year",
    "a_month": "{value} a month",
    "a_week": "{value} a week",
    "a_day": "{value} a day",
    "growth": "{value} growth a year",
    "shrinking": "{value} less a year",
    "even_pace": "by even pace",
    "year_share": "by the share of {years} earlier years",
    "of_year": "{value} for {year} ({method})",
    "added": "{goal}: {what}, {when}",
    "making": "{change}, making {total}",
    "making_of": "{change}, now {total} of {target}",
    "twice": "{goal}: {what} for {when} is in the ledger already.",
    "takes_away": "This takes {what} away from {goal}.",
    "other_year": "{day} is in {year}.",
    "counts_from": "note: that day is yet to come; it counts from {day}",
    "counts_from_or": (
        "note: that day is yet to come; it counts from {day} "
        "(what is only expected is --status forecast)"
    ),
    "as_they_are": "note: the figures stay as they are, and are read as {key} = {new}",
    "paused_until": "`goaltrack drop {goal} --resume` goes on with it",
    "goes_on": "goes on from {day}",
    "warning": "warning: ",
    "computed": "how it is computed",
    "rules": "rules ({name}), the first that holds",
    "would_change": "what would change it",
    "no_due": "no due date",
    "no_source": "no source",
    "implied": "counted from",
    "planned": "planned by then",
    "t_of": "{median} in the middle, scale {scale}, Student's t with {dof} degrees",
    "gamma_of": (
        "{value} {sign} {more} on average in {days}, unless nothing more comes "
        "({nothing}); a gamma of shape {shape}"
    ),
    "no_rule": "grey: no rule holds",
    "or": " or ",
    "done_by": "done by {day}: met; done later: met late",
    "turn": "{value} or more for {period}: {state} ({colour})",
    "turn_at_most": "{value} or less for {period}: {state} ({colour})",
    "a_baseline": "an earlier whole year, or a baseline: a pace",
    "wanted": "needed",
    "since_by": "since / by",
    "no_needs": "nothing is needed",
    "want_result": "result missing for {days}",
    "want_figure": "figure late by {days}",
    "what_if": "what if {figures}: {title}",
    "want_step": "step overdue by {days}",
    "want_newer": "newer figure: the last is {days} old",
    "want_target": "target to be set",
    "want_decision": "paused for {days}: go on?",
    "want_due": "due in {days}",
    "want_colour": "in {days}: {becomes}",
    "want_first": "no figure yet",
    "want_wait": "next figure in {days}",
    "what": "what",
    "before": "before",
    "after": "now",
    "correction": "correction",
    "revision": "promise",
    "between": "{first} to {last}",
    "no_changes": "nothing changed",
    "no_dates": "nothing is due",
    "bar_open": "under way",
    "bar_done": "met or done",
    "bar_late": "missed, overdue or far behind",
    "bar_now": "day of the report",
    "slot_kept": "kept",
    "slot_missed": "missed",
    "slot_open": "still running",
    "slot_unknown": "not known",
    "chart_figure": "figure",
    "chart_plan": "plan",
    "chart_target": "target",
    "chart_middle": "its middle",
    "chart_fan": "80% range",
    "parts": "parts",
    "rollup": "parts",
    "coverage": "{covered} of {goals} have a figure",
    "worst_of": "worst: {state}",
    "mean_of": "mean {mean} of {measured}",
    "score_of": "mean score {score}: {status}",
    "nothing_known": "nothing known",
    "parts_good": "{good} of {count} on track",
    "steps_of": "{done} of {count} steps",
    "latest": "latest / target",
    "left": "time left",
    "days_ago": "{days} ago",
    "without_figure": "without a figure",
    "lights_are": "lights: {lights}",
    "count_light": "{number} {colour}",
    "objectives": "Objectives",
    "earlier_entries": "{number:,} earlier entries: `goaltrack export entries.csv "
    "--entries` has all of them",
    "reported_by": "Reported by {by}",
    "headline": "of {number} assessed goals met or on track",
    "overdue_number": "{number} overdue",
    "most_urgent": "below are the {number:,} most urgent",
    "compared_with": "compared with {day}: {better} better, {worse} worse",
    "attention": "Needs attention",
    "unlikely": "on track so far, but {value} is expected on {day}",
    "state_better": "state: better",
    "state_worse": "state: worse",
    "problems": "Problems and decisions",
    "needed_now": "To be reported or decided",
    "outlook": "Forecasts",
    "annex": "Annex",
    "terms": "Terms",
    "method": "Method",
    "method_estimate": "≈ marks the estimate for a whole year that is not over.",
    "method_forecast": "Forecasts continue the recorded figures, and leave aside what "
    "nobody has recorded; a chance is rounded to 5%, and never 0 or 100% before the "
    "due date. On track means: at least 95% of the planned progress. How each number "
    "is computed: `goaltrack why GOAL`.",
    "state_on": "state on {day}",
    "reported_on": "reported",
    "nature": "nature",
    "same_period": "a year before",
    "on_year_before": "on a year before",
    "latest_note": "latest note",
    "problem": "problem",
    "next_step": "next step",
    "since_then": "{first}; since then {now}",
    "part_of": "{share} × {weight}",
    "derived": "its figure: {formula}",
    "then_parts": "add its parts with `goaltrack new --parent {goal}`",
    "more_alike": "and {number} more like it, in lines {lines}",
    "identified": "{path}: ids for {number} entries",
    "renamed": "{old} is called {new} now",
    "deleted": "{goal} is out of the ledger; `goaltrack undo` brings it back",
    "ask_delete": "Take {goal} and its entries out of the ledger?",
    "part_left_out": "not counted",
    "list_comma": ", ",
    "and_more": " and {number} more",
    "want_parts": "no parts yet",
    "schedule": "schedule",
    "schedule_of": "{done} of {whole} done, {planned} planned",
    "earned": "what is done was planned for {day}",
    "slip": (
        "{low} to {high}: of {finished} finished milestones of the same owner that "
        "were open so long, {in_time} were in time"
    ),
    "slip_of": (
        "{low}: of {finished} finished milestones of the same owner that "
        "were open so long, {in_time} were in time"
    ),
    "together": "together",
    "and_before": "and {number} entries before",
    "gap_of": "gap {gap}",
    "points": "{number} pp",
    "kept_of": "{kept} of {known}",
    "run": "kept running",
    "run_of": "{run} (longest {longest})",
    "last_miss": "last missed",
    "undecided": "not set",
    "as_written": "{target} ({written})",
    "as_written_of": "{target} ({written} of {base})",
    "needed": "{target}, {need} of them",
    "index": "{number}% of {period}",
    "change": "{value} ({change})",
    "error": "error: ",
    "dry_run": "nothing was written",
    "slip_up": ("this is about {times} times the figure before; did you mean {meant}?"),
    "slip_fall": (
        "a total does not fall, and {old} was there before; to put that right: "
        "`goaltrack correct`"
    ),
    "slip_total": (
        "{old} was the total before, and this makes {total} of it; if {meant} is the "
        "total by now, write ={number}"
    ),
    "slip_target": "this is {times} times the target; is the unit right?",
    "slip_down": (
        "this is about one part in {times} of the figure before; did you mean {meant}?"
    ),
    "no_undo": "this change cannot be taken back with undo: {why}",
    "retracted": "retracted",
    "noted": "noted",
    "unchanged": "nothing was changed",
    "joined": "added to {path}",
    "promised": "promised: {target}",
    "promised_by": "promised: {target}, {due}",
    "replaces": "in place of {old} ({when})",
    "taken_away": "{key} taken away",
    "then_add": "record a figure with `goaltrack add {goal} VALUE`",
    "then_baseline": (
        "its first figure is where progress counts from; from another: "
        "`goaltrack set {goal} baseline=0@{day}`"
    ),
    "then_from_today": (
        "progress counts from {value} as of today; from another day: "
        "`goaltrack set {goal} baseline={value}@2026-01-01`"
    ),
    "yes_or_no": "answer y or n",
    "then_done": "when it is reached, say `goaltrack done {goal}`",
    "why_given_up": "Why is {goal} given up?",
    "why_paused": "Why does {goal} rest?",
    "undo_this": "Take back '{says}' of {at}?",
    "redo_this": "Bring back '{says}' of {at}?",
    "undone": "'{says}' of {at} is taken back; goaltrack undo --redo brings it back",
    "skipped": "'{says}' of {at} stays, and undo goes past it",
    "redone": "'{says}' of {at} is there again",
    "kept": "what you wrote is in {path}",
    "edit_again": "Edit again?",
    "ask_id": "Its id (lower-case letters, digits, hyphens)",
    "ask_title": "What is promised",
    "ask_kind": "Its kind: level (a quantity on a day), rate (measured afresh each "
    "time), total (adds up), year-total (adds up in a year), milestone (done or not), "
    "objective (made of other goals)",
    "ask_unit": "Its unit (Enter: none)",
    "ask_target": "Its target (a range as 60..65; Enter: none, only watched)",
    "ask_aim": "Which way: at least, at most, above, below",
    "ask_baseline": "Where it stands now, as 85 or 85@2026-01-01 (Enter: not known)",
    "ask_owner": "Who answers for it (Enter: nobody)",
    "ask_due": "Due, a day or period (Enter: none)",
    "ask_figure": "The figure (Enter: pass it over, q: end)",
    "ask_done": "Is it reached? y, a step's id, or how far, as 60% "
    "(Enter: pass it over, q: end)",
    "ask_when": "For which day or period",
    "git_setup": "Let git merge this ledger with goaltrack, as shown?",
    "git_set": "git merges this ledger entry by entry in this clone; commit {path}",
    "git_unset": "git merges this ledger line by line again; commit {path}",
    "reading": "reading the rows",
    "checking": "checking what the ledger will say",
    "imported_goals": "{path}: {new} new goals, {same} in the ledger already",
    "imported_changed": "{path}: {new} new goals, {changed} changed, {same} in the "
    "ledger already",
    "goals_differ": "the table differs from the ledger in {names}: --update applies "
    "it, --dry-run shows it",
    "not_kept": "columns that are not read: {names} (--map KEY=COLUMN reads one, "
    "--keep keeps all as fields)",
    "not_read": "columns that are not read: {names} (--map KEY=COLUMN reads one)",
    "header_in": "the names of the columns were found in row {row}",
    "passed_missing": "cells without a figure: {number} passed over",
    "passed_notes": "rows without any figure: {number} passed over",
    "passed_unknown": "figures of goals that are not in the ledger: {number} "
    "passed over",
    "several_series": "the table has several series, by {names}: choose one with "
    "--where '{first}=…'",
    "saved_recipe": "kept as the import {name}: `goaltrack import {name}` runs it",
    "imported": "{path}: {new} new, {same} in the ledger already",
    "row_new": "new",
    "row_same": "same",
    "row_conflicting": "conflicting",
    "row_refused": "refused",
    "forgotten": "{entries} forgotten",
    "record_anyway": " Record it as it is?",
    "now": "{state}",
    "is_done": "done",
    "topics": "topics: {known}; and every command: goaltrack help add",
    "about": "about {target}",
    "no_goals": "no goals yet",
    "draft_goal": "{title} (draft)",
    "drafted": (
        "{path} written: {number} goals to look at with `goaltrack -f {path} review`"
    ),
    "nothing_drafted": "no commitment was found in this text",
    "no_drafts": "no drafts are left",
    "reviewed": "{number} reviewed",
    "review_done": "{kept} kept, {dropped} dropped",
    "review_question": "keep, change, drop, skip or quit?",
    "review_change": "KEY=VALUE (as target=400, due=2026)",
    "review_due": "the due date stands elsewhere: {due}",
    "due_sentence": "sentence",
    "due_paragraph": "paragraph",
    "due_heading": "heading",
    "due_title": "title",
    "due_assumed": "assumed",
    "figures_of_none": "Figures of the text that belong to none of its goals:",
    "none_of": "no goals match, of {goals} in the ledger",
    "no_entries": "no entries yet",
    "written": "{path} written",
    "dropped": "dropped",
    "paused": "paused",
    "closed": "nothing more to come",
    "as_first_promised": "as first promised ({promise}): {state}",
    "changed_on": "{day}: {reason}",
    "changed": "until {day}: {what} ({reason})",
    "with": "{what} ({more})",
    "comma": ", ",
    "semicolon": "; ",
    "colon": ": ",
    "from_fact": "{title}, {place}",
    "report": "Report",
    "overview": "Overview",
    "made_by": (
        "Made by goaltrack {version} from {path} (SHA-256 {sha256}) as of {day}."
    ),
    "target_high": "target to",
    "unit": "unit",
    "event_due": "Due: {goal}",
    "event_step": "Due: {goal}, {step}",
    "event_figure": "Figure expected: {goal}",
    "find": "Find",
    "register": "Register",
    "timeline": "Timeline",
    "changes_since": "What changed",
    "lead": "lead",
    "done_share": "done",
    "init_next": "{path} written; look at it, then say `{command} status`",
    "init_new": "{path} written; add a goal with `{command} new`",
}

REASONS = {
    "parts-none": "it has no parts yet, by which it could be assessed",
    "parts-met": "all of its {count} parts are met",
    "parts-missed": "missed: {titles}",
    "parts-unknown": "not known, or not over: {titles}",
    "parts-worst": "{state}: {titles}",
    "parts-mean": "{progress} of the way on average after {share} of the time: pace "
    "ratio {ratio}",
    "parts-progress": "{progress} of the way, the mean of its parts ({count})",
    "parts-left-out": "not counted: {titles}",
    "undecided": "its target is still to be set",
    "no-other": "there is no figure to compare with ({target}), {days} after the due "
    "date",
    "no-other-yet": "there is no figure to compare with yet ({target})",
    "no-data-this-year": "no figure of this year has been recorded yet; the last one "
    "is {value} for {period}",
    "stale": "the last figure is {days} old: what follows is as of its day",
    "each-none": "nothing to judge yet: no such period is over",
    "each-kept": "kept in {kept} of {known}",
    "each-need": "needed in {need} of {periods}",
    "each-share": "needed in {share} of them",
    "each-unknown": "nothing is known of {unknown}",
    "dropped": "given up on {day}: {reason}",
    "paused": "paused since {day}: {reason}",
    "no-data": "no figure has been recorded yet",
    "no-direction": "one figure shows no direction yet",
    "going-up": "up by {step} since {period}",
    "going-down": "down by {step} since {period}",
    "going-flat": "unchanged since {period}",
    "met": "met on {day}",
    "late": "met on {day}, {days} after the due date",
    "one-year-counts": "it was to be met in some year, and was in {year}",
    "missed": "{value} for {period} does not meet the target; the gap is {gap}",
    "missed-equal": "{value} for {period} equals the target, which had to be passed",
    "missed-milestone": "on {period} it was {value} done, and the due date has passed",
    "was-met": "it had been met on {day}",
    "no-result": "no figure reaches the due date ({due}, {days} ago): "
    "that is no failure, it is not known",
    "undated": "no due date was promised",
    "open": "to be done within {days}",
    "on-target": "{value} for {period} meets the target, which could still be lost",
    "off-target-over": "{value} for {period} is {gap} over the target",
    "off-target-under": "{value} for {period} is {gap} under the target",
    "off-target-equal": "{value} for {period} equals the target, which must be passed",
    "nothing-used-yet": "nothing has been used yet",
    "nothing-used": "nothing was allowed, and nothing has been used",
    "inside": "inside the range",
    "one-figure": "one figure and no baseline: a gap, but no pace",
    "no-figure-since": "no figure is younger than the baseline",
    "no-whole-year": "no whole year is known from which progress could be counted",
    "early-days": "only {share} of the time had passed",
    "no-way": "the baseline ({value}) had met the target, the figure does not",
    "nothing-planned": "nothing was planned by the date of the figure",
    "pace": "{progress} of the way after {share} of the time: pace ratio {ratio} "
    "({planned} was planned)",
    "budget": "{progress} of it used after {share} of the time: pace ratio {ratio} "
    "({planned} was planned)",
    "steps": "{done} done, {planned} was to be done by now",
    "even-pace": (
        "{year} comes to {estimate} by even pace: {share} of its days are known"
    ),
    "year-share": "{year} comes to {estimate} by the share of {years} earlier years: "
    "they had {share} of theirs by then",
    "met-already": "{year} has passed the target already, and is not over",
    "preliminary": "rests on a preliminary figure",
    "conflict": (
        "{count} entries disagree with others and are left out: see `goaltrack check`"
    ),
    "wished": "as wished",
    "unwished": "not as wished",
    "early": "{days} early",
}


def messages() -> Iterator[tuple[str, str]]:
    """Yield each word and sentence: its name, and its English text."""
    tables: tuple[Mapping[Any, str], ...] = (
        *(STATES, KINDS, AIMS, COLOURS, NUMBERS, STATUSES, INTERVALS),
        *(REFUSALS, HEDGES, WORDS, REASONS),
        # Their names are those of others: the catalogue keeps them apart.
        {f"{name}-measured": text for name, text in MEASURED_STATES.items()},
        {f"each-{name}": text for name, text in EACH.items()},
        {f"light-{name}": text for name, text in LIGHTS.items()},
        {f"{name}-means": text for name, text in STATE_MEANINGS.items()},
        {f"{name}-means": text for name, text in TERM_MEANINGS.items()},
        {f"periods-{name}": text for name, text in PERIODS.items()},
        {f"one-{name}": text for name, text in ONE_PERIOD.items()},
    )
    for table in tables:
        yield from ((str(name), text) for name, text in table.items() if text)
    yield from (("chance", word) for _, word in CHANCES)
    yield from (("sdg", word) for word in SDG_STATUSES.values())
