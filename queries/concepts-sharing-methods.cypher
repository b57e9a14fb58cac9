// title: Concepts that share methods
// group: concepts
// question: Which other concepts are studied with the methods of this one, and with which?
// param concept: string = "large language model" -- name, alias or id of the concept
// param limit: int = 25 -- rows
// columns: concept, methods, shared
// sets: shared
// example: EX
WITH toLower($concept) AS wanted
MATCH (c:Concept)
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH c
MATCH (c)<-[:HAS_CONCEPT]-(:Paper)-[:INTRODUCES|BUILDS_ON|COMPARES_WITH]->(m:Method)
WITH DISTINCT c, m
MATCH (m)<-[:INTRODUCES|BUILDS_ON|COMPARES_WITH]-(:Paper)-[:HAS_CONCEPT]->(o:Concept)
WHERE o.id <> c.id
WITH o, count(DISTINCT m.id) AS methods, collect(DISTINCT m.name) AS shared
RETURN o.name AS concept, methods, shared
ORDER BY methods DESC, concept, o.id
LIMIT $limit
