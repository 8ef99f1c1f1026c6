"""Signs in the order of the dialogue that a norm was kept, or broken, in words that nobody foresaw."""
