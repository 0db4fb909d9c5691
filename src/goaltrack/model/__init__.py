"""The data model: ledgers, periods, amounts, targets."""
