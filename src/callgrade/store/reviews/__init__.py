"""What people say of verdicts: kept beside the judgements, and laid over them whenever a card is read."""
