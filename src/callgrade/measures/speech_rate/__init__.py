"""Speech rate: syllables, words and the time in which they were said."""
