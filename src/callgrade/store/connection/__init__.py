"""The way to the database: where it is, how it is locked, what it says when something is wrong."""
