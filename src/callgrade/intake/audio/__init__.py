"""Recordings: what a file is, and its samples."""
