"""Transcripts: one small reader a format, and one way to mend what any of them may bring."""
