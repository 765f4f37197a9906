"""Who could do it: one page for the owner of a scenario, its officers and its broker."""
