"""Points on the yield curve: their labels, in order, and their length in years."""

TENOR_YEARS: dict[str, float] = {
    "1M": 1 / 12,
    "1.5M": 1.5 / 12,
    "2M": 2 / 12,
    "3M": 3 / 12,
    "4M": 4 / 12,
    "6M": 6 / 12,
    "1Y": 1.0,
    "2Y": 2.0,
    "3Y": 3.0,
    "5Y": 5.0,
    "7Y": 7.0,
    "10Y": 10.0,
    "20Y": 20.0,
    "30Y": 30.0,
}
TENORS: tuple[str, ...] = tuple(TENOR_YEARS)

# The Treasury stopped the 30-year between these days; a difference across the gap is not a move.
THIRTY_YEAR_GAP = ("2002-02-19", "2006-02-08")
