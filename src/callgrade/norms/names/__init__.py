"""Names of people and companies: found through what recognition makes of them."""
