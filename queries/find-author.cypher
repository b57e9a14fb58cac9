// title: Find authors by name
// group: find
// question: Which authors have these letters in their name, and how much did they write?
// param words: string = "" -- part of the name; empty for all
// param limit: int = 25 -- rows
// columns: author, papers, first_year, last_year, id
// example: no rows: the example's papers have no authors, years or references
MATCH (x:Author)<-[:WRITTEN_BY]-(p:Paper)
WHERE $words = '' OR toLower(x.name) CONTAINS toLower($words)
WITH id(x) AS key, count(p) AS papers
WITH papers, collect(key) AS keys
ORDER BY papers DESC LIMIT $limit
UNWIND keys AS key
MATCH (a:Author)
WHERE id(a) = key
WITH a, papers
ORDER BY papers DESC, a.name, a.id LIMIT $limit
MATCH (a)<-[:WRITTEN_BY]-(p:Paper)
WITH a, papers, min(p.year) AS first_year, max(p.year) AS last_year
RETURN a.name AS author, papers, first_year, last_year, a.id AS id
ORDER BY papers DESC, author, id
