"""Ring-back tones: found, counted, and the moment of the answer."""
