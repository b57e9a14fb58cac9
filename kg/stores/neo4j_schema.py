"""Constraints and indexes of a Neo4j server, from `kg.schema`; without APOC, GDS or Enterprise.

Works on 5.26 LTS. Servers of 2025 and later take the same statements; there the vector index can
also be asked by Cypher 25's ``SEARCH`` clause, here by ``db.index.vector.queryNodes``.
"""

from __future__ import annotations

from kg import schema

EMBEDDED = ("Paper", "Concept")
"""Labels whose nodes carry an ``embedding``: of title and abstract, or of the name."""
DIMENSIONS = 128
"""Of `kg.extract.embedding.StaticEmbedder`."""
MARK = "KgGraph"
"""Label of the one node that says which graph a database holds."""


def ddl() -> list[str]:
    """Statements that make them, each idempotent."""
    statements = []
    for label in schema.LABELS:
        low = label.name.lower()
        statements.append(
            f"CREATE CONSTRAINT kg_{low}_id IF NOT EXISTS "
            f"FOR (n:{label.name}) REQUIRE n.id IS UNIQUE"
        )
        statements.append(
            f"CREATE INDEX kg_{low}_{label.title} IF NOT EXISTS "
            f"FOR (n:{label.name}) ON (n.{label.title})"
        )
        fields = ", ".join(f"n.{name}" for name in label.search)
        statements.append(
            f"CREATE FULLTEXT INDEX kg_{low}_text IF NOT EXISTS "
            f"FOR (n:{label.name}) ON EACH [{fields}]"
        )
    statements.append(
        "CREATE INDEX kg_paper_year IF NOT EXISTS FOR (n:Paper) ON (n.year)",
    )
    for name in EMBEDDED:
        statements.append(
            f"CREATE VECTOR INDEX kg_{name.lower()}_embedding IF NOT EXISTS "
            f"FOR (n:{name}) ON (n.embedding) OPTIONS {{indexConfig: {{"
            f"`vector.dimensions`: {DIMENSIONS}, `vector.similarity_function`: 'cosine'}}}}"
        )
    return statements
