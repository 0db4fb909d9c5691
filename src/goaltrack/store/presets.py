"""The rule sets that come with the program."""

import os
from decimal import Decimal
from functools import cache

import tomli

import goaltrack
from goaltrack.core.model import Ledger
from goaltrack.core.rules import RuleSet
from goaltrack.store.codec import decode_rules

_FOLDER = os.path.join(os.path.dirname(goaltrack.__file__), "rulesets")


@cache
def preset(name: str) -> RuleSet:
    """The preset of that name, one of `codec.PRESETS`."""
    with open(os.path.join(_FOLDER, f"{name}.toml"), encoding="utf-8") as file:
        data = tomli.loads(file.read(), parse_float=Decimal)
    return decode_rules(name, data)[0]


def rules_of(ledger: Ledger) -> RuleSet:
    """The rule set that the ledger has chosen: its own, or a preset."""
    own: RuleSet | None = ledger.rulesets.get(ledger.rules)
    return own or preset(ledger.rules)
