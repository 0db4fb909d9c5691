"""Ledger files: reading, checking, editing, writing."""
