"""The nouns of a call: frozen values with units, importing nothing else of callgrade."""
