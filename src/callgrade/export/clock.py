"""Times as people read them."""


def clock(seconds: float) -> str:
    """Whole seconds, rounded down, as m:ss or h:mm:ss: where to listen."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
