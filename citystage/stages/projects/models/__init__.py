"""The tables of projects."""

from citystage.stages.projects.models.claims import Arrival, FirstUse, Product, Proof
from citystage.stages.projects.models.feeding import Access, Sending
from citystage.stages.projects.models.instalments import Instalment
from citystage.stages.projects.models.patterns import Copy, Pattern
from citystage.stages.projects.models.projects import Acceptance, Milestone, Project
from citystage.stages.projects.models.work import Evidence, Flag, Payment, ProjectReport

__all__ = [
    "Acceptance",
    "Access",
    "Arrival",
    "Copy",
    "Evidence",
    "FirstUse",
    "Flag",
    "Instalment",
    "Milestone",
    "Pattern",
    "Payment",
    "Product",
    "Project",
    "ProjectReport",
    "Proof",
    "Sending",
]
