"""Stored calls judged by changed norms, without hearing them again."""
