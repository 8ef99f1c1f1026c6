"""The phrase language of the packs: read, and found in what was said."""
