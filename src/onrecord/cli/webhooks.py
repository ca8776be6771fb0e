"""Webhooks: the file that names them, and sending to one of them, signed, in time, to no private machine."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import OnrecordError

_FIELDS = ("name", "url", "situations", "secret", "secret_env", "timeout", "tries", "allow_private", "base")
LASTING = frozenset((400, 401, 403, 404, 405, 410, 413, 415, 422))
"""Statuses that sending again at once will not change."""


class WebhookError(OnrecordError):
    """The file of webhooks has a mistake, or a webhook could not be reached; the message says which."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to send what moved in which situations; all that moves, where none is named.

    `secret` signs what is sent; `timeout` in seconds; `tries` of one run; `base` is where the pages are, for links.
    """

    name: str
    url: str
    situations: tuple[str, ...] = ()
    secret: str | None = None
    timeout: float = 10.0
    tries: int = 4
    allow_private: bool = False
    base: str | None = None


def load_webhooks(path: Path) -> tuple[Webhook, ...]:
    """Read the file of webhooks. Raises WebhookError, which names file and field."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WebhookError(
            f'{path}: there is no such file; write one with [[webhook]], name = "desk" and url = "https://…"'
        ) from error
    except OSError as error:
        raise WebhookError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WebhookError(f"{path}: this is no TOML ({error})") from error
    rows = data.pop("webhook", [])
    if data or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WebhookError(f"{path}: it holds tables [[webhook]] and nothing else")
    found = tuple(_webhook(path, number, row) for number, row in enumerate(rows, 1))
    names = [hook.name for hook in found]
    if len(set(names)) < len(names):
        raise WebhookError(f"{path}: two webhooks have one name; what was sent is kept by it")
    return found


def _webhook(path: Path, number: int, row: dict[str, Any]) -> Webhook:
    def wrong(key: str, why: str) -> WebhookError:
        return WebhookError(f"{path}: webhook {number}: {key} {why}")

    def text(key: str) -> str | None:
        value = row.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise wrong(key, "must be a text in quotation marks")
        return value

    for key in row:
        if key not in _FIELDS:
            raise wrong(key, f"is not known; known are {', '.join(_FIELDS)}")
    name, url = text("name"), text("url")
    if name is None or url is None:
        raise wrong("name and url", "are needed")
    asked = row.get("situations", [])
    if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked):
        raise wrong("situations", 'must be a list of names, as ["strikes"]')
    secret, variable = text("secret"), text("secret_env")
    if variable is not None:
        secret = os.environ.get(variable)
        if not secret:
            raise wrong("secret_env", f"names {variable}, which is not set in the environment")
    timeout, tries = row.get("timeout", 10.0), row.get("tries", 4)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0.1 <= timeout <= 60:
        raise wrong("timeout", "must be a number of seconds from 0.1 to 60")
    if isinstance(tries, bool) or not isinstance(tries, int) or not 1 <= tries <= 8:
        raise wrong("tries", "must be a whole number from 1 to 8")
    if not isinstance(row.get("allow_private", False), bool):
        raise wrong("allow_private", "must be true or false")
    return Webhook(
        name, url, tuple(asked), secret, float(timeout), tries, row.get("allow_private", False), text("base")
    )  # fmt: skip


def signature(secret: str, at: int, body: bytes) -> str:
    """The header that proves who sent a body, and when: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">`.

    Who receives it makes the same from its own copy of the secret, compares in constant time, and refuses what is
    older than some minutes, so that nothing can be sent once more by others.
    """
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def send(
    hook: Webhook,
    delivery: str,
    value: dict[str, Any],
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.time,
) -> str:
    """Post a message; tries again, with twice the pause each time, what may work later. Gives the status in words.

    Redirects are not followed: a signed message goes to the address that was configured. Raises WebhookError where it
    did not arrive; whoever receives it twice, because an answer was lost, knows it by its `X-Onrecord-Delivery`.
    """
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    pause, said = 1.0, ""
    for attempt in range(hook.tries):
        if attempt:
            sleep(pause)
            pause *= 2
        status, said, wait = _post(hook, delivery, body, int(clock()))
        if 200 <= status < 300:
            return said
        if status in LASTING or status < 0:
            break
        pause = max(pause, min(wait or 0.0, 60.0))
    raise WebhookError(f"{hook.name}: {said}")


def _post(hook: Webhook, delivery: str, body: bytes, at: int) -> tuple[int, str, float | None]:
    """The status of the answer (0: none came, -1: none ever will), what it says, how long to wait."""
    from datetime import UTC, datetime

    import httpcore

    from onrecord.reading.fetching.addresses import parse_address, system_resolve
    from onrecord.reading.fetching.client import agent
    from onrecord.reading.fetching.model import FetchingError, retry_after
    from onrecord.reading.fetching.wire import CheckedBackend, Watch

    headers: dict[bytes | str, bytes | str] = {
        "User-Agent": agent(),
        "Content-Type": "application/json",
        "X-Onrecord-Delivery": delivery,
        "Content-Length": str(len(body)),
    }
    if hook.secret:
        headers["X-Onrecord-Signature"] = signature(hook.secret, at, body)
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), hook.timeout)
    watch = Watch(lambda: False)
    watch.start(hook.timeout)
    try:
        address = parse_address(hook.url)
        allowed = (address.host,) if hook.allow_private else ()
        backend = CheckedBackend(watch, allowed, system_resolve)
        with (
            httpcore.ConnectionPool(network_backend=backend, retries=0) as pool,
            pool.stream(
                "POST", address.url, headers=headers, content=body, extensions={"timeout": timeouts}
            ) as answer,
        ):  # fmt: skip
            named = {name.decode("latin-1").lower(): held.decode("latin-1") for name, held in answer.headers}
            wait = retry_after(named.get("retry-after"), datetime.fromtimestamp(at, UTC))
            return answer.status, f"answered with status {answer.status}", wait
    except FetchingError as error:
        hint = "; allow_private = true allows it" if error.code == "not-allowed" else ""
        said = str(error).split("; such hosts")[0]
        return (0 if error.temporary else -1), said + hint, None
    except httpcore.TimeoutException:
        return 0, f"no answer within {hook.timeout:g} seconds", None
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        return 0, f"no connection ({' '.join(str(error).split())[:120] or type(error).__name__})", None
    except (httpcore.UnsupportedProtocol, ValueError, UnicodeError) as error:
        return -1, f"cannot be sent to ({' '.join(str(error).split())[:120]})", None
