"""What a store holds, as a person asks for it: lists, names and its status."""
