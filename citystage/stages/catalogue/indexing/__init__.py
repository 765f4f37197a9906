"""Keep what the search reads in step with the catalogue: fill in bulk, or rebuild from nothing."""

from citystage.stages.catalogue.indexing.filling import (
    fill,
    fill_capabilities,
    fill_labs,
    fill_left_out,
    fill_lists,
    fill_organisations,
    rebuild,
)

__all__ = [
    "fill",
    "fill_capabilities",
    "fill_labs",
    "fill_left_out",
    "fill_lists",
    "fill_organisations",
    "rebuild",
]
