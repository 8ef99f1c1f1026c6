"""A second opinion: sheets for people who mark verdicts, and how far they and the machine agree."""
