// title: What compares with a method
// group: lineage
// question: Which papers take a method as a baseline, or say that they beat it?
// param method: string = "GPT-4" -- name, alias or id of the method
// columns: paper, introduces, evidence
// example: 2 rows; the first: MultiHop-RAG: Benchmarking Retrieval-Aug … · – · –
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR size(m.aliases) > 0
WITH m, toLower($method) AS wanted
WHERE m.id = $method OR toLower(m.name) = wanted OR any(a IN m.aliases WHERE toLower(a) = wanted)
WITH collect(m.id) AS ids
MATCH (p:Paper)-[r:COMPARES_WITH]->(m:Method)
WHERE m.id IN ids
OPTIONAL MATCH (p)-[:INTRODUCES]->(own:Method)
WITH p, r.evidence AS evidence, min(own.name) AS introduces
RETURN p.title AS paper, introduces, evidence
ORDER BY paper, p.id
