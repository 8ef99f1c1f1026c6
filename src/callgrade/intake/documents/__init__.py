"""JSON and text beside or instead of a recording: vCons, sidecars, transcripts."""
