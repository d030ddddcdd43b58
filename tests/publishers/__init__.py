"""A small stand-in of the publishers: official paths and formats, trimmed real payloads, failures on demand."""

from tests.publishers.server import FRED_KEY, Publishers

__all__ = ["FRED_KEY", "Publishers"]
