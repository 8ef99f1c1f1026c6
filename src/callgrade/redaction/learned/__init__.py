"""Numbers told from secrets by what is said around them: a classifier that was trained on example dialogues."""
