"""Scorecards for people and programs: one module per format, which does the escaping of its format."""
