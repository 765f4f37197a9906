"""From rows of the database to ranked pairs: records for the engine, candidates, ranking, rows."""
