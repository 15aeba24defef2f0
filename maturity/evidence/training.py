"""What a training program takes from outside, and what it fixes: parameter sources, seeds, splits."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.reach import Reach
from maturity.evidence.project import Project
from maturity.evidence.python.module import Argument, Call, Function, Module
from maturity.model.facts.code import ParameterSourceFact, SeedFact, SplitFact

PARAMETER_CALLS: dict[str, str] = {
    "argparse.ArgumentParser": "argparse",
    "argparse.ArgumentParser.parse_args": "argparse",
    "optparse.OptionParser": "optparse",
    "fire.Fire": "fire",
    "tyro.cli": "tyro",
    "tap.Tap": "tap",
    "docopt.docopt": "docopt",
    "simple_parsing.ArgumentParser": "simple-parsing",
    "jsonargparse.CLI": "jsonargparse",
    "jsonargparse.ArgumentParser": "jsonargparse",
    "transformers.HfArgumentParser": "transformers",
    "trl.TrlParser": "transformers",
    "omegaconf.OmegaConf.load": "omegaconf",
    "omegaconf.OmegaConf.from_cli": "omegaconf",
    "hydra.compose": "hydra",
    "gin.parse_config_file": "gin",
    "gin.parse_config_files_and_bindings": "gin",
    "absl.flags.DEFINE_float": "absl",
    "absl.flags.DEFINE_integer": "absl",
    "absl.flags.DEFINE_string": "absl",
    "ml_collections.config_flags.DEFINE_config_file": "ml-collections",
    "yaml.safe_load": "yaml",
    "yaml.load": "yaml",
    "yaml.full_load": "yaml",
    "ruamel.yaml.YAML.load": "yaml",
    "box.ConfigBox": "yaml",
    "tomllib.load": "toml",
    "toml.load": "toml",
    "tomli.load": "toml",
    "json.load": "json",
    "configparser.ConfigParser.read": "ini",
    "configparser.ConfigParser": "ini",
    "dynaconf.Dynaconf": "dynaconf",
    "confuse.Configuration": "confuse",
    "dvc.api.params_show": "dvc",
    "dvclive.Live.log_params": "dvc",
    "metaflow.Parameter": "metaflow",
    "luigi.Parameter": "luigi",
    "luigi.IntParameter": "luigi",
    "luigi.FloatParameter": "luigi",
    "kfp.dsl.PipelineParam": "kubeflow-pipelines",
    "azureml.pipeline.core.PipelineParameter": "azure-ml",
    "azureml.pipeline.core.graph.PipelineParameter": "azure-ml",
    "sagemaker.workflow.parameters.ParameterFloat": "sagemaker",
    "sagemaker.workflow.parameters.ParameterInteger": "sagemaker",
    "sagemaker.workflow.parameters.ParameterString": "sagemaker",
    "lightning.pytorch.cli.LightningCLI": "lightning",
    "pytorch_lightning.cli.LightningCLI": "lightning",
    "pytorch_lightning.utilities.cli.LightningCLI": "lightning",
    "click.option": "click",
    "typer.Option": "typer",
    "typer.Argument": "typer",
    "typer.run": "typer",
    "pydantic_settings.BaseSettings": "pydantic-settings",
}
PARAMETER_DECORATORS: dict[str, str] = {
    "click.option": "click",
    "click.argument": "click",
    "hydra.main": "hydra",
    "hydra_zen.zen": "hydra",
    "gin.configurable": "gin",
    "draccus.wrap": "draccus",
    "pyrallis.wrap": "pyrallis",
}
ENVIRONMENT_CALLS = frozenset(("os.environ.get", "os.getenv", "os.environ.setdefault"))
_NOT_A_HYPERPARAMETER = re.compile(
    r"(?i)(uri|url|token|key|secret|passw|host|port|path|dir|user|home|project|region|bucket|account|rank|world|device|log)"
)
CONFIG_FILE = re.compile(r"(?i)\.(ya?ml|toml|json|ini|cfg|conf)$")

SEED_KEYWORDS = frozenset(("random_state", "seed", "random_seed", "rng_seed", "random_seed_value", "global_seed", "data_seed"))
SEED_CALLS = frozenset(
    (
        "random.seed",
        "numpy.random.seed",
        "numpy.random.default_rng",
        "numpy.random.RandomState",
        "torch.manual_seed",
        "torch.cuda.manual_seed",
        "torch.cuda.manual_seed_all",
        "torch.random.manual_seed",
        "tensorflow.random.set_seed",
        "tensorflow.set_random_seed",
        "tensorflow.compat.v1.set_random_seed",
        "keras.utils.set_random_seed",
        "tensorflow.keras.utils.set_random_seed",
        "jax.random.PRNGKey",
        "jax.random.key",
        "transformers.set_seed",
        "transformers.trainer_utils.set_seed",
        "accelerate.utils.set_seed",
        "pytorch_lightning.seed_everything",
        "pytorch_lightning.utilities.seed.seed_everything",
        "lightning.seed_everything",
        "lightning.pytorch.seed_everything",
        "lightning_fabric.seed_everything",
        "fastai.torch_core.set_seed",
        "?.manual_seed",
        "?.seed_everything",
    )
)
SPLIT_CALLS = ("train_test_split", "KFold", "StratifiedKFold", "GroupKFold", "ShuffleSplit", "random_split", "randomSplit")
ORDERED_SPLITS = ("TimeSeriesSplit", "GroupShuffleSplit", "temporal_train_test_split", "PredefinedSplit")

WORDS = frozenset(
    {name.rsplit(".", 1)[-1] for name in (*PARAMETER_CALLS, *PARAMETER_DECORATORS, *SEED_CALLS)}
    | {"argv", "getenv", "environ", "set_seed", "seed", *SEED_KEYWORDS, *SPLIT_CALLS, *ORDERED_SPLITS}
)
"""Words that the byte pre-filter looks for on behalf of this topic."""


def collect(project: Project, reach: Reach) -> Iterator[SeedFact | SplitFact | ParameterSourceFact]:
    """Yield seeds, splits and parameter sources; `training` says whether a program that trains gets to them."""
    for path, module in sorted(project.modules.items()):
        if path.endswith(".ipynb"):
            continue
        for function in module.functions:
            node = f"py:{path}" if function.name in ("<module>", "<main>") else f"py:{path}::{function.name}"
            training = "train" in reach.beside(node)
            yield from _seeds(project, path, function, training)
            yield from _splits(project, path, function)
            yield from _parameters(project, path, module, function, training)


def _seeds(project: Project, path: str, function: Function, training: bool) -> Iterator[SeedFact]:
    for call in function.calls:
        named = call.name in SEED_CALLS or call.name.rsplit(".", 1)[-1] in ("seed_everything", "set_seed", "set_seeds")
        fixed = next((key for key in call.keywords if key in SEED_KEYWORDS and call.keywords[key] is not None), None)
        if (named and _fixes(call)) or fixed:
            shown = call.name if named else f"{call.name}({fixed}=...)"
            yield SeedFact(at=project.place(path, call.line, shown), call=shown, training=training)


def _fixes(call: Call) -> bool:
    """Tell a seed that is given from a generator without one (`default_rng()` is fresh entropy each time)."""
    return bool(call.arguments or call.keywords) or not call.name.endswith(("default_rng", "RandomState"))


def _splits(project: Project, path: str, function: Function) -> Iterator[SplitFact]:
    for call in function.calls:
        last = call.name.rsplit(".", 1)[-1]
        if last in ORDERED_SPLITS or last in SPLIT_CALLS:
            seeded = any(call.keywords.get(key) is not None for key in (*SEED_KEYWORDS, "generator"))
            ordered = last in ORDERED_SPLITS or call.keywords.get("shuffle") is False
            yield SplitFact(at=project.place(path, call.line, call.name), call=call.name, deterministic=seeded or ordered)


def _parameters(
    project: Project, path: str, module: Module, function: Function, training: bool
) -> Iterator[ParameterSourceFact]:
    for decorator in function.decorators:
        mechanism = PARAMETER_DECORATORS.get(decorator.name) or _command(decorator, function)
        if mechanism:
            yield _source(project, path, decorator, mechanism, training)
    for call in function.calls:
        mechanism = PARAMETER_CALLS.get(call.name) or _other(call)
        if mechanism == "json" and not _reads_configuration(function):
            continue
        if mechanism:
            yield _source(project, path, call, mechanism, training)
    if "sys.argv" in function.references:
        yield _source(project, path, Call(name="sys.argv", line=function.line), "sys.argv", training)
    if function.name == "<module>":
        for kind in module.classes:
            if any(base.endswith(("BaseSettings", "simple_parsing.Serializable")) for base in kind.bases):
                yield _source(project, path, Call(name=kind.name, line=kind.line), "pydantic-settings", training)


def _source(project: Project, path: str, call: Call, mechanism: str, training: bool) -> ParameterSourceFact:
    return ParameterSourceFact(at=project.place(path, call.line, call.name), mechanism=mechanism, training=training)


def _command(decorator: Call, function: Function) -> str | None:
    """Recognise a Typer or Click command that takes parameters, and a Prefect flow or ZenML step that does."""
    last = decorator.name.rsplit(".", 1)[-1]
    if last == "command" and function.parameters:
        return "typer" if decorator.name.startswith("typer") or decorator.name.startswith("?") else "command line"
    return None


def _other(call: Call) -> str | None:
    """Recognise sources by what the call is given: an environment variable, a `params:` input, a configuration file."""
    if call.name in ENVIRONMENT_CALLS:
        name = _text(call.arguments[0]) if call.arguments else ""
        return "environment" if name and not _NOT_A_HYPERPARAMETER.search(name) else None
    values = [_text(value) for value in (*call.arguments, *call.keywords.values())]
    if call.name in ("exec", "runpy.run_path") and any(value.endswith(".py") for value in values):
        return "configuration in Python"
    if any(part.startswith("params:") or part == "parameters" for value in values for part in value.split()):
        return "kedro" if call.name.endswith(("node", "Node")) else None
    if call.name.endswith(".with_options") and any(CONFIG_FILE.search(value) for value in values):
        return "zenml"
    return None


def _reads_configuration(function: Function) -> bool:
    """Tell a parameter file from data: JSON is both, so the opened file's name has to say so."""
    for call in function.calls:
        for value in (*call.arguments, *call.keywords.values()):
            if re.search(r"(?i)(param|config|conf|setting|hyper|args)\w*", _text(value) or _reference(value)):
                return True
    return bool(re.search(r"(?i)(param|config|setting|hyper)", function.name))


def _text(value: Argument) -> str:
    return value[1:] if isinstance(value, str) and value.startswith("=") else ""


def _reference(value: Argument) -> str:
    return value[1:] if isinstance(value, str) and value.startswith("@") else ""
