"""Many calls at once: which are new, separate worker processes that hear and judge them, a run that nobody watches."""
