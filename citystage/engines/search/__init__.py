"""Search: for now the language of queries. Import from `language`."""
