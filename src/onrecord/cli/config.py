"""The user's configuration file: `$XDG_CONFIG_HOME/onrecord/config.toml`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import OnrecordError


class ConfigurationError(OnrecordError):
    """The configuration file has a mistake; the message names file and setting."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a user set: folders of knowledge over the shipped tables, and another model of the parser."""

    knowledge: tuple[Path, ...] = ()
    model: str | None = None


def configuration_path() -> Path:
    """Where the configuration file is looked for."""
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "onrecord" / "config.toml"


def load_configuration() -> Configuration:
    """Read the configuration file; without one everything has its default. Raises ConfigurationError."""
    import tomllib

    path = configuration_path()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Configuration()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: this is no TOML ({error})") from error
    unknown = sorted(set(settings) - {"knowledge", "model"})
    if unknown:
        raise ConfigurationError(f"{path}: there is no setting {unknown[0]!r}; known are knowledge and model")
    knowledge = settings.get("knowledge", [])
    if not isinstance(knowledge, list) or not all(isinstance(item, str) for item in knowledge):
        raise ConfigurationError(f'{path}: knowledge must be a list of folders, as ["~/words"]')
    model = settings.get("model")
    if model is not None and not isinstance(model, str):
        raise ConfigurationError(f'{path}: model must be the name of a model, as "en_core_web_md"')
    folders = tuple(path.parent / Path(item).expanduser() for item in knowledge)
    return Configuration(folders, model)
