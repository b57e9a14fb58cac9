// title: Papers on a concept
// group: concepts
// question: Which papers are about a concept, the most telling first?
// param concept: string = "contrastive learning" -- name, alias or id of the concept
// param limit: int = 100 -- rows
// columns: paper, score, year, evidence
// example: 9 rows; the first: ImagiNet: A Multi-Content Dataset for Ge … · 0.979 · – · ImagiNet: A Multi-Content Dataset for Ge …
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (p:Paper)-[r:HAS_CONCEPT]->(c:Concept)
WHERE c.id IN ids
RETURN p.title AS paper, r.score AS score, p.year AS year, r.evidence AS evidence
ORDER BY score DESC, paper, p.id
LIMIT $limit
