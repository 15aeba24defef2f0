"""Signatures of statements and records: DSSE envelopes with a local Ed25519 key. Nothing here reaches a network."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity.errors import UsageError
from maturity.model.statement import PAYLOAD, Signature
from maturity.plain import read_plain

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 16 * 1024
_REMEDY = "name a PEM file with an Ed25519 key"


def sign(payload: bytes, key: Path, kind: str = PAYLOAD) -> dict[str, Any]:
    """Return a DSSE envelope around a statement, or a payload of another kind, signed by the private key in a PEM file.

    Raises:
        UsageError: The key cannot be used.
    """
    _need_library()
    private = _private(key)
    return {
        "payloadType": kind,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [
            {
                "keyid": key_id(private.public_key()),
                "sig": base64.b64encode(private.sign(pre_authentication(payload, kind))).decode(),
            }
        ],
    }


def signed_by(signatures: Iterable[Signature], payload: bytes, key: Path, kind: str = PAYLOAD) -> bool:
    """Tell whether one signature of a payload was made by the key whose public half is in a PEM file.

    Raises:
        UsageError: The key cannot be used.
    """
    _need_library()
    from cryptography.exceptions import InvalidSignature

    public, message = _public(key), pre_authentication(payload, kind)
    for signature in signatures:
        try:
            public.verify(base64.b64decode(signature.sig, validate=True), message)
        except (InvalidSignature, binascii.Error, ValueError):
            continue
        return True
    return False


def pre_authentication(payload: bytes, kind: str = PAYLOAD) -> bytes:
    """Return what is signed of a payload: DSSE binds its type and its length."""
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(payload), payload)


def key_id(public: "Ed25519PublicKey") -> str:
    """Return the name of a key: the SHA-256 of its public half in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _need_library() -> None:
    if find_spec("cryptography") is None:
        raise UsageError("signatures need a library that is not installed: pip install 'maturity[sign]'")


def _private(key: Path) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    loaded = _loaded(key, lambda content: load_pem_private_key(content, password=None))
    if not isinstance(loaded, Ed25519PrivateKey):
        raise UsageError(f"{key}: is no private Ed25519 key; make one: openssl genpkey -algorithm ed25519 -out {key}")
    return loaded


def _public(key: Path) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    loaded = _loaded(key, load_pem_public_key)
    if not isinstance(loaded, Ed25519PublicKey):
        raise UsageError(f"{key}: is no public Ed25519 key; take it from the private one: openssl pkey -pubout")
    return loaded


def _loaded(key: Path, load: Callable[[bytes], Any]) -> Any:
    """Load a key; nothing of the file is quoted."""
    content = read_plain(key, KEY_BYTES, _REMEDY)
    try:
        return load(content)
    except TypeError:
        raise UsageError(f"{key}: is protected by a password; {_REMEDY} that is not") from None
    except Exception:  # noqa: BLE001 - the library names no base of what it raises
        raise UsageError(f"{key}: holds no such key; {_REMEDY}") from None
