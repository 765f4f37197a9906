"""The steps open on a record, as the shell draws them."""

from citystage.web.shell.steps import Shown, Step, open_to, take

__all__ = ["Shown", "Step", "open_to", "take"]
