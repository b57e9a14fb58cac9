// title: Nodes without evidence
// group: quality
// question: Which concepts, datasets and methods has no sentence been kept for, and how often does a source state them?
// param limit: int = 100 -- rows of each kind
// columns: kind, name, stated, id
// order: stated desc, kind, name, id
// example: 146 rows; the first: Dataset · BEIR · 3 · dataset:beir
MATCH (x:Concept)<-[r:HAS_CONCEPT]-(:Paper)
WHERE r.start < 0
WITH x, count(r) AS stated
WHERE NOT EXISTS { MATCH (x)<-[s:HAS_CONCEPT]-(:Paper) WHERE s.start >= 0 }
WITH x, stated
ORDER BY stated DESC, x.name, x.id LIMIT $limit
RETURN 'Concept' AS kind, x.name AS name, stated, x.id AS id
UNION ALL
MATCH (x:Dataset)<-[r:INTRODUCES|EVALUATES_ON|TRAINS_ON|MENTIONS]-(:Paper)
WHERE r.start < 0
WITH x, count(r) AS stated
WHERE NOT EXISTS { MATCH (x)<-[s:INTRODUCES|EVALUATES_ON|TRAINS_ON|MENTIONS]-(:Paper) WHERE s.start >= 0 }
WITH x, stated
ORDER BY stated DESC, x.name, x.id LIMIT $limit
RETURN 'Dataset' AS kind, x.name AS name, stated, x.id AS id
UNION ALL
MATCH (x:Method)<-[r:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]-(:Paper)
WHERE r.start < 0
WITH x, count(r) AS stated
WHERE NOT EXISTS { MATCH (x)<-[s:INTRODUCES|COMPARES_WITH|BUILDS_ON|MENTIONS]-(:Paper) WHERE s.start >= 0 }
WITH x, stated
ORDER BY stated DESC, x.name, x.id LIMIT $limit
RETURN 'Method' AS kind, x.name AS name, stated, x.id AS id
