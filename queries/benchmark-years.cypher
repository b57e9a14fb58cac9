// title: A benchmark by years
// group: benchmarks
// question: How many papers evaluate on a dataset in each year?
// param dataset: string = "BEIR" -- name, alias or id of the dataset
// columns: dataset, year, papers
// example: no rows: the example's papers have no authors, years or references
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR size(d.aliases) > 0
WITH d, toLower($dataset) AS wanted
WHERE d.id = $dataset OR toLower(d.name) = wanted OR any(a IN d.aliases WHERE toLower(a) = wanted)
WITH collect(d.id) AS ids
MATCH (p:Paper)-[:EVALUATES_ON]->(d:Dataset)
WHERE d.id IN ids
WITH d, p
WHERE p.year IS NOT NULL
RETURN d.name AS dataset, p.year AS year, count(p) AS papers
ORDER BY dataset, year
