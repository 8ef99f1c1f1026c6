"""The nightly batch: find the new recordings, have workers grade them, store the scorecards, sum up."""
