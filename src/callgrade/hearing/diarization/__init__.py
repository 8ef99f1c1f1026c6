"""Who speaks on one channel."""
