"""Model cards and data cards, and which of their parts are filled in."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from maturity.documents.tree import Table, walk
from maturity.evidence.layout import data_path
from maturity.evidence.project import Project
from maturity.evidence.topics.files import filled
from maturity.evidence.topics.prose import Section, sections
from maturity.evidence.topics.readme import README
from maturity.model.facts.code import DocumentFact

_ENDINGS = r"(?:\.(?:md|mdx|rst|txt|adoc|html|ya?ml|json))?"
_MODEL_CARD = re.compile(
    rf"(?:^|/)(?:[^/]*[-_.])?model[-_ ]?cards?(?:[-_.][^/]*)?{_ENDINGS}\Z|(?:^|/)model[-_]?cards/[^/]+\Z", re.IGNORECASE
)
_TITLE = re.compile(
    r"\A(?:\s*<!--[^>]*-->)?\s*#[ \t]+(?:[^\n#]{0,80}[ \t])?model[ -]card(?:[ \t]*[:\u2013-][^\n]*)?[ \t]*(?:\n|\Z)",
    re.IGNORECASE,
)
"""A title that says what a document is, whatever its file is called: `# GPT-2 model card`."""
_DATA_CARD = re.compile(
    rf"(?:^|/)(?:[^/]*[-_.])?(?:data(?:set)?[-_ ]?(?:card|sheet|dictionary)s?)(?:[-_.][^/]*)?{_ENDINGS}\Z",
    re.IGNORECASE,
)
_PROSE = re.compile(r"\.(?:md|mdx|rst|txt|adoc)\Z", re.IGNORECASE)
_TEXT = frozenset((".md", ".mdx", ".rst", ".txt", ".adoc", ".html", ".yaml", ".yml", ".json", ""))

_PARTS: dict[str, re.Pattern[str]] = {
    "intended-use": re.compile(r"intended.{0,3}us|\buses\b|use.?cases?\b|direct use|purpose|how to use", re.IGNORECASE),
    "training-data": re.compile(
        r"training.?(?:data|set|details)|\bdata ?sets?\b|^data\b(?![- ](?:owner|steward|protection|privacy))|"
        r"\bdata (?:source|used)|\bcollection\b",
        re.IGNORECASE,
    ),
    "metrics": re.compile(r"metric|evaluation|performance|quantitative|\bresults?\b|accuracy", re.IGNORECASE),
    "limitations": re.compile(r"limitation|caveat|known issue|out.of.scope|\brisks?\b", re.IGNORECASE),
    "ethics": re.compile(r"ethic|fairness|\bbias|societal|responsible|harm", re.IGNORECASE),
}
_NOTHING = re.compile(
    r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\[?more information needed\]?|\b(?:todo|tbd|tba|fixme|wip|n/?a|xxx+)\b|"
    r"lorem ipsum|coming soon|to be (?:added|done|defined|completed|filled|determined|written)|\bplaceholder\b|"
    r"\[[^\]\n]{0,80}\](?!\()|<[^>\n]{1,80}>|not (?:yet )?(?:available|provided|filled)|"
    r"^\*(?:Missing: |缺失：)[^\n]*\*$|"  # how a card of `maturity card` says that a field is empty
    r"fill (?:this |me )?in\b|\byour [a-z ]{1,30} here\b|"
    r"^[ \t]*#+[^\n]*$|^[-*+>|=: \t]+$",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"\w{2,}")
_LEAST_WORDS = 4
_LEAST_NUMBERS = 1
_FRONT = re.compile(r"\A---\s*\n([^\0]{0,20000}?)\n---\s*(?:\n|\Z)")
_MODEL_KEYS = re.compile(r"^(?:pipeline_tag|library_name|model-index|base_model)\s*:", re.MULTILINE)
_DATA_KEYS = re.compile(r"^(?:task_categories|dataset_info|size_categories)\s*:", re.MULTILINE)
_DESCRIBES_DATA = re.compile(
    r"\b(?:columns?|fields?|attributes?|features?|variables?|dictionary|schema)\b", re.IGNORECASE
)


def collect(project: Project) -> Iterator[DocumentFact]:
    """Yield one fact for each model card and data card that says something."""
    for path, content in filled(project, re.compile("")):
        suffix = PurePosixPath(path).suffix.lower()
        if suffix not in _TEXT:
            continue
        if _MODEL_CARD.search(path) or (_PROSE.search(path) and _TITLE.search(content[:2_000])):
            yield from _card(project, path, content, "model-card")
        elif _DATA_CARD.search(path):
            yield from _card(project, path, content, "data-card")
        elif _PROSE.search(path):
            yield from _by_content(project, path, content)


def parts(content: str) -> tuple[str, ...]:
    """Return the parts of a card that hold content, not placeholders."""
    written = sections(content)
    return tuple(
        part for part, title in _PARTS.items() if any(title.search(one.title) and _says(one) for one in written)
    )


def says_something(text: str) -> bool:
    """Tell whether a text holds words after placeholders, comments and headings are taken away."""
    plain = _NOTHING.sub(" ", _without_comments(text[:50_000]))
    return len(_WORD.findall(plain)) >= _LEAST_WORDS


def _without_comments(text: str) -> str:
    """Return a text without its HTML comments."""
    first, *rest = text.split("<!--")
    return first + " ".join(part.partition("-->")[2] for part in rest)


def _says(section: Section) -> bool:
    return says_something(section.body)


def _by_content(project: Project, path: str, content: str) -> Iterator[DocumentFact]:
    """Recognise a card that is called otherwise: by its front matter, or by what it covers."""
    front = _FRONT.match(content[:30_000])
    if README.search(path) and front and _MODEL_KEYS.search(front.group(1)):
        yield from _card(project, path, content, "model-card")
    elif README.search(path) and (
        (front and _DATA_KEYS.search(front.group(1))) or (data_path(path) and _describes_data(content))
    ):
        yield DocumentFact(at=project.place(path, 1), document="data-card")
    elif re.search(r"intended.{0,3}us", content, re.IGNORECASE) and re.search(r"limitation", content, re.IGNORECASE):
        found = parts(content)
        if "intended-use" in found and "limitations" in found and re.search(r"\bmodel\b", content, re.IGNORECASE):
            yield _document(project, path, "model-card", found, content)


def _describes_data(content: str) -> bool:
    """Tell whether a README in a data folder says what the records hold."""
    return len(_DESCRIBES_DATA.findall(content[:50_000])) > 1 and len(content.splitlines()) > _LEAST_WORDS


def _card(project: Project, path: str, content: str, document: str) -> Iterator[DocumentFact]:
    if path.endswith((".yaml", ".yml", ".json")):
        found, speaks = _tree_parts(project, path)
    else:
        found, speaks = parts(content), says_something(content)
    if speaks:
        yield _document(project, path, document, found, content)


def _tree_parts(project: Project, path: str) -> tuple[tuple[str, ...], bool]:
    """Return the filled parts of a card in YAML or JSON: keys stand for headings."""
    found: dict[str, bool] = {}
    texts = 0
    for tree in project.yaml(path)[:1]:
        if not isinstance(tree, Table):
            continue
        for keys, _, value in walk(tree, 5_000):
            if not isinstance(value, str) or not _WORD.search(_NOTHING.sub(" ", value)):
                continue
            texts += 1
            for part, title in _PARTS.items():
                found[part] = found.get(part, False) or any(title.search(key.replace("_", " ")) for key in keys)
    return tuple(part for part in _PARTS if found.get(part)), texts > _LEAST_NUMBERS


def _document(project: Project, path: str, document: str, found: tuple[str, ...], content: str) -> DocumentFact:
    template = "template" in path.lower() and "{{" in content
    return DocumentFact(
        at=project.place(path, 1),
        document="model-card" if document == "model-card" else "data-card",
        sections=found,
        generated=template,
    )
