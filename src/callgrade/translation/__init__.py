"""Texts, numbers and dates in the language of the reader, which is independent of the call's."""
