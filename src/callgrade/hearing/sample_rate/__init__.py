"""Whether a recording was made at the sample rate that its file says."""
