"""Scorecards for people and programs: one file a format, each of which owns its format's escaping."""
