"""Open Badges 3.0: an achievement as a verifiable credential (VC 2.0), and its status list."""

import base64
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
# The fewest entries of a status list, so that one entry does not tell whom it is about.
_ENTRIES: Final = 131_072


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who gives the badge: the address of its profile, and its name."""

    address: str
    name: str
    url: str

    def profile(self) -> dict[str, Any]:
        """As it stands inside a credential."""
        return {"id": self.address, "type": ["Profile"], "name": self.name, "url": self.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """One achievement of one holder."""

    address: str
    issuer: Issuer
    name: str
    achievement: str
    description: str
    criteria: str
    holder: str
    holder_address: str
    number: str
    image: str
    since: datetime
    until: datetime | None
    status_list: str
    status_index: int


def credential(badge: Badge) -> dict[str, Any]:
    """The AchievementCredential, without its proof."""
    made: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": badge.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.name,
        "issuer": badge.issuer.profile(),
        "validFrom": _moment(badge.since),
        "credentialSubject": {
            "id": badge.holder_address,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": badge.holder,
                    "identityType": "name",
                    "hashed": False,
                }
            ],
            "licenseNumber": badge.number,
            "achievement": {
                "id": badge.achievement,
                "type": ["Achievement"],
                "achievementType": "Certification",
                "name": badge.name,
                "description": badge.description,
                "criteria": {"narrative": badge.criteria},
                "image": {"id": badge.image, "type": "Image"},
            },
        },
        "credentialStatus": {
            "id": f"{badge.status_list}#{badge.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(badge.status_index),
            "statusListCredential": badge.status_list,
        },
    }
    if badge.until is not None:
        made["validUntil"] = _moment(badge.until)
    return made


def status_list(address: str, *, issuer: Issuer, revoked: Iterable[int], since: datetime) -> Any:  # noqa: ANN401 -- JSON
    """The BitstringStatusListCredential (W3C), without its proof: bit n is set when revoked."""
    return {
        "@context": [CONTEXTS[0]],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.address,
        "validFrom": _moment(since),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
        },
    }


def encoded(revoked: Iterable[int]) -> str:
    """GZIP of the bits, the first one leftmost, as multibase base64url without padding."""
    places = sorted(set(revoked))
    size = max(_ENTRIES, ((places[-1] // 8 + 1) * 8) if places else 0)
    bits = bytearray(size // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> (place % 8)
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
