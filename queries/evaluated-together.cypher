// title: Datasets evaluated together
// group: benchmarks
// question: Which datasets do papers evaluate on together, all pairs or those with one dataset?
// param dataset: string = "" -- name, alias or id of a dataset; empty for all
// param limit: int = 50 -- rows
// columns: dataset, other, papers
// example: 21 rows; the first: COGS · SCAN · 1
WITH toLower($dataset) AS wanted
MATCH (a:Dataset)-[r:CO_EVALUATED_WITH]->(b:Dataset)
WHERE wanted = '' OR a.id = $dataset OR toLower(a.name) = wanted OR any(x IN a.aliases WHERE toLower(x) = wanted)
   OR b.id = $dataset OR toLower(b.name) = wanted OR any(x IN b.aliases WHERE toLower(x) = wanted)
RETURN a.name AS dataset, b.name AS other, r.papers AS papers
ORDER BY papers DESC, dataset, other, a.id, b.id
LIMIT $limit
