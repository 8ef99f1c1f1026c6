"""The words that redaction knows, read from ``configs/redaction``."""
