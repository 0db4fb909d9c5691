"""The ledger on disk: found, read, checked, and written without loss."""
