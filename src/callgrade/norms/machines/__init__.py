"""What machines say in a call, and what an agent says to one."""
