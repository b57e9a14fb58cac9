// title: The community of a concept
// group: reading
// question: With which other concepts, datasets, methods, authors and venues do the papers about a concept deal?
// param concept: string = "large language model" -- name, alias or id of the concept
// columns: kind, name, papers
// order: kind, papers desc, name
// example: 15 rows; the first: concept · contrastive learning · 4
// first: ids
MATCH (c:Concept)
WHERE c.id = $concept OR size(c.name) = size($concept) OR size(c.aliases) > 0
WITH c, toLower($concept) AS wanted
WHERE c.id = $concept OR toLower(c.name) = wanted OR any(a IN c.aliases WHERE toLower(a) = wanted)
RETURN collect(c.id) AS ids
// then:
UNWIND $ids AS id
MATCH (c:Concept)
WHERE c.id = id
OPTIONAL MATCH (c)<-[:HAS_CONCEPT]-(p:Paper)-[:HAS_CONCEPT]->(x:Concept)
WITH id(c) AS own, id(x) AS key, id(p) AS p
WHERE key <> own
WITH key, count(DISTINCT p) AS papers
WITH papers, collect(key) AS keys
ORDER BY papers DESC LIMIT 5
UNWIND keys AS key
MATCH (x:Concept)
WHERE id(x) = key
WITH x.id AS id, papers
MATCH (x:Concept)
WHERE x.id = id
WITH x, papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'concept' AS kind, x.name AS name, papers
UNION ALL
UNWIND $ids AS id
MATCH (c:Concept)
WHERE c.id = id
OPTIONAL MATCH (c)<-[:HAS_CONCEPT]-(p:Paper)-[:EVALUATES_ON|TRAINS_ON|INTRODUCES|MENTIONS]->(x:Dataset)
WITH id(x) AS key, count(DISTINCT id(p)) AS papers
WHERE papers > 0
WITH papers, collect(key) AS keys
ORDER BY papers DESC LIMIT 5
UNWIND keys AS key
MATCH (x:Dataset)
WHERE id(x) = key
WITH x, papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'dataset' AS kind, x.name AS name, papers
UNION ALL
UNWIND $ids AS id
MATCH (c:Concept)
WHERE c.id = id
OPTIONAL MATCH (c)<-[:HAS_CONCEPT]-(p:Paper)-[:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]->(x:Method)
WITH id(x) AS key, count(DISTINCT id(p)) AS papers
WHERE papers > 0
WITH papers, collect(key) AS keys
ORDER BY papers DESC LIMIT 5
UNWIND keys AS key
MATCH (x:Method)
WHERE id(x) = key
WITH x, papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'method' AS kind, x.name AS name, papers
UNION ALL
UNWIND $ids AS id
MATCH (c:Concept)
WHERE c.id = id
OPTIONAL MATCH (c)<-[:HAS_CONCEPT]-(p:Paper)-[:WRITTEN_BY]->(x:Author)
WITH id(x) AS key, count(DISTINCT id(p)) AS papers
WHERE papers > 0
WITH papers, collect(key) AS keys
ORDER BY papers DESC LIMIT 5
UNWIND keys AS key
MATCH (x:Author)
WHERE id(x) = key
WITH x.id AS id, papers
MATCH (x:Author)
WHERE x.id = id
WITH x, papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'author' AS kind, x.name AS name, papers
UNION ALL
UNWIND $ids AS id
MATCH (c:Concept)
WHERE c.id = id
OPTIONAL MATCH (c)<-[:HAS_CONCEPT]-(p:Paper)-[:PUBLISHED_IN]->(x:Venue)
WITH id(x) AS key, count(DISTINCT id(p)) AS papers
WHERE papers > 0
WITH papers, collect(key) AS keys
ORDER BY papers DESC LIMIT 5
UNWIND keys AS key
MATCH (x:Venue)
WHERE id(x) = key
WITH x, papers
ORDER BY papers DESC, x.name, x.id LIMIT 5
RETURN 'venue' AS kind, x.name AS name, papers
