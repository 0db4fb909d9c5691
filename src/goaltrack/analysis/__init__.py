"""Calculations: from a goal and a day to an assessment."""
