// title: What is in the graph
// group: find
// question: How many papers, concepts, datasets, methods and repositories are there?
// columns: kind, nodes
// order: nodes desc, kind
// example: 5 rows; the first: Concept · 614
MATCH (n:Paper) RETURN 'Paper' AS kind, count(n) AS nodes
UNION ALL MATCH (n:Concept) RETURN 'Concept' AS kind, count(n) AS nodes
UNION ALL MATCH (n:Dataset) RETURN 'Dataset' AS kind, count(n) AS nodes
UNION ALL MATCH (n:Method) RETURN 'Method' AS kind, count(n) AS nodes
UNION ALL MATCH (n:Repository) RETURN 'Repository' AS kind, count(n) AS nodes
UNION ALL MATCH (n:Author) RETURN 'Author' AS kind, count(n) AS nodes
UNION ALL MATCH (n:Venue) RETURN 'Venue' AS kind, count(n) AS nodes
