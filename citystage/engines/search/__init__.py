"""Search: the language of queries, and an index that answers them.

Import from `language`; from `contract` (documents, queries, answers); open an index with
`embedded.opening.open_embedded` or `cluster.opening.open_cluster`.
"""
