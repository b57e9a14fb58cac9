// title: Descendants of a method
// group: lineage
// question: What was made with a method, and what was made with that, for three generations?
// param method: string = "BERT" -- name, alias or id of the method
// columns: generation, builds_on, paper, introduces, year
// order: generation, builds_on, paper, introduces, year
// example: 3 rows; the first: 1 · BERT · Learning and Evaluating Contextual Embed … · CuBERT · –
// first: ids
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR size(m.aliases) > 0
WITH m, toLower($method) AS wanted
WHERE m.id = $method OR toLower(m.name) = wanted OR any(a IN m.aliases WHERE toLower(a) = wanted)
RETURN collect(m.id) AS ids
// then:
MATCH (m:Method)<-[:BUILDS_ON]-(p:Paper)
WHERE m.id IN $ids
OPTIONAL MATCH (p)-[:INTRODUCES]->(n:Method)
WITH m, p, min(n.name) AS introduces
RETURN 1 AS generation, m.name AS builds_on, p.title AS paper, introduces, p.year AS year
UNION ALL
MATCH (m:Method)<-[:BUILDS_ON]-(:Paper)-[:INTRODUCES]->(n:Method)<-[:BUILDS_ON]-(p:Paper)
WHERE m.id IN $ids AND n.id <> m.id
WITH DISTINCT n, p
OPTIONAL MATCH (p)-[:INTRODUCES]->(o:Method)
WITH n, p, min(o.name) AS introduces
RETURN 2 AS generation, n.name AS builds_on, p.title AS paper, introduces, p.year AS year
UNION ALL
MATCH (m:Method)<-[:BUILDS_ON]-(:Paper)-[:INTRODUCES]->(n:Method)<-[:BUILDS_ON]-(:Paper)-[:INTRODUCES]->(o:Method)
WHERE m.id IN $ids AND n.id <> m.id AND o.id <> m.id AND o.id <> n.id
WITH DISTINCT o
OPTIONAL MATCH (o)<-[:BUILDS_ON]-(p:Paper)
WITH o, p
WHERE p IS NOT NULL
OPTIONAL MATCH (p)-[:INTRODUCES]->(own:Method)
WITH o, p, min(own.name) AS introduces
RETURN 3 AS generation, o.name AS builds_on, p.title AS paper, introduces, p.year AS year
