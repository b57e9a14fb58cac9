// title: Methods of a concept
// group: concepts
// question: Which methods do papers about a concept introduce, build on or compare with?
// param concept: string = "large language model" -- name, alias or id of the concept
// param limit: int = 25 -- rows
// columns: method, role, papers
// example: 25 rows; the first: ChatGPT · COMPARES_WITH · 2
// engine: ladybug
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (c:Concept)<-[:HAS_CONCEPT]-(p:Paper)-[r:INTRODUCES|COMPARES_WITH|BUILDS_ON]->(m:Method)
WHERE c.id IN ids
RETURN m.name AS method, label(r) AS role, count(DISTINCT p.id) AS papers
ORDER BY papers DESC, method, role
LIMIT $limit
// engine: neo4j
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (c:Concept)<-[:HAS_CONCEPT]-(p:Paper)-[r:INTRODUCES|COMPARES_WITH|BUILDS_ON]->(m:Method)
WHERE c.id IN ids
RETURN m.name AS method, type(r) AS role, count(DISTINCT p.id) AS papers
ORDER BY papers DESC, method, role
LIMIT $limit
