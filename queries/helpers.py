"""One façade for both engines: ``g = kg.open("seed.kg")`` or ``kg.open("bolt://…")``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import schema, stores
from kg.errors import EngineError
from kg.result import Result
from kg.stores.base import EVERYTHING, Closing, Store
from queries import guard, recipes

if TYPE_CHECKING:
    import networkx as nx


class Graph(Closing):
    """A graph that is open for reading.

    Args:
        target: A folder made by ``kg build``, or the address of a Neo4j server.
        user, password, database: For a server; by default from ``NEO4J_USER``,
            ``NEO4J_PASSWORD``, ``NEO4J_DATABASE``.

    Raises:
        GraphError: The folder is missing or not a graph.
        EngineError: The server doesn't answer or refuses the login.
    """

    def __init__(
        self,
        target: str | Path,
        *,
        user: str | None = None,
        password: str | None = None,
        database: str | None = None,
    ) -> None:
        self.target = str(target)
        self._store: Store | None = stores.connect(
            target, user=user, password=password, database=database
        )

    def __repr__(self) -> str:
        return f"<kg.Graph {self.target}>"

    @property
    def store(self) -> Store:
        if self._store is None:
            raise EngineError(f"{self.target} is closed", remedy="open it again with kg.open()")
        return self._store

    def close(self) -> None:
        """Let go of the engine; closing twice is no error."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def query(self, cypher: str, /, **parameters: Any) -> Result:
        """Run a Cypher statement, reading only.

        Raises:
            QueryError: It does more than read, or the engine refuses it.
        """
        guard.check(cypher, self.store.engine)
        return self.store.query(cypher, parameters)

    def run(self, recipe: str, /, **parameters: Any) -> Result:
        """Run a recipe by name.

        Raises:
            UsageError: There is no such recipe.
            ParameterError: A parameter is unknown, missing or of the wrong type.
        """
        return recipes.run(self.store, recipes.find(recipe), parameters)

    def counts(self) -> dict[str, int]:
        """Nodes by label and relationships by type."""
        counted = {}
        for label in schema.LABEL:
            counted[label] = self.query(f"MATCH (n:{label}) RETURN count(n)").rows[0][0]
        for kind in schema.RELATIONSHIPS:
            counted[kind.name] = sum(
                self.query(f"MATCH (:{a})-[r:{kind.name}]->(:{b}) RETURN count(r)").rows[0][0]
                for a, b in kind.ends
            )
        return counted

    def to_networkx(self) -> nx.MultiDiGraph:
        """The whole graph; nodes are keyed ``(label, id)``, edges by their type."""
        import networkx as nx

        graph = nx.MultiDiGraph()
        for label in schema.LABEL:
            found = self.store.query(f"MATCH (n:{label}) RETURN n", limits=EVERYTHING)
            for (node,) in found.rows:
                graph.add_node((label, node.id), label=label, **node.properties)
        for kind in schema.RELATIONSHIPS:
            for source, target in kind.ends:
                found = self.store.query(
                    f"MATCH (a:{source})-[r:{kind.name}]->(b:{target}) RETURN a.id, b.id, r",
                    limits=EVERYTHING,
                )
                for start, end, edge in found.rows:
                    graph.add_edge((source, start), (target, end), key=kind.name, **edge.properties)
        return graph


def open_graph(target: str | Path, **login: Any) -> Graph:
    """Open a graph folder or a Neo4j server; see `Graph`."""
    return Graph(target, **login)
