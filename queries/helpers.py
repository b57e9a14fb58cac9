"""One façade for both engines: ``g = kg.open("seed.kg")`` or ``kg.open("bolt://…")``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg import arguments, schema, stores
from kg.errors import EngineError, UsageError
from kg.result import Edge, Node, Result
from kg.stores import values
from kg.stores.base import EVERYTHING, Closing, Store
from queries import asking, catalog, finding, neighbourhood, reasons, recipes, searching, selecting
from queries.catalog import Catalog
from queries.searching import Searcher

if TYPE_CHECKING:
    import networkx as nx

    from kg.rdf.rdflib_graph import RdfGraph
    from kg.stores.neo4j import Neo4jStore
    from kg.tables import GraphTables

Name = str | Node
"""A node, or a name that means one."""


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
        """Run a Cypher statement, reading only; a warning says where the answer was cut.

        Values of parameters may be those of a notebook: a column of a frame, numpy's numbers.

        Raises:
            ParameterError: A parameter of the statement has no value.
            QueryError: It does more than read, names a label, relationship type or property that
                the graph does not have, or the engine refuses it; with the place and the nearest
                name.
        """
        arguments.text("a Cypher statement", cypher, '"MATCH (p:Paper) RETURN p"')
        given, known = values.plain(parameters), lambda: self._catalog
        return asking.told_if_cut(asking.ask(self.store, cypher, given, known=known))

    @cached_property
    def _catalog(self) -> Catalog:
        return catalog.read(self.store)

    def run(self, recipe: str, /, **parameters: Any) -> Result:
        """Run a recipe by name; a warning says where the answer was cut.

        Raises:
            UsageError: There is no such recipe.
            ParameterError: A parameter is unknown, missing or of the wrong type.
        """
        arguments.text("the name of a recipe", recipe, '"papers-on-dataset"')
        named = {k: v.id if isinstance(v, Node) else v for k, v in parameters.items()}
        found = recipes.run(self.store, recipes.find(recipe), values.plain(named))
        return asking.told_if_cut(found)

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

    def paper(self, name: Name) -> Node:
        """The paper of a key, DOI, arXiv identifier, title, beginning of a title, or of the method
        or dataset that it introduces.

        >>> g.paper("CarDreamer").title
        'CarDreamer: Open-Source Learning Platform for World Model based Autonomous Driving'

        Raises:
            NodeNameError: None is called so, or several are; says which.
        """
        return finding.find(self.store, "Paper", name)

    def dataset(self, name: Name) -> Node:
        """The dataset of a name, alias, key or beginning of a name; raises as `paper`."""
        return finding.find(self.store, "Dataset", name)

    def method(self, name: Name) -> Node:
        """The method of a name, alias, key or beginning of a name; raises as `paper`."""
        return finding.find(self.store, "Method", name)

    def concept(self, name: Name) -> Node:
        """The concept of a name, alias, key or beginning of a name; raises as `paper`."""
        return finding.find(self.store, "Concept", name)

    def author(self, name: Name) -> Node:
        """The author of a name or key; raises as `paper`."""
        return finding.find(self.store, "Author", name)

    def node(self, name: Name) -> Node:
        """The node of any label that a name means: papers first, then what papers speak of; who
        has the name whole comes before whose title only begins so.

        Raises:
            NodeNameError: None is called so, or several of one label are.
        """
        return finding.anywhere(self.store, name)

    def papers(
        self,
        *,
        dataset: Name | None = None,
        concept: Name | None = None,
        method: Name | None = None,
        author: Name | None = None,
        venue: Name | None = None,
        has_code: bool | None = None,
        contribution: str | None = None,
        year: int | tuple[int | None, int | None] | None = None,
    ) -> Result:
        """Papers to which all of this applies, the newest first.

        Args:
            dataset, concept, method, author, venue: That they are linked with, in any role.
            has_code: Whether a repository is known.
            contribution: ``method``, ``dataset``, ``software``, ``survey``, ``analysis`` …
            year: One, or first and last (None: open).

        Returns:
            Columns ``paper``, ``year``, ``contribution``, ``id``.

        Raises:
            NodeNameError: A name means no node, or several.
            UsageError: There is no such contribution, or `year` is none.

        >>> g.papers(dataset="BEIR", has_code=True).columns
        ('paper', 'year', 'contribution', 'id')
        """
        return selecting.papers(
            self.store,
            {
                "Dataset": dataset,
                "Concept": concept,
                "Method": method,
                "Author": author,
                "Venue": venue,
            },
            has_code=has_code,
            contribution=contribution,
            year=year,
        )

    def datasets(self, *, limit: int = 1_000) -> Result:
        """Datasets by the number of papers that evaluate on them; the recipe ``datasets``."""
        return self.run("datasets", limit=limit)

    def shared_benchmarks(self, paper: Name) -> Result:
        """Papers that share benchmarks with one, and which; the recipe ``shares-benchmarks``."""
        return self.run("shares-benchmarks", paper=self._key(paper))

    def related(self, paper: Name) -> Result:
        """The papers closest to one; the recipe ``related-papers``."""
        return self.run("related-papers", paper=self._key(paper))

    def path(self, a: Name, b: Name) -> Result:
        """The most telling of the shortest paths between two papers; the recipe ``path``."""
        return self.run("path", **{"from": self._key(a), "to": self._key(b)})

    def cooccurrence(self, concept: Name, *, papers: int = 1, limit: int = 25) -> Result:
        """Concepts of the same papers by association; the recipe ``concept-neighbours``."""
        key = self.concept(concept).id
        return self.run("concept-neighbours", concept=key, papers=papers, limit=limit)

    def _key(self, paper: Name) -> str:
        return self.paper(paper).id

    def neighbours(self, node: Name, kind: str | None = None, *, limit: int = 100) -> Result:
        """What a node is linked with, the surest and strongest of each kind first.

        Args:
            node: A node, or what `node` finds by name.
            kind: A relationship type or a label; None takes all.
            limit: Rows at most.

        Returns:
            Columns ``relationship``, ``direction``, ``kind``, ``name``, ``strength`` (0 to 1,
            `Edge.strength`), ``id``.

        >>> g.neighbours("MUVERA", "Dataset").rows[0][:4]
        ('EVALUATES_ON', 'out', 'Dataset', 'BEIR')
        """
        limit = arguments.whole("limit", limit)
        return neighbourhood.neighbours(self.store, self.node(node), kind, limit)

    def why(self, a: Name, b: Name) -> Result:
        """Every reason why two nodes are linked, with its evidence: direct links, then what both
        share; without any, the steps of the shortest path between two papers.

        Returns:
            Columns ``reason``, ``kind``, ``evidence`` (sentences), ``confidence``.
        """
        first, second = self.node(a), self.node(b)
        found = reasons.reasons(self.store, first, second)
        rows = [(r.text, r.kind, [said for _, said in r.evidence], r.confidence) for r in found]
        about: list[Node | Edge] = [first, second]
        for reason in found:
            about += [*reason.nodes, *reason.edges]
        if not found and first.label == second.label == "Paper":
            steps = self.path(first, second)
            rows = [(f"{x} {link} {y}", link, [why], None) for _, x, link, y, why in steps.rows]
        return Result(("reason", "kind", "evidence", "confidence"), rows, about=tuple(about))

    def search(
        self, text: str, kind: str | None = None, *, limit: int = 20, meaning: bool = False
    ) -> Result:
        """Nodes by words (BM25), or by meaning (cosine of embeddings), the best first.

        Args:
            text: What is sought.
            kind: A label; None searches all.
            limit: Rows at most.
            meaning: By meaning; papers, concepts, datasets and methods.

        Returns:
            Columns ``kind``, ``name``, ``year``, ``score``, ``snippet``, ``id``.

        Raises:
            UsageError: There is no such label, or `limit` is no number of rows.
        """
        arguments.text("what is sought", text, 'g.search("dense retrieval")')
        limit = arguments.whole("limit", limit)
        hits = self.searcher.search(text, kind=kind, limit=limit, by_meaning=meaning)
        return Result(
            ("kind", "name", "year", "score", "snippet", "id"),
            [(h.label, h.title, h.year, h.score, h.snippet, h.id) for h in hits],
            about=self._nodes([(h.label, h.id) for h in hits]),
        )

    @cached_property
    def searcher(self) -> Searcher:
        """What searches: the graph folder's own index, or the server's."""
        return searching.searcher(self.target, self.store)

    def _nodes(self, keys: Sequence[tuple[str, str]]) -> tuple[Node, ...]:
        found: dict[tuple[str, str], Node] = {}
        for label in {label for label, _ in keys}:
            rows = self.store.query(
                f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n",
                {"ids": [key for x, key in keys if x == label]},
                limits=EVERYTHING,
            ).rows
            found |= {(label, n.id): n for (n,) in rows}
        return tuple(found[key] for key in keys if key in found)

    def subgraph(
        self, seeds: Name | Sequence[Name] | Result, *, hops: int = 1, most: int = 200
    ) -> Result:
        """Nodes within some steps of others and all links among them, to draw or to export.

        Args:
            seeds: A node or name, several, or the nodes of an answer.
            hops: Steps outwards; 0 takes the seeds alone.
            most: Nodes at most; the most strongly linked stay.

        Returns:
            Columns ``source``, ``relationship``, ``target``: nodes and relationships.
        """
        hops, most = arguments.whole("hops", hops), arguments.whole("most", most)
        if isinstance(seeds, Result):
            nodes = seeds.nodes
            if seeds.rows and not nodes:
                raise UsageError(
                    "there are no nodes in the answer, only values",
                    remedy="ask for nodes: RETURN p, not p.title",
                )
        elif isinstance(seeds, str | Node):
            nodes = [self.node(seeds)]
        else:
            if not isinstance(seeds, Iterable):
                raise UsageError(f"{seeds!r} is no node", remedy='subgraph("MUVERA")')
            nodes = [self.node(seed) for seed in seeds]
        return neighbourhood.subgraph(self.store, nodes, hops, most)

    def analyse(self, measure: str, **options: Any) -> Result:
        """Measure the graph as a network: ``g.analyse("communities", of="concepts", top=50)``.

        Args:
            measure: pagerank, degree, communities, bridges, main-path, bursts or likely-links.
            options: See `kg.analysis.measures.analyse`.

        Raises:
            UsageError: There is no such measure, or an option means nothing.

        Returns:
            What ``kg analyse`` shows; `Result.notes` says how to read it.
        """
        from kg.analysis import measures

        found = measures.analyse(self.tables(), measure, **options)
        return replace(found.result, notes=found.notes)

    def tables(self) -> GraphTables:
        """The whole graph as Arrow tables, the input of `kg.analysis.networks`."""
        if not stores.is_server(self.target):
            from kg.folder import GraphFolder

            return GraphFolder.open(Path(self.target)).tables()
        return cast("Neo4jStore", self.store).pull()[0]

    def __getattr__(self, name: str) -> Callable[..., Result]:
        """Recipes as methods: ``g.papers_on_dataset(dataset="BEIR")``."""
        recipe = None if name.startswith("_") else recipes.all_recipes().get(name.replace("_", "-"))
        if recipe is None:
            raise AttributeError(f"{type(self).__name__} has no {name!r}", name=name, obj=self)
        return recipes.method(recipe, partial(self.run, recipe.name))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(r.replace("-", "_") for r in recipes.all_recipes())]

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

    def to_rdflib(self) -> RdfGraph:
        """The whole graph as RDF in memory, with the terms that ``kg export`` writes."""
        from kg.rdf.rdflib_graph import to_rdflib

        return to_rdflib(self.tables())


def open_graph(target: str | Path, **login: Any) -> Graph:
    """Open a graph folder or a Neo4j server; see `Graph`."""
    return Graph(target, **login)
