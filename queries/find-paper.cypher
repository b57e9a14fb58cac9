// title: Find papers by words
// group: find
// question: Which papers have these words in title or abstract?
// param words: string = "retrieval" -- a word or a run of words; empty for all
// param limit: int = 25 -- rows
// columns: paper, year, contribution, id
// example: 25 rows; the first: A Deep Look into Neural Ranking Models f … · – · survey · title:a-deep-look-into-neural-ranking-mo …
// engine: ladybug
MATCH (p:Paper)
WHERE $words = '' OR regexp_matches(p.title, '(?i)\\Q' + replace($words, '\\', '\\E\\x5C\\Q') + '\\E') OR regexp_matches(p.abstract, '(?i)\\Q' + replace($words, '\\', '\\E\\x5C\\Q') + '\\E')
RETURN p.title AS paper, p.year AS year, p.contribution AS contribution, p.id AS id
ORDER BY paper, id
LIMIT $limit
// engine: neo4j
MATCH (p:Paper)
WHERE $words = '' OR toLower(p.title) CONTAINS toLower($words) OR toLower(p.abstract) CONTAINS toLower($words)
RETURN p.title AS paper, p.year AS year, p.contribution AS contribution, p.id AS id
ORDER BY paper, id
LIMIT $limit
