"""Times for people to read."""


def clock(seconds: float) -> str:
    """``seconds`` as m:ss or h:mm:ss, rounded down: where to listen."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
