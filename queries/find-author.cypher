// title: Find authors by name
// group: find
// question: Which authors have these letters in their name, and how much did they write?
// param words: string = "" -- part of the name; empty for all
// param limit: int = 25 -- rows
// columns: author, papers, first_year, last_year, id
// example: no rows: the example's papers have no authors, years or references
WITH toLower($words) AS wanted
MATCH (x:Author)<-[:WRITTEN_BY]-(p:Paper)
WHERE wanted = '' OR toLower(x.name) CONTAINS wanted
WITH id(x) AS key, count(p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year
MATCH (a:Author)
WHERE id(a) = key
RETURN a.name AS author, papers, first_year, last_year, a.id AS id
ORDER BY papers DESC, author, id
LIMIT $limit
