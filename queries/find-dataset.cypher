// title: Find datasets by name
// group: find
// question: Which datasets have these letters in their name or in another spelling of it?
// param words: string = "bench" -- part of the name; empty for all
// param limit: int = 25 -- rows
// columns: dataset, kind, aliases, papers, id
// example: 2 rows; the first: MMEB · benchmark · Massive Multimodal Embedding Benchmark · 1 · dataset:mmeb
WITH toLower($words) AS wanted
MATCH (x:Dataset)
WHERE wanted = '' OR toLower(x.name) CONTAINS wanted OR any(a IN x.aliases WHERE toLower(a) CONTAINS wanted)
OPTIONAL MATCH (x)<-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|MENTIONS]-(p:Paper)
WITH x, count(DISTINCT p.id) AS papers
RETURN x.name AS dataset, x.kind AS kind, x.aliases AS aliases, papers, x.id AS id
ORDER BY papers DESC, dataset, id
LIMIT $limit
