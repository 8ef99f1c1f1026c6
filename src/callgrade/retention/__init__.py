"""Calls erased from the store and from every table that was exported."""
