// title: A concept by years
// group: concepts
// question: How many papers are about a concept in each year?
// param concept: string = "large language model" -- name, alias or id of the concept
// columns: concept, year, papers
// example: no rows: the example's papers have no authors, years or references
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (p:Paper)-[:HAS_CONCEPT]->(c:Concept)
WHERE c.id IN ids
WITH c, p
WHERE p.year IS NOT NULL
RETURN c.name AS concept, p.year AS year, count(p) AS papers
ORDER BY concept, year
