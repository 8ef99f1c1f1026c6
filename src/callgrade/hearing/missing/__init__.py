"""What is missing in a recording by its sound: parts that were not recorded, and speech that noise may hide."""
