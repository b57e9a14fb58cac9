// title: What beats a method
// group: lineage
// question: Which papers say in so many words that they do better than a method, and what do they introduce?
// param method: string = "" -- name, alias or id of the method; empty for all
// param limit: int = 25 -- rows
// columns: beaten, paper, introduces, year, evidence
// example: 1 row; the first: ChatGPT · Name Tagging Under Domain Shift via Metr … · – · – · Three source and three target datasets s …
WITH toLower($method) AS wanted
MATCH (p:Paper)-[r:COMPARES_WITH]->(m:Method)
WHERE wanted = '' OR (m.id = $method OR toLower(m.name) = wanted OR any(a IN m.aliases WHERE toLower(a) = wanted))
WITH p, r, m, toLower(r.evidence) AS sentence
WHERE sentence CONTAINS 'outperform'
   OR sentence CONTAINS 'surpass'
   OR sentence CONTAINS 'beat'
   OR sentence CONTAINS 'exceed'
   OR sentence CONTAINS 'better than'
   OR sentence CONTAINS 'superior'
   OR sentence CONTAINS 'falls short'
   OR sentence CONTAINS 'fall short'
   OR sentence CONTAINS 'improvement over'
   OR sentence CONTAINS 'improves over'
OPTIONAL MATCH (p)-[:INTRODUCES]->(own:Method)
WITH p, r.evidence AS evidence, m, min(own.name) AS introduces
RETURN m.name AS beaten, p.title AS paper, introduces, p.year AS year, evidence
ORDER BY beaten, paper, p.id
LIMIT $limit
