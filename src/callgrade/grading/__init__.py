"""From a call to its scorecard: the order of the steps, and what they are done with."""
