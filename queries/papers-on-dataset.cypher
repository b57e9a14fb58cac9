// title: Papers on a dataset
// group: benchmarks
// question: Which papers introduce, evaluate on, train on or mention a dataset, and where do they say so?
// param dataset: string = "BEIR" -- name, alias or id of the dataset
// columns: paper, role, year, evidence
// order: role, paper
// example: 3 rows; the first: MUVERA: Multi-Vector Retrieval via Fixed … · evaluates on · – · –
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR size(d.aliases) > 0
WITH d, toLower($dataset) AS wanted
WHERE d.id = $dataset OR toLower(d.name) = wanted OR any(a IN d.aliases WHERE toLower(a) = wanted)
WITH collect(d.id) AS ids
MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset)
WHERE d.id IN ids
RETURN p.title AS paper, 'evaluates on' AS role, p.year AS year, r.evidence AS evidence
UNION ALL
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR size(d.aliases) > 0
WITH d, toLower($dataset) AS wanted
WHERE d.id = $dataset OR toLower(d.name) = wanted OR any(a IN d.aliases WHERE toLower(a) = wanted)
WITH collect(d.id) AS ids
MATCH (p:Paper)-[r:TRAINS_ON]->(d:Dataset)
WHERE d.id IN ids
RETURN p.title AS paper, 'trains on' AS role, p.year AS year, r.evidence AS evidence
UNION ALL
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR size(d.aliases) > 0
WITH d, toLower($dataset) AS wanted
WHERE d.id = $dataset OR toLower(d.name) = wanted OR any(a IN d.aliases WHERE toLower(a) = wanted)
WITH collect(d.id) AS ids
MATCH (p:Paper)-[r:INTRODUCES]->(d:Dataset)
WHERE d.id IN ids
RETURN p.title AS paper, 'introduces' AS role, p.year AS year, r.evidence AS evidence
UNION ALL
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR size(d.aliases) > 0
WITH d, toLower($dataset) AS wanted
WHERE d.id = $dataset OR toLower(d.name) = wanted OR any(a IN d.aliases WHERE toLower(a) = wanted)
WITH collect(d.id) AS ids
MATCH (p:Paper)-[r:MENTIONS]->(d:Dataset)
WHERE d.id IN ids
RETURN p.title AS paper, 'mentions' AS role, p.year AS year, r.evidence AS evidence
