"""Write amounts of money as people of each language read them: 3,500万元, CNY 35.0 m."""

from decimal import Decimal

_FEN = Decimal(100)
_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)
_MILLION = Decimal(1_000_000)
_BILLION = Decimal(1_000_000_000)


def _trimmed(value: Decimal) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def written(fen: int, *, english: bool) -> str:
    """``fen`` (1/100 yuan) with the unit that suits its size."""
    yuan = Decimal(fen) / _FEN
    if english:
        if abs(yuan) >= _BILLION:
            return f"CNY {yuan / _BILLION:,.2f} bn"
        if abs(yuan) >= _MILLION:
            return f"CNY {yuan / _MILLION:,.1f} m"
        return f"CNY {_trimmed(yuan)}"
    if abs(yuan) >= _YI:
        return f"{_trimmed(yuan / _YI)}亿元"
    if abs(yuan) >= _WAN:
        return f"{_trimmed(yuan / _WAN)}万元"
    return f"{_trimmed(yuan)}元"
