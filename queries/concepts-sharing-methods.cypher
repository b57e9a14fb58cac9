// title: Concepts that share methods
// group: concepts
// question: Which other concepts are studied with the methods of this one, and with which?
// param concept: string = "large language model" -- name, alias or id of the concept
// param methods: int = 50 -- its most used methods that are looked at
// param limit: int = 25 -- rows
// columns: concept, methods, shared
// sets: shared
// example: 25 rows; the first: instruction tuning · 10 · ChatGPT, GPT-4, GPT-4o, KuaiYii-13B, LLa …
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
UNWIND ids AS id
MATCH (c:Concept)
WHERE c.id = id
OPTIONAL MATCH (c)<-[:HAS_CONCEPT]-(p:Paper)-[:INTRODUCES|BUILDS_ON|COMPARES_WITH]->(m:Method)
WITH m, max(id) AS own, count(p) AS papers
ORDER BY papers DESC, m.id LIMIT $methods
MATCH (m)<-[:INTRODUCES|BUILDS_ON|COMPARES_WITH]-(:Paper)-[:HAS_CONCEPT]->(x:Concept)
WITH id(x) AS key, max(own) AS own, collect(DISTINCT id(m)) AS used
MATCH (o:Concept)
WHERE id(o) = key AND o.id <> own
WITH o, size(used) AS methods, used
ORDER BY methods DESC, o.name, o.id LIMIT $limit
UNWIND used AS key
MATCH (m:Method)
WHERE id(m) = key
WITH o, methods, collect(DISTINCT m.name) AS shared
RETURN o.name AS concept, methods, shared
ORDER BY methods DESC, concept, o.id
