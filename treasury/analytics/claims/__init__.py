"""Tests of the statements in data/reference/claims.toml: series and thresholds in, a `Finding` out, one file a subject."""
