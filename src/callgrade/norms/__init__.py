"""Norms: a pack of rules (data) laid on a conversation gives findings, each with its evidence."""
