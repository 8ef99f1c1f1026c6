"""What a sentence means: vectors of what agents say, and norms that are recognised by their examples."""
