"""Greetings in words that no phrase holds, at the beginning and at the end of a call."""
