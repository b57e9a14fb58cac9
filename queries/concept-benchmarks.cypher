// title: Benchmarks of a concept
// group: concepts
// question: Which datasets do papers about a concept evaluate on?
// param concept: string = "large language model" -- name, alias or id of the concept
// param limit: int = 25 -- rows
// columns: dataset, kind, papers
// example: 5 rows; the first: M-BEIR · benchmark · 1
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (c:Concept)<-[:HAS_CONCEPT]-(p:Paper)-[:EVALUATES_ON]->(d:Dataset)
WHERE c.id IN ids
WITH d, count(DISTINCT p.id) AS papers
RETURN d.name AS dataset, d.kind AS kind, papers
ORDER BY papers DESC, dataset, d.id
LIMIT $limit
