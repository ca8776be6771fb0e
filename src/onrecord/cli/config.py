"""The user's configuration file: `$XDG_CONFIG_HOME/onrecord/config.toml`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import OnrecordError

_EXAMPLES = {
    "knowledge": '["~/words"]',
    "model": '"en_core_web_md"',
    "outlets": '"~/outlets.toml"',
    "author": '"A. Reader"',
    "contact": '"https://harbourledger.example/about"',
    "allow_hosts": '["intranet.example"]',
}
"""The settings, each with a value as one would write it."""


class ConfigurationError(OnrecordError):
    """The configuration file has a mistake; the message names file and setting."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a user set.

    `knowledge` are folders of tables over the shipped ones, `model` another model of the parser, `outlets` the file
    that says what outlets are, `author` the name that judgements are signed with; `contact` is
    named to the sites that are asked for pages and feeds, and `allow_hosts` are the hosts of private networks that may
    be asked.
    """

    knowledge: tuple[Path, ...] = ()
    model: str | None = None
    outlets: Path | None = None
    author: str | None = None
    contact: str | None = None
    allow_hosts: tuple[str, ...] = ()


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
    unknown = sorted(set(settings) - set(_EXAMPLES))
    if unknown:
        known = ", ".join(_EXAMPLES)
        raise ConfigurationError(f"{path}: there is no setting {unknown[0]!r}; known are {known}")
    knowledge = settings.get("knowledge", [])
    if not isinstance(knowledge, list) or not all(isinstance(item, str) for item in knowledge):
        raise ConfigurationError(f"{path}: knowledge must be a list of folders, as {_EXAMPLES['knowledge']}")
    hosts = settings.get("allow_hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(item, str) for item in hosts):
        raise ConfigurationError(f"{path}: allow_hosts must be a list of names, as {_EXAMPLES['allow_hosts']}")
    contact = settings.get("contact")
    if isinstance(contact, str) and not (contact.isascii() and contact.isprintable() and contact.strip()):
        raise ConfigurationError(f"{path}: contact must be an address of a page or of mail, as {_EXAMPLES['contact']}")
    for name in ("model", "outlets", "author", "contact"):
        if not isinstance(settings.get(name, ""), str):
            raise ConfigurationError(f"{path}: {name} must be a text in quotation marks, as {_EXAMPLES[name]}")
    folders = tuple(path.parent / Path(item).expanduser() for item in knowledge)
    outlets = settings.get("outlets")
    return Configuration(
        folders,
        settings.get("model"),
        path.parent / Path(outlets).expanduser() if outlets else None,
        settings.get("author"),
        contact,
        tuple(hosts),
    )
