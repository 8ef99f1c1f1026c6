"""The site's file: found, written and checked."""
