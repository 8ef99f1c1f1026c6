"""When somebody speaks: a network of voice activity, and loud sound that it does not hear."""
