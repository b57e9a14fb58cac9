// title: Orphans
// group: quality
// question: Which papers have nothing but their title, and which other nodes belong to no paper?
// columns: kind, name, id
// order: kind, name, id
// example: EX
MATCH (x:Paper)
WHERE NOT EXISTS { MATCH (x)-[:HAS_CONCEPT|INTRODUCES|EVALUATES_ON|TRAINS_ON|COMPARES_WITH|BUILDS_ON|MENTIONS|HAS_CODE|CITES]-() }
RETURN 'Paper' AS kind, x.title AS name, x.id AS id
UNION ALL
MATCH (x:Concept)
WHERE NOT EXISTS { MATCH (x)<-[:HAS_CONCEPT]-(:Paper) }
RETURN 'Concept' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Dataset)
WHERE NOT EXISTS { MATCH (x)<-[:INTRODUCES|EVALUATES_ON|TRAINS_ON|MENTIONS]-(:Paper) }
RETURN 'Dataset' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Method)
WHERE NOT EXISTS { MATCH (x)<-[:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]-(:Paper) }
RETURN 'Method' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Repository)
WHERE NOT EXISTS { MATCH (x)<-[:HAS_CODE]-(:Paper) }
RETURN 'Repository' AS kind, x.url AS name, x.id AS id
UNION ALL
MATCH (x:Author)
WHERE NOT EXISTS { MATCH (x)<-[:WRITTEN_BY]-(:Paper) }
RETURN 'Author' AS kind, x.name AS name, x.id AS id
UNION ALL
MATCH (x:Venue)
WHERE NOT EXISTS { MATCH (x)<-[:PUBLISHED_IN]-(:Paper) }
RETURN 'Venue' AS kind, x.name AS name, x.id AS id
