"""Rescore stored calls after norms or settings changed, without hearing them again."""
