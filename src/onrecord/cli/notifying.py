"""Commands that tell others what moved: situation feed, notify."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import open_ledger
from onrecord.cli.moments import recorded_since
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, Outlets, examples, storable
from onrecord.cli.trust import how_counted

if TYPE_CHECKING:
    from onrecord.cli.webhooks import Webhook
    from onrecord.ledger import Delivery, Ledger
    from onrecord.ledger import Situation as Kept


def feed(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A situation; without it all that moves.", show_default=False)
    ] = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="URL", help="Where the pages are, for links to events.", show_default=False),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="URL", help="Where this feed will be published.", show_default=False),
    ] = None,
    authority: Annotated[
        str,
        typer.Option("--authority", metavar="DOMAIN", help="A domain of yours, under which entries are named."),
    ] = "onrecord.invalid",
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="WHEN", help="Only what moved since: a day, a time, or 30d.", callback=recorded_since,
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, metavar="N", help="Entries at most.")] = 50,
    ledger: LedgerPath = DEFAULT_LEDGER,
    outlets: Outlets = None,
) -> None:  # fmt: skip
    """Write what moved in a situation as an Atom feed.

    One entry for each event and each run in which it moved, the last first; ids of entries stay, so that a reader
    shows each once. It says what is claimed, how far and on how many reports, and nothing of the articles' text.
    """
    from onrecord.views.feed import situation_feed

    with open_ledger(ledger, counted=how_counted(outlets)) as opened:
        chosen = None if name is None else storable(name)
        text = situation_feed(opened, chosen, base, address, storable(authority), since, limit)
    sys.stdout.write(text)


def notify(
    webhooks: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file that names the webhooks (webhooks.toml).", show_default=False),
    ],
    once: Annotated[
        bool, typer.Option("--once/--forever", help="Send what is due and end, as for cron; or go on.")
    ] = True,
    every: Annotated[
        int, typer.Option("--every", min=10, max=86_400, metavar="SECONDS", help="With --forever: how often to look.")
    ] = 300,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was sent last, and send nothing.")] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    outlets: Outlets = None,
    as_json: Json = False,
) -> None:
    """Send what moved to webhooks.

    Each gets, signed, what moved in its situations since it was sent something last; the first run only notes from
    where on. What did not arrive is sent again by the next run, the same message under the same
    X-Onrecord-Delivery, so that nothing is lost and nothing counts twice. Private addresses need allow_private = true.
    The exit status is 1 where a webhook could not be reached.
    """
    from onrecord.cli.webhooks import load_webhooks
    from onrecord.errors import OnrecordError

    hooks = load_webhooks(webhooks)
    while True:
        failed = 0
        try:
            with open_ledger(ledger, counted=how_counted(outlets)) as opened:
                if dry_run:
                    _show(opened, as_json)
                    return
                for hook in hooks:
                    failed += not _serve(opened, hook, as_json)
        except OnrecordError as error:
            if once:
                raise
            complain(str(error))  # a ledger that is busy, or a name that is mended later, ends no long run
        if once:
            if failed:
                raise typer.Exit(FAILED)
            return
        time.sleep(every)


def _serve(ledger: Ledger, hook: Webhook, as_json: bool) -> bool:
    """Send a webhook all that is due; whether that worked."""
    from onrecord.ledger import UnknownSituationError

    kept = {one.name: one for one in ledger.situations()}
    done = True
    known = {(one.hook, one.situation) for one in ledger.deliveries()}
    for name in hook.situations or ("",):
        if name and name not in kept:
            raise UnknownSituationError(
                f"{hook.name}: there is no situation {name!r}; `onrecord situation list` shows those there are"
            )
        if (hook.name, name) not in known:
            about = f" of {name}" if name else ""
            complain(f"{hook.name}: noted where the ledger stands; what moves{about} from now on is sent by later runs")
        while (delivery := ledger.next_delivery(hook.name, name)) is not None:
            if not _deliver(ledger, hook, delivery, kept.get(name), as_json):
                done = False
                break
    return done


def _deliver(ledger: Ledger, hook: Webhook, delivery: Delivery, kept: Kept | None, as_json: bool) -> bool:
    from onrecord.cli.webhooks import WebhookError, send
    from onrecord.views.feed import concerned, message_value

    changes = concerned(ledger, kept, ledger.content(delivery))
    if not changes:
        ledger.end_delivery(delivery, True, "nothing moved")
        return True
    identity = ledger.identity()
    id = hashlib.sha256(f"{identity} {hook.name} {delivery.key}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
    try:
        said = send(hook, id, message_value(identity, id, delivery.situation, changes, hook.base))
    except WebhookError as error:
        ledger.end_delivery(delivery, False, str(error))
        complain(str(error))
        return False
    except BaseException:  # interrupted: the next run need not wait until this one's claim has run out
        ledger.end_delivery(delivery, False, "interrupted")
        raise
    ledger.end_delivery(delivery, True, said)
    if as_json:
        output.emit({"webhook": hook.name, "situation": delivery.situation, "delivery": id, "changes": len(changes)})
    else:
        from onrecord.views.wording import counted

        about = f" of {delivery.situation}" if delivery.situation else ""
        output.console().print(f"{hook.name}: {counted(len(changes), 'change')}{about} sent, {said}", soft_wrap=True)
    return True


def _show(ledger: Ledger, as_json: bool) -> None:
    from onrecord.views.wording import clean

    found = ledger.deliveries()
    for one in found:
        if as_json:
            output.emit(one)
            continue
        about = f" {clean(one.situation)}:" if one.situation else ":"
        output.hang(
            output.console(), [], f"{clean(one.hook)}{about} {one.state} at {one.at[:16]}Z {clean(one.said or '')}"
        )
    if not found and not as_json:
        output.console().print("Nothing was sent yet.")


FEED_EXAMPLES = examples(
    "onrecord situation feed strikes > strikes.xml",
    "onrecord situation feed strikes --authority desk.example --base https://desk.example --since 30d",
    "onrecord situation feed > all.xml",
)
NOTIFY_EXAMPLES = examples(
    "onrecord notify webhooks.toml   # from cron, after read or watch",
    "onrecord notify webhooks.toml --forever --every 600",
    "onrecord notify webhooks.toml --dry-run",
)
