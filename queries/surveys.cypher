// title: Where to start
// group: reading
// question: Which surveys and analyses are there on a concept, or on anything?
// param concept: string = "" -- name, alias or id of the concept; empty for all
// param limit: int = 25 -- rows
// columns: paper, contribution, year
// example: 11 rows; the first: A Comprehensive Overview of Large Langua … · survey · –
MATCH (p:Paper)
WHERE p.contribution = 'survey' OR p.contribution = 'analysis'
WITH p, toLower($concept) AS wanted
MATCH (p)-[:HAS_CONCEPT]->(c:Concept)
WHERE wanted = '' OR c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH DISTINCT p, coalesce(p.year, 0) AS latest
RETURN p.title AS paper, p.contribution AS contribution, p.year AS year
ORDER BY contribution DESC, latest DESC, paper, p.id
LIMIT $limit
