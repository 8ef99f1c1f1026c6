"""Worker processes that do tasks, so that a crash or a hang loses one task. Knows nothing of calls."""
