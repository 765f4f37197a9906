"""Chinese and English text: folding, words, pinyin, marking and differences.

Import from the modules: `folding.fold`, `folding.clean`, `tokens.index_tokens`,
`tokens.query_terms`, `pinyin.name_keys`, `marking.mark`, `marking.snippet`, `diff.diff`.
"""
