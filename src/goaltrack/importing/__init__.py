"""Tables of other programs: reading them, and comparing them with a ledger."""
