"""What a guide, an office, a region is; reading and checking the files that hold them. No network, no database."""
