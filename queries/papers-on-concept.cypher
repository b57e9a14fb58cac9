// title: Papers on a concept
// group: concepts
// question: Which papers are about a concept, the most telling first?
// param concept: string = "contrastive learning" -- name, alias or id of the concept
// columns: paper, score, year, evidence
// example: papers on contrastive learning
WITH toLower($concept) AS wanted
MATCH (p:Paper)-[r:HAS_CONCEPT]->(c:Concept)
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
RETURN p.title AS paper, r.score AS score, p.year AS year, r.evidence AS evidence
ORDER BY score DESC, paper
