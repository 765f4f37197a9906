"""A job worker that says in its id where it runs, so that the clock can tell when it is gone."""

import os
import socket
import sys

import psutil  # type: ignore[import-untyped]


def own_id() -> str:
    """Host, process and when it began: at most 64 signs."""
    return f"{socket.gethostname()[:30]}/{os.getpid()}/{psutil.Process().create_time():.2f}"


def is_gone(worker_id: str) -> bool | None:
    """Whether a worker of this host has ended; None for one of another host, or of no known id."""
    host, _, rest = worker_id.partition("/")
    number, _, began = rest.partition("/")
    if host != socket.gethostname()[:30] or not number.isdecimal():
        return None
    try:
        return f"{psutil.Process(int(number)).create_time():.2f}" != began
    except psutil.Error:
        return True


def main() -> None:
    """Work on all queues until told to stop."""
    import django  # noqa: PLC0415 -- the settings are named by whoever starts this
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    arguments = ["--queue-name", "*", "--verbosity", "0", "--worker-id", own_id(), *sys.argv[1:]]
    call_command("db_worker", *arguments)


if __name__ == "__main__":
    main()
