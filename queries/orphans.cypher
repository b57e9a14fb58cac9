// title: Orphans
// group: quality
// question: Which papers have nothing but their title, and which other nodes belong to no paper?
// param limit: int = 100 -- rows of each kind
// columns: kind, name, id
// order: kind, name, id
// example: no rows: nothing of that kind in the example
MATCH (x:Paper)
WHERE NOT EXISTS { MATCH (x)-[:HAS_CONCEPT]->(:Concept) }
OPTIONAL MATCH (x)-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS|HAS_CODE|CITES]-()
WITH x, count(r) AS links
WHERE links = 0
WITH x ORDER BY x.title, x.id LIMIT $limit
RETURN 'Paper' AS kind, x.title AS name, x.id AS id
UNION ALL
MATCH (x:Concept)
WHERE NOT EXISTS { MATCH (x)<-[:HAS_CONCEPT]-(:Paper) }
WITH x.id AS id
MATCH (x:Concept)
WHERE x.id = id
WITH x ORDER BY x.name, x.id LIMIT $limit
RETURN 'Concept' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Dataset)
WHERE NOT EXISTS { MATCH (x)<-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|MENTIONS]-(:Paper) }
WITH x ORDER BY x.name, x.id LIMIT $limit
RETURN 'Dataset' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Method)
WHERE NOT EXISTS { MATCH (x)<-[:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]-(:Paper) }
WITH x ORDER BY x.name, x.id LIMIT $limit
RETURN 'Method' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Repository)
WHERE NOT EXISTS { MATCH (x)<-[:HAS_CODE]-(:Paper) }
WITH x ORDER BY x.url, x.id LIMIT $limit
RETURN 'Repository' AS kind, x.url AS name, x.id AS id
UNION ALL
MATCH (x:Author)
WHERE NOT EXISTS { MATCH (x)<-[:WRITTEN_BY]-(:Paper) }
WITH x.id AS id
MATCH (x:Author)
WHERE x.id = id
WITH x ORDER BY x.name, x.id LIMIT $limit
RETURN 'Author' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Venue)
WHERE NOT EXISTS { MATCH (x)<-[:PUBLISHED_IN]-(:Paper) }
WITH x ORDER BY x.name, x.id LIMIT $limit
RETURN 'Venue' AS kind, x.name AS name, x.id AS id
