// title: Suspicious merges
// group: quality
// question: Which nodes have many other spellings that do not even begin as their name does?
// param dissimilar: int = 1 -- least number of spellings with another first letter
// columns: kind, name, spellings, dissimilar, aliases, id
// order: dissimilar desc, spellings desc, kind, name, id
// example: 3 rows; the first: Method · G-PAYN · 1 · 1 · A Grasp Pose is All You Need · method:gpayn
MATCH (x:Concept)
UNWIND x.aliases AS alias
WITH x, count(alias) AS spellings, sum(CASE WHEN toLower(left(alias, 1)) = toLower(left(x.name, 1)) THEN 0 ELSE 1 END) AS dissimilar
WHERE dissimilar >= $dissimilar
RETURN 'Concept' AS kind, x.name AS name, spellings, dissimilar, x.aliases AS aliases, x.id AS id
UNION ALL
MATCH (x:Dataset)
UNWIND x.aliases AS alias
WITH x, count(alias) AS spellings, sum(CASE WHEN toLower(left(alias, 1)) = toLower(left(x.name, 1)) THEN 0 ELSE 1 END) AS dissimilar
WHERE dissimilar >= $dissimilar
RETURN 'Dataset' AS kind, x.name AS name, spellings, dissimilar, x.aliases AS aliases, x.id AS id
UNION ALL
MATCH (x:Method)
UNWIND x.aliases AS alias
WITH x, count(alias) AS spellings, sum(CASE WHEN toLower(left(alias, 1)) = toLower(left(x.name, 1)) THEN 0 ELSE 1 END) AS dissimilar
WHERE dissimilar >= $dissimilar
RETURN 'Method' AS kind, x.name AS name, spellings, dissimilar, x.aliases AS aliases, x.id AS id
