"""Intake: accept a call or refuse it with a reason, decode it once, and gather what is known of it."""
