// title: From a concept over datasets to code
// group: concepts
// question: Which code runs on the datasets that papers about a concept use?
// param concept: string = "large language model" -- name, alias or id of the concept
// param limit: int = 25 -- rows
// columns: dataset, repository, paper
// example: 2 rows; the first: MultiHop-RAG · https://github.com/yixuantt/MultiHop-RAG · MultiHop-RAG: Benchmarking Retrieval-Aug …
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
WITH collect(c.id) AS ids
MATCH (c:Concept)<-[:HAS_CONCEPT]-(:Paper)-[:EVALUATES_ON|TRAINS_ON|INTRODUCES]->(d:Dataset)
WHERE c.id IN ids
WITH DISTINCT d
MATCH (d)<-[:EVALUATES_ON|TRAINS_ON|INTRODUCES]-(p:Paper)-[:HAS_CODE]->(r:Repository)
WITH DISTINCT d, r, p
RETURN d.name AS dataset, r.url AS repository, p.title AS paper
ORDER BY dataset, repository, paper, d.id, p.id
LIMIT $limit
