"""Personal data: which columns are declared, and what masks or drops them."""

import re
from collections.abc import Iterator

from maturity.documents.tree import Tree, walk
from maturity.evidence.graph.graph import Graph, Site
from maturity.evidence.layout import test_path, vendored
from maturity.evidence.practice.calls import Calls, Code, Found, chosen, node_of, texts
from maturity.evidence.project import Project
from maturity.model.facts.practice import PersonalColumnFact

DROPS = frozenset(("drop", "Field", "Column", "Feature"))
PERSONAL = frozenset(
    (
        *("email", "e_mail", "email_address", "phone", "phone_number", "telephone", "mobile_number", "first_name"),
        *("last_name", "full_name", "surname", "family_name", "ssn", "social_security_number", "passport_number"),
        *("national_id", "date_of_birth", "dob", "birth_date", "birthdate", "home_address", "street_address"),
        *("credit_card", "credit_card_number", "iban", "ip_address", "tax_id", "license_plate", "driver_license"),
        *("passport", "maiden_name", "medical_record_number"),
    )
)
_FAKES = frozenset(
    "name first_name last_name email safe_email phone_number address street_address ssn user_name date_of_birth".split()
)
_HASHES = frozenset("sha256 sha384 sha512 sha3_256 sha3_512 blake2b blake2s pbkdf2_hmac scrypt".split())
"""Digests for pseudonyms; md5 and crc32 split and compare records."""
_PER_RECORD = frozenset(("apply", "map", "transform", "applymap", "map_elements"))
_READS = frozenset("read_csv read_parquet read_json read_excel read_sql read_sql_query read_table load_dataset".split())
NAMES = DROPS | _FAKES | _HASHES
"""Last parts of the names of calls that are looked at here."""
_MASKS = re.compile(
    r"(?:^|[._])(?:anonymi[sz]e\w*|pseudonymi[sz]e\w*|de_?identify\w*|redact(?:_\w+)?|mask_(?:pii|personal|email|column|name)\w*|"
    r"hash_(?:pii|personal|email|identifier|id|column)\w*|scrub_pii|drop_(?:pii|personal)\w*|remove_pii)\Z",
    re.IGNORECASE,
)
_SCHEMAS = re.compile(r"(?:DataFrameModel|SchemaModel|DataFrameSchema|Schema|Record|Row)\Z")
_SPOKEN = re.compile("|".join(sorted(PERSONAL)))
_LISTS = frozenset(("columns", "features", "fields", "schema", "column", "numerical", "categorical", "inputs"))
_SETTINGS = re.compile(r"\.(?:ya?ml|json)\Z")
MOST = 30


def observe(project: Project, graph: Graph, code: Code) -> None:
    """Add a site where personal columns are dropped, and where a function of the project masks them."""
    for found in chosen(code.calls, ("drop",)):
        dropped = {word for text in texts(found.call) for word in re.findall(r"[\w-]+", text.lower())}
        if not PERSONAL.isdisjoint(dropped):
            graph.prove(Site(found.node, "protect-data", "own", found.at(project)))
    for found in chosen(code.calls, _FAKES | _HASHES):
        if _replaces(found):
            graph.prove(Site(found.node, "protect-data", "own", found.at(project)))
    for path, function in code.named:
        if not test_path(path) and _MASKS.search(function.name) and function.calls and not function.stub:
            at = project.place(path, function.line, f"def {function.name}")
            graph.prove(Site(node_of(path, function.name), "protect-data", "own", at))


def _replaces(found: Found) -> bool:
    """Tell whether records that a function reads get made-up values, or digests one by one."""
    beside = {call.name.rpartition(".")[2] for call in found.function.calls}
    if found.call.name.startswith("faker.Faker."):
        return not beside.isdisjoint(_READS)
    return found.call.name.startswith("hashlib.") and not beside.isdisjoint(_PER_RECORD)


def collect(project: Project, calls: Calls) -> Iterator[PersonalColumnFact]:
    """Yield one fact for each column of personal data that a schema or a configuration of the data declares."""
    found = [*_in_schemas(project, calls), *_in_settings(project)]
    yield from found[:MOST]


def _in_schemas(project: Project, calls: Calls) -> Iterator[PersonalColumnFact]:
    for path, module in sorted(project.modules.items()):
        if vendored(path) or test_path(path):
            continue
        for one in module.classes:
            if any(_SCHEMAS.search(base) for base in one.bases):
                for parameter in one.fields:
                    if parameter.name.lower() in PERSONAL:
                        at = project.place(path, one.line, f"class {one.name}: {parameter.name}")
                        yield PersonalColumnFact(at=at, column=parameter.name.lower())
    for found in chosen(calls, ("Field", "Feature")):
        name = found.call.keywords.get("name")
        if found.call.name.startswith("feast.") and isinstance(name, str) and name[1:].lower() in PERSONAL:
            yield PersonalColumnFact(at=found.at(project), column=name[1:].lower())


def _in_settings(project: Project) -> Iterator[PersonalColumnFact]:
    """Look at configurations that list columns, and at expectations about them."""
    for path, text in project.texts.items():
        if not _SETTINGS.search(path) or vendored(path) or test_path(path) or path.startswith(".github/"):
            continue
        if not _SPOKEN.search(text) or not any(word in text for word in _LISTS):
            continue
        for document in project.yaml(path):
            yield from _declared(project, path, document)


def _declared(project: Project, path: str, document: Tree) -> Iterator[PersonalColumnFact]:
    for keys, line, value in walk(document, 20_000):
        name = value if isinstance(value, str) else keys[-1] if keys else ""
        inside = {key.lower() for key in keys[:-1]} | ({keys[-1].lower()} if keys and isinstance(value, str) else set())
        if name.lower() in PERSONAL and not _LISTS.isdisjoint(inside):
            yield PersonalColumnFact(at=project.place(path, line), column=name.lower())
