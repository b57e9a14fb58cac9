// title: Datasets evaluated together
// group: benchmarks
// question: Which datasets do papers evaluate on together, all pairs or those with one dataset?
// param dataset: string = "" -- name, alias or id of a dataset; empty for all
// param limit: int = 50 -- rows
// columns: dataset, other, papers
// example: iSAID with DIOR, HRSID and NWPU VHR-10
MATCH (a:Dataset)-[r:CO_EVALUATED_WITH]->(b:Dataset)
WHERE $dataset = '' OR toLower(a.name) = toLower($dataset) OR toLower(b.name) = toLower($dataset)
   OR a.id = $dataset OR b.id = $dataset
RETURN a.name AS dataset, b.name AS other, r.papers AS papers
ORDER BY papers DESC, dataset, other
LIMIT $limit
