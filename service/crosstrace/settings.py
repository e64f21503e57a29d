"""Settings: flags first, then `CROSSTRACE_*` in the environment, then a TOML file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from crosstrace.errors import InputError, InvalidInput

CONFIG_VARIABLE: Final = "CROSSTRACE_CONFIG"
DEFAULT_CONFIG: Final = Path("crosstrace.toml")


Algorithm: TypeAlias = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
]
"""Signatures that a token may have; none of them has a secret that the service would share."""


LogFormat: TypeAlias = Literal["json", "text"]
LogLevel: TypeAlias = Literal["debug", "info", "warning", "error"]


def _words(value: object) -> object:
    """A list, or in the environment its words."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


class Settings(BaseSettings):
    """What can be set; every limit is a bound on what one client can make the service do."""

    model_config = SettingsConfigDict(env_prefix="CROSSTRACE_", extra="forbid")

    store: str = Field(
        "memory:", description="'memory:', a folder for the durable store, or a SPARQL endpoint."
    )
    operator: str = Field(
        "", description="Organisation that runs the service; its admins may back everything up."
    )
    store_user: str = Field("", description="Name for a SPARQL endpoint that asks for one.")
    store_password: SecretStr = Field(SecretStr(""), description="Password for that endpoint.")
    host: str = Field("127.0.0.1", description="Address the service listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the service listens on.")
    workers: int = Field(2, ge=1, le=64, description="Sandboxed workers kept warm per kind.")
    body_bytes: int = Field(8 * 2**20, gt=0, description="Largest request body, in bytes.")
    query_bytes: int = Field(64 * 2**10, gt=0, description="Largest SPARQL query, in bytes.")
    query_seconds: float = Field(2.0, gt=0, description="A query is stopped after this time.")
    query_rows: int = Field(10_000, gt=0, description="Rows or triples one answer may hold.")
    answer_bytes: int = Field(32 * 2**20, gt=0, description="Largest answer to a query, in bytes.")
    validation_seconds: float = Field(10.0, gt=0, description="A validation is stopped after it.")
    worker_memory_bytes: int = Field(2 * 2**30, gt=0, description="Memory of one worker.")
    connections: int = Field(
        1000, gt=0, description="Connections held at once; further ones get 503."
    )
    min_free_bytes: int = Field(
        256 * 2**20, ge=0, description="The service isn't ready when its disk has less left."
    )
    log_format: LogFormat | None = Field(
        None, description="'json' or 'text'; when not set, text on a terminal and else JSON."
    )
    log_level: LogLevel = Field(
        "info", description="What is logged: debug, info, warning or error, and what is worse."
    )
    metrics_anonymous: bool = Field(
        False,
        description="Whether /metrics needs no key of the operator once access is configured.",
    )
    access: Path | None = Field(
        None,
        description="Register of organisations and keys; 'access.sqlite' in the store's folder "
        "when not set. Once it is set, the service "
        "counts as configured and asks for keys.",
    )
    anonymous: bool = Field(
        True, description="Whether frameworks, crosswalks and validation are open to everybody."
    )
    rate_per_minute: int = Field(
        600, gt=0, description="Requests a minute per key, or per address without one."
    )
    oidc_issuer: str | None = Field(None, description="The only issuer of tokens that is trusted.")
    oidc_audience: str | None = Field(None, description="What a token must be meant for.")
    oidc_algorithms: Annotated[tuple[Algorithm, ...], NoDecode, BeforeValidator(_words)] = Field(
        ("RS256", "ES256"), min_length=1, description="Signatures a token may have."
    )
    oidc_keys: str | None = Field(
        None, description="The issuer's keys (JWKS): a file, or the https address of one."
    )
    oidc_organization_claim: str = Field(
        "organization", min_length=1, description="Claim that names the caller's organisation."
    )
    oidc_roles_claim: str = Field(
        "roles", min_length=1, description="Claim that lists the caller's roles."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then environment, then the TOML file."""
        toml = TomlConfigSettingsSource(settings_cls, toml_file=_config_file())
        return init_settings, env_settings, toml


def _config_file() -> Path:
    return Path(os.environ.get(CONFIG_VARIABLE, DEFAULT_CONFIG))


def load_settings(**flags: Any) -> Settings:
    """The settings in force; a flag that is None was not given.

    `InvalidInput` names the setting that is wrong, or the place where the TOML file is.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        found = tuple(
            InputError(f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in error.errors()
        )
        raise InvalidInput(f"Setting {found[0].detail}.", found) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"The settings file {str(_config_file())!r}: {error}.") from error
