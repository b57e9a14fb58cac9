// title: Rivals of a method
// group: lineage
// question: Which methods stand beside this one in the comparisons of the same papers?
// param method: string = "GPT-4" -- name, alias or id of the method
// param limit: int = 25 -- rows
// columns: method, papers
// example: 2 rows; the first: Llama2-70B · 1
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR size(m.aliases) > 0
WITH m, toLower($method) AS wanted
WHERE m.id = $method OR toLower(m.name) = wanted OR any(a IN m.aliases WHERE toLower(a) = wanted)
WITH collect(m.id) AS ids
MATCH (m:Method)<-[:COMPARES_WITH]-(p:Paper)-[:COMPARES_WITH]->(o:Method)
WHERE m.id IN ids
WITH m, p, o
WHERE o.id <> m.id
WITH o, count(DISTINCT p.id) AS papers
RETURN o.name AS method, papers
ORDER BY papers DESC, method, o.id
LIMIT $limit
