// title: Venues by papers
// group: find
// question: Which journals and conferences do the papers come from, and in which years?
// param words: string = "" -- part of the name; empty for all
// param limit: int = 25 -- rows
// columns: venue, papers, first_year, last_year
// example: no rows: the example's papers have no authors, years or references
WITH toLower($words) AS wanted
MATCH (v:Venue)<-[:PUBLISHED_IN]-(p:Paper)
WHERE wanted = '' OR toLower(v.name) CONTAINS wanted
WITH v, count(p) AS papers, min(p.year) AS first_year, max(p.year) AS last_year
RETURN v.name AS venue, papers, first_year, last_year
ORDER BY papers DESC, venue, v.id
LIMIT $limit
