"""Finding nodes by words and by meaning, without an engine's own text search.

`kg.search.index` holds the words of every node, `kg.search.words` says what a word is,
`kg.search.bm25` scores, `kg.search.meaning` compares embeddings.
"""

from kg.search.index import Hit, Index, label_of

__all__ = ["Hit", "Index", "label_of"]
