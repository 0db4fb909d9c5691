"""Drafts of goals from Chinese reports, plans and news: no model, no network."""
