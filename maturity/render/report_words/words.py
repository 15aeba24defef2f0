"""What has to be said in every language."""

from typing import NamedTuple

from maturity.model.assessment import SourceState
from maturity.model.comparison import Cause, Direction
from maturity.model.facts.lineage import LinkName, LinkState
from maturity.render.style import Edition


class ReportWords(NamedTuple):
    """The words of one language. Braces are filled by the template that uses them."""

    title: str
    editions: dict[Edition, str]
    contents: str
    assessed_on: str
    commit: str
    no_commit: str
    at_a_glance: str
    outcomes: str
    results: str
    results_picture: str
    meaning: str
    meanings: tuple[str, str, str, str]
    """What each level means for those who depend on the model."""
    level_of: str
    with_waivers: str
    risks: str
    risks_intro: str
    no_risks: str
    decisions: str
    decide_work: str
    decide_sources: str
    decide_gaps: str
    decide_manual: str
    decide_waivers: str
    no_decisions: str
    plan: str
    effort: str
    findings: str
    findings_intro: str
    no_findings: str
    search: str
    show: str
    criterion: str
    condition: str
    evidence: str
    no_evidence: str
    more_evidence: str
    others: str
    in_short: str
    register_cut: str
    links_of: str
    recommendation: str
    response: str
    response_owner: str
    response_due: str
    references: str
    waivers: str
    waivers_intro: str
    no_waivers: str
    attestations: str
    attestations_intro: str
    no_attestations: str
    statement: str
    stated_by: str
    statement_evidence: str
    waiver_file: str
    frameworks: str
    reason: str
    justification: str
    requested_by: str
    approved_by: str
    expires: str
    rule: str
    outcome: str
    lineage: str
    lineage_intro: str
    no_lineage: str
    model_version: str
    link: str
    state: str
    detail: str
    links: dict[LinkName, str]
    link_states: dict[LinkState, str]
    unseen: str
    unseen_intro: str
    nothing_unseen: str
    unseen_sources: str
    unseen_gaps: str
    unseen_rules: str
    scope: str
    scope_intro: str
    method: tuple[str, ...]
    sources: str
    source: str
    source_states: dict[SourceState, str]
    sampling: str
    sampling_repo: str
    sampling_mlflow: str
    sampling_dvc: str
    sampling_rules: str
    population: str
    looked_at: str
    selection: str
    all_files: str
    files_read: str
    files_unread: str
    all_rules: str
    rules_assessed: str
    mlflow_population: str
    mlflow_looked_at: str
    dvc_population: str
    dvc_looked_at: str
    inventory: str
    nothing_found: str
    services: str
    triggers: str
    pipelines: str
    notebooks: str
    technologies: str
    serving: str
    name: str
    place: str
    activities: str
    routes: str
    steps: str
    integrity: str
    integrity_attached: str
    digest_assessment: str
    digest_catalog: str
    digest_how: str
    tool: str
    signoff: str
    signoff_intro: str
    signoff_roles: tuple[str, ...]
    person: str
    date: str
    signature: str
    register: str
    register_intro: str
    glossary: str
    terms: tuple[tuple[str, str], ...]
    disclaimer: str
    changes: str
    since: str
    now: str
    other_target: str
    no_changes: str
    direction: str
    directions: dict[Direction, str]
    cause: str
    causes: dict[Cause, str]
    no_rule: str
    waived_sign: str
    to_section: str
