"""Words and tables for people, in their language; what programs read stays as it is."""
