"""What a text means, as a vector: one contract, several providers.

Import from the modules: `contract.Provider`, `contract.MeaningUnavailable`, `opening.Choice`,
`opening.open_provider`, `caching.Cached`, `texts.normal`, `texts.content_hash`. A model is built
from its package, once and offline, by `building.build`.
"""
