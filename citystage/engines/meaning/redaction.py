"""What must not leave the house: telephone numbers, addresses of mail, numbers of persons."""

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_WORDS = "(?:电话|手机|座机|传真|热线|微信|QQ群?|[Tt]el|[Pp]hone|[Ff]ax|[Ww]e[Cc]hat)"
_BETWEEN = r"[-\s.·()]{0,2}"
# Tried in this order, so that a longer number is not taken for a telephone.
_KINDS = (
    # Mail, also where the sign is spelt out.
    r"[A-Za-z0-9._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}",
    # Identity cards, old ones with 15 figures; credit codes of organisations; bank cards.
    r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15}|[0-9A-Z]{2}\d{6}[0-9A-Z]{10})(?![0-9A-Za-z])",
    r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)",
    # Passports and permits of travel.
    r"(?<![0-9A-Za-z])[EGDSPHM]\d{8}(?!\d)",
    # Mobile numbers; lines with area code and extension; service numbers; those of other countries.
    rf"(?<!\d)(?:\+?0{{0,2}}86{_BETWEEN})?1[3-9]\d{_BETWEEN}\d{{4}}{_BETWEEN}\d{{4}}(?!\d)",
    rf"(?<!\d)\(?(?:\+?86{_BETWEEN})?0\d{{2,3}}{_BETWEEN}\d{{7,8}}(?:[-转]{{1,2}}\d{{1,5}})?(?!\d)",
    rf"(?<!\d)[48]00{_BETWEEN}\d{{3,4}}{_BETWEEN}\d{{3,4}}(?!\d)",
    r"\+\d{1,3}[-\s]?\d[\d\s-]{6,13}\d",
    # Whatever stands behind the word for it.
    rf"{_WORDS}(?:号码|号)?\s?[:]?\s?[\w-]{{0,20}}\d[\w-]{{3,20}}",
    r"(?:联系人|负责人|联络人|经办人)\s?:\s?[\u4e00-\u9fff·]{2,4}",
)
_CONTACT = re.compile("|".join(f"(?:{kind})" for kind in _KINDS))


def redacted(text: str) -> str:
    """The text without contact data, full-width and hidden signs notwithstanding."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _CONTACT.sub(" ", plain)
