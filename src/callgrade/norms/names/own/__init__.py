"""The agent's own name, told from the company's by where it stands and how it is framed."""
