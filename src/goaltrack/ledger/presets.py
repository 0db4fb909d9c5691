"""The rule sets that come with the program."""

from decimal import Decimal
from functools import cache

import tomli

from goaltrack.analysis.colour_rules import RuleSet
from goaltrack.i18n.resources import read_text
from goaltrack.ledger.decode import decode_rules
from goaltrack.model.ledger import Ledger


@cache
def preset(name: str) -> RuleSet:
    """The preset of that name, one of `schema.PRESETS`."""
    text = read_text(f"ledger/rulesets/{name}.toml")
    data = tomli.loads(text, parse_float=Decimal)
    return decode_rules(name, data)[0]


def rules_of(ledger: Ledger) -> RuleSet:
    """The rule set that the ledger has chosen: its own, or a preset."""
    own: RuleSet | None = ledger.rulesets.get(ledger.rules)
    return own or preset(ledger.rules)
