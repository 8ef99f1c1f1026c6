"""Call detail records: what the telephone system wrote about a call."""
