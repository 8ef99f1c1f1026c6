"""Pages for a browser: one for each call, agent and team, and one to start the morning with."""
