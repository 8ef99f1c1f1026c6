"""Names of which nobody is sure: words that nothing explains, and names that the customer puts right."""
