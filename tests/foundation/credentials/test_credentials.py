"""Credentials verify by what they say themselves, with plain Ed25519 and nothing of ours."""

import base64
import gzip
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from citystage.foundation.credentials import badges, proofs
from citystage.foundation.credentials.keys import base58, multikey, signing_key

MOMENT = datetime(2026, 11, 28, tzinfo=UTC)
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def decoded(text):
    """Base58btc read back by long division, written apart from the encoder."""
    assert text[0] == "z"
    number = 0
    for sign in text[1:]:
        number = number * 58 + ALPHABET.index(sign)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    body = number.to_bytes((number.bit_length() + 7) // 8) if number else b""
    return b"\0" * zeros + body


def check(document, public):
    """Verify a Data Integrity proof (eddsa-jcs-2022) step by step, as the standard has it."""
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    proof = dict(document["proof"])
    signed = decoded(proof.pop("proofValue"))
    plain = [
        json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        for part in (proof, unsecured)
    ]
    public.verify(signed, b"".join(hashlib.sha256(part).digest() for part in plain))


def badge(**said):
    issuer = badges.Issuer(
        address="https://c.example/.well-known/badge-issuer/q.json",
        name="示例办公室",
        url="https://c.example/",
    )
    known = {
        "address": "https://c.example/verify/ABC/credential.json",
        "issuer": issuer,
        "name": "场景应用实验室",
        "achievement": f"{issuer.address}#lab",
        "description": "示例实验室",
        "criteria": "经评审、公示。",
        "holder": "示例公司",
        "holder_address": "https://c.example/labs/1/",
        "number": "2026-001",
        "image": "https://c.example/verify/ABC/plaque.png",
        "since": MOMENT,
        "until": None,
        "status_list": "https://c.example/.well-known/badge-status/q.json",
        "status_index": 7,
    }
    return badges.credential(badges.Badge(**(known | said)))


def test_a_credential_verifies_with_the_published_key():
    key = Ed25519PrivateKey.generate()
    made = proofs.sign(badge(), key=key, method="https://c.example/#key-1", moment=MOMENT)
    published = decoded(multikey(key))

    check(made, Ed25519PublicKey.from_public_bytes(published[2:]))

    assert published[:2] == b"\xed\x01"
    assert made["proof"]["cryptosuite"] == "eddsa-jcs-2022"


@pytest.mark.parametrize("part", ["name", "validFrom", "id"])
def test_a_changed_credential_does_not_verify(part):
    key = Ed25519PrivateKey.generate()
    made = proofs.sign(badge(), key=key, method="https://c.example/#key-1", moment=MOMENT)

    with pytest.raises(InvalidSignature):
        check({**made, part: "other"}, key.public_key())


def test_a_credential_has_the_shape_of_open_badges():
    made = badge(until=datetime(2029, 11, 28, tzinfo=UTC))

    assert made["@context"] == list(badges.CONTEXTS)
    assert made["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert made["credentialSubject"]["achievement"]["type"] == ["Achievement"]
    assert made["credentialStatus"]["statusListIndex"] == "7"
    assert (made["validFrom"], made["validUntil"]) == (
        "2026-11-28T00:00:00Z",
        "2029-11-28T00:00:00Z",
    )


def test_the_known_vector_of_base58():
    assert base58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert base58(b"\0\0\1") == "z112"


@given(data=st.binary(max_size=80))
def test_base58_reads_back(data):
    assert decoded(base58(data)) == data


def test_keys_are_sorted_by_their_utf16_units():
    # The second sign lies beyond the basic plane: its surrogates sort before U+FB33.
    told = {"\ufb33": 1, "\U0001f600": 2, "a": [{"z": None, "b": True}]}

    assert proofs.canonical(told).decode() == (
        '{"a":[{"b":true,"z":null}],"\U0001f600":2,"\ufb33":1}'
    )


def test_fractions_are_refused():
    with pytest.raises(ValueError, match="whole"):
        proofs.canonical({"a": 0.5})


@given(places=st.sets(st.integers(0, 200_000), max_size=30))
def test_a_status_list_says_what_is_revoked(places):
    text = badges.encoded(places)
    packed = text[1:] + "=" * (-len(text[1:]) % 4)
    bits = gzip.decompress(base64.urlsafe_b64decode(packed))

    assert text[0] == "u"
    assert len(bits) >= 16_384
    found = {n * 8 + bit for n, byte in enumerate(bits) for bit in range(8) if byte & 0x80 >> bit}
    assert found == places


def test_one_of_many_processes_makes_the_key(tmp_path):
    path = tmp_path / "keys" / "one.pem"

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: signing_key.__wrapped__(path), range(8)))

    assert len({multikey(key) for key in keys}) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["one.pem"]


def test_another_kind_of_key_is_no_key(tmp_path):
    path = tmp_path / "other.pem"
    other = generate_private_key(SECP256R1())
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    with pytest.raises(TypeError, match="Ed25519"):
        signing_key.__wrapped__(path)
