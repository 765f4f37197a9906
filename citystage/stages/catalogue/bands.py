"""Bands of money and grains of record: what the filters count and the search documents carry."""

# Budget bands in whole fen, half-open [from, until); "open" is money still to be agreed.
_WAN = 1_000_000
MONEY_BANDS: dict[str, tuple[int | None, int | None]] = {
    "under_100": (0, 100 * _WAN),
    "100_500": (100 * _WAN, 500 * _WAN),
    "500_1000": (500 * _WAN, 1000 * _WAN),
    "1000_5000": (1000 * _WAN, 5000 * _WAN),
    "over_5000": (5000 * _WAN, None),
    "open": (None, None),
}

# A need of an owner, or the direction of a policy that nobody can answer yet.
NEED, DIRECTION = "need", "direction"
GRAINS = (NEED, DIRECTION)


def band_of(fen: int | None) -> str:
    """The band an amount falls into."""
    if fen is None:
        return "open"
    for name, (low, high) in MONEY_BANDS.items():
        if low is not None and low <= fen and (high is None or fen < high):
            return name
    return ""
