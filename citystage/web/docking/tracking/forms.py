"""Small forms that several records share, as the shell has them."""

from citystage.web.shell.fields import (
    LONGEST,
    CleanText,
    Day,
    FilesForm,
    ReasonForm,
    StepForm,
    WordsForm,
)

__all__ = ["LONGEST", "CleanText", "Day", "FilesForm", "ReasonForm", "StepForm", "WordsForm"]
