"""A whole night as systemd units and as a crontab line."""
