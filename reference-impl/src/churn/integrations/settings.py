"""Where things are in an environment: addresses, stores, limits. Secrets come from the environment or mounted files."""

from functools import cache
from os import environ
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, YamlConfigSettingsSource

Environment = Literal["dev", "staging", "prod"]
FOLDER: Final = Path("conf/env")
SECRETS: Final = "CHURN_SECRETS_DIR"
"""Names the folder where an orchestrator mounts secrets, a file each: /run/secrets, for instance."""


class BadSettings(ValueError):
    """The environment's configuration cannot be used; the message says where and why."""


class Settings(BaseSettings):
    """The configuration of one environment: conf/env/<env>.yaml, overridden by variables CHURN_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="CHURN_", env_nested_delimiter="__", extra="forbid", frozen=True)

    env: Environment
    mlflow_uri: str
    experiment: str
    model_name: str
    dvc_remote: str
    state: Path
    """The folder of what the running system writes: online features, predictions, releases, the loop's memory."""
    serving: dict[str, Any] = {}
    """Limits of the server; `churn.serving` checks them."""
    mlflow_token: SecretStr | None = None
    serve_token: SecretStr | None = None

    @property
    def online_store(self) -> Path:
        """The file of the online feature store."""
        return self.state / "online.db"

    @property
    def predictions(self) -> Path:
        """The file of the prediction store."""
        return self.state / "predictions.db"

    @property
    def releases(self) -> Path:
        """The folder of release manifests."""
        return self.state / "releases"

    @property
    def loop(self) -> Path:
        """The file in which the retraining loop remembers what it did."""
        return self.state / "loop.db"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables win over mounted files, and both over the file of the environment."""
        file = YamlConfigSettingsSource(settings_cls, yaml_file=FOLDER / f"{_environment()}.yaml")
        return init_settings, env_settings, file_secret_settings, file


@cache
def load(env: Environment | None = None) -> Settings:
    """Return the configuration of an environment; without a name, of CHURN_ENV, or dev."""
    if env:
        environ["CHURN_ENV"] = env
    file = FOLDER / f"{_environment()}.yaml"
    if not file.is_file():
        raise BadSettings(
            f"{file}: is not there; run this in the project's folder, with CHURN_ENV dev, staging or prod"
        )
    try:
        return Settings(_secrets_dir=environ.get(SECRETS))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"{file}: {place}: {first['msg']}") from error


def _environment() -> str:
    return environ.get("CHURN_ENV", "dev")
