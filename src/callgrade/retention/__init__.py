"""Erase calls from the store and from every exported table."""
