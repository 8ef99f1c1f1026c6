"""What of a call is not known: parts that were not recorded, heard or read, and what they could change."""
