"""Placeholders in the words of a written call: something was said here, but the words are not known.

They are words like any other, so that a card shows where they are; phrases and names never match them. Whether they
could change a verdict is asked in ``norms/alternatives.py``.
"""

UNREAD = "[unread]"
"""For words that nobody can read: inaudible, empty, damaged."""

REMOVED = "[removed]"
"""For words that were taken out before the transcript came here; most of them are names."""
