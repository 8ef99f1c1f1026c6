"""Where in what somebody says a name is: introductions, forms of address, parts of a first turn, spelling."""
