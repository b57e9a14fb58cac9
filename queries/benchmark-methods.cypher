// title: Methods seen on a benchmark
// group: benchmarks
// question: Which methods do the papers that evaluate on a dataset introduce, build on or compare with?
// param dataset: string = "BEIR" -- name, alias or id of the dataset
// param limit: int = 25 -- rows
// columns: method, role, papers
// example: 4 rows; the first: BM25 · COMPARES_WITH · 1
// engine: ladybug
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR size(d.aliases) > 0
WITH d, toLower($dataset) AS wanted
WHERE d.id = $dataset OR toLower(d.name) = wanted OR any(a IN d.aliases WHERE toLower(a) = wanted)
WITH collect(d.id) AS ids
MATCH (d:Dataset)<-[:EVALUATES_ON]-(p:Paper)-[r:INTRODUCES|COMPARES_WITH|BUILDS_ON]->(m:Method)
WHERE d.id IN ids
RETURN m.name AS method, label(r) AS role, count(DISTINCT p.id) AS papers
ORDER BY papers DESC, method, role
LIMIT $limit
// engine: neo4j
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR size(d.aliases) > 0
WITH d, toLower($dataset) AS wanted
WHERE d.id = $dataset OR toLower(d.name) = wanted OR any(a IN d.aliases WHERE toLower(a) = wanted)
WITH collect(d.id) AS ids
MATCH (d:Dataset)<-[:EVALUATES_ON]-(p:Paper)-[r:INTRODUCES|COMPARES_WITH|BUILDS_ON]->(m:Method)
WHERE d.id IN ids
RETURN m.name AS method, type(r) AS role, count(DISTINCT p.id) AS papers
ORDER BY papers DESC, method, role
LIMIT $limit
