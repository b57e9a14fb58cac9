// title: The community of a paper
// group: reading
// question: What are the papers closest to this one about: which concepts, datasets, methods, authors and venues?
// param paper: string = "MUVERA" -- title, beginning of the title, or id
// columns: kind, name, papers
// order: kind, papers desc, name
// example: 10 rows; the first: concept · information retrieval · 2
// first: near
MATCH (p:Paper)-[:RELATED_TO]-(q:Paper)
WHERE p.id = $paper OR toLower(p.title) STARTS WITH toLower($paper)
RETURN collect(DISTINCT q.id) AS near
// then:
MATCH (q:Paper)-[:HAS_CONCEPT]->(x:Concept)
WHERE q.id IN $near
WITH x, count(DISTINCT q.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'concept' AS kind, x.name AS name, papers
UNION ALL
MATCH (q:Paper)-[:EVALUATES_ON|TRAINS_ON|INTRODUCES|MENTIONS]->(x:Dataset)
WHERE q.id IN $near
WITH x, count(DISTINCT q.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'dataset' AS kind, x.name AS name, papers
UNION ALL
MATCH (q:Paper)-[:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]->(x:Method)
WHERE q.id IN $near
WITH x, count(DISTINCT q.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'method' AS kind, x.name AS name, papers
UNION ALL
MATCH (q:Paper)-[:WRITTEN_BY]->(x:Author)
WHERE q.id IN $near
WITH x, count(DISTINCT q.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'author' AS kind, x.name AS name, papers
UNION ALL
MATCH (q:Paper)-[:PUBLISHED_IN]->(x:Venue)
WHERE q.id IN $near
WITH x, count(DISTINCT q.id) AS papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'venue' AS kind, x.name AS name, papers
