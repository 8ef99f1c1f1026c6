"""The phrase language of the packs: parsing, and finding phrases in speech."""
