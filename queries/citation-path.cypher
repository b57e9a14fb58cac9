// title: The path of citations between two papers
// group: citation
// question: Over which citations does one paper rest on another, in the fewest steps?
// param from: string = "MUVERA" -- the later paper: title, beginning of the title, or id
// param to: string = "Resources for Brewing BEIR" -- the earlier paper: title, beginning of the title, or id
// columns: step, from, relationship, to, why
// shape: steps
// example: no rows: the example's papers have no authors, years or references
// engine: ladybug
MATCH path = (a:Paper)-[:CITES* ALL SHORTEST 1..20]->(b:Paper)
WHERE (a.id = $from OR toLower(a.title) STARTS WITH toLower($from))
  AND (b.id = $to OR toLower(b.title) STARTS WITH toLower($to)) AND a.id <> b.id
RETURN path
LIMIT 5000
// engine: neo4j
MATCH (a:Paper), (b:Paper)
WHERE (a.id = $from OR toLower(a.title) STARTS WITH toLower($from))
  AND (b.id = $to OR toLower(b.title) STARTS WITH toLower($to)) AND a.id <> b.id
MATCH path = allShortestPaths((a)-[:CITES*1..20]->(b))
RETURN path
LIMIT 5000
