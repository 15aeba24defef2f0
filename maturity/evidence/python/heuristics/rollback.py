"""Rolling back: a function named for it changes what is served."""

from maturity.evidence.graph.graph import Graph
from maturity.evidence.python.code import Unit, foreign_name, shown
from maturity.evidence.python.words import parts
from maturity.model.place import Place

SWITCHES = frozenset(
    (
        "set_registered_model_alias transition_model_version_stage delete_registered_model_alias "
        "set_model_version_tag update_endpoint update_endpoint_weights_and_capacities update_traffic "
        "update_service update_alias begin_create_or_update traffic deploy undeploy undeploy_all "
        "traffic_split update_deployment set_alias patch_namespaced_deployment patch_namespaced_custom_object "
        "replace_namespaced_deployment promote symlink update_deployment_traffic set_default_version "
        "set_default reload reload_model load_model symlink_to create_model_deployment update_model_package "
        "rollback_deployment stop_deployment set_tag set_traffic"
    ).split()
)
COMMANDS = ("kubectl rollout undo", "helm rollback", "argo rollouts", "git revert")


_SERVED = frozenset(("promote", "deploy", "split-traffic"))
_LOADERS = frozenset(("joblib.load", "pickle.load", "torch.load", "dill.load", "cloudpickle.load"))


def rolls_back(unit: Unit, graph: Graph) -> Place | None:
    """Return where a function returns serving to an earlier version.

    The roll-back of a database transaction is none: the function's name says it, and a call changes an alias, a stage,
    traffic or a deployment, by itself or in what it calls; or it loads a model anew.
    """
    words = parts(unit.function.name.rpartition(".")[2])
    if not ({"rollback", "revert"} & words or {"roll", "back"} <= words or {"restore", "previous"} <= words):
        return None
    for call, symbol in unit.calls():
        name = foreign_name(call.name, symbol) or call.name
        texts = [one for one in call.arguments if isinstance(one, str)]
        if (
            name.rpartition(".")[2] in SWITCHES
            or name in _LOADERS
            or any(command in text for text in texts for command in COMMANDS)
        ):
            return unit.at(call.line, f"{shown(call.name)}()")
    called = graph.beyond((unit.node,), tests=False)
    if any(site.activity in _SERVED for node in called for site in graph.sites.get(node, ())):
        return unit.at(unit.function.line, f"def {unit.function.name}")
    return None
