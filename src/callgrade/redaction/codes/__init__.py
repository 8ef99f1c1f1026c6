"""Security codes, one-time codes, PINs and expiry dates: named ones, and dictated ones that nobody named."""
