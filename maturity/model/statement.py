"""An in-toto statement about an assessment, and the envelope that carries its signature."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
PAYLOAD = "application/vnd.in-toto+json"

Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{2,128}$")]


class _Open(BaseModel):
    """A frozen value of a format that others may extend: what is not known here is kept out, not refused."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Resource(_Open):
    """What is spoken of: an artifact or a document, by its digests."""

    name: str = ""
    digest: dict[str, Hex] = Field(default_factory=dict)
    annotations: dict[str, Any] = Field(default_factory=dict)


class TestResult(_Open):
    """Which tests passed and failed, with which configuration."""

    __test__ = False

    result: Literal["PASSED", "WARNED", "FAILED"]
    configuration: Annotated[tuple[Resource, ...], Field(min_length=1)]
    passed: tuple[str, ...] = Field(default=(), alias="passedTests")
    warned: tuple[str, ...] = Field(default=(), alias="warnedTests")
    failed: tuple[str, ...] = Field(default=(), alias="failedTests")


class Statement(_Open):
    """What is stated of which subjects."""

    type: Literal["https://in-toto.io/Statement/v1"] = Field(alias="_type")
    subject: Annotated[tuple[Resource, ...], Field(min_length=1)]
    predicate_type: Literal["https://in-toto.io/attestation/test-result/v0.1"] = Field(alias="predicateType")
    predicate: TestResult


class Signature(_Open):
    """One signature of an envelope, in base64."""

    keyid: str = ""
    sig: str


class Envelope(_Open):
    """A DSSE envelope."""

    payload_type: Literal["application/vnd.in-toto+json"] = Field(alias="payloadType")
    payload: str
    signatures: Annotated[tuple[Signature, ...], Field(min_length=1, max_length=100)]
