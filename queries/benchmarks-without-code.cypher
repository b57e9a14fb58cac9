// title: Benchmarks that nobody has code for
// group: benchmarks
// question: Which datasets are introduced or evaluated on only by papers without code?
// param limit: int = 25 -- rows
// columns: dataset, kind, papers
// example: 25 rows; the first: BEIR · benchmark · 3
MATCH (d:Dataset)<-[:EVALUATES_ON|INTRODUCES]-(p:Paper)
OPTIONAL MATCH (p)-[:HAS_CODE]->(r:Repository)
WITH d, count(DISTINCT p.id) AS papers, count(r) AS repositories
WHERE repositories = 0
RETURN d.name AS dataset, d.kind AS kind, papers
ORDER BY papers DESC, dataset, d.id
LIMIT $limit
