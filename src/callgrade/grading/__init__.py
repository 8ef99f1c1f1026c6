"""From a call to its scorecard: the order of the steps, and the settings and norms they use."""
