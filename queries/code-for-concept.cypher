// title: Code for a concept
// group: concepts
// question: Which repositories belong to papers about a concept, or about a narrower one?
// param concept: string = "retrieval-augmented generation" -- name, alias or id of the concept
// columns: repository, paper, concept
// order: repository, paper, concept
// example: 1 row; the first: https://github.com/yixuantt/MultiHop-RAG · MultiHop-RAG: Benchmarking Retrieval-Aug … · retrieval-augmented generation
// first: ids
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
RETURN collect(c.id) AS ids
// then:
MATCH (c:Concept)<-[:HAS_CONCEPT]-(p:Paper)-[:HAS_CODE]->(r:Repository)
WHERE c.id IN $ids
RETURN r.url AS repository, p.title AS paper, c.name AS concept
UNION
MATCH (c:Concept)<-[:BROADER]-(n:Concept)<-[:HAS_CONCEPT]-(p:Paper)-[:HAS_CODE]->(r:Repository)
WHERE c.id IN $ids
RETURN r.url AS repository, p.title AS paper, n.name AS concept
