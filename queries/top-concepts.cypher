// title: Concepts by papers
// group: concepts
// question: Which concepts are most papers about?
// param kind: string = "" -- task, method, field or other; empty for all
// param limit: int = 25 -- rows
// columns: concept, kind, papers
// example: 25 rows; the first: large language model · method · 22
MATCH (c:Concept)<-[:HAS_CONCEPT]-(p:Paper)
WHERE $kind = '' OR c.kind = $kind
WITH id(c) AS key, count(*) AS papers
WITH papers, collect(key) AS keys
ORDER BY papers DESC LIMIT $limit
UNWIND keys AS key
MATCH (c:Concept)
WHERE id(c) = key
WITH c.id AS id, papers
MATCH (c:Concept)
WHERE c.id = id
RETURN c.name AS concept, c.kind AS kind, papers
ORDER BY papers DESC, concept, c.id
LIMIT $limit
