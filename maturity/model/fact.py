"""Facts: located observations, a closed union told apart by `kind`.

Rules ask about the fields of these classes by name, so a field's name is public. Fields that join several facts
(`beside`, `training`, `reaches`) are computed by the collectors: the rule language has no joins of its own.
"""

from typing import Annotated

from pydantic import Field

from maturity.model.facts.code import (
    CallUseFact,
    DocumentFact,
    ImportUseFact,
    NotebookFact,
    ParameterSourceFact,
    SecretFact,
    SeedFact,
    SplitFact,
    TestFact,
    ToolConfigFact,
)
from maturity.model.facts.environment import (
    DependencyFact,
    EnvironmentFact,
    ImageFact,
    InfrastructureFact,
    InterpreterPinFact,
    LockFact,
)
from maturity.model.facts.lineage import LineageLinkFact, ReproductionFact
from maturity.model.facts.observation import ObservationFact
from maturity.model.facts.operations import (
    AlertRuleFact,
    DashboardFact,
)
from maturity.model.facts.practice import (
    CheckFact,
    CommandLineFact,
    CredentialUseFact,
    DeploymentFact,
    LogUseFact,
    MachinePathFact,
    ModelLoadFact,
    PersonalColumnFact,
    RetrainingFact,
    StructureFact,
    TrackerAddressFact,
    TrackerUseFact,
    WorkflowFact,
)
from maturity.model.facts.programs import (
    ActivityFact,
    PipelineFact,
    ProgramFact,
    ServiceFact,
    TriggerFact,
)
from maturity.model.facts.repository import (
    CommitFact,
    FileFact,
    LargeBlobFact,
    TagFact,
)
from maturity.model.facts.storage import DvcObjectFact, DvcRecordFact, DvcStoreFact
from maturity.model.facts.tracking import (
    ExperimentFact,
    ModelFact,
    ModelVersionFact,
    RunFact,
    RunSecretFact,
    TrackingServerFact,
)
from maturity.model.facts.versions import (
    DatasetVersionFact,
    DvcOutputFact,
    DvcRemoteFact,
    DvcStageFact,
)

Fact = Annotated[
    FileFact
    | CommitFact
    | TagFact
    | LargeBlobFact
    | DependencyFact
    | LockFact
    | InterpreterPinFact
    | ImageFact
    | EnvironmentFact
    | InfrastructureFact
    | ImportUseFact
    | CallUseFact
    | SeedFact
    | SplitFact
    | ParameterSourceFact
    | TestFact
    | NotebookFact
    | SecretFact
    | DocumentFact
    | ToolConfigFact
    | ProgramFact
    | TriggerFact
    | PipelineFact
    | ActivityFact
    | ServiceFact
    | AlertRuleFact
    | DashboardFact
    | DatasetVersionFact
    | DvcStageFact
    | DvcOutputFact
    | DvcRemoteFact
    | CheckFact
    | CommandLineFact
    | CredentialUseFact
    | DeploymentFact
    | LogUseFact
    | MachinePathFact
    | ModelLoadFact
    | PersonalColumnFact
    | RetrainingFact
    | StructureFact
    | TrackerAddressFact
    | TrackerUseFact
    | WorkflowFact
    | TrackingServerFact
    | ExperimentFact
    | RunFact
    | RunSecretFact
    | ModelFact
    | ModelVersionFact
    | DvcStoreFact
    | DvcObjectFact
    | DvcRecordFact
    | LineageLinkFact
    | ReproductionFact
    | ObservationFact,
    Field(discriminator="kind"),
]
"""Any fact."""
