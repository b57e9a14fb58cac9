// title: The path between two papers
// group: reading
// question: How are two papers connected, step by step, and what says so?
// param from: string = "MUVERA" -- title, beginning of the title, or id
// param to: string = "Resources for Brewing BEIR" -- title, beginning of the title, or id
// columns: step, from, relationship, to, why
// shape: steps
// example: two steps, both over the dataset BEIR
// engine: ladybug
MATCH path = (a:Paper)-[:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT* ALL SHORTEST 1..6]-(b:Paper)
WHERE (a.id = $from OR toLower(a.title) STARTS WITH toLower($from))
  AND (b.id = $to OR toLower(b.title) STARTS WITH toLower($to)) AND a.id <> b.id
RETURN path
LIMIT 500
// engine: neo4j
MATCH (a:Paper), (b:Paper)
WHERE (a.id = $from OR toLower(a.title) STARTS WITH toLower($from))
  AND (b.id = $to OR toLower(b.title) STARTS WITH toLower($to)) AND a.id <> b.id
MATCH path = allShortestPaths((a)-[:CITES|SHARES_BENCHMARK|EVALUATES_ON|TRAINS_ON|INTRODUCES|COMPARES_WITH|BUILDS_ON|HAS_CONCEPT*1..6]-(b))
RETURN path
LIMIT 500
