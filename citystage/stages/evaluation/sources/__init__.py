"""What figures are made of: a module for each stage, a few lines for each source."""

from collections.abc import Mapping
from typing import Final

from citystage.engines.indicators.checking import Declared
from citystage.engines.indicators.explaining import Said
from citystage.stages.evaluation.sources import docking, projects, scenarios, trials
from citystage.stages.evaluation.sources.source import Source

__all__ = ["DECLARED", "SOURCES", "UNITS", "Source"]

SOURCES: Final[Mapping[str, Source]] = {
    one.code: one
    for one in (*scenarios.SOURCES, *docking.SOURCES, *trials.SOURCES, *projects.SOURCES)
}
# What is counted, each once.
UNITS: Final[Mapping[str, Said]] = {
    "scenario": Said("场景", "scenarios"),
    "lab": Said("认定项", "recognitions"),
    "organisation": Said("企业（单位）", "organisations"),
    "firm": Said("企业", "firms"),
    "agreement": Said("协议", "agreements"),
    "promise": Said("承诺", "promises"),
    "ask": Said("诉求", "asks"),
    "trial": Said("试用", "trials"),
    "project": Said("项目", "projects"),
    "product": Said("产品（技术）", "products"),
    "copy": Said("复制需求", "copied needs"),
}
DECLARED: Final = Declared({code: one.info for code, one in SOURCES.items()})
