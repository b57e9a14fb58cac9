// title: Datasets by use
// group: benchmarks
// question: Which datasets do most papers evaluate on?
// param limit: int = 25 -- rows
// columns: dataset, kind, papers
// example: 25 rows; the first: BEIR · benchmark · 3
MATCH (d:Dataset)<-[:EVALUATES_ON]-(p:Paper)
WITH d, count(p) AS papers
RETURN d.name AS dataset, d.kind AS kind, papers
ORDER BY papers DESC, dataset, d.id
LIMIT $limit
