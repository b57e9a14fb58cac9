// title: What builds on a method
// group: lineage
// question: Which papers use a method, model or library inside their work?
// param method: string = "BERT" -- name, alias or id of the method
// columns: paper, year, evidence
// example: 3 rows; the first: Learning and Evaluating Contextual Embed … · – · –
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR size(m.aliases) > 0
WITH m, toLower($method) AS wanted
WHERE m.id = $method OR toLower(m.name) = wanted OR any(a IN m.aliases WHERE toLower(a) = wanted)
WITH collect(m.id) AS ids
MATCH (p:Paper)-[r:BUILDS_ON]->(m:Method)
WHERE m.id IN ids
RETURN p.title AS paper, p.year AS year, r.evidence AS evidence
ORDER BY paper, p.id
