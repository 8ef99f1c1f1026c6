"""Payment cards: the digits that belong to one number, and which numbers are cards."""
