"""Small forms that several records share, as the shell has them."""

from citystage.web.shell.fields import (
    LONGEST,
    CleanText,
    FilesForm,
    ReasonForm,
    StepForm,
    WordsForm,
)

__all__ = ["LONGEST", "CleanText", "FilesForm", "ReasonForm", "StepForm", "WordsForm"]
