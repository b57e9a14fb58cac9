// title: Where to start
// group: reading
// question: Which surveys and analyses are there on a concept, or on anything?
// param concept: string = "" -- name, alias or id of the concept; empty for all
// param limit: int = 25 -- rows
// columns: paper, contribution, year
// example: 11 rows; the first: A Comprehensive Overview of Large Langua … · survey · –
// first: ids
MATCH (c:Concept)
WHERE $concept <> '' AND (c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0)
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
RETURN collect(c.id) AS ids
// then:
MATCH (p:Paper)-[:HAS_CONCEPT]->(c:Concept)
WHERE (p.contribution = 'survey' OR p.contribution = 'analysis') AND ($concept = '' OR c.id IN $ids)
WITH DISTINCT p, coalesce(p.year, 0) AS latest
RETURN p.title AS paper, p.contribution AS contribution, p.year AS year
ORDER BY contribution DESC, latest DESC, paper, p.id
LIMIT $limit
