"""Speech to words: windows of speech, Whisper, and the place of each word."""
