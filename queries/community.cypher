// title: The community of a paper
// group: reading
// question: What are a paper and those closest to it about: which concepts, datasets, methods, authors and venues?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: kind, name, papers
// order: kind, papers desc, name
// example: EX
MATCH (p:Paper)-[:RELATED_TO]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
WITH collect(DISTINCT p.id) + collect(DISTINCT q.id) AS community
MATCH (m:Paper)-[:HAS_CONCEPT]->(x:Concept)
WHERE m.id IN community
WITH x, count(DISTINCT m.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'concept' AS kind, x.name AS name, papers
UNION ALL
MATCH (p:Paper)-[:RELATED_TO]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
WITH collect(DISTINCT p.id) + collect(DISTINCT q.id) AS community
MATCH (m:Paper)-[:EVALUATES_ON|TRAINS_ON|INTRODUCES|MENTIONS]->(x:Dataset)
WHERE m.id IN community
WITH x, count(DISTINCT m.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'dataset' AS kind, x.name AS name, papers
UNION ALL
MATCH (p:Paper)-[:RELATED_TO]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
WITH collect(DISTINCT p.id) + collect(DISTINCT q.id) AS community
MATCH (m:Paper)-[:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]->(x:Method)
WHERE m.id IN community
WITH x, count(DISTINCT m.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'method' AS kind, x.name AS name, papers
UNION ALL
MATCH (p:Paper)-[:RELATED_TO]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
WITH collect(DISTINCT p.id) + collect(DISTINCT q.id) AS community
MATCH (m:Paper)-[:WRITTEN_BY]->(x:Author)
WHERE m.id IN community
WITH x, count(DISTINCT m.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'author' AS kind, x.name AS name, papers
UNION ALL
MATCH (p:Paper)-[:RELATED_TO]-(q:Paper)
WHERE (p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper))
WITH collect(DISTINCT p.id) + collect(DISTINCT q.id) AS community
MATCH (m:Paper)-[:PUBLISHED_IN]->(x:Venue)
WHERE m.id IN community
WITH x, count(DISTINCT m.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'venue' AS kind, x.name AS name, papers
