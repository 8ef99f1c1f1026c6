"""Telephone calls made by this project: scripts in, recordings with their truth out."""
