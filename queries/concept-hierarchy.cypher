// title: Broader and narrower concepts
// group: concepts
// question: What is a concept a kind of, and what are its kinds, up to three steps away?
// param concept: string = "large language model" -- name, alias or id of the concept
// columns: relation, steps, concept
// order: relation, steps, concept
// example: 3 rows; the first: broader · 1 · language model
// first: ids
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
RETURN collect(c.id) AS ids
// then:
// engine: ladybug
MATCH path = (c:Concept)-[:BROADER* SHORTEST 1..3]->(o:Concept)
WHERE c.id IN $ids
WITH o, min(length(path)) AS steps
RETURN 'broader' AS relation, steps, o.name AS concept
UNION ALL
MATCH path = (c:Concept)<-[:BROADER* SHORTEST 1..3]-(o:Concept)
WHERE c.id IN $ids
WITH o, min(length(path)) AS steps
RETURN 'narrower' AS relation, steps, o.name AS concept
// engine: neo4j
MATCH path = (c:Concept)-[:BROADER*1..3]->(o:Concept)
WHERE c.id IN $ids
WITH o, min(length(path)) AS steps
RETURN 'broader' AS relation, steps, o.name AS concept
UNION ALL
MATCH path = (c:Concept)<-[:BROADER*1..3]-(o:Concept)
WHERE c.id IN $ids
WITH o, min(length(path)) AS steps
RETURN 'narrower' AS relation, steps, o.name AS concept
