"""The entry point: runs a command and turns every ending into one clear line and an exit status."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence

from onrecord.cli.complaints import FAILED, complain
from onrecord.errors import OnrecordError

INTERRUPTED = 130
PATIENCE = 3.0  # seconds in which a second Ctrl-C is taken for the first
CLOSED_PIPE = 141  # as the shell reports programs that end on SIGPIPE


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 something could not be used, 2 wrong usage, 130 Ctrl-C."""
    try:
        _end_at_once_on_ctrl_c()
        status = _run(arguments)
    except KeyboardInterrupt:
        status = INTERRUPTED
    _leave(status)


def _run(arguments: Sequence[str] | None) -> int:
    # Matrices here are small: a second thread of the numeric library gains nothing, and on a busy machine its
    # waiting costs a third of the time. Work is shared out among processes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _open_closed_streams()
        _speak_utf8()
        from onrecord.cli.app import app

        app(args=arguments, prog_name="onrecord")
    except SystemExit as ended:
        # Typer makes a broken pipe an exit with 1
        return CLOSED_PIPE if isinstance(ended.__context__, BrokenPipeError) else _status(ended.code)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return CLOSED_PIPE
    except OnrecordError as error:
        complain(str(error))
        return FAILED
    except MemoryError:
        complain("memory ran out; read fewer or smaller documents at a time, or use --jobs 1")
        return FAILED
    except OSError as error:
        complain(f"{error.filename or 'output'}: {error.strerror or error}")
        return FAILED
    except Exception as error:
        if os.environ.get("ONRECORD_DEBUG"):
            raise
        complain(
            f"something went wrong inside onrecord ({type(error).__name__}: {error}); "
            "run again with ONRECORD_DEBUG=1 set to see where, and report it"
        )
        return FAILED
    return 0


def _end_at_once_on_ctrl_c() -> None:
    """Let Ctrl-C end the reading processes at once, in place of waiting for what they are at.

    A second one, where the first has not done it after some seconds, ends this process the hard way.
    """
    first: list[float] = []

    def interrupt(*_: object) -> None:
        if first:
            if time.monotonic() - first[0] > PATIENCE:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                os.kill(os.getpid(), signal.SIGINT)
            return
        first.append(time.monotonic())
        processes = sys.modules.get("multiprocessing")
        for child in processes.active_children() if processes else ():
            child.terminate()
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)


def _open_closed_streams() -> None:
    """Give standard streams that the caller has closed something to stand on, so that no other file takes their place.

    Input is empty; what is written to standard output fails, as it does for any program; complaints are lost.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is not None:
            continue
        opened = os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        os.set_inheritable(number, True)
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - stays open


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # half of a surrogate pair becomes \udXXX, which is what JSON calls it too
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _status(code: object) -> int:
    if code is None:
        return 0
    return code if isinstance(code, int) else FAILED


def _leave(status: int) -> None:
    """End the process, without the complaint of the interpreter where the reader of a pipe has gone."""
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        status = status or CLOSED_PIPE
        _silence()
    except OSError as error:
        if not status:  # else it has been said, or the reason for it
            complain(f"output: {error.strerror or error}")
        status = status or FAILED
        _silence()
    sys.exit(status)


def _silence() -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())


if __name__ == "__main__":
    run()
