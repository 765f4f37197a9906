"""The public search: one box for everything one may see; suggestions, facets, what to loosen."""
