"""Norms: evaluates a pack of rules (data) on a conversation; each finding has its evidence."""
