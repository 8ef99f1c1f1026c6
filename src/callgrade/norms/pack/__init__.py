"""Norm packs: rules and words as data, read and checked."""
