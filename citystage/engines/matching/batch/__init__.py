"""Batch: a whole city matched at once, both ways, in bounded memory.

`Batch(demands, supplies, settings, ...)`; `forward` ranks suppliers for demands, `both` also
demands for suppliers. Import from `runs`.
"""
