"""Worker processes that do tasks; a crash or a hang loses only one task. Knows nothing of calls."""
