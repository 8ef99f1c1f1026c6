"""Heard calls and judgements as stored documents, in every version that was ever written."""
